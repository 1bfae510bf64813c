package dev.ridgeline.solvers;

import dev.ridgeline.objective.Objective;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.Optional;

/**
 * One run of working-set proximal Newton with coordinate descent; {@link CoordinateDescent} says
 * what it does.
 */
final class WorkingSetDescent extends Descent {
  private static final double MARGIN = 0.9;
  private static final double LEAST_FLOOR = 1e-5;
  private static final int SMALL = 128;
  private static final int MOST_GRAM = 1500;
  private static final int MOST_KEPT = 500;
  private static final double DRIFT = 0.5;
  private static final int FEW = 16;
  private static final long CHEAP_GRAM = 5_000_000;
  private static final int STALLED = 20;

  private final DataLoss loss;
  private final ColumnDesign design;
  private final ScreenedDesign screened;
  private LinearProblem problem;
  private Threshold rule;
  private final Balance balance;
  private final GramDescent gram = new GramDescent();
  private final double[] w;
  private final double[] b;
  private final double[] eta;
  private final double[] slopes;
  private final double[] h;
  private final double[] fresh;
  private final boolean[] isMember;
  private int[] set;
  private int size;
  private double floor = LEAST_FLOOR;
  private int epochs;
  private String ending = "";
  private Optimality optimality;
  private double residual = Double.NaN;
  private double[] sums = new double[0];
  private double[] curvature = new double[0];
  private int known;
  private boolean isContinued;
  private boolean isSpent;

