package dev.ridgeline.solvers;

/**
 * The features with the weighted column means taken off where an intercept is fitted: in a copy, or
 * in effect. Centred columns are orthogonal to the intercept, so a raw mean does not spoil the
 * conditioning.
 *
 * <p>With the centred features the intercept is b + sum over j of mean_j w_j.
 */
abstract class CentredDesign implements Design {
  final double[] means;
  final double[] squares;

  /** Means of the columns, and weighted means of the squared centred columns, floored. */
  CentredDesign(int columns) {
    this.means = new double[columns];
    this.squares = new double[columns];
  }

  /**
   * Whether every column that is not constant keeps at least half its digits when it is centred, so
   * that what is proved of this copy holds of the features as they were given.
   */
  final boolean isFaithful() {
    for (int j = 0; j < means.length; j++) {
      if (squares[j] > 0 && squares[j] <= 1e-12 * means[j] * means[j]) {
        return false;
      }
    }
    return true;
  }

  /** The weighted mean square of a centred column; 0 where the column is constant to rounding. */
  final double square(int column) {
    return squares[column];
  }

  @Override
  public final double rootMeanSquare(int column) {
    return Math.sqrt(squares[column]);
  }

  /** Adds or subtracts the means' share of the intercepts. */
  final void shiftIntercepts(double[] w, double[] b, double sign) {
    int p = columns();
    for (int k = 0; k < b.length; k++) {
      double sum = 0;
      for (int j = 0; j < p; j++) {
        sum += means[j] * w[k * p + j];
      }
      b[k] += sign * sum;
    }
  }

  /** A centred column this small beside its mean square is rounding: it counts as constant. */
  static double dropRounding(double centredSquare, double rawSquare) {
    return centredSquare <= 1e-24 * rawSquare ? 0 : centredSquare;
  }
}
