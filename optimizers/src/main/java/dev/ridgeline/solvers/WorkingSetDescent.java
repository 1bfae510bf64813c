package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.Optional;

/**
 * One run of working-set proximal Newton with coordinate descent; {@link CoordinateDescent} says
 * what it does. Above 300 lines, since its rounds, models and moves share points, metric and set.
 */
final class WorkingSetDescent extends Descent {
  private static final double LEAST_FLOOR = 1e-5;
  private static final int MOST_GRAM = 1500;
  private static final int FEW = 16;

  /**
   * From so many rows on a Gram matrix, whose products are some 50 times as fast as those of
   * epochs, costs ten epochs or more, and is worth keeping by its mass; fewer are made anew.
   */
  private static final int MANY_ROWS = 1000;

  private static final long CHEAP_GRAM = 5_000_000;

  /** The working set's part of the gap that may be left at the end, and of what a round found. */
  private static final double SET_SHARE = 0.3;

  private static final double ROUND_SHARE = 0.1;
  private static final int MODEL_EPOCHS = 100;

  /**
   * What a descent on a model leaves of the gap that it found: more where models foresee little.
   */
  private static final double FORCING = 0.1;

  private static final double MOST_FORCING = 0.5;

  /** Products that the logarithms of a row's part of the residual cost, and a column's bound. */
  private static final long ROW_COST = 100;

  private static final long COLUMN_COST = 16;

  private final ColumnDesign design;
  private final ScreenedDesign screened;
  private Threshold rule;
  private final FreeIntercept intercept;
  private final KeptMetric metric;
  private final WorkingSet set;
  private final PathSecant secant;
  private LossPoint point;
  private LossPoint trial;
  private double floor = LEAST_FLOOR;
  private boolean isContinued;
  private boolean isFresh;

  /** What the last round but one has left of the set's part of the gap, as the next one found. */
  private double gain = 0.1;

  /**
   * By what share of a gap the next model's missed what the descent on the last had left: choice 1
   * of Eisenstat and Walker, "Choosing the forcing terms in an inexact Newton method", 1996. So a
   * model is minimised through the rows, which is dear, no further than it holds.
   */
  private double forcing = FORCING;

  private boolean isGap;

  WorkingSetDescent(
      LinearProblem problem, DataLoss loss, ColumnDesign design, Start start, Team team) {
    super(problem, loss, start);
    this.design = design;
    this.rule = Threshold.of(problem);
    this.intercept = new FreeIntercept(loss);
    this.metric = new KeptMetric(loss, design, problem.intercept());
    this.set = new WorkingSet(design, w);
    // A quadratic model's Newton step goes along the path itself: nothing is foreseen better.
    this.secant = new PathSecant(loss.isQuadratic() ? new double[0] : w);
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
    secant.step(problem.lambda(), lambda);
    super.moveTo(lambda);
    Threshold before = rule;
    rule = Threshold.of(problem);
    isContinued = true;
    if (metric.isUsable() && !loss.isQuadratic() && design.rows() >= MANY_ROWS) {
      metric.follow(point);
    }
    if (!keepsMetric(0.5)) {
      metric.forget();
      set.prune();
    }
    if (isGap) {
      set.lookAhead(optimality.gradient(), before, rule);
    }
  }

  @Override
  Optimality begin() {
    boolean hasGap = DualGap.isAvailable(problem, loss);
    boolean screens = rule.isKnown() && rule.largestL1() > 0 && hasGap;
    screened.setRule(screens ? Optional.of(rule) : Optional.empty());
    isGap = rule.isL1L2() && hasGap;
    Design through = screens ? screened : design;
    return isContinued
        ? optimality.at(problem, through, rule, hasGap)
        : new Optimality(problem, loss, through);
  }

  @Override
  void warmUp(double tolerance, int maxEpochs) {
    if (isContinued) {
      // Most of what the new lambda changes happens on the columns that are in already.
      double allowed = tolerance * optimality.scale();
      descend(isGap ? SET_SHARE * allowed : 0, allowed, maxEpochs);
    }
  }