  WorkingSetDescent(LinearProblem problem, DataLoss loss, ColumnDesign design, Start start) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.rule = Threshold.of(problem);
    this.balance = new Balance(loss);
    this.w = start.weights();
    this.b = start.intercepts();
    this.eta = new double[loss.rows()];
    this.slopes = new double[loss.rows()];
    this.h = new double[loss.rows()];
    this.fresh = new double[loss.rows()];
    this.isMember = new boolean[design.columns()];
    this.set = new int[design.columns()];
    this.screened = new ScreenedDesign(design, loss, w);
  }

  /**
   * Goes on to another lambda of the same problem from where the last one ended. What the squared
   * loss has learnt about the columns that ever took part is kept.
   */
  @Override
  void moveTo(double lambda) {
    problem = problem.withLambda(lambda);
    rule = Threshold.of(problem);
    isContinued = true;
    epochs = 0;
    ending = "";
    if (!keepsMetric(DRIFT / 2)) {
      prune();
    }
  }

  /** Starts the set again from the columns with weight. */
  private void prune() {
    forgetMetric();
    Arrays.fill(isMember, false);
    size = 0;
    for (int j = 0; j < w.length; j++) {
      if (w[j] != 0) {
        add(j);
      }
    }
  }

  /** Descends until the residual is below the tolerance. */
  @Override
  void run(double tolerance, int maxEpochs) {
    boolean screens = rule.isKnown() && rule.largestL1() > 0 && DualGap.isAvailable(problem, loss);
    screened.setRule(screens ? Optional.of(rule) : Optional.empty());
    optimality = new Optimality(problem, loss, screens ? screened : design);
    if (isContinued) {
      // Most of what the new lambda changes happens on the columns that are in already.
      descend(0, maxEpochs);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int sinceLeast = 0; ; sinceLeast++) {
      design.computePredictions(w, b, eta);
      if (problem.intercept()) {
        balance.improve(eta, b);
      }
      if (Degenerate.isExhausted(problem, loss, w, eta)) {
        return;
      }
      residual = optimality.residual(w, eta);
      if (residual <= MARGIN * tolerance) {
        ending = "stopped at rounding level";
        return;
      }
      if (residual < least) {
        least = residual;
        sinceLeast = 0;
      }
      if (Double.isNaN(residual) || sinceLeast == STALLED) {
        ending = "the residual no longer falls: rounding hides what is left";
        return;
      }
      if (epochs >= maxEpochs) {
        ending = maxEpochs + " epochs were not enough; raise max-epochs";
        return;
      }
      double worst = grow(optimality.gradient());
      descend(0.1 * worst, maxEpochs);
    }
  }

  /** Adds the columns that violate optimality most; returns the largest violation. */
  private double grow(double[] gradient) {
    int p = design.columns();
    double[] scores = new double[p];
    double worst = 0;
    int support = 0;
    for (int j = 0; j < p; j++) {
      double square = design.square(j);
      support += w[j] != 0 ? 1 : 0;
      scores[j] = rule.violation(j, w[j], gradient[j]) / Math.sqrt(square > 0 ? square : 1);
      worst = Math.max(worst, scores[j]);
    }
    double[] outside = new double[p];
    int count = 0;
    for (int j = 0; j < p; j++) {
      boolean in = isMember[j] || w[j] != 0 || p <= SMALL;
      if (in && !isMember[j]) {
        add(j);
      } else if (!in && scores[j] > 0) {
        outside[count++] = scores[j];
      }
    }
    int wanted = Math.min(count, Math.max(10, support));
    if (wanted > 0) {
      Arrays.sort(outside, 0, count);
      double cut = outside[count - wanted];
      for (int j = 0; j < p && wanted > 0; j++) {
        if (!isMember[j] && scores[j] >= cut) {
          add(j);
          wanted--;
        }
      }
    }
    return worst;
  }

  private void add(int j) {
    isMember[j] = true;
    set[size++] = j;
  }

  /**
   * Newton steps on the working set until it is stationary enough.
   *
   * @param target the violation to stop at; at 0, a tenth of what there is
   */
  private void descend(double target, int maxEpochs) {
    double tolerance = target;
    int[] members = Arrays.copyOf(set, size);
    Threshold local = rule.on(members);
    double[] g = new double[size];
    reserve();
    // A Gram matrix that serves once must be small; one that serves on and on may be large.
    boolean useGram =
        keepsMetric(DRIFT)
            || size <= (loss.isQuadratic() || isContinued && size <= MOST_KEPT ? MOST_GRAM : FEW)
            || (long) size * size * loss.rows() <= CHEAP_GRAM;
    for (int round = 0; round < 20 && epochs < maxEpochs; round++) {
      loss.computeSlopes(eta, slopes);
      if (!useGram || !keepsMetric(DRIFT)) {
        forgetMetric();
        loss.computeCurvatures(eta, floor, h);
      }
      double mass = problem.intercept() ? Arrays.stream(h).sum() : 0;
      double total = Arrays.stream(slopes).sum();
      double largest = 0;
      measure(members, mass);
      for (int a = 0; a < size; a++) {
        largest = Math.max(largest, curvature[a]);
        g[a] =
            curvature[a] == 0
                ? 0
                : design.dot(members[a], slopes) - (mass > 0 ? total / mass * sums[a] : 0);
      }
      double worst = 0;
      double[] diagonal = Arrays.copyOf(curvature, size);
      for (int a = 0; a < size; a++) {
        if (diagonal[a] == 0) {
          // A constant column: the penalty alone moves it, at once.
          diagonal[a] = largest > 0 ? 1e-12 * largest : 1;
        }
        worst = Math.max(worst, local.violation(a, w[members[a]], g[a]) / Math.sqrt(diagonal[a]));
      }
      tolerance = tolerance == 0 ? 0.1 * worst : tolerance;
      if (!(worst > tolerance)) {
        return;
      }
      double inner = loss.isQuadratic() ? 0.3 * tolerance : Math.max(0.3 * tolerance, 0.01 * worst);
      double[] u = new double[size];
      Arrays.setAll(u, a -> w[members[a]]);
      if (useGram) {
        gram.extend(design, members, size, h, sums, mass);
        epochs += gram.run(u, g, diagonal, local, inner, maxEpochs - epochs);
      } else {
        epochs +=
            new ResidualDescent(design, members, sums, diagonal, h, mass, slopes, local)
                .run(u, inner, maxEpochs - epochs);
      }
      if (!move(members, u, local, mass, total)) {
        return;
      }
    }
  }

  private void reserve() {
    if (size > sums.length) {
      int wider = Math.min(design.columns(), Math.max(size, 2 * sums.length));
      sums = Arrays.copyOf(sums, wider);
      curvature = Arrays.copyOf(curvature, wider);
    }
  }

  /**
   * Whether the second derivatives are still near those that the Gram matrix was made with. A step
   * in an old metric is as sound as any, since the line search knows J; it only gains a little
   * less.
   */
  private boolean keepsMetric(double drift) {
    if (known == 0 || isSpent || size > (loss.isQuadratic() ? MOST_GRAM : MOST_KEPT)) {
      return false;
    }
    if (loss.isQuadratic()) {
      return true;
    }
    if (!isContinued) {
      return false;
    }
    loss.computeCurvatures(eta, floor, fresh);
    double change = 0;
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      change += Math.abs(fresh[i] - h[i]);
      sum += fresh[i];
    }
    return change <= drift * sum;
  }

  private void forgetMetric() {
    known = 0;
    isSpent = false;
    gram.clear();
  }

  /** Sums and curvatures of the columns in the metric h. */
  private void measure(int[] members, double mass) {
    for (int a = known; a < size; a++) {
      sums[a] = mass > 0 ? design.dot(members[a], h) : 0;
      double raw = design.weightedSquare(members[a], h);
      double centred = mass > 0 ? raw - sums[a] * sums[a] / mass : raw;
      curvature[a] = CentredDesign.dropRounding(centred, 1e12 * raw);
      curvature[a] = design.square(members[a]) > 0 ? curvature[a] : 0;
    }
    known = size;
  }

  /** Goes towards the minimiser of the model as far as J falls; whether anything moved. */
  private boolean move(int[] members, double[] u, Threshold local, double mass, double total) {
    double[] direction = new double[eta.length];
    double[] from = new double[u.length];
    double shift = -total;
    boolean moves = false;
    for (int a = 0; a < u.length; a++) {
      from[a] = w[members[a]];
      double d = u[a] - from[a];
      if (d != 0) {
        moves = true;
        design.addTo(members[a], d, direction);
        shift -= d * sums[a];
      }
    }
    shift = mass > 0 ? shift / mass : 0;
    double descent = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] += shift;
      descent += slopes[i] * direction[i];
    }
    double penalty = local.value(from);
    double before = loss.value(eta) + penalty;
    descent += local.value(u) - penalty;
    double[] trial = new double[eta.length];
    double[] at = u.clone();
    double t = 1;
    for (int half = 0; half < 30; half++, t /= 2) {
      for (int i = 0; i < trial.length; i++) {
        trial[i] = eta[i] + t * direction[i];
      }
      for (int a = 0; t < 1 && a < at.length; a++) {
        at[a] = from[a] + t * (u[a] - from[a]);
      }
      double after = loss.value(trial) + local.value(at);
      if (after <= before + 1e-3 * t * Math.min(0, descent) + 1e-15 * Math.abs(before)) {
        System.arraycopy(trial, 0, eta, 0, eta.length);
        for (int a = 0; a < at.length; a++) {
          w[members[a]] = at[a];
        }
        b[0] += t * shift;
        isSpent |= t < 1;
        floor =
            t == 1 ? Math.max(LEAST_FLOOR, floor / 10) : Math.min(1, Math.max(0.01, 10 * floor));
        return moves;
      }
    }
    boolean retry = floor < 1;
    isSpent = true;
    floor = Math.min(1, Math.max(0.01, 10 * floor));
    return retry;
  }

  /** What the last residual measures. */
  @Override
  Certificate.Measure measure() {
    return optimality.measure();
  }

  /** The residual of the weights as they are now, from predictions made of them anew. */
  @Override
  double residual() {
    return residual;
  }

  /** J as it is now. */
  @Override
  Objective objective() {
    return Ending.objective(problem, loss, w, eta);
  }

  @Override
  double[] weights() {
    return w;
  }

  @Override
  double[] intercepts() {
    return b;
  }

  @Override
  int epochs() {
    return epochs;
  }

  @Override
  String ending() {
    return ending;
  }
}
