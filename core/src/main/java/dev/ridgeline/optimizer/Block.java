package dev.ridgeline.optimizer;

/**
 * The cells that one call of {@link Optimizer#update} works on: small enough to stay in cache.
 * Reused from call to call by {@link UpdatePass}; an optimizer must not keep it.
 */
public final class Block {
  /** Largest number of cells of a block. */
  public static final int CELLS = 2048;

  private final float[] steps = new float[CELLS];
  private float[] weights = new float[0];
  private float[] gradients = new float[0];
  private OptimizerState state = new OptimizerState(0, 0);
  private int from;
  private int to;
  private long step;
  private double rate;
  private double decay;
  private boolean wantsSteps;

  /** A block of no cells. */
  public Block() {}

  /**
   * Points the block at a step's vectors.
   *
   * @param weights flat parameters, to be modified
   * @param gradients flat gradients, not to be modified
   * @param state the optimizer's memory, to be modified
   * @param step number of this step, from 1
   * @param rate current learning rate
   * @return this
   */
  public Block at(
      float[] weights, float[] gradients, OptimizerState state, long step, double rate) {
    this.weights = weights;
    this.gradients = gradients;
    this.state = state;
    this.step = step;
    this.rate = rate;
    return this;
  }

  /**
   * Chooses the cells.
   *
   * @param from first cell
   * @param to cell after the last, at most from + CELLS
   * @param decay rate(lambda/m) of the quadratic penalty to be applied by decay; 0 for none
   * @param wantsSteps whether the per-coordinate steps are needed afterwards
   * @return this
   */
  public Block cells(int from, int to, double decay, boolean wantsSteps) {
    this.from = from;
    this.to = to;
    this.decay = decay;
    this.wantsSteps = wantsSteps;
    return this;
  }

  /**
   * The same cells without the decay, for an optimizer that has applied it and passes the rest on.
   *
   * @return this
   */
  public Block withoutDecay() {
    decay = 0;
    return this;
  }

  /**
   * Flat parameters.
   *
   * @return to be modified on from ... to - 1 only
   */
  public float[] weights() {
    return weights;
  }

  /**
   * Flat gradients.
   *
   * @return not to be modified
   */
  public float[] gradients() {
    return gradients;
  }

  /**
   * A slot of the optimizer's memory.
   *
   * @param k 0 &lt;= k &lt; slots
   * @return to be modified on from ... to - 1 only
   */
  public float[] slot(int k) {
    return state.slot(k);
  }

  /**
   * First cell.
   *
   * @return index into the flat vectors
   */
  public int from() {
    return from;
  }

  /**
   * Cell after the last.
   *
   * @return index into the flat vectors
   */
  public int to() {
    return to;
  }

  /**
   * Number of this step.
   *
   * @return 1 for the first
   */
  public long step() {
    return step;
  }

  /**
   * The current learning rate alpha, schedule included.
   *
   * @return positive, or 0 during warm-up
   */
  public double rate() {
    return rate;
  }

  /**
   * The rate of the quadratic penalty that the optimizer said it applies by decay: the weights are
   * to be multiplied by 1 - alpha * decay.
   *
   * @return 0 for none
   */
  public double decay() {
    return decay;
  }

  /**
   * Whether the per-coordinate steps are needed.
   *
   * @return true if a prox follows
   */
  public boolean wantsSteps() {
    return wantsSteps;
  }

  /**
   * Where a per-coordinate optimizer leaves the steps that it used.
   *
   * @return step of cell i at index i - from
   */
  public float[] steps() {
    return steps;
  }
}
