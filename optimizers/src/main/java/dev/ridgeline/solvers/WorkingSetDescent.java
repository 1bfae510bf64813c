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

  /** How far slopes may be from those of a known gradient, as a share of a goal's of the scale. */
  private static final double BLIND = 1e-6;

  /**
   * What a descent on a model leaves of the gap that it found: more where models foresee little.
   */
  private static final double FORCING = 0.1;

  private static final double MOST_FORCING = 0.5;

  /** Products that a row's part of the residual costs, with its logarithms, and without. */
  private static final long ROW_COST = 100;

  private static final long PLAIN_ROW_COST = 40;

  /** What a column's bound costs. */
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
   * By what share of a gap the next model's missed what the descent on the last had left, in the
   * same round or the one before: choice 1 of Eisenstat and Walker, "Choosing the forcing terms in
   * an inexact Newton method", 1996. So a model is minimised through the rows, which is dear, no
   * further than it holds, nor than columns that come in afterwards let it be of use.
   */
  private double forcing = FORCING;

  /** The set's part of the gap at the last model of this lambda; 0 before the first. */
  private double lastGap;

  /** What the descent on it was to leave. */
  private double left;

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
    lastGap = 0;
    Threshold before = rule;
    rule = Threshold.of(problem);
    isContinued = true;
    if (metric.isUsable() && !loss.isQuadratic() && design.rows() >= MANY_ROWS) {
      metric.follow(point);
    }
    boolean keeps = keepsMetric(0.5);
    if (!keeps) {
      metric.forget();
      set.prune();
    }
    if (isGap) {
      lookAhead(before, keeps);
    }
  }

  /**
   * Takes in what is likely to be needed. Where a Gram matrix serves it goes on to: columns without
   * weight make room for it, and what is less likely waits.
   */
  private void lookAhead(Threshold before, boolean keeps) {
    double[] gradient = optimality.gradient();
    int most = loss.isQuadratic() ? MOST_GRAM : design.mostKept();
    if (keeps && set.size() + set.countLikely(gradient, before, rule) > most) {
      metric.forget();
      set.prune();
    }
    boolean serves = set.size() < most && (keeps || loss.isQuadratic());
    int room = serves ? Math.min(most - set.size(), set.usualGrowth()) : w.length;
    set.lookAhead(gradient, before, rule, room);
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
    boolean isThroughRows = !isContinued && !loss.isQuadratic();
    double worst = set.grow(optimality.gradient(), rule, isThroughRows);
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
    SetModel model = new SetModel(members, rule.on(members));
    boolean useGram = usesGram(size);
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
      double[] slopes = point.slopes();
      double nearly = BLIND * goal / optimality.scale();
      screened.computeExactly(members, slopes, nearly, model.gradient());
      model.take(w, metric, point);
      SetGap gap = new SetGap(model.rule(), isGap, metric.squareOf(slopes));
      model.addTo(gap);
      double now = gap.value();
      goal = goal == 0 ? 0.01 * now : goal;
      gain = round == 0 ? gain : Math.min(0.5, now / lastGap);
      if (lastGap > 0 && !useGram) {
        forcing = Math.max(FORCING, Math.min(MOST_FORCING, Math.abs(now - left) / lastGap));
      }
      lastGap = now;
      if (!(now > goal)) {
        return;
      }
      double share = useGram ? FORCING : forcing;
      double inner = loss.isQuadratic() ? 0.5 * goal : Math.max(0.3 * goal, share * now);
      left = inner;
      double[] u = model.from().clone();
      double[] g = model.gradient();
      double[] curvature = model.curvature();
      if (secant.isAhead() && view.isEmpty() && rule.isKnown() && !loss.isQuadratic()) {
        metric.gram().tryStep(secant.on(members), u, g, curvature, model.rule(), gap);
      }
      // A model that is hard to minimise is not worth its while: the next one is nearer to J.
      int most = loss.isQuadratic() ? maxEpochs : Math.min(maxEpochs, epochs + MODEL_EPOCHS);
      epochs +=
          view.isEmpty()
              ? metric.gram().run(u, g, curvature, model.rule(), gap, inner, most - epochs)
              : new ResidualDescent(
                      view.get(),
                      metric.sums(),
                      curvature,
                      metric.mass(),
                      g,
                      slopes.length,
                      model.rule())
                  .run(u, gap, inner, most - epochs);
      boolean moves = move(model, u);
      boolean isLikely =
          isContinued
              ? gain * now <= enough && isCheapToJudge(size)
              : isGap && !useGram && gain * now <= goal;
      if (!moves || loss.isQuadratic() || isLikely) {
        return;
      }
    }
  }

  /** A Gram matrix that serves once must be small; one that serves on and on may be large. */
  private boolean usesGram(int size) {
    int most = loss.isQuadratic() || isContinued && size <= design.mostKept() ? MOST_GRAM : FEW;
    return keepsMetric(1) || size <= most || (long) size * size * loss.rows() <= CHEAP_GRAM;
  }

  /**
   * Whether the residual costs little beside a pass over the set: then it is asked for after each
   * round, and the gradient that it needs serves the next.
   */
  private boolean isCheapToJudge(int size) {
    long pass = (long) (size * ((double) design.storedCells() / design.columns()));
    // With squares in the penalty the dual is looked at where Fenchel's equality gives it.
    long row = rule.ridge() > 0 ? PLAIN_ROW_COST : ROW_COST;
    return isGap && row * design.rows() + COLUMN_COST * design.columns() <= pass;
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

  /** Goes towards the minimiser u of the model as far as J falls; whether anything moved. */
  private boolean move(SetModel model, double[] u) {
    double[] slopes = point.slopes();
    double[] eta = point.predictions();
    boolean moves = model.moves(u);
    double shift = model.shift(u);
    // The predictions at the full step are made anew, not added up.
    double[] full = new double[eta.length];
    Arrays.fill(full, b[0] + shift);
    model.addColumns(design, u, full);
    double penalty = model.rule().value(model.from());
    double before = point.value() + penalty;
    double descent = rise(slopes, eta, full) + model.rule().value(u) - penalty;
    double[] at = u.clone();
    double t = 1;
    for (int half = 0; half < 30; half++, t /= 2) {
      goTo(t, eta, full, trial.newPredictions());
      goTo(t, model.from(), u, at);
      double after = trial.value() + model.rule().value(at);
      if (after <= before + 1e-3 * t * Math.min(0, descent) + 1e-15 * Math.abs(before)) {
        LossPoint old = point;
        point = trial;
        trial = old;
        model.put(at, w);
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

  private static double rise(double[] slopes, double[] from, double[] to) {
    double rise = 0;
    for (int i = 0; i < to.length; i++) {
      rise += slopes[i] * (to[i] - from[i]);
    }
    return rise;
  }

  /** Overwrites a point by the one at share t of the way between two. */
  private static void goTo(double t, double[] from, double[] to, double[] at) {
    if (t == 1) {
      System.arraycopy(to, 0, at, 0, at.length);
      return;
    }
    for (int i = 0; i < at.length; i++) {
      at[i] = from[i] + t * (to[i] - from[i]);
    }
  }
}
