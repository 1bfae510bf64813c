package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Coordinate descent on a quadratic model of few columns through their Gram matrix G = X' H X,
 * centred in the metric H: an epoch costs the square of their number, whatever the number of rows.
 *
 * <p>For l1 and l2 penalties, once the signs stand still, the minimiser with these signs follows
 * from one Cholesky solve; the step towards it ends where the first sign would flip, or the first
 * bound is met. A solve is tried where it costs no more than the epochs since the last one. Above
 * 300 lines, since epochs, solves and slides move the same coordinates and gradient.
 */
final class GramDescent {
  private static final int MOST_SOLVED = 1000;
  private static final int MOST_TURNS = 20;
  private static final double NEGLIGIBLE = 1e-9;

  /** The share of the goal that coordinates which are not worth a move may leave, all together. */
  private static final double NEGLIGIBLE_SHARE = 0.1;

  private static final long FEW_EPOCHS = 16;

  private final GramMatrix matrix = new GramMatrix();

  /** Products spent on epochs since the last solve. */
  private long spent;

  private double ridge;

  private final SupportFactor factor = new SupportFactor();

  /** Forgets the matrix: the columns or their weights have changed. */
  void clear() {
    matrix.clear();
    factor.setUnit(1);
    factor.clear();
  }

  /** Multiplies the matrix, and what it will be extended by comes in the new unit. */
  void scale(double by) {
    matrix.scale(by);
    factor.setUnit(matrix.unit());
  }

  /**
   * Takes a matrix that is made already.
   *
   * @param whole size x size, both triangles, centred; kept, not modified
   */
  void take(double[] whole, int size) {
    clear();
    matrix.take(whole, size);
    factor.setRough(false);
  }

  /**
   * Adds the columns that the matrix does not hold yet.
   *
   * @param isRough whether single precision is good enough for their products
   */
  void extend(
      ColumnDesign design,
      int[] set,
      int size,
      double[] h,
      double[] sums,
      double mass,
      boolean isRough) {
    if (matrix.size() == 0) {
      factor.setRough(isRough);
    }
    matrix.extend(design, set, size, h, sums, mass, isRough);
  }

  /** How many columns the matrix holds. */
  int size() {
    return matrix.size();
  }

  /** The curvature of a column that the matrix holds. */
  double curvature(int a) {
    return matrix.curvature(a);
  }

  /**
   * Makes a step where that brings the model nearer to its minimum.
   *
   * @param u coordinates; modified if it does
   * @param g gradient of the model at u; modified if it does
   * @param curvature diagonal, with a positive number for constant columns
   * @param gap how far u is from the minimum; overwritten
   */
  void tryStep(
      double[] step, double[] u, double[] g, double[] curvature, Threshold rule, SetGap gap) {
    double now = gap.value();
    double[] to = u.clone();
    double[] slopes = g.clone();
    for (int j = 0; j < to.length; j++) {
      to[j] = Math.min(Math.max(u[j] + step[j], rule.lower()), rule.upper());
      if (to[j] != u[j]) {
        matrix.addRow(j, to[j] - u[j], slopes);
      }
    }
    gap.clear();
    for (int j = 0; j < to.length; j++) {
      gap.add(j, to[j], slopes[j], curvature[j]);
    }
    if (gap.value() < now) {
      System.arraycopy(to, 0, u, 0, to.length);
      System.arraycopy(slopes, 0, g, 0, to.length);
    }
  }

