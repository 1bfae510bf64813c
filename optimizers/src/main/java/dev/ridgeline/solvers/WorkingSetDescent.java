package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.Optional;

/**
 * One run of working-set proximal Newton with coordinate descent; {@link CoordinateDescent} says
 * what it does. Above 300 lines, since the rounds, the metric and the line search share the state
 * of the descent.
 */
final class WorkingSetDescent extends Descent {
  private static final double MARGIN = 0.9;
  private static final double LEAST_FLOOR = 1e-5;
  private static final int MOST_GRAM = 1500;
  private static final int MOST_KEPT = 500;
  private static final double DRIFT = 0.5;
  private static final int FEW = 16;
  private static final long CHEAP_GRAM = 5_000_000;
  private static final int STALLED = 20;

  /** The working set's part of the gap that may be left at the end, and of what a round found. */
  private static final double SET_SHARE = 0.3;

  private static final double ROUND_SHARE = 0.1;
  private static final int MODEL_EPOCHS = 100;
  private static final double FORCING = 0.1;

  private final DataLoss loss;
  private final ColumnDesign design;
  private final ScreenedDesign screened;
  private LinearProblem problem;
  private Threshold rule;
  private final Balance balance;
  private final GramDescent gram = new GramDescent();
  private final double[] w;
  private final double[] b;
  private final double[] h;
  private final WorkingSet set;
  private LossPoint point;
  private LossPoint trial;
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
  private boolean isGap;

