package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * One run of working-set proximal Newton with coordinate descent for softmax, on the whole
 * second-order model of the loss, classes coupled ({@link ClassMetric}): through the Gram matrix of
 * the working set's coordinates where these are few, else through the rows ({@link ClassSweeps}). A
 * line search keeps J falling.
 *
 * <p>Lee, Sun and Saunders, "Proximal Newton-type methods for minimizing composite functions",
 * 2014, section 2.3.
 */
final class ClassDescent extends Descent {
  private static final double LEAST_FLOOR = 1e-6;
  private static final int MOST_GRAM = 1500;
  private static final int CHEAP_GRAM = 300;
  private static final double DRIFT = 0.5;
  private static final int ROUNDS = 20;

  /** Of features that are computed when they are read: 32 MB. */
  private static final int MOST_COPIED = 1 << 22;

  /** Dots of columns that take as long as products of the whole matrix with all classes. */
  private static final int FEW = 16;

  /** The working set's part of the gap that may be left at the end, and of what a round found. */
  private static final double SET_SHARE = 0.3;

  private static final double ROUND_SHARE = 0.1;
  private static final int MODEL_EPOCHS = 100;
  private static final double FORCING = 0.1;

  private final ColumnDesign design;
  private final Design wide;
  private final ClassMetric metric;
  private final ClassSweeps sweeps;
  private final GramDescent gram = new GramDescent();
  private final Balance balance;
  private final WorkingSet set;
  private final int outputs;
  private final int features;
  private final int[] featureOf;
  private final double[] means;
  private final double startingSum;
  private final double[] direction;
  private final double[] one;
  private ClassPoint point;
  private ClassPoint trial;
  private Threshold rule;
  private double floor = LEAST_FLOOR;
  private boolean isKnown;
  private boolean isContinued;
  private boolean isSpent;
  private boolean isGap;

  ClassDescent(LinearProblem problem, DataLoss loss, ColumnDesign design, Start start, Team team) {
    super(problem, loss, start);
    Features given = problem.data().features();
    this.design = design;
    this.wide =
        given instanceof SparseFeatures
            ? new ClassColumns(design)
            : given.storedCells() <= MOST_COPIED
                ? RowDesign.stored(given, loss, problem.intercept(), team)
                : RowDesign.of(given, loss, problem.intercept(), team);
    this.metric = new ClassMetric(loss, design, problem.intercept());
    this.sweeps = new ClassSweeps(loss, design, metric, problem.intercept());
    this.balance = new Balance(loss);
    this.set = new WorkingSet(metric, w);
    this.outputs = loss.outputs();
    this.features = design.columns();
    this.featureOf = new int[w.length];
    Arrays.setAll(featureOf, at -> at % features);
    double[] shares = new double[loss.rows()];
    Arrays.setAll(shares, loss::share);
    this.means = new double[features];
    Arrays.setAll(means, j -> design.dot(j, shares));
    this.startingSum = sumOfIntercepts();
    this.direction = new double[loss.rows() * outputs];
    this.one = new double[loss.rows()];
    this.point = new ClassPoint(loss);
    this.trial = new ClassPoint(loss);
    this.rule = Threshold.of(problem).on(featureOf);
  }

  @Override
  void moveTo(double lambda) {
    super.moveTo(lambda);
    Threshold before = rule;
    rule = Threshold.of(problem).on(featureOf);
    isContinued = true;
    if (!keepsMetric(DRIFT / 2)) {
      forgetMetric();
      set.prune();
    }
    if (isGap) {
      set.lookAhead(optimality.gradient(), before, rule);
    }
  }

  @Override
  Optimality begin() {
    Optimality judge = new Optimality(problem, loss, wide);
    isGap = rule.isL1L2() && DualGap.isAvailable(problem, loss);
    return judge;
  }

  @Override
  void warmUp(double tolerance, int maxEpochs) {
    if (isContinued) {
      // Most of what the new lambda changes happens on the coordinates that are in already.
      descend(isGap ? SET_SHARE * tolerance * optimality.scale() : 0, maxEpochs);
    }
  }

