package dev.ridgeline.optimizer;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;

/**
 * A rule for one step from gradients, such as SGD or Adam. Immutable and thread-safe: what changes
 * from step to step is in an {@link OptimizerState}.
 *
 * <p>The order of a step is fixed (see {@link UpdatePass}): add the gradients of smooth penalties,
 * let the optimizer update (a decoupled decay is part of that), apply the prox of the others.
 * {@code toString()} is the spec string that the registry parses back to an equal optimizer.
 */
public interface Optimizer {
  /**
   * The base learning rate alpha, before any schedule.
   *
   * @return positive
   */
  double learningRate();

  /**
   * How many numbers the rule remembers for each parameter cell.
   *
   * @return 0 for plain SGD, 2 for Adam
   */
  int slots();

  /**
   * Whether the step has another length in each coordinate (Adam) rather than one for all (SGD).
   *
   * @return true if {@link #update} fills {@link Block#steps}
   */
  boolean isPerCoordinate();

  /**
   * Updates the cells from ... to - 1 of the weights from their gradients.
   *
   * <p>The gradients are not modified, unless {@link Block#wantsSteps} is true: then an optimizer
   * with per-coordinate steps replaces the gradient of each cell by the factor of the (momentum of
   * the) gradient in that cell's step.
   *
   * @param block the cells, their state, the step number and the current rate; weights, slots and
   *     steps are modified
   */
  void update(Block block);

  /**
   * Whether {@link #update} applies penalties with two factors in its own loop, one pass over
   * memory for all: {@link Block#ridge} through the gradient, and the prox for {@link Block#l1} and
   * {@link Block#l2} after the step, with the steps that it would leave or with {@link #proxStep}.
   *
   * <p>For optimizers that do not, {@link UpdatePass} applies them before and after the update,
   * with the same result but for rounding.
   *
   * @return false unless overridden
   */
  default boolean fusesPenalties() {
    return false;
  }

  /**
   * The step of the prox that follows {@link #update}, where it is the same for all coordinates:
   * the factor of the gradient in the steps so far, had the gradient been the same in all of them.
   *
   * <p>With any other step the weights would settle at the minimum of another penalty strength. A
   * momentum that adds up gradients has moved by more than the learning rate times the gradient, so
   * its prox has to be as much longer.
   *
   * @param step number of the step just done, from 1
   * @param rate current learning rate
   * @return the learning rate unless overridden; not used where {@link #isPerCoordinate}
   */
  default double proxStep(long step, double rate) {
    return rate;
  }

  /**
   * A new state for n cells, before the first step.
   *
   * @param n number of cells
   * @return all slots 0
   */
  default OptimizerState newState(int n) {
    return new OptimizerState(n, slots());
  }

  /**
   * How this optimizer takes a penalty.
   *
   * @param penalty the penalty
   * @return the treatment
   * @throws PenaltyNotSupportedException if it cannot take it, saying what is missing and who could
   */
  default Treatment treatmentOf(Penalty penalty) {
    if (penalty instanceof SmoothPenalty) {
      return Treatment.GRADIENT;
    }
    if (penalty instanceof SeparablePenalty
        || (penalty instanceof ProximablePenalty && !isPerCoordinate())) {
      return Treatment.PROX;
    }
    throw PenaltyNotSupportedException.byOptimizer(this, penalty);
  }

  /**
   * Whether training with this optimizer settles where J with the penalty is stationary. Not so for
   * weight decay around an optimizer that scales its gradients: reports of J then say so.
   *
   * @param penalty one that this optimizer takes
   * @return true unless overridden
   */
  default boolean minimizes(Penalty penalty) {
    return true;
  }

  /**
   * Refuses a plan with which this optimizer makes no sense, before any work is done.
   *
   * @param plan the penalties of a training run
   * @throws PenaltyNotSupportedException if it cannot take one of them, or lacks one that it is for
   */
  default void check(Regularization plan) {
    for (Regularization.Rule rule : plan.rules()) {
      if (rule.application() == Regularization.Application.AUTOMATIC) {
        treatmentOf(rule.penalty());
      }
    }
  }
}