  @Override
  double[] predict() {
    if (!isFresh) {
      design.computePredictions(w, b, point.newPredictions());
      isFresh = true;
    }
    if (problem.intercept()) {
      LossPoint best = intercept.improve(point, trial, b);
      trial = best == point ? trial : point;
      point = best;
    }
    return point.predictions();
  }

  @Override
  double measureResidual(double[] eta) {
    return optimality.residual(w, eta, point.value(), point.slopes());
  }

  @Override
  double meanLoss() {
    return point.value();
  }

  @Override
  void round(double residual, int sinceLeast, double tolerance, int maxEpochs) {
    double unit = optimality.scale();
    double worst = set.grow(optimality.gradient(), rule);
    // A residual that stays asks for more than the set's own measure can see.
    double share = Math.pow(0.1, sinceLeast);
    descend(
        isGap
            ? share
                * unit
                * Math.max(SET_SHARE * tolerance, Math.max(ROUND_SHARE, forcing) * residual)
            : share * 0.01 * worst * worst,
        tolerance * unit,
        maxEpochs);
  }

  /**
   * Newton steps on the working set until it is near enough to its minimum.
   *
   * @param target in units of J; at 0, a hundredth of what there is
   * @param enough in units of J: along a path, a round that is likely to get there is followed by a
   *     residual; alone, one that is likely to reach the target, which it does not look at again
   */
  private void descend(double target, double enough, int maxEpochs) {
    double goal = target;
    int[] members = set.members();
    int size = members.length;
    Threshold local = rule.on(members);
    double[] g = new double[size];
    // A Gram matrix that serves once must be small; one that serves on and on may be large.
    boolean useGram =
        keepsMetric(1)
            || size
                <= (loss.isQuadratic() || isContinued && size <= design.mostKept()
                    ? MOST_GRAM
                    : FEW)
            || (long) size * size * loss.rows() <= CHEAP_GRAM;
    double before = 0;
    double left = 0;
    for (int round = 0; round < 20 && epochs < maxEpochs; round++) {
      if (!useGram || !keepsMetric(1)) {
        metric.renew(point, floor);
      }
      Optional<MetricColumns> view = Optional.empty();
      if (useGram) {
        metric.measure(members, isContinued && !loss.isQuadratic());
      } else {
        view = Optional.of(metric.view(members));
      }
      double mass = metric.mass();
      double[] slopes = point.slopes();
      double total = sum(slopes);
      screened.computeExactly(members, slopes, g);
      double[] diagonal = Arrays.copyOf(metric.curvatures(), size);
      centre(g, diagonal, mass > 0 ? total / mass : 0);
      SetGap gap = new SetGap(local, isGap, metric.squareOf(slopes));
      addTo(gap, members, g, diagonal);
      double now = gap.value();
      goal = goal == 0 ? 0.01 * now : goal;
      gain = round == 0 ? gain : Math.min(0.5, now / before);
      if (round > 0 && !useGram) {
        forcing = Math.max(FORCING, Math.min(MOST_FORCING, Math.abs(now - left) / before));
      }
      before = now;
      if (!(now > goal)) {
        return;
      }
      double share = useGram ? FORCING : forcing;
      double inner = loss.isQuadratic() ? 0.5 * goal : Math.max(0.3 * goal, share * now);
      left = inner;
      double[] u = new double[size];
      Arrays.setAll(u, a -> w[members[a]]);
      if (secant.isAhead() && view.isEmpty() && rule.isKnown() && !loss.isQuadratic()) {
        metric.gram().tryStep(secant.on(members), u, g, diagonal, local, gap);
      }
      // A model that is hard to minimise is not worth its while: the next one is nearer to J.
      int most = loss.isQuadratic() ? maxEpochs : Math.min(maxEpochs, epochs + MODEL_EPOCHS);
      epochs +=
          view.isEmpty()
              ? metric.gram().run(u, g, diagonal, local, gap, inner, most - epochs)
              : new ResidualDescent(
                      view.get(), metric.sums(), diagonal, mass, g, slopes.length, local)
                  .run(u, gap, inner, most - epochs);
      boolean moves = move(members, u, local, mass, total);
      boolean isLikely =
          isContinued
              ? gain * now <= enough && isCheapToJudge(size)
              : isGap && !useGram && gain * now <= goal;
      if (!moves || loss.isQuadratic() || isLikely) {
        return;
      }
    }
  }