  @Override
  double[] predict() {
    new ClassShift(rule, outputs, features).apply(w);
    double[] eta = point.newPredictions();
    wide.computePredictions(w, b, eta);
    if (problem.intercept()) {
      balance.improve(eta, b);
      centre(eta);
    }
    return eta;
  }

  @Override
  double meanLoss() {
    return loss.value(point.predictions());
  }

  /**
   * A shift common to all classes changes nothing: the sum of the intercepts, for centred features,
   * stays what it was at the start.
   */
  private void centre(double[] eta) {
    double common = (sumOfIntercepts() - startingSum) / outputs;
    Arrays.setAll(b, k -> b[k] - common);
    Arrays.setAll(eta, at -> eta[at] - common);
  }

  private double sumOfIntercepts() {
    double sum = Arrays.stream(b).sum();
    for (int at = 0; at < w.length; at++) {
      sum += w[at] * means[at % features];
    }
    return sum;
  }

  @Override
  void round(double residual, int sinceLeast, double tolerance, int maxEpochs) {
    double worst = set.grow(optimality.gradient(), rule);
    // A residual that stays asks for more than the set's own measure can see.
    double share = Math.pow(0.1, sinceLeast);
    double goal = optimality.scale() * Math.max(SET_SHARE * tolerance, ROUND_SHARE * residual);
    descend(share * (isGap ? goal : 0.01 * worst * worst), maxEpochs);
  }

  /**
   * Newton steps on the working set until it is near enough to its minimum.
   *
   * @param target in units of J; at 0, a hundredth of what there is
   */
  private void descend(double target, int maxEpochs) {
    double goal = target;
    int[] members = Arrays.stream(set.members()).filter(this::mayMove).toArray();
    int size = members.length;
    Threshold local = rule.on(members);
    for (int round = 0; round < ROUNDS && epochs < maxEpochs; round++) {
      boolean useGram = isWorthGram(size);
      if (!useGram || !keepsMetric(DRIFT)) {
        renewMetric();
      }
      metric.measure(members);
      double[] totals = new double[outputs];
      double[] g = gradient(members, totals);
      double[] diagonal = new double[size];
      Arrays.setAll(diagonal, a -> metric.curvature(members[a]));
      double largest = Arrays.stream(diagonal).max().orElse(0);
      SetGap gap = new SetGap(local, isGap, point.squareOfSlopes(floor));
      for (int a = 0; a < size; a++) {
        if (diagonal[a] == 0) {
          // A constant column: the penalty alone moves it, at once.
          g[a] = 0;
          diagonal[a] = largest > 0 ? 1e-12 * largest : 1;
        }
        gap.add(a, w[members[a]], g[a], diagonal[a]);
      }
      double now = gap.value();
      goal = goal == 0 ? 0.01 * now : goal;
      if (!(now > goal)) {
        return;
      }
      double inner = Math.max(0.3 * goal, FORCING * now);
      double[] u = new double[size];
      Arrays.setAll(u, a -> w[members[a]]);
      int most = Math.min(maxEpochs - epochs, MODEL_EPOCHS);
      if (useGram) {
        gram.extend(metric, members, size, new double[0], new double[0], 0, false);
        epochs += gram.run(u, g, diagonal, local, gap, inner, most);
      } else {
        epochs += sweeps.run(members, u, point.slopes(), local, gap, inner, most);
      }
      if (!move(members, u, local, totals)) {
        return;
      }
    }
  }

  /** A large Gram matrix must serve more than once: where the predictions are settled. */
  private boolean isWorthGram(int size) {
    boolean isSettled = isContinued || isKnown && metric.distance(point) <= DRIFT;
    return size <= CHEAP_GRAM || isSettled && size <= MOST_GRAM;
  }

  /** A shift of a feature's weights is free where nothing penalises them: the last one stays. */
  private boolean mayMove(int at) {
    return at / features < outputs - 1 || !rule.isFree(at);
  }

