package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * One run of working-set proximal Newton with coordinate descent for softmax, on the whole
 * second-order model of the loss, classes coupled ({@link ClassMetric}): through the Gram matrix of
 * the working set's coordinates or through the rows ({@link ClassSweeps}), by what they cost
 * ({@link GramChoice}). A line search keeps J falling. Predictions are made of all weights where a
 * step is tried in full, and their slopes and gradient serve the look at the whole problem and the
 * next step. Above 300 lines, since steps, balancing and looks share these.
 *
 * <p>Lee, Sun and Saunders, "Proximal Newton-type methods for minimizing composite functions",
 * 2014, section 2.3.
 */
final class ClassDescent extends Descent {
  /**
   * Probabilities in the metric are at least the floor: large after a step that was cut short, so
   * that the next one is shorter, and a tenth after each full one, since a floor far above the true
   * probabilities of separated classes lets steps shrink to nothing.
   */
  private static final double LEAST_FLOOR = 1e-14;

  private static final double FIRST_FLOOR = 1e-6;
  private static final int ROUNDS = 20;

  /** Of features that are computed when they are read: 32 MB. */
  private static final int MOST_COPIED = 1 << 22;

  /** Dots of columns that take as long as products of the whole matrix with all classes. */
  private static final int FEW = 2;

  /** The working set's part of the gap that may be left at the end, and of what a round found. */
  private static final double SET_SHARE = 0.3;

  private static final double ROUND_SHARE = 0.1;
  private static final int MODEL_EPOCHS = 100;
  private static final double FORCING = 0.1;

  /** Sums of slopes are 0 to this share of their sizes, or of the tolerance; steps to get there. */
  private static final double ROUNDING = 4e-16;

  private static final double BALANCED = 0.01;
  private static final int STEPS = 4;

  private final ColumnDesign design;
  private final ClassColumns columns;
  private final Design wide;
  private final ClassMetric metric;
  private final ClassSweeps sweeps;
  private final GramDescent gram = new GramDescent();
  private final GramChoice choice;
  private final Balance balance;
  private final WorkingSet set;
  private final int outputs;
  private final int features;
  private final int[] featureOf;
  private final double[] means;
  private final double startingSum;
  private final double[] direction;
  private ClassPoint point;
  private ClassPoint trial;
  private Threshold rule;
  private double floor = FIRST_FLOOR;
  private double tolerance;
  private double drift = Double.NaN;
  private boolean isKnown;

  /** Whether the predictions were made of all weights, not added up. */
  private boolean isAnew;

  /** Whether the last residual's gradient is that of the predictions as they are. */
  private boolean isMeasured;

  private boolean isContinued;
  private boolean isSpent;
  private boolean isGap;

  ClassDescent(LinearProblem problem, DataLoss loss, ColumnDesign design, Start start, Team team) {
    super(problem, loss, start);
    Features given = problem.data().features();
    this.design = design;
    this.columns = new ClassColumns(design);
    this.wide =
        given instanceof SparseFeatures
            ? columns
            : given.storedCells() <= MOST_COPIED
                ? RowDesign.stored(given, loss, problem.intercept(), team)
                : RowDesign.of(given, loss, problem.intercept(), team);
    this.metric = new ClassMetric(loss, design, problem.intercept());
    this.sweeps = new ClassSweeps(loss, design, metric, problem.intercept());
    double cells = (double) design.storedCells() / Math.max(1, design.columns());
    this.choice =
        new GramChoice(loss.rows(), loss.outputs(), cells, !(given instanceof SparseFeatures));
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
    choice.moveOn();
    if (!keepsMetric(GramChoice.DRIFT / 2)) {
      isSpent = true;
      set.prune();
    }
    if (isGap) {
      set.lookAhead(optimality.gradient(), before, rule, w.length);
    }
  }

  @Override
  Optimality begin() {
    isGap = rule.isL1L2() && DualGap.isAvailable(problem, loss);
    if (!isContinued) {
      return new Optimality(problem, loss, wide);
    }
    Threshold perFeature = Threshold.of(problem);
    return optimality.at(problem, wide, perFeature, DualGap.isAvailable(problem, loss));
  }

  @Override
  void warmUp(double tolerance, int maxEpochs) {
    this.tolerance = tolerance;
    if (isContinued) {
      // Most of what the new lambda changes happens on the coordinates that are in already.
      descend(isGap ? SET_SHARE * tolerance * optimality.scale() : 0, maxEpochs, isGap);
    }
  }

