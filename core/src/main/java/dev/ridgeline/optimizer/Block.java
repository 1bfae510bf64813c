package dev.ridgeline.optimizer;

import dev.ridgeline.penalty.FloatBounds;

/**
 * The cells that one call of {@link Optimizer#update} works on: small enough to stay in cache.
 * Reused from call to call by {@link UpdatePass}; an optimizer must not keep it.
 */
public final class Block {
  /** Largest number of cells of a block. */
  public static final int CELLS = 2048;

  private float[] weights = new float[0];
  private float[] gradients = new float[0];
  private OptimizerState state = new OptimizerState(0, 0);
  private int from;
  private int to;
  private long step;
  private double rate;
  private double decay;
  private double ridge;
  private double l1;
  private double l2;
  private boolean wantsSteps;
  private FloatBounds bounds = FloatBounds.NONE;
  private boolean cut = true;

  /** A block of no cells. */
  public Block() {}

  /**
   * Points the block at a step's vectors.
   *
   * @param weights flat parameters, to be modified
   * @param gradients flat gradients, to be modified only where steps are wanted
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
   * Chooses the cells, with no penalty but the decay.
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
    ridge = 0;
    l1 = 0;
    l2 = 0;
    return withBounds(FloatBounds.NONE);
  }

  /**
   * Adds a quadratic penalty to be applied through the gradient; only for an optimizer that {@link
   * Optimizer#fusesPenalties}.
   *
   * @param ridgeRate the factor of the weights in the penalty's gradient, at least 0
   * @return this
   */
  public Block withRidge(double ridgeRate) {
    ridge = ridgeRate;
    return this;
  }

  /**
   * Adds a penalty l1 ||w||_1 + (l2/2) ||w||^2 to be applied by its prox; only for an optimizer
   * that {@link Optimizer#fusesPenalties}.
   *
   * @param l1Factor the factor of the absolute values, at least 0
   * @param l2Factor the factor of half the squares, at least 0
   * @return this
   */
  public Block withProx(double l1Factor, double l2Factor) {
    l1 = l1Factor;
    l2 = l2Factor;
    return this;
  }

  /**
   * Adds bounds to which the weights are to be cut after the step and the prox.
   *
   * @param interval the bounds
   * @return this
   */
  public Block withBounds(FloatBounds interval) {
    bounds = interval;
    cut = interval.isNone();
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
   * @return not to be modified, but for {@link #steps}
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
   * The rate of the quadratic penalty that the optimizer is to add to the gradient: g + ridge * w.
   *
   * @return 0 for none, and with a decay or a prox
   */
  public double ridge() {
    return ridge;
  }

  /**
   * The factor of ||w||_1 in the penalty whose prox the optimizer is to apply after its step.
   *
   * @return 0 for none
   */
  public double l1() {
    return l1;
  }

  /**
   * The factor of ||w||^2 / 2 in the penalty whose prox the optimizer is to apply after its step.
   *
   * @return 0 for none
   */
  public double l2() {
    return l2;
  }

  /**
   * Whether the optimizer is to apply a prox itself.
   *
   * @return true if {@link #l1} or {@link #l2} is not 0
   */
  public boolean hasProx() {
    return l1 != 0 || l2 != 0;
  }

  /**
   * Bounds to which the weights are to be cut after the step and the prox.
   *
   * @return all floats where there are none
   */
  public FloatBounds bounds() {
    return bounds;
  }

  /**
   * Whether nothing is left to be cut to the bounds: there are none, or {@link #markCut} was
   * called.
   *
   * @return if not, {@link UpdatePass} cuts after the update, in one more pass over the cells
   */
  public boolean isCut() {
    return cut;
  }

  /** Says that the optimizer has cut the weights to the bounds in its own loop. */
  public void markCut() {
    cut = true;
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
   * Where a per-coordinate optimizer leaves the steps that it used, if they are wanted: in the
   * place of the gradients, at the same index as the weights, since the JIT does not vectorise a
   * loop over arrays with different indices.
   *
   * @return the gradients' array; the gradient of cell i is to be replaced by its step
   */
  public float[] steps() {
    return gradients;
  }
}
