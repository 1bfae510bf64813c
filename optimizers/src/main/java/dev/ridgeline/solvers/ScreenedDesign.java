package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import java.util.Arrays;
import java.util.Optional;

/**
 * A design whose gradient is exact where it matters and bounded elsewhere: a column without weight
 * whose gradient cannot reach the l1 factor needs no product.
 *
 * <p>Of the last few slopes t the gradients z are kept, each column's with a bound e of its error,
 * 0 where it was exact. For any factors c the gradient at slopes s is within norm(x_j) norm(s - sum
 * c t) + sum |c| e_j of sum c z_j; the factors are those of least squares, so that along a path the
 * last gradients are extrapolated. Both norms are in the metric of the shares; slopes must sum to 0
 * where an intercept is fitted. Where the bound is below the l1 factor, sum c z_j is reported
 * instead, which is as little a violation and takes as little part in the dual as the exact number.
 *
 * <p>Compare Massias, Vaiter, Gramfort and Salmon, "Dual extrapolation for sparse generalized
 * linear models", 2020, section 3, and Tibshirani et al., "Strong rules for discarding predictors
 * in lasso-type problems", 2012, section 2: the bound here is safe, for any slopes.
 */
final class ScreenedDesign implements Design {
  /** Bounds cost about as much as the products of so many columns. */
  private static final int FEW = 64;

  private final ColumnDesign design;
  private final double[] weights;
  private final Team team;
  private final ScreenedBlock[] blocks;
  private final KeptGradients kept;
  private Optional<Threshold> rule = Optional.empty();

  /**
   * Wraps a design.
   *
   * @param weights the descent's weights, read at every gradient
   * @param team shares the products
   */
  ScreenedDesign(ColumnDesign design, DataLoss loss, double[] weights, Team team) {
    this.design = design;
    this.kept = new KeptGradients(loss);
    this.weights = weights;
    this.team = team;
    this.blocks = new ScreenedBlock[team.size()];
    Arrays.setAll(blocks, worker -> new ScreenedBlock());
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
  public double[] spreads() {
    return design.spreads();
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    design.computePredictions(w, b, eta);
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    boolean isOpen = rule.isEmpty() || columns() <= FEW;
    if (isOpen) {
      kept.clear();
    }
    KeptGradient[] last = kept.all();
    boolean isSame = last.length > 0 && Arrays.equals(slopes, last[0].slopes());
    kept.compareWith(slopes);
    // Sums of fewer gradients are further off, and add fewer errors.
    int orders = isSame ? 1 : last.length;
    double[][] factors = new double[orders][];
    double[] distances = new double[orders];
    for (int n = 1; n <= orders; n++) {
      factors[n - 1] = kept.factors(n);
      distances[n - 1] = kept.distance(factors[n - 1]);
    }
    // The place of the slopes that this one replaces may be read while it is written: by column.
    KeptGradient next = kept.add(columns());
    double[] norms = design.rootMeanSquares();
    team.run(
        (columns() + ScreenedBlock.SIZE - 1) / ScreenedBlock.SIZE,
        (task, worker) -> {
          ScreenedBlock block = blocks[worker];
          int from = task * ScreenedBlock.SIZE;
          block.moveTo(from, Math.min(columns(), from + ScreenedBlock.SIZE));
          for (int n = 0; n < orders; n++) {
            block.guess(last, factors[n], distances[n], norms);
          }
          if (isSame) {
            block.copy(last[0]);
          }
          if (isOpen) {
            block.open();
          } else {
            block.sort(weights, rule.get(), z, next);
          }
          block.multiply(design, slopes, z, next);
        });
  }

  /**
   * The gradient of some columns, exact for each: taken from the last one where the slopes are the
   * same to rounding, or nearly, and it was exact.
   *
   * @param nearly how far slopes may be from the last ones, as a share of the sum of their sizes
   * @param z one a column of the set; overwritten
   */
  void computeExactly(int[] set, double[] slopes, double nearly, double[] z) {
    int[] open = new int[set.length];
    int[] places = new int[set.length];
    int count = 0;
    boolean isKnown = isLast(slopes, Math.max(nearly, 4 * Math.ulp(1.0)));
    for (int a = 0; a < set.length; a++) {
      if (isKnown && kept.last().isExact(set[a])) {
        z[a] = kept.last().gradient()[set[a]];
      } else {
        places[count] = a;
        open[count++] = set[a];
      }
    }
    int total = count;
    team.run(
        (total + ScreenedBlock.SIZE - 1) / ScreenedBlock.SIZE,
        (task, worker) -> {
          int from = task * ScreenedBlock.SIZE;
          int[] some = Arrays.copyOfRange(open, from, Math.min(total, from + ScreenedBlock.SIZE));
          double[] products = new double[some.length];
          design.dots(some, some.length, slopes, products);
          for (int k = 0; k < some.length; k++) {
            z[places[from + k]] = products[k];
          }
        });
  }

  /** Whether these are the last slopes, to a share of their size. */
  private boolean isLast(double[] slopes, double share) {
    if (kept.size() == 0) {
      return false;
    }
    double[] last = kept.last().slopes();
    double distance = 0;
    double size = 0;
    for (int i = 0; i < last.length; i++) {
      distance += Math.abs(slopes[i] - last[i]);
      size += Math.abs(slopes[i]);
    }
    return distance <= share * size;
  }
}