  WorkingSetDescent(
      LinearProblem problem, DataLoss loss, ColumnDesign design, Start start, Team team) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.rule = Threshold.of(problem);
    this.balance = new Balance(loss);
    this.w = start.weights();
    this.b = start.intercepts();
    this.h = new double[loss.rows()];
    this.set = new WorkingSet(design, w);
    this.point = new LossPoint(loss);
    this.trial = new LossPoint(loss);
    this.screened = new ScreenedDesign(design, loss, w, team);
  }

  /**
   * Goes on to another lambda of the same problem from where the last one ended. What the squared
   * loss has learnt about the columns that ever took part is kept.
   */
  @Override
  void moveTo(double lambda) {
    problem = problem.withLambda(lambda);
    Threshold before = rule;
    rule = Threshold.of(problem);
    isContinued = true;
    epochs = 0;
    ending = "";
    if (!keepsMetric(DRIFT / 2)) {
      forgetMetric();
      set.prune();
    }
    if (isGap) {
      set.lookAhead(optimality.gradient(), before, rule);
    }
  }

  /** Descends until the residual is below the tolerance. */
  @Override
  void run(double tolerance, int maxEpochs) {
    boolean screens = rule.isKnown() && rule.largestL1() > 0 && DualGap.isAvailable(problem, loss);
    screened.setRule(screens ? Optional.of(rule) : Optional.empty());
    optimality = new Optimality(problem, loss, screens ? screened : design);
    isGap = rule.isL1L2() && DualGap.isAvailable(problem, loss);
    double unit = optimality.scale();
    if (isContinued) {
      // Most of what the new lambda changes happens on the columns that are in already.
      descend(isGap ? SET_SHARE * tolerance * unit : 0, maxEpochs);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int sinceLeast = 0; ; sinceLeast++) {
      double[] eta = point.newPredictions();
      design.computePredictions(w, b, eta);
      if (problem.intercept()) {
        balance.improve(eta, b);
      }
      if (Degenerate.isExhausted(problem, loss, w, eta)) {
        return;
      }
      residual = optimality.residual(w, eta);
      if (residual <= MARGIN * tolerance) {
        ending = Ending.CONVERGED;
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
      double worst = set.grow(optimality.gradient(), rule);
      // A residual that stays asks for more than the set's own measure can see.
      double share = Math.pow(0.1, sinceLeast);
      descend(
          isGap
              ? share * unit * Math.max(SET_SHARE * tolerance, ROUND_SHARE * residual)
              : share * 0.01 * worst * worst,
          maxEpochs);
    }
  }

  /**
   * Newton steps on the working set until it is near enough to its minimum.
   *
   * @param target in units of J; at 0, a hundredth of what there is
   */
  private void descend(double target, int maxEpochs) {
    double goal = target;
    int[] members = set.members();
    int size = members.length;
    Threshold local = rule.on(members);
    double[] g = new double[size];
    reserve(size);
    // A Gram matrix that serves once must be small; one that serves on and on may be large.
    boolean useGram =
        keepsMetric(DRIFT)
            || size <= (loss.isQuadratic() || isContinued && size <= MOST_KEPT ? MOST_GRAM : FEW)
            || (long) size * size * loss.rows() <= CHEAP_GRAM;
    for (int round = 0; round < 20 && epochs < maxEpochs; round++) {
      if (!useGram || !keepsMetric(DRIFT)) {
        renewMetric();
      }
      double mass = problem.intercept() ? Arrays.stream(h).sum() : 0;
      double[] slopes = point.slopes();
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
      double[] diagonal = Arrays.copyOf(curvature, size);
      SetGap gap = new SetGap(local, isGap, squareOfSlopes());
      for (int a = 0; a < size; a++) {
        if (diagonal[a] == 0) {
          // A constant column: the penalty alone moves it, at once.
          diagonal[a] = largest > 0 ? 1e-12 * largest : 1;
        }
        gap.add(a, w[members[a]], g[a], diagonal[a]);
      }
      double now = gap.value();
      goal = goal == 0 ? 0.01 * now : goal;
      if (!(now > goal)) {
        return;
      }
      double inner = loss.isQuadratic() ? 0.5 * goal : Math.max(0.3 * goal, FORCING * now);
      double[] u = new double[size];
      Arrays.setAll(u, a -> w[members[a]]);
      // A model that is hard to minimise is not worth its while: the next one is nearer to J.
      int most = loss.isQuadratic() ? maxEpochs : Math.min(maxEpochs, epochs + MODEL_EPOCHS);
      if (useGram) {
        gram.extend(design, members, size, h, sums, mass);
        epochs += gram.run(u, g, diagonal, local, gap, inner, most - epochs);
      } else {
        epochs +=
            new ResidualDescent(design, members, sums, diagonal, h, mass, slopes, local)
                .run(u, gap, inner, most - epochs);
      }
      if (!move(members, u, local, mass, total) || loss.isQuadratic()) {
        return;
      }
    }
  }

  /** Sum of s^2 / h over the rows. */
  private double squareOfSlopes() {
    double[] slopes = point.slopes();
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += slopes[i] * slopes[i] / h[i];
    }
    return sum;
  }

  /** Takes the second derivatives at eta for the metric. */
  private void renewMetric() {
    forgetMetric();
    double[] fresh = point.curvatures();
    double least = loss.leastCurvature(floor);
    for (int i = 0; i < h.length; i++) {
      h[i] = Math.max(least * loss.share(i), fresh[i]);
    }
  }

  private void reserve(int size) {
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
    if (known == 0 || isSpent || set.size() > (loss.isQuadratic() ? MOST_GRAM : MOST_KEPT)) {
      return false;
    }
    if (loss.isQuadratic()) {
      return true;
    }
    if (!isContinued) {
      return false;
    }
    double[] fresh = point.curvatures();
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
    for (int a = known; a < members.length; a++) {
      sums[a] = mass > 0 ? design.dot(members[a], h) : 0;
      double raw = design.weightedSquare(members[a], h);
      double centred = mass > 0 ? raw - sums[a] * sums[a] / mass : raw;
      curvature[a] = CentredDesign.dropRounding(centred, 1e12 * raw);
      curvature[a] = design.square(members[a]) > 0 ? curvature[a] : 0;
    }
    known = members.length;
  }

  /** Goes towards the minimiser of the model as far as J falls; whether anything moved. */
  private boolean move(int[] members, double[] u, Threshold local, double mass, double total) {
    double[] direction = new double[h.length];
    double[] slopes = point.slopes();
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
    double before = point.value() + penalty;
    descent += local.value(u) - penalty;
    double[] at = u.clone();
    double t = 1;
    for (int half = 0; half < 30; half++, t /= 2) {
      double[] eta = point.predictions();
      double[] next = trial.newPredictions();
      for (int i = 0; i < next.length; i++) {
        next[i] = eta[i] + t * direction[i];
      }
      for (int a = 0; t < 1 && a < at.length; a++) {
        at[a] = from[a] + t * (u[a] - from[a]);
      }
      double after = trial.value() + local.value(at);
      if (after <= before + 1e-3 * t * Math.min(0, descent) + 1e-15 * Math.abs(before)) {
        LossPoint old = point;
        point = trial;
        trial = old;
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
    return Ending.objective(problem, loss, w, point.predictions());
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