  // Loops have methods of their own, which the JIT compiles once and soon, and the rounds never.

  private static double sum(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x;
    }
    return sum;
  }

  /**
   * Gradients at the best intercept, and 0 for constant columns, whose curvature becomes a small
   * one: the penalty alone moves them, at once.
   */
  private void centre(double[] g, double[] diagonal, double shift) {
    double[] sums = metric.sums();
    double largest = 0;
    for (int a = 0; a < g.length; a++) {
      largest = Math.max(largest, diagonal[a]);
      g[a] = diagonal[a] == 0 ? 0 : g[a] - shift * sums[a];
    }
    for (int a = 0; a < g.length; a++) {
      if (diagonal[a] == 0) {
        diagonal[a] = largest > 0 ? 1e-12 * largest : 1;
      }
    }
  }

  private void addTo(SetGap gap, int[] members, double[] g, double[] diagonal) {
    for (int a = 0; a < g.length; a++) {
      gap.add(a, w[members[a]], g[a], diagonal[a]);
    }
  }

  /**
   * Whether the residual costs little beside a pass over the set: then it is asked for after each
   * round, and the gradient that it needs serves the next.
   */
  private boolean isCheapToJudge(int size) {
    long pass = (long) (size * ((double) design.storedCells() / design.columns()));
    return isGap && ROW_COST * design.rows() + COLUMN_COST * design.columns() <= pass;
  }

  /**
   * Whether the metric may serve on.
   *
   * @param share of the drift that is allowed
   */
  private boolean keepsMetric(double share) {
    if (!metric.isUsable() || set.size() > (loss.isQuadratic() ? MOST_GRAM : design.mostKept())) {
      return false;
    }
    return loss.isQuadratic()
        || isContinued && metric.drift(point) <= share * KeptMetric.allowedDrift(set.size());
  }

  /** Goes towards the minimiser of the model as far as J falls; whether anything moved. */
  private boolean move(int[] members, double[] u, Threshold local, double mass, double total) {
    double[] slopes = point.slopes();
    double[] eta = point.predictions();
    double[] from = new double[u.length];
    int[] support = new int[u.length];
    double[] scales = new double[u.length];
    int count = 0;
    double shift = -total;
    boolean moves = false;
    for (int a = 0; a < u.length; a++) {
      from[a] = w[members[a]];
      moves |= u[a] != from[a];
      shift -= (u[a] - from[a]) * metric.sums()[a];
      if (u[a] != 0) {
        support[count] = members[a];
        scales[count++] = u[a];
      }
    }
    shift = mass > 0 ? shift / mass : 0;
    // The predictions at the full step are made anew, not added up.
    double[] full = new double[eta.length];
    Arrays.fill(full, b[0] + shift);
    design.addAllTo(support, count, scales, full);
    double descent = 0;
    for (int i = 0; i < full.length; i++) {
      descent += slopes[i] * (full[i] - eta[i]);
    }
    double penalty = local.value(from);
    double before = point.value() + penalty;
    descent += local.value(u) - penalty;
    double[] at = u.clone();
    double t = 1;
    for (int half = 0; half < 30; half++, t /= 2) {
      double[] next = trial.newPredictions();
      for (int i = 0; i < next.length; i++) {
        next[i] = t == 1 ? full[i] : eta[i] + t * (full[i] - eta[i]);
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
        isFresh = t == 1;
        if (t < 1) {
          metric.spend();
        }
        floor =
            t == 1 ? Math.max(LEAST_FLOOR, floor / 10) : Math.min(1, Math.max(0.01, 10 * floor));
        return moves;
      }
    }
    boolean retry = floor < 1;
    metric.spend();
    floor = Math.min(1, Math.max(0.01, 10 * floor));
    return retry;
  }
}
