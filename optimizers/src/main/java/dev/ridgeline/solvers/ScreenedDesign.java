package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
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
  /** Rounding of the products, as a share of norm(x_j) norm(s). */
  private static final double ROUNDING = 1e-12;

  /** How many gradients are kept. */
  private static final int MOST = 3;

  /** Slopes so near to the last ones, as a share of their square, take their place. */
  private static final double NEAR = 1e-4;

  /** Bounds cost about as much as the products of so many columns. */
  private static final int FEW = 64;

  private final ColumnDesign design;
  private final DataLoss loss;
  private final double[] weights;
  private final Team team;
  private final ScreenedBlock[] blocks;
  private final Deque<KeptGradient> kept = new ArrayDeque<>();
  private Optional<Threshold> rule = Optional.empty();

  /**
   * Wraps a design.
   *
   * @param weights the descent's weights, read at every gradient
   * @param team shares the products
   */
  ScreenedDesign(ColumnDesign design, DataLoss loss, double[] weights, Team team) {
    this.design = design;
    this.loss = loss;
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
    KeptGradient[] last = isOpen ? new KeptGradient[0] : kept.toArray(new KeptGradient[0]);
    boolean isSame = last.length > 0 && Arrays.equals(slopes, last[0].slopes());
    // Sums of fewer gradients are further off, and add fewer errors.
    double[][] factors = new double[last.length][];
    double[] distances = new double[last.length];
    for (int n = 1; n <= last.length; n++) {
      factors[n - 1] = factors(slopes, last, n);
      distances[n - 1] = distance(slopes, last, factors[n - 1]);
    }
    // The place of the slopes that this one replaces may be read while it is written: by column.
    KeptGradient next = last.length > 0 ? successor(slopes, last[0]) : empty();
    double[] norms = design.rootMeanSquares();
    team.run(
        (columns() + ScreenedBlock.SIZE - 1) / ScreenedBlock.SIZE,
        (task, worker) -> {
          ScreenedBlock block = blocks[worker];
          int from = task * ScreenedBlock.SIZE;
          block.moveTo(from, Math.min(columns(), from + ScreenedBlock.SIZE));
          for (int n = 0; n < last.length; n++) {
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
    System.arraycopy(slopes, 0, next.slopes(), 0, slopes.length);
    kept.addFirst(next);
  }

  /** The norm of what a sum of the kept slopes leaves of these, and what rounding may add. */
  private double distance(double[] slopes, KeptGradient[] last, double[] c) {
    double[] rest = slopes.clone();
    double size = norm(slopes);
    for (int k = 0; k < c.length; k++) {
      addTo(rest, -c[k], last[k].slopes());
      size += Math.abs(c[k]) * norm(last[k].slopes());
    }
    return norm(rest) * (1 + 1e-9) + ROUNDING * size;
  }

  /**
   * The gradient of some columns, exact for each: taken from the last one where the slopes are the
   * same to rounding and it was exact.
   *
   * @param z one a column of the set; overwritten
   */
  void computeExactly(int[] set, double[] slopes, double[] z) {
    int[] open = new int[set.length];
    int[] places = new int[set.length];
    int count = 0;
    boolean isKnown = isLast(slopes);
    for (int a = 0; a < set.length; a++) {
      if (isKnown && kept.getFirst().isExact(set[a])) {
        z[a] = kept.getFirst().gradient()[set[a]];
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

  /** Whether these are the last slopes, to rounding. */
  private boolean isLast(double[] slopes) {
    if (kept.isEmpty()) {
      return false;
    }
    double[] last = kept.getFirst().slopes();
    double distance = 0;
    double size = 0;
    for (int i = 0; i < last.length; i++) {
      distance += Math.abs(slopes[i] - last[i]);
      size += Math.abs(slopes[i]);
    }
    return distance <= 4 * Math.ulp(1.0) * size;
  }

  private KeptGradient empty() {
    kept.clear();
    return KeptGradient.of(rows(), columns());
  }

  /**
   * Takes out what the new slopes take the place of: the last where they are near, or the oldest.
   */
  private KeptGradient successor(double[] slopes, KeptGradient last) {
    double[] rest = slopes.clone();
    double square = product(last.slopes(), last.slopes());
    addTo(rest, square > 0 ? -product(slopes, last.slopes()) / square : 0, last.slopes());
    if (product(rest, rest) <= NEAR * product(slopes, slopes)) {
      return kept.removeFirst();
    }
    return kept.size() < MOST ? KeptGradient.of(rows(), columns()) : kept.removeLast();
  }

  /** Factors of the first n kept slopes whose sum is nearest; 0 for one that adds nothing. */
  private double[] factors(double[] slopes, KeptGradient[] last, int n) {
    double[] a = new double[n * n];
    double[] c = new double[n];
    for (int k = 0; k < n; k++) {
      for (int l = 0; l <= k; l++) {
        a[k * n + l] = product(last[k].slopes(), last[l].slopes());
      }
      a[k * n + k] += 1e-12 * a[k * n + k] + Double.MIN_NORMAL;
      c[k] = product(last[k].slopes(), slopes);
    }
    if (n > 0) {
      Cholesky factor = new Cholesky(a, n);
      if (factor.isPositive()) {
        factor.solve(c);
      } else {
        Arrays.fill(c, 0);
      }
    }
    return c;
  }

  private static void addTo(double[] v, double factor, double[] x) {
    for (int i = 0; i < v.length; i++) {
      v[i] += factor * x[i];
    }
  }

  /** The product in the metric of the shares. */
  private double product(double[] u, double[] v) {
    double sum = 0;
    if (loss.isEven()) {
      for (int i = 0; i < u.length; i++) {
        sum += u[i] * v[i];
      }
      return u.length == 0 ? 0 : sum / loss.share(0);
    }
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i] / loss.share(i);
    }
    return sum;
  }

  private double norm(double[] v) {
    return Math.sqrt(product(v, v));
  }
}
