package dev.ridgeline.loss;

/**
 * A loss of one predicted number, with first and second derivative: what convex solvers work on.
 */
public interface ScalarLoss extends Loss {
  /**
   * The loss.
   *
   * @param prediction the linear predictor
   * @param target in the loss's domain
   * @return at least 0
   */
  double value(double prediction, double target);

  /**
   * d loss / d prediction.
   *
   * @param prediction the linear predictor
   * @param target in the loss's domain
   * @return the derivative
   */
  double derivative(double prediction, double target);

  /**
   * Second derivative of the loss in the prediction.
   *
   * @param prediction the linear predictor
   * @param target in the loss's domain
   * @return at least 0
   */
  double secondDerivative(double prediction, double target);

  /**
   * A bound on the second derivative over all predictions.
   *
   * @return the smoothness nu; infinite where there is none
   */
  double smoothness();

  @Override
  default double rowLoss(
      double[] prediction, int offset, int outputs, double target, double[] gradient) {
    gradient[0] = derivative(prediction[offset], target);
    return value(prediction[offset], target);
  }
}
