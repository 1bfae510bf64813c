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
  private static final double NEAR = 1e-3;

  /** Bounds cost about as much as the products of so many columns. */
  private static final int FEW = 64;

  /** Columns of a task: enough to be worth a thread's while. */
  private static final int BLOCK = 128;

  private final ColumnDesign design;
  private final DataLoss loss;
  private final double[] weights;
  private final Team team;
  private final int[][] exacts;
  private final double[][] products;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private Optional<Threshold> rule = Optional.empty();

  /** Slopes, what is known of their gradient, and bounds of its errors. */
  private record Kept(double[] slopes, double[] gradient, double[] errors) {}

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
    this.exacts = new int[team.size()][BLOCK];
    this.products = new double[team.size()][BLOCK];
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
    Kept[] last = isOpen ? new Kept[0] : kept.toArray(new Kept[0]);
    boolean isSame = last.length > 0 && Arrays.equals(slopes, last[0].slopes);
    double[] c = factors(slopes, last);
    double distance = isOpen ? 0 : distance(slopes, last, c);
    // The place of the slopes that this one replaces may be read while it is written: by column.
    Kept next = last.length > 0 ? successor(slopes, last[0]) : empty();
    double[] norms = design.rootMeanSquares();
    team.run(
        (columns() + BLOCK - 1) / BLOCK,
        (task, worker) -> {
          int end = Math.min(columns(), (task + 1) * BLOCK);
          int[] exact = exacts[worker];
          double[] products = this.products[worker];
          int count = 0;
          for (int j = task * BLOCK; j < end; j++) {
            if (isSame && last[0].errors[j] == 0) {
              z[j] = last[0].gradient[j];
              next.gradient[j] = z[j];
              next.errors[j] = 0;
              continue;
            }
            double guess = 0;
            double error = distance * norms[j];
            for (int k = 0; k < last.length; k++) {
              guess += c[k] * last[k].gradient[j];
              error += Math.abs(c[k]) * last[k].errors[j];
            }
            boolean matters =
                last.length == 0
                    || weights[j] != 0
                    || !(Math.abs(guess) + error < rule.get().l1(j));
            if (matters) {
              exact[count++] = j;
            } else {
              z[j] = guess;
              next.gradient[j] = guess;
              next.errors[j] = error;
            }
          }
          design.dots(exact, count, slopes, products);
          for (int k = 0; k < count; k++) {
            z[exact[k]] = products[k];
            next.gradient[exact[k]] = products[k];
            next.errors[exact[k]] = 0;
          }
        });
    System.arraycopy(slopes, 0, next.slopes, 0, slopes.length);
    kept.addFirst(next);
  }

  /** The norm of what a sum of the kept slopes leaves of these, and what rounding may add. */
  private double distance(double[] slopes, Kept[] last, double[] c) {
    double[] rest = slopes.clone();
    double size = norm(slopes);
    for (int k = 0; k < last.length; k++) {
      addTo(rest, -c[k], last[k].slopes);
      size += Math.abs(c[k]) * norm(last[k].slopes);
    }
    return norm(rest) * (1 + 1e-9) + ROUNDING * size;
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
      if (isKnown && kept.getFirst().errors[set[a]] == 0) {
        z[a] = kept.getFirst().gradient[set[a]];
      } else {
        places[count] = a;
        open[count++] = set[a];
      }
    }
    int total = count;
    team.run(
        (total + BLOCK - 1) / BLOCK,
        (task, worker) -> {
          int from = task * BLOCK;
          int[] some = Arrays.copyOfRange(open, from, Math.min(total, from + BLOCK));
          double[] products = new double[some.length];
          design.dots(some, some.length, slopes, products);
          for (int k = 0; k < some.length; k++) {
            z[places[from + k]] = products[k];
          }
        });
  }

  /** Whether these are the last slopes, to a share of their size. */
  private boolean isLast(double[] slopes, double share) {
    if (kept.isEmpty()) {
      return false;
    }
    double[] last = kept.getFirst().slopes;
    double distance = 0;
    double size = 0;
    for (int i = 0; i < last.length; i++) {
      distance += Math.abs(slopes[i] - last[i]);
      size += Math.abs(slopes[i]);
    }
    return distance <= share * size;
  }

  private Kept empty() {
    kept.clear();
    return new Kept(new double[rows()], new double[columns()], new double[columns()]);
  }

  /**
   * Takes out what the new slopes take the place of: the last where they are near, or the oldest.
   */
  private Kept successor(double[] slopes, Kept last) {
    double[] rest = slopes.clone();
    double square = product(last.slopes, last.slopes);
    addTo(rest, square > 0 ? -product(slopes, last.slopes) / square : 0, last.slopes);
    if (product(rest, rest) <= NEAR * product(slopes, slopes)) {
      return kept.removeFirst();
    }
    return kept.size() < MOST
        ? new Kept(new double[rows()], new double[columns()], new double[columns()])
        : kept.removeLast();
  }

  /** Factors of the kept slopes whose sum is nearest to these; 0 for one that adds nothing. */
  private double[] factors(double[] slopes, Kept[] last) {
    int n = last.length;
    double[] a = new double[n * n];
    double[] c = new double[n];
    for (int k = 0; k < n; k++) {
      for (int l = 0; l <= k; l++) {
        a[k * n + l] = product(last[k].slopes, last[l].slopes);
      }
      a[k * n + k] += 1e-12 * a[k * n + k] + Double.MIN_NORMAL;
      c[k] = product(last[k].slopes, slopes);
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
