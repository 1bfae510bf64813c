package dev.ridgeline.solvers;

/**
 * One run of the limited-memory BFGS method from a given metric, with a backtracking line search;
 * {@link Lbfgs} says what it does.
 */
final class QuasiNewton {
  private static final double MARGIN = 0.9;
  private static final double SLOW = 0.3;
  private static final int HALVINGS = 30;
  private static final int STALLED = 40;
  private static final int CHECK_EVERY = 10;

  private final SmoothObjective objective;
  private final Metric metric;
  private final int history;
  private final double[][] steps;
  private final double[][] changes;
  private final double[] products;
  private int pairs;
  private double[] x;
  private double[] gradient;
  private double cost;
  private double[] trial;
  private double[] trialGradient;
  private int iterations;
  private boolean converged;
  private String ending = "";

  QuasiNewton(SmoothObjective objective, Metric metric, int history, double[] start) {
    int size = objective.size();
    this.objective = objective;
    this.metric = metric;
    this.history = history;
    this.steps = new double[history][];
    this.changes = new double[history][];
    this.products = new double[history];
    this.x = start.clone();
    this.gradient = new double[size];
    this.trial = new double[size];
    this.trialGradient = new double[size];
    objective.clearConstantColumns(x);
    this.cost = objective.evaluate(x, gradient);
    metric.refresh();
  }

  /**
   * Goes on until the residual is small enough, hardly falls any more, or the iterations run out.
   *
   * @param tolerance of the residual
   * @param maxIterations in all runs together
   * @param refreshes how often a new metric is asked for where the old one is slow
   */
  void run(double tolerance, int maxIterations, int refreshes) {
    converged = false;
    double[] direction = new double[x.length];
    double least = Double.POSITIVE_INFINITY;
    double last = least;
    double costThen = cost;
    int sinceLeast = 0;
    int slow = 0;
    int refreshesLeft = refreshes;
    for (; ; iterations++) {
      double residual = objective.residual(gradient);
      if (residual <= MARGIN * tolerance) {
        converged = true;
        ending = Ending.CONVERGED;
        return;
      }
      if (iterations % CHECK_EVERY == 0 && objective.isExhausted()) {
        return;
      }
      slow = residual > SLOW * last ? slow + 1 : 0;
      last = residual;
      // A gradient may grow on a long way down: only where J stands, too, is rounding the reason.
      boolean falls = residual < least || cost < costThen - 1e-12 * Math.abs(costThen);
      costThen = falls ? cost : costThen;
      sinceLeast = falls ? 0 : sinceLeast + 1;
      least = Math.min(least, residual);
      if (Double.isNaN(residual) || sinceLeast == STALLED) {
        ending = "the residual no longer falls: rounding hides what is left";
        return;
      }
      if (iterations >= maxIterations) {
        ending = maxIterations + " iterations were not enough; raise max-iterations";
        return;
      }
      if (slow >= 3 && refreshes > 0) {
        slow = 0;
        if (refreshesLeft-- == 0) {
          ending = "slow";
          return;
        }
        if (metric.refresh()) {
          pairs = 0;
        }
      }
      computeDirection(direction);
      if (!search(direction)) {
        if (pairs == 0) {
          ending = "the residual no longer falls: rounding hides what is left";
          return;
        }
        pairs = 0;
      }
    }
  }

  /** Nocedal and Wright, "Numerical optimization", 2006, algorithm 7.4. */
  private void computeDirection(double[] d) {
    System.arraycopy(gradient, 0, d, 0, d.length);
    int kept = Math.min(pairs, history);
    double[] alphas = new double[kept];
    for (int back = 0; back < kept; back++) {
      int slot = (pairs - 1 - back) % history;
      alphas[back] = dot(steps[slot], d) / products[slot];
      add(d, -alphas[back], changes[slot]);
    }
    metric.solve(d);
    if (kept > 0) {
      int newest = (pairs - 1) % history;
      double[] solved = changes[newest].clone();
      metric.solve(solved);
      double scale = products[newest] / dot(changes[newest], solved);
      for (int j = 0; j < d.length && scale > 0 && scale < Double.POSITIVE_INFINITY; j++) {
        d[j] *= scale;
      }
    }
    for (int back = kept - 1; back >= 0; back--) {
      int slot = (pairs - 1 - back) % history;
      add(d, alphas[back] - dot(changes[slot], d) / products[slot], steps[slot]);
    }
    for (int j = 0; j < d.length; j++) {
      d[j] = -d[j];
    }
  }

  /** Moves along a direction as far as J falls; false if it does not fall. */
  private boolean search(double[] direction) {
    double descent = dot(gradient, direction);
    if (!(descent < 0)) {
      return false;
    }
    double t = 1;
    for (int half = 0; half < HALVINGS; half++) {
      for (int j = 0; j < x.length; j++) {
        trial[j] = x[j] + t * direction[j];
      }
      double next = objective.evaluate(trial, trialGradient);
      double rise = next - cost;
      // Where J is blind to the step its derivative along the step is not.
      boolean blind = Math.abs(rise) <= 1e-13 * Math.abs(cost);
      if (rise <= 1e-4 * t * descent
          || blind && Math.abs(dot(trialGradient, direction)) < 0.9 * -descent) {
        accept(next);
        return true;
      }
      double best = Double.isFinite(rise) ? -descent * t * t / (2 * (rise - t * descent)) : 0;
      t = Math.min(0.5 * t, Math.max(0.1 * t, best));
    }
    return false;
  }

  private void accept(double next) {
    double[] s = new double[x.length];
    double[] y = new double[x.length];
    for (int j = 0; j < s.length; j++) {
      s[j] = trial[j] - x[j];
      y[j] = trialGradient[j] - gradient[j];
    }
    double product = dot(s, y);
    // Beside the fall of the slope that a straight line would have: units of columns cancel.
    if (product > -1e-12 * dot(s, gradient)) {
      steps[pairs % history] = s;
      changes[pairs % history] = y;
      products[pairs % history] = product;
      pairs++;
    }
    double[] spare = x;
    x = trial;
    trial = spare;
    spare = gradient;
    gradient = trialGradient;
    trialGradient = spare;
    cost = next;
  }

  private static void add(double[] to, double factor, double[] v) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * v[j];
    }
  }

  private static double dot(double[] u, double[] v) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 4 <= u.length; j += 4) {
      s0 += u[j] * v[j];
      s1 += u[j + 1] * v[j + 1];
      s2 += u[j + 2] * v[j + 2];
      s3 += u[j + 3] * v[j + 3];
    }
    for (; j < u.length; j++) {
      s0 += u[j] * v[j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Weights, then intercepts; not to be modified. */
  double[] coefficients() {
    return x;
  }

  /** Whether the last run reached its tolerance. */
  boolean isConverged() {
    return converged;
  }

  int iterations() {
    return iterations;
  }

  String ending() {
    return ending;
  }
}