  @Override
  double[] predict() {
    boolean isShifted = new ClassShift(rule, outputs, features).apply(w);
    if (isShifted || !isAnew) {
      computePredictions(w, b, point.newPredictions());
      isAnew = true;
      forgetPlace();
    }
    if (problem.intercept()) {
      balance();
      centre();
    }
    return point.predictions();
  }

  @Override
  double measureResidual(double[] eta) {
    double residual = optimality.residual(w, eta, point.value(), point.slopes());
    isMeasured = true;
    return residual;
  }

  @Override
  double meanLoss() {
    return point.value();
  }

  /** What was known of the predictions as they were is not of those that are now. */
  private void forgetPlace() {
    drift = Double.NaN;
    isMeasured = false;
  }

  /** Newton steps of the intercepts until the slopes' sums count for nothing. */
  private void balance() {
    double goal = Math.max(ROUNDING, BALANCED * tolerance) * sumOfSizes(point.slopes());
    double[] sums = point.sumsOfSlopes();
    for (int step = 0; step < STEPS && !(sumOfSizes(sums) <= goal); step++) {
      Cholesky factor = new Cholesky(ClassIntercepts.curvature(loss, point.slopes()), outputs);
      double[] shift = sums.clone();
      if (factor.isPositive()) {
        factor.solve(shift);
      }
      double[] eta = point.predictions();
      double[] next = trial.newPredictions();
      for (int at = 0; at < next.length; ) {
        for (int k = 0; k < outputs; k++, at++) {
          next[at] = eta[at] - shift[k];
        }
      }
      double[] left = trial.sumsOfSlopes();
      if (!(sumOfSizes(left) < sumOfSizes(sums) / 2)) {
        break;
      }
      swapPoints();
      Arrays.setAll(b, k -> b[k] - shift[k]);
      sums = left;
    }
    if (!(sumOfSizes(sums) <= goal)) {
      balance.improve(point.newPredictions(), b);
      forgetPlace();
    }
  }

  private void swapPoints() {
    ClassPoint old = point;
    point = trial;
    trial = old;
    forgetPlace();
  }

