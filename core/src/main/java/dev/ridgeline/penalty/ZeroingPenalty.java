package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/** A penalty that makes all weights zero from some strength on: what lambda_max is made of. */
public interface ZeroingPenalty extends Penalty {
  /**
   * The smallest strength at which W = 0 is stationary, given the gradient of the data loss at 0.
   *
   * @param gradient gradient of the mean data loss at W = 0; not modified
   * @return the strength lambda_max / m; infinite where no strength gives zeros (such as an elastic
   *     net without its l1 part) and the gradient is not zero
   */
  double zeroingStrength(Matrix gradient);
}
