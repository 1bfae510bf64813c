package dev.ridgeline.solvers;

import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.FoldPaths;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Least squares on the folds of a cross-validation: a descent on {@link FoldSums} finds the
 * weights, matrix products with the data of all weights at once judge them, and a lambda at which
 * they are not proved optimal is left to the solver that takes each fold by itself.
 *
 * <p>With n rows, p columns, k folds and L lambdas the sums cost n p^2 products, the judgements 2 k
 * L n p, all in matrix products, in place of some 3 k L n p in passes over columns that are bound
 * by memory, and k Gram matrices of the columns in use.
 */
final class SharedPaths implements FoldPaths {
  /** Columns up to which descents go over all of them. */
  private static final int MOST_COLUMNS = 1500;

  /** Of what is allowed, what the descent may leave: the rest is for rounding. */
  private static final double SHARE = 0.25;

  /** Predictions of so many cells are held at once, 16 MB. */
  private static final int CELLS = 1 << 21;

  private final FoldSums sums;
  private final PathSolver apart;
  private final String name;
  private final double tolerance;
  private final int maxEpochs;
  private final int threads;

  private SharedPaths(FoldSums sums, PathSolver apart, CoordinateDescent settings, String name) {
    this.sums = sums;
    this.apart = apart;
    this.name = name;
    this.tolerance = settings.tolerance();
    this.maxEpochs = settings.maxEpochs();
    this.threads = settings.threads();
  }

  /**
   * The sums of a problem's folds, where they pay: for the squared loss and a penalty of l1, l2 and
   * bounds on every feature, and dense data of at least k + 1 rows a column, so that the Gram
   * matrices take no more memory than the data.
   *
   * @param apart solves what is not proved
   * @param settings of the descent
   * @param name what solutions are signed with
   */
  static Optional<FoldPaths> of(
      LinearProblem whole, KFold folds, PathSolver apart, CoordinateDescent settings, String name) {
    if (!pays(whole, folds)) {
      return Optional.empty();
    }
    try (Team team = Team.of(settings.threads())) {
      return Optional.of(new SharedPaths(new FoldSums(whole, folds, team), apart, settings, name));
    }
  }

  private static boolean pays(LinearProblem whole, KFold folds) {
    int p = whole.data().columns();
    if (!(whole.loss() instanceof SquaredLoss)
        || !(whole.penalty() instanceof SeparablePenalty)
        || whole.data().features().isSparse()
        || p == 0
        || p > MOST_COLUMNS
        || (folds.folds() + 1L) * p > whole.data().rows()) {
      return false;
    }
    Threshold rule = Threshold.of(whole.withLambda(whole.data().weightSum()));
    return rule.isKnown() && IntStream.range(0, p).noneMatch(rule::isEndless);
  }

  @Override
  public List<Solution> solvePath(
      int fold, LinearProblem problem, Standardizer standardizer, double[] lambdas) {
    Solution[] path = new Solution[lambdas.length];
    DataLoss loss = new DataLoss(problem.data(), problem.loss());
    try (Team team = Team.of(threads)) {
      PathJudge judge = new PathJudge(problem, loss, team, tolerance, name);
      QuadraticSums training = sums.training(fold, standardizer, problem.intercept());
      SumsDescent descent = new SumsDescent(training);
      int most = Math.max(1, CELLS / Math.max(1, loss.rows()));
      for (int from = 0; from < lambdas.length; from += most) {
        int to = Math.min(lambdas.length, from + most);
        List<PathJudge.Candidate> found = new ArrayList<>();
        for (int k = from; k < to; k++) {
          if (lambdas[k] > 0) {
            found.add(candidate(k, problem.withLambda(lambdas[k]), training, descent));
          }
        }
        judge.judge(found, path);
      }
    }
    int[] open = IntStream.range(0, path.length).filter(k -> !isProved(path[k])).toArray();
    if (open.length > 0) {
      double[] rest = Arrays.stream(open).mapToDouble(k -> lambdas[k]).toArray();
      List<Solution> solved = apart.solvePath(problem, rest);
      for (int k = 0; k < open.length; k++) {
        path[open[k]] = solved.get(k);
      }
    }
    return List.of(path);
  }

  private PathJudge.Candidate candidate(
      int place, LinearProblem here, QuadraticSums training, SumsDescent descent) {
    Threshold rule = Threshold.of(here);
    double scale = Math.max(training.square() / 2, Double.MIN_NORMAL);
    double allowed = SHARE * tolerance * scale;
    // Violations enter the gap themselves where they are measured by their squares.
    double goal = rule.isL1L2() ? allowed : SHARE * tolerance * allowed / (2 * training.columns());
    int epochs = descent.run(rule, goal, maxEpochs);
    double[] w = descent.weights().clone();
    return new PathJudge.Candidate(place, here, rule, w, training.intercept(w), epochs);
  }

  private static boolean isProved(Solution solution) {
    return solution != null && solution.certificate().status() == Certificate.Status.CERTIFIED;
  }
}