  private static double sumOfSizes(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += Math.abs(x);
    }
    return sum;
  }

  /**
   * A shift common to all classes changes nothing: the sum of the intercepts, for centred features,
   * stays what it was at the start.
   */
  private void centre() {
    double common = (sumOfIntercepts() - startingSum) / outputs;
    // The slopes at hand are those of the shifted predictions too, unless these lose digits.
    double[] eta = Math.abs(common) > 1 ? point.newPredictions() : point.predictions();
    Arrays.setAll(b, k -> b[k] - common);
    for (int at = 0; at < eta.length; at++) {
      eta[at] -= common;
    }
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
    double worst = set.grow(optimality.gradient(), rule, false);
    // A residual that stays asks for more than the set's own measure can see.
    double share = Math.pow(0.1, sinceLeast);
    double goal = optimality.scale() * Math.max(SET_SHARE * tolerance, ROUND_SHARE * residual);
    descend(share * (isGap ? goal : 0.01 * worst * worst), maxEpochs, isGap && sinceLeast == 0);
  }

  /**
   * Newton steps on the working set until it is near enough to its minimum.
   *
   * @param target in units of J; at 0, a hundredth of what there is
   * @param isWatched whether a look at the whole problem follows, which where products with all
   *     columns are as fast as those with the set's tells how near it is
   */
  private void descend(double target, int maxEpochs, boolean isWatched) {
    double goal = target;
    int[] members = Arrays.stream(set.members()).filter(this::mayMove).toArray();
    int size = members.length;
    Threshold local = rule.on(members);
    int rounds = isWatched && isMany(size) ? 1 : ROUNDS;
    for (int round = 0; round < rounds && epochs < maxEpochs; round++) {
      boolean isKept = keepsMetric(GramChoice.DRIFT) && !choice.isOutworn(size);
      boolean useGram = choice.isWorthGram(size, isKept ? gram.size() : 0);
      if (!useGram || !isKept) {
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
      int before = epochs;
      if (useGram) {
        gram.extend(metric, members, size, new double[0], new double[0], 0, false);
        epochs += gram.run(u, g, diagonal, local, gap, inner, most);
      } else {
        epochs += sweeps.run(members, u, point.slopes(), diagonal, local, gap, inner, most);
      }
      choice.learnPasses(useGram, epochs - before, most);
      if (!move(members, u, local, totals)) {
        return;
      }
    }
  }

  /** A shift of a feature's weights is free where nothing penalises them: the last one stays. */
  private boolean mayMove(int at) {
    return at / features < outputs - 1 || !rule.isFree(at);
  }

  /** The gradient in the coordinates, the intercepts eliminated; totals get the slopes' sums. */
  private double[] gradient(int[] members, double[] totals) {
    double[] g = new double[members.length];
    System.arraycopy(problem.intercept() ? point.sumsOfSlopes() : totals, 0, totals, 0, outputs);
    if (isMeasured) {
      // Of balanced slopes, so that the intercepts' part is off already.
      double[] all = optimality.gradient();
      Arrays.setAll(g, a -> all[members[a]]);
      return g;
    }
    if (isMany(members.length)) {
      double[] all = new double[w.length];
      wide.computeGradient(point.slopes(), outputs, all);
      Arrays.setAll(g, a -> all[members[a]]);
    } else {
      columns.computeGradient(point.slopes(), outputs, members, g);
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

  /** The predictions of weights, outputs x features. */
  private void computePredictions(double[] weights, double[] intercepts, double[] eta) {
    int count = 0;
    for (double v : weights) {
      count += v != 0 ? 1 : 0;
    }
    (isMany(count) ? wide : columns).computePredictions(weights, intercepts, eta);
  }

  /** Takes the second derivatives at the predictions for the metric. */
  private void renewMetric() {
    if (isKnown) {
      choice.learnDrift(drift());
    }
    metric.renew(point, floor);
    gram.clear();
    drift = Double.NaN;
    choice.renew();
    isKnown = true;
    isSpent = false;
  }

  /** How far the predictions' second derivatives are from the metric's. */
  private double drift() {
    if (Double.isNaN(drift)) {
      drift = metric.distance(point);
    }
    return drift;
  }

  /** Whether the second derivatives are still near those that the Gram matrix was made with. */
  private boolean keepsMetric(double most) {
    return gram.size() > 0 && !isSpent && set.size() <= GramChoice.MOST && drift() <= most;
  }

  /** Goes towards the minimiser of the model as far as J falls; whether anything moved. */
  private boolean move(int[] members, double[] u, Threshold local, double[] totals) {
    double[] right = totals.clone();
    double[] from = new double[u.length];
    double[] full = w.clone();
    boolean isMoving = false;
    for (int a = 0; a < u.length; a++) {
      int at = members[a];
      from[a] = w[at];
      full[at] = u[a];
      double step = u[a] - from[a];
      if (step != 0) {
        isMoving = true;
        for (int k = 0; k < outputs; k++) {
          right[k] += step * metric.sums(at)[k];
        }
      }
    }
    double[] shift = metric.solve(right);
    double[] shifted = new double[outputs];
    Arrays.setAll(shift, k -> -shift[k]);
    Arrays.setAll(shifted, k -> b[k] + shift[k]);
    computePredictions(full, shifted, trial.newPredictions());
    for (int at = 0; at < direction.length; at++) {
      direction[at] = trial.predictions()[at] - point.predictions()[at];
    }
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
      if (t < 1) {
        double[] eta = point.predictions();
        double[] next = trial.newPredictions();
        for (int i = 0; i < next.length; i++) {
          next[i] = eta[i] + t * direction[i];
        }
      }
      for (int a = 0; t < 1 && a < at.length; a++) {
        at[a] = from[a] + t * (u[a] - from[a]);
      }
      double after = trial.value() + local.value(at);
      if (after <= before + 1e-3 * t * Math.min(0, descent) + 1e-15 * Math.abs(before)) {
        swapPoints();
        isAnew = t == 1;
        for (int a = 0; a < at.length; a++) {
          w[members[a]] = at[a];
        }
        for (int k = 0; k < outputs; k++) {
          b[k] += t * shift[k];
        }
        isSpent |= t < 1;
        floor =
            t == 1 ? Math.max(LEAST_FLOOR, floor / 10) : Math.min(1, Math.max(0.01, 10 * floor));
        return isMoving;
      }
    }
    boolean retry = floor < 1;
    isSpent = true;
    floor = Math.min(1, Math.max(0.01, 10 * floor));
    return retry;
  }
}
