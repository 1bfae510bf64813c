package dev.ridgeline.solvers;

import com.google.common.collect.Range;
import dev.ridgeline.data.KFold;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.Certificate.Measure;
import dev.ridgeline.solver.FoldPaths;
import dev.ridgeline.solver.FoldSolver;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Coordinate descent on a growing working set, the solver for sparse solutions: any loss of one
 * output with a second derivative, or softmax, and any separable penalty.
 *
 * <p>Outer rounds add the features that violate the optimality conditions most, until no feature
 * does. On the working set, proximal Newton steps minimise J with the data loss replaced by its
 * second-order model (which is exact for the squared loss); the model is minimised one coordinate
 * at a time, through the Gram matrix of the set where it is small and through the residual
 * otherwise, and a line search keeps J falling. Along a path the Gram matrix of a model serves
 * until the second derivatives have moved away, and may be of single precision; what is proved is
 * not made of it. Deterministic; memory one copy of the features and, along a path, one of the
 * working set in single precision. Thread-safe.
 *
 * <p>Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via
 * coordinate descent", 2010; Johnson and Guestrin, "Blitz: a principled meta-algorithm for scaling
 * sparse optimization", 2015, for the working sets; Lee, Sun and Saunders, "Proximal Newton-type
 * methods for minimizing composite functions", 2014, section 2.3 for the line search. For a weakly
 * convex penalty it finds a stationary point.
 *
 * @param tolerance the residual at which a solution is certified: relative duality gap or KKT
 *     residual; finite and positive
 * @param maxEpochs how many passes over working sets at most; positive
 * @param threads how many threads share the products with all columns, 1 to 1024; the result has
 *     the same bits for any number
 */
