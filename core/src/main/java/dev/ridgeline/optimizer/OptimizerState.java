package dev.ridgeline.optimizer;

/**
 * What an optimizer remembers between steps: some numbers for each cell and the count of steps
 * done. Not thread-safe; belongs to one training run.
 */
public final class OptimizerState {
  private final float[][] slots;
  private final int size;
  private long steps;

  /**
   * A state before the first step.
   *
   * @param size number of parameter cells
   * @param slots numbers remembered for each cell
   */
  public OptimizerState(int size, int slots) {
    this.size = size;
    this.slots = new float[slots][size];
  }

  private OptimizerState(OptimizerState other) {
    this(other.size, other.slots.length);
    for (int k = 0; k < slots.length; k++) {
      System.arraycopy(other.slots[k], 0, slots[k], 0, size);
    }
    this.steps = other.steps;
  }

  /**
   * A deep copy, for checkpoints.
   *
   * @return equal numbers in new arrays
   */
  public OptimizerState copy() {
    return new OptimizerState(this);
  }

  /**
   * One number a cell.
   *
   * @param k 0 &lt;= k &lt; slotCount
   * @return the live array; kernels modify it
   */
  public float[] slot(int k) {
    return slots[k];
  }

  /**
   * Numbers remembered for each cell.
   *
   * @return at least 0
   */
  public int slotCount() {
    return slots.length;
  }

  /**
   * Number of cells.
   *
   * @return the length of every slot
   */
  public int size() {
    return size;
  }

  /**
   * Steps done so far.
   *
   * @return 0 for a new state
   */
  public long steps() {
    return steps;
  }

  /**
   * Sets the count of steps, when restoring a checkpoint or after a step.
   *
   * @param done at least 0
   * @throws IllegalArgumentException if negative
   */
  public void setSteps(long done) {
    if (done < 0) {
      throw new IllegalArgumentException("the count of steps must be at least 0, found " + done);
    }
    steps = done;
  }
}