  /**
   * Descends.
   *
   * @param u coordinates; overwritten
   * @param g gradient of the model at u; overwritten
   * @param curvature diagonal, with a positive number for constant columns
   * @param gap gathers how far u is from the model's minimum
   * @param goal at which to stop, in units of J
   * @return epochs used
   */
  int run(
      double[] u,
      double[] g,
      double[] curvature,
      Threshold rule,
      SetGap gap,
      double goal,
      int epochs) {
    int size = u.length;
    if (ridge != rule.ridge()) {
      // What was spent before would not have been saved by a factor: it would not have lasted.
      ridge = rule.ridge();
      spent = 0;
    }
    int stable = 0;
    int patience = 16;
    int[] tried = new int[0];
    if (rule.isKnown() && rule.largestL1() > 0) {
      // Along a path the old signs are mostly right, and the way between two lambdas is straight.
      int[] support = support(u, rule);
      if (paysToSolve(support, size, rule)) {
        tried = support;
        finish(u, g, support, rule);
      }
    }
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double allowed = gap.allowance(NEGLIGIBLE_SHARE * goal, u);
      gap.clear();
      boolean flipped = pass(u, g, curvature, rule, gap, allowed);
      if (!(gap.value() > goal)) {
        return epoch;
      }
      stable = flipped ? 0 : stable + 1;
      if (stable >= 2 && rule.isKnown()) {
        int[] support = support(u, rule);
        boolean isNew = !Arrays.equals(support, tried);
        // The same signs may be worth another solve from a point that has moved on, now and then.
        if ((isNew || stable >= patience) && paysToSolve(support, size, rule)) {
          patience = isNew ? patience : 2 * patience;
          tried = support;
          finish(u, g, support, rule);
          stable = 0;
        }
      }
    }
    return epochs;
  }

  /**
   * One epoch; whether a sign has changed. A method of its own, which is compiled once, while what
   * decides between epochs and solves is compiled again whenever it takes a new turn.
   *
   * @param allowed digits that the goal does not ask for are not worth a row of the matrix
   */
  private boolean pass(
      double[] u, double[] g, double[] curvature, Threshold rule, SetGap gap, double allowed) {
    boolean flipped = false;
    int size = u.length;
    for (int j = 0; j < size; j++) {
      gap.add(j, u[j], g[j], curvature[j]);
      double next = rule.step(j, u[j], g[j], curvature[j]);
      double d = next - u[j];
      boolean stays = next != 0 && next * u[j] >= 0;
      boolean isDue = !stays || Math.abs(d) * (curvature[j] + rule.l2(j)) > allowed;
      if (d != 0 && isDue) {
        flipped |= Math.signum(next) != Math.signum(u[j]);
        u[j] = next;
        spent += size;
        matrix.addRow(j, d, g);
      }
    }
    return flipped;
  }

  /**
   * Whether the factor costs no more than a few epochs, or no more than all epochs since the last
   * one: then even a useless one no more than doubles what is spent.
   */
  private boolean paysToSolve(int[] support, int size, Threshold rule) {
    if (support.length > MOST_SOLVED) {
      return false;
    }
    long cost = factor.cost(matrix.stride(), support, rule);
    if (cost > Math.max(spent, FEW_EPOCHS * support.length * size)) {
      return false;
    }
    spent = 0;
    return true;
  }

  /**
   * The coordinates that are not zero nor at a bound; without an l1 part all that are not at a
   * bound and have a curvature.
   */
  private int[] support(double[] u, Threshold rule) {
    int[] support = new int[u.length];
    int count = 0;
    for (int j = 0; j < u.length; j++) {
      boolean moves = u[j] > rule.lower() && u[j] < rule.upper();
      if (moves && (u[j] != 0 || rule.l1(j) == 0) && matrix.curvature(j) > 0) {
        support[count++] = j;
      }
    }
    return Arrays.copyOf(support, count);
  }

  /**
   * Goes to the minimiser with the signs of u, one Newton step; where a sign would flip, the step
   * ends there and the next one goes on without that coordinate. So does a slide along columns that
   * depend on each other. In between the gradient is foreseen, on the support alone, and at the end
   * it is made of the whole way. Where that shows a rise, from rounding, all is taken back and gone
   * again with the gradient made at every step.
   */
  private void finish(double[] u, double[] g, int[] support, Threshold rule) {
    double[] from = u.clone();
    double[] slopes = g.clone();
    if (walk(u, g, support, rule, false) > 0) {
      System.arraycopy(slopes, 0, g, 0, g.length);
      matrix.addMoves(from, u, g);
      if (rises(from, slopes, u, g, rule)) {
        System.arraycopy(from, 0, u, 0, u.length);
        System.arraycopy(slopes, 0, g, 0, g.length);
        walk(u, g, support, rule, true);
      }
    }
  }

  /**
   * Steps and slides; returns how many.
   *
   * @param isMade whether the gradient is made of the products of every move, so that what rounding
   *     has turned into a rise is taken back at once; otherwise it has a meaning on what is left of
   *     the support alone
   */
  private int walk(double[] u, double[] g, int[] support, Threshold rule, boolean isMade) {
    int[] left = support;
    double[] from = new double[u.length];
    double[] slopes = new double[u.length];
    int moves = 0;
    for (int turn = 0; turn < MOST_TURNS && left.length > 0; ) {
      System.arraycopy(u, 0, from, 0, u.length);
      System.arraycopy(g, 0, slopes, 0, u.length);
      int dependent = factor.followTo(matrix.cells(), matrix.stride(), left, rule);
      int end = dependent < 0 ? step(u, g, rule, isMade) : slide(u, g, dependent, rule);
      boolean isSpoilt = (isMade || dependent >= 0) && rises(from, slopes, u, g, rule);
      if (isSpoilt) {
        System.arraycopy(from, 0, u, 0, u.length);
        System.arraycopy(slopes, 0, g, 0, u.length);
      }
      moves++;
      int stop = isSpoilt ? dependent : end;
      if (stop < 0) {
        break;
      }
      turn += dependent < 0 ? 1 : 0;
      left = Arrays.stream(left).filter(j -> j != stop).toArray();
    }
    return moves;
  }

  /** Whether model and penalty are higher at a point than at another, beyond rounding. */
  private static boolean rises(
      double[] from, double[] slopes, double[] to, double[] g, Threshold rule) {
    double rise = 0;
    double size = 0;
    for (int j = 0; j < to.length; j++) {
      if (to[j] != from[j]) {
        double model = (to[j] - from[j]) * (slopes[j] + g[j]) / 2;
        double squares = rule.l2(j) * (to[j] - from[j]) * (to[j] + from[j]) / 2;
        double sizes = rule.l1(j) * (Math.abs(to[j]) - Math.abs(from[j]));
        rise += model + squares + sizes;
        size += Math.abs(model) + Math.abs(squares) + Math.abs(sizes);
      }
    }
    return !(rise <= NEGLIGIBLE * size);
  }

  /**
   * Moves along v with G v = 0, v_j = 1: the data part stays and the rest falls, until the first
   * coordinate is 0 or at a bound, or the squares of the penalty let it fall no further, or what
   * rounding hides of the data part. Where all stays level it moves on, too: a column that depends
   * on others needs no weight of its own.
   *
   * @return that coordinate; the dependent one where none is met, whose weight then stays as it is
   */
  private int slide(double[] u, double[] g, int dependent, Threshold rule) {
    int k = factor.size();
    int[] order = Arrays.copyOf(factor.members(), k + 1);
    order[k] = dependent;
    double[] v = nullVector(order, dependent);
    double slope = 0;
    double squares = 0;
    double hidden = 0;
    double sizes = 0;
    for (int i = 0; i <= k; i++) {
      int j = order[i];
      slope += v[i] * (g[j] + rule.l1(j) * Math.signum(u[j]) + rule.l2(j) * u[j]);
      squares += rule.l2(j) * v[i] * v[i];
      hidden += factor.rounding() * matrix.curvature(j) * v[i] * v[i];
      sizes += Math.abs(v[i]) * (Math.abs(g[j]) + rule.l1(j));
    }
    double direction = slope > 0 ? -1 : 1;
    // Where nothing rises nor falls, as between equal columns under l1, one weight less is better.
    boolean isLevel = squares == 0 && Math.abs(slope) <= NEGLIGIBLE * sizes;
    double curvature = isLevel ? 0 : squares + hidden;
    double length = curvature > 0 ? Math.abs(slope) / curvature : Double.POSITIVE_INFINITY;
    double end = 0;
    int stop = -1;
    for (int i = 0; i <= k; i++) {
      double w = u[order[i]];
      double speed = direction * v[i];
      if (speed != 0) {
        double limit = speed > 0 ? rule.upper() : rule.lower();
        limit = rule.l1(order[i]) > 0 && w * speed < 0 ? 0 : limit;
        double reach = (limit - w) / speed;
        if (reach < length) {
          length = reach;
          end = limit;
          stop = i;
        }
      }
    }
    for (int i = 0; length < Double.POSITIVE_INFINITY && i <= k; i++) {
      double w = u[order[i]];
      double next = i == stop ? end : w + direction * length * v[i];
      if (Double.isFinite(next) && next != w) {
        u[order[i]] = next;
        matrix.addRow(order[i], next - w, g);
      }
    }
    return stop < 0 ? dependent : order[stop];
  }

  /** v with G v = 0 and v_j = 1 for a column j, the last, that depends on those of the factor. */
  private double[] nullVector(int[] order, int dependent) {
    int k = factor.size();
    double[] v = new double[k + 1];
    for (int i = 0; i < k; i++) {
      v[i] = -matrix.cell(dependent, order[i]);
    }
    factor.solve(v);
    v[k] = 1;
    double largest = 0;
    for (int i = 0; i <= k; i++) {
      largest = Math.max(largest, Math.abs(v[i]) * Math.sqrt(matrix.cell(order[i], order[i])));
    }
    for (int i = 0; i <= k; i++) {
      // Columns that have no part in the dependence are left with rounding, which leads nowhere.
      boolean takesPart =
          Math.abs(v[i]) * Math.sqrt(matrix.cell(order[i], order[i])) > NEGLIGIBLE * largest;
      v[i] = takesPart ? v[i] : 0;
    }
    return v;
  }

  /**
   * Returns the coordinate at which the step ended early, or -1.
   *
   * @param isMade whether the gradient is made of products of the step; otherwise it is what an
   *     exact solve makes it, on the coordinates of the factor alone
   */
  private int step(double[] u, double[] g, Threshold rule, boolean isMade) {
    int k = factor.size();
    int[] order = factor.members();
    double[] full = slopes(u, g, order, k, rule);
    double[] step = full.clone();
    factor.solve(step);
    for (int i = 0; i < k; i++) {
      step[i] /= -matrix.unit();
    }
    int stop = firstToEnd(u, step, order, rule);
    double end = stop < 0 ? 0 : limit(u[order[stop]], step[stop], order[stop], rule);
    double length = stop < 0 ? 1 : (end - u[order[stop]]) / step[stop];
    if (!isMade) {
      foresee(g, full, step, length, order, rule);
    }
    for (int i = 0; i < k; i++) {
      int j = order[i];
      double next = i == stop ? end : u[j] + length * step[i];
      next = Math.min(Math.max(next, rule.lower()), rule.upper());
      if (Double.isFinite(next) && next != u[j]) {
        double d = next - u[j];
        u[j] = next;
        if (isMade) {
          matrix.addRow(j, d, g);
        }
      }
    }
    return stop < 0 ? -1 : order[stop];
  }

  /** The derivatives of model and penalty in the coordinates of the factor. */
  private static double[] slopes(double[] u, double[] g, int[] order, int k, Threshold rule) {
    double[] slopes = new double[k];
    for (int i = 0; i < k; i++) {
      int j = order[i];
      slopes[i] = g[j] + rule.l1(j) * Math.signum(u[j]) + rule.l2(j) * u[j];
    }
    return slopes;
  }

  /** What a share of an exact step makes of the gradient in the coordinates of the factor. */
  private static void foresee(
      double[] g, double[] slopes, double[] step, double length, int[] order, Threshold rule) {
    for (int i = 0; i < step.length; i++) {
      g[order[i]] -= length * (slopes[i] + rule.l2(order[i]) * step[i]);
    }
  }

  /** The coordinate, by its place in the order, that ends a step first; -1 if none does. */
  private static int firstToEnd(double[] u, double[] step, int[] order, Threshold rule) {
    double length = 1;
    int stop = -1;
    for (int i = 0; i < step.length; i++) {
      double w = u[order[i]];
      double limit = limit(w, step[i], order[i], rule);
      if (limit != w + step[i] && (limit - w) / step[i] < length) {
        length = (limit - w) / step[i];
        stop = i;
      }
    }
    return stop;
  }

  /** Where a step from a weight ends: at a bound, or at 0, or at its length. */
  private static double limit(double w, double step, int j, Threshold rule) {
    double to = w + step;
    return rule.l1(j) > 0 && to * w < 0 ? 0 : Math.min(Math.max(to, rule.lower()), rule.upper());
  }
}