  /** The gradient in the coordinates, the intercepts eliminated; totals get the slopes' sums. */
  private double[] gradient(int[] members, double[] totals) {
    double[] slopes = point.slopes();
    double[] g = new double[members.length];
    if (isMany(members.length)) {
      double[] all = new double[w.length];
      wide.computeGradient(slopes, outputs, all);
      Arrays.setAll(g, a -> all[members[a]]);
    } else {
      for (int k = 0; k < outputs; k++) {
        ClassColumns.of(slopes, k, outputs, one);
        for (int a = 0; a < members.length; a++) {
          g[a] = members[a] / features == k ? design.dot(members[a] % features, one) : g[a];
        }
      }
    }
    for (int at = 0; at < slopes.length && problem.intercept(); at++) {
      totals[at % outputs] += slopes[at];
    }
    double[] y = metric.solve(totals);
    for (int a = 0; a < members.length; a++) {
      double[] sums = metric.sums(members[a]);
      for (int k = 0; k < outputs; k++) {
        g[a] -= y[k] * sums[k];
      }
    }
    return g;
  }

  /** Whether products with the whole matrix are faster than those with so many columns. */
  private boolean isMany(int coordinates) {
    return wide instanceof RowDesign && (long) FEW * coordinates > w.length;
  }

  /** Computes what a step changes the predictions by. */
  private void computeDirection(double[] step, int moving, double[] shift) {
    if (isMany(moving)) {
      wide.computePredictions(step, shift, direction);
      return;
    }
    for (int k = 0; k < outputs; k++) {
      Arrays.fill(one, shift[k]);
      for (int at = k * features; at < (k + 1) * features; at++) {
        if (step[at] != 0) {
          design.addTo(at % features, step[at], one);
        }
      }
      for (int i = 0, to = k; i < one.length; i++, to += outputs) {
        direction[to] = one[i];
      }
    }
  }

  /** Takes the second derivatives at the predictions for the metric. */
  private void renewMetric() {
    forgetMetric();
    metric.renew(point, floor);
    isKnown = true;
  }

  private void forgetMetric() {
    isKnown = false;
    isSpent = false;
    gram.clear();
  }

  /** Whether the second derivatives are still near those that the Gram matrix was made with. */
  private boolean keepsMetric(double drift) {
    return isKnown && !isSpent && set.size() <= MOST_GRAM && metric.distance(point) <= drift;
  }

  /** Goes towards the minimiser of the model as far as J falls; whether anything moved. */
  private boolean move(int[] members, double[] u, Threshold local, double[] totals) {
    double[] right = totals.clone();
    double[] from = new double[u.length];
    double[] step = new double[w.length];
    int moving = 0;
    for (int a = 0; a < u.length; a++) {
      int at = members[a];
      from[a] = w[at];
      step[at] = u[a] - from[a];
      if (step[at] != 0) {
        moving++;
        for (int k = 0; k < outputs; k++) {
          right[k] += step[at] * metric.sums(at)[k];
        }
      }
    }
    double[] shift = metric.solve(right);
    Arrays.setAll(shift, k -> -shift[k]);
    computeDirection(step, moving, shift);
    double penalty = local.value(from);
    double descent = local.value(u) - penalty;
    double[] slopes = point.slopes();
    for (int at = 0; at < slopes.length; at++) {
      descent += slopes[at] * direction[at];
    }
    double before = point.value() + penalty;
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
        ClassPoint old = point;
        point = trial;
        trial = old;
        for (int a = 0; a < at.length; a++) {
          w[members[a]] = at[a];
        }
        for (int k = 0; k < outputs; k++) {
          b[k] += t * shift[k];
        }
        isSpent |= t < 1;
        floor =
            t == 1 ? Math.max(LEAST_FLOOR, floor / 10) : Math.min(1, Math.max(0.01, 10 * floor));
        return moving > 0;
      }
    }
    boolean retry = floor < 1;
    isSpent = true;
    floor = Math.min(1, Math.max(0.01, 10 * floor));
    return retry;
  }
}
