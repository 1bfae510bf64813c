package dev.ridgeline.solvers;

import java.util.Optional;

/**
 * A design whose gradient is exact where it matters and bounded elsewhere: a column without weight
 * whose gradient cannot reach the l1 factor needs no product.
 *
 * <p>With the last full gradient z of the slopes t, the gradient at slopes s is within norm(x_j)
 * norm(s - c t) of c z_j for any c, and best for c = (s . t) / (t . t). Both norms are in the
 * metric of the shares; slopes must sum to 0 where an intercept is fitted. Where the bound is below
 * the l1 factor, c z_j is reported instead, which is as little a violation and takes as little part
 * in the dual as the exact number. A full product is made again once the exact ones have cost as
 * much.
 *
 * <p>Compare Massias, Vaiter, Gramfort and Salmon, "Dual extrapolation for sparse generalized
 * linear models", 2020, section 3, and Tibshirani et al., "Strong rules for discarding predictors
 * in lasso-type problems", 2012, section 2: the bound here is safe, for any two slopes.
 */
final class ScreenedDesign implements Design {
  /** Rounding of the products, as a share of norm(x_j) norm(s). */
  private static final double ROUNDING = 1e-12;

  /** Exact products at once, as a share of the columns, that call for a full one instead. */
  private static final double MOST_UNSURE = 0.95;

  private final ColumnDesign design;
  private final DataLoss loss;
  private final double[] weights;
  private final double[] lastSlopes;
  private final double[] lastGradient;
  private boolean isFilled;
  private long spent;
  private Optional<Threshold> rule = Optional.empty();

  /**
   * Wraps a design.
   *
   * @param weights the descent's weights, read at every gradient
   */
  ScreenedDesign(ColumnDesign design, DataLoss loss, double[] weights) {
    this.design = design;
    this.loss = loss;
    this.weights = weights;
    this.lastSlopes = new double[design.rows()];
    this.lastGradient = new double[design.columns()];
  }

  /** Sets the penalty, below whose l1 factor a gradient does not matter; empty for none. */
  void setRule(Optional<Threshold> rule) {
    this.rule = rule;
  }

  @Override
  public int rows() {
    return design.rows();
  }

  @Override
  public int columns() {
    return design.columns();
  }

  @Override
  public double[] rootMeanSquares() {
    return design.rootMeanSquares();
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    design.computePredictions(w, b, eta);
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    if (!isFilled || rule.isEmpty()) {
      fill(slopes, outputs, z);
      return;
    }
    Threshold limits = rule.get();
    double cross = 0;
    double square = 0;
    double size = 0;
    for (int i = 0; i < slopes.length; i++) {
      double scaled = lastSlopes[i] / loss.share(i);
      cross += slopes[i] * scaled;
      square += lastSlopes[i] * scaled;
      size += slopes[i] * slopes[i] / loss.share(i);
    }
    double c = square > 0 ? cross / square : 0;
    double rest = 0;
    for (int i = 0; i < slopes.length; i++) {
      double d = slopes[i] - c * lastSlopes[i];
      rest += d * d / loss.share(i);
    }
    double distance = Math.sqrt(rest) * (1 + 1e-9) + ROUNDING * Math.sqrt(size);
    double[] norms = design.rootMeanSquares();
    int unsure = 0;
    for (int j = 0; j < z.length; j++) {
      boolean matters =
          weights[j] != 0 || !(Math.abs(c * lastGradient[j]) + distance * norms[j] < limits.l1(j));
      unsure += matters && weights[j] == 0 ? 1 : 0;
    }
    spent += unsure;
    if (spent >= columns() || unsure >= MOST_UNSURE * columns()) {
      fill(slopes, outputs, z);
      return;
    }
    for (int j = 0; j < z.length; j++) {
      double guess = c * lastGradient[j];
      boolean matters = weights[j] != 0 || !(Math.abs(guess) + distance * norms[j] < limits.l1(j));
      z[j] = matters ? design.dot(j, slopes) : guess;
    }
  }

  private void fill(double[] slopes, int outputs, double[] z) {
    design.computeGradient(slopes, outputs, z);
    System.arraycopy(z, 0, lastGradient, 0, z.length);
    System.arraycopy(slopes, 0, lastSlopes, 0, slopes.length);
    isFilled = true;
    spent = 0;
  }
}
