package dev.ridgeline.optimizer;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;

/** An optimizer or solver cannot take a penalty: says which capability is missing and who could. */
public final class PenaltyNotSupportedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * With a whole message.
   *
   * @param message who needs which capability of which penalty, and what to do
   */
  public PenaltyNotSupportedException(String message) {
    super(message);
  }

  static PenaltyNotSupportedException byOptimizer(Optimizer optimizer, Penalty penalty) {
    if (penalty instanceof ProximablePenalty) {
      return new PenaltyNotSupportedException(
          optimizer
              + " steps differently in each coordinate, so it needs a SeparablePenalty; "
              + penalty
              + " ("
              + penalty.getClass().getName()
              + ") has only a whole-matrix prox: use sgd or momentum, whose step is the same for"
              + " all coordinates, or the solver proximal-gradient");
    }
    return new PenaltyNotSupportedException(
        optimizer
            + " needs a penalty with a gradient (SmoothPenalty) or a prox (ProximablePenalty); "
            + penalty
            + " ("
            + penalty.getClass().getName()
            + ") has neither: implement one of them, SeparablePenalty being the shortest");
  }
}