public record CoordinateDescent(double tolerance, int maxEpochs, int threads)
    implements FoldSolver {
  private static final int DEFAULT_EPOCHS = 100_000;

  /**
   * Checks the settings.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param maxEpochs how many passes over working sets at most, positive
   * @param threads how many threads share the products with all columns, 1 to 1024
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public CoordinateDescent {
    SolverSettings.check(tolerance, maxEpochs, "max-epochs");
    SolverSettings.checkThreads(threads);
  }

  /**
   * On one thread.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param maxEpochs how many passes over working sets at most, positive
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public CoordinateDescent(double tolerance, int maxEpochs) {
    this(tolerance, maxEpochs, 1);
  }

  /** Tolerance 1e-6 and at most 100000 epochs, on one thread. */
  public CoordinateDescent() {
    this(1e-6, DEFAULT_EPOCHS, 1);
  }

  /** Whether the problem is one for this solver. */
  static boolean takes(LinearProblem problem) {
    boolean smooth = problem.loss() instanceof ScalarLoss;
    boolean held = problem.intercept() && !Degenerate.absentClasses(problem).isEmpty();
    return (smooth || problem.loss() instanceof SoftmaxCrossEntropy && !held)
        && problem.penalty() instanceof SeparablePenalty;
  }

  @Override
  public void check(LinearProblem problem) {
    if (!(problem.penalty() instanceof SeparablePenalty)) {
      throw new PenaltyNotSupportedException(
          "coordinate-descent moves one weight at a time, so it needs a SeparablePenalty; "
              + problem.penalty()
              + " ("
              + problem.penalty().getClass().getName()
              + ") is none: use proximal-gradient");
    }
    if (!takes(problem)) {
      throw new IllegalArgumentException(
          "coordinate-descent needs a loss of one output with a second derivative (ScalarLoss),"
              + " such as squared, logistic, huber or poisson, or softmax with a row of each class;"
              + " "
              + problem.loss()
              + " ("
              + problem.loss().getClass().getName()
              + ") is none: use proximal-gradient");
    }
  }

  @Override
  public Solution solve(LinearProblem problem) {
    return solve(problem, toString());
  }

  /** Solves under the name that the solution shall bear. */
  Solution solve(LinearProblem problem, String name) {
    check(problem);
    DataLoss loss = new DataLoss(problem.data(), problem.loss());
    if (Degenerate.hasOneClass(problem)) {
      return Ending.ofOneClass(problem, loss, tolerance, name);
    }
    try (Team team = Team.of(threads)) {
      ColumnDesign design = ColumnDesign.columnsOf(problem, loss, problem.lambda(), team);
      Descent descent = descent(problem, loss, design, team);
      return Ending.tightened(
          tolerance,
          target -> {
            descent.run(target, maxEpochs);
            boolean isJudged =
                problem.outputs() == 1
                    && design instanceof SparseColumns
                    && descent.measure() == Measure.RELATIVE_DUALITY_GAP
                    && descent.residual() <= tolerance
                    && !Attainment.isOpen(problem, loss);
            // These are the features as given, and the last residual was made with them.
            return isJudged
                ? solution(design, descent, name)
                : judged(problem, loss, design, descent, name);
          });
    }
  }

  /** The descent as it stands, judged on the features as they were given. */
  private Solution judged(
      LinearProblem problem, DataLoss loss, ColumnDesign design, Descent descent, String name) {
    double[] w = design.spread(descent.weights());
    double[] b = descent.intercepts().clone();
    design.shiftIntercepts(descent.weights(), b, -1);
    return Ending.of(problem, loss, w, b, descent.epochs(), tolerance, descent.ending(), name);
  }

  @Override
  public List<Solution> solvePath(
      LinearProblem problem, double[] lambdas, Predicate<Solution> stop) {
    return solvePath(problem, lambdas, stop, toString());
  }

  /** Solves a path under the name that its solutions shall bear. */
  List<Solution> solvePath(
      LinearProblem problem, double[] lambdas, Predicate<Solution> stop, String name) {
    check(problem);
    DataLoss loss = new DataLoss(problem.data(), problem.loss());
    double least = Arrays.stream(lambdas).min().orElse(0);
    try (Team team = Team.of(threads)) {
      ColumnDesign design = ColumnDesign.columnsOf(problem, loss, least, team);
      return solvePath(problem, lambdas, stop, name, loss, design, team);
    }
  }

  private List<Solution> solvePath(
      LinearProblem problem,
      double[] lambdas,
      Predicate<Solution> stop,
      String name,
      DataLoss loss,
      ColumnDesign design,
      Team team) {
    // A copy that centring has robbed of digits is no witness: then each lambda is judged apart.
    boolean isAlone = Degenerate.hasOneClass(problem) || !design.isFaithful();
    Descent descent = null;
    List<Solution> path = new ArrayList<>();
    Optional<Solution> start = problem.start();
    for (double lambda : lambdas) {
      LinearProblem here = problem.withLambda(lambda);
      here = start.isPresent() ? here.withStart(start.get()) : here;
      if (isAlone || lambda == 0) {
        // Without penalty there may be many solutions, or none: a start would choose among them.
        path.add(solve(lambda > 0 ? here : problem.withoutStart().withLambda(lambda), name));
        descent = null;
      } else {
        if (descent == null) {
          descent = descent(here, loss, design, team);
        } else {
          descent.moveTo(lambda);
        }
        descent.run(tolerance, maxEpochs);
        path.add(
            Attainment.isOpen(here, loss)
                ? judged(here, loss, design, descent, name)
                : solution(design, descent, name));
      }
      Solution last = path.get(path.size() - 1);
      if (stop.test(last)) {
        break;
      }
      start = Optional.of(last);
    }
    return List.copyOf(path);
  }

  @Override
  public Optional<FoldPaths> share(LinearProblem whole, KFold folds) {
    check(whole);
    return SharedPaths.of(whole, folds, this, this, toString());
  }

  private static Descent descent(
      LinearProblem problem, DataLoss loss, ColumnDesign design, Team team) {
    Start start = Start.of(problem, design);
    return problem.outputs() > 1
        ? new ClassDescent(problem, loss, design, start, team)
        : new WorkingSetDescent(problem, loss, design, start, team);
  }

  /** The descent as it stands: its last residual was made of the weights that are returned. */
  private Solution solution(ColumnDesign design, Descent descent, String name) {
    double[] w = design.spread(descent.weights());
    double[] b = descent.intercepts().clone();
    design.shiftIntercepts(descent.weights(), b, -1);
    return new Solution(
        Matrix.of(w, b.length, design.allColumns()),
        b,
        descent.objective(),
        descent.epochs(),
        Certificate.of(descent.measure(), descent.residual(), tolerance, descent.ending()),
        name);
  }

  @Override
  public String toString() {
    return Spec.of("coordinate-descent")
        .with("tolerance", tolerance)
        .with("max-epochs", maxEpochs)
        .with("threads", threads)
        .toString();
  }

  /** Registers {@code coordinate-descent}. */
  public static final class Provider implements SolverProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "coordinate-descent";
    }

    @Override
    public Settings settings() {
      return SolverSettings.withThreads(
          SolverSettings.tolerance()
              .whole("max-epochs", DEFAULT_EPOCHS, Range.atLeast(1), "passes over working sets"));
    }

    @Override
    public Solver create(SettingValues values) {
      return new CoordinateDescent(
          values.number("tolerance"), values.whole("max-epochs"), values.whole("threads"));
    }
  }
}
