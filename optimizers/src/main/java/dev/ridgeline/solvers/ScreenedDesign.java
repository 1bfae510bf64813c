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
  private final Bounds[] bounds;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private Optional<Threshold> rule = Optional.empty();

  /** Slopes, what is known of their gradient, and bounds of its errors. */
  private record Kept(double[] slopes, double[] gradient, double[] errors) {}

  /**
   * Guesses of the gradients of a block of columns, and how far off they may be. Short loops in
   * methods of their own are compiled once; one large loop was compiled five times in a first path.
   */
  private static final class Bounds {
    private final double[] guesses = new double[BLOCK];
    private final double[] errors = new double[BLOCK];
    private int from;
    private int count;

    void set(int first, int columns, double distance, double[] norms) {
      from = first;
      count = columns;
      for (int i = 0; i < count; i++) {
        guesses[i] = 0;
        errors[i] = distance * norms[from + i];
      }
    }

    void add(double factor, Kept kept) {
      addTo(guesses, factor, kept.gradient);
      addTo(errors, Math.abs(factor), kept.errors);
    }

    private void addTo(double[] sums, double factor, double[] x) {
      for (int i = 0; i < count; i++) {
        sums[i] += factor * x[from + i];
      }
    }
  }

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
    this.bounds = new Bounds[team.size()];
    Arrays.setAll(bounds, worker -> new Bounds());
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
          int from = task * BLOCK;
          int end = Math.min(columns(), from + BLOCK);
          int[] exact = exacts[worker];
          int count;
          if (last.length == 0) {
            count = end - from;
            Arrays.setAll(exact, k -> from + k);
          } else {
            Bounds bounds = this.bounds[worker];
            bounds.set(from, end - from, distance, norms);
            for (int k = 0; k < last.length; k++) {
              bounds.add(c[k], last[k]);
            }
            count = screen(bounds, last[0], isSame, z, next, exact);
          }
          design.dots(exact, count, slopes, products[worker]);
          keep(exact, count, products[worker], z, next);
        });
    System.arraycopy(slopes, 0, next.slopes, 0, slopes.length);
    kept.addFirst(next);
  }

  /**
   * Takes what is known of some columns, and bounds where they suffice.
   *
   * @param isSame whether the last gradient is that of the same slopes
   * @param exact overwritten: the columns that are left
   * @return how many are left
   */
  private int screen(Bounds bounds, Kept last, boolean isSame, double[] z, Kept next, int[] exact) {
    int count = 0;
    for (int i = 0; i < bounds.count; i++) {
      int j = bounds.from + i;
      if (isSame && last.errors[j] == 0) {
        z[j] = last.gradient[j];
        next.gradient[j] = z[j];
        next.errors[j] = 0;
        continue;
      }
      double guess = bounds.guesses[i];
      double error = bounds.errors[i];
      if (weights[j] != 0 || !(Math.abs(guess) + error < rule.get().l1(j))) {
        exact[count++] = j;
      } else {
        z[j] = guess;
        next.gradient[j] = guess;
        next.errors[j] = error;
      }
    }
    return count;
  }

  private static void keep(int[] exact, int count, double[] products, double[] z, Kept next) {
    for (int k = 0; k < count; k++) {
      int j = exact[k];
      z[j] = products[k];
      next.gradient[j] = products[k];
      next.errors[j] = 0;
    }
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

  /** Whether these are the last slopes, to rounding. */
  private boolean isLast(double[] slopes) {
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
    return distance <= 4 * Math.ulp(1.0) * size;
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
