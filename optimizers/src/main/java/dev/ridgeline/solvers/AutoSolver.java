package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.KFold;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.FoldPaths;
import dev.ridgeline.solver.FoldSolver;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Picks the algorithm by loss, penalty and shape; {@link Solution#solver()} says which ran and why.
 *
 * <ul>
 *   <li>one output, a ridge penalty or lambda 0, few rows or few features, unless the features are
 *       so sparse that many passes over them cost less than a factorisation: {@link Newton};
 *   <li>any other problem with a smooth penalty or lambda 0: {@link Lbfgs};
 *   <li>one output or softmax, and a separable penalty that makes zeros: {@link CoordinateDescent};
 *   <li>anything else: {@link ProximalGradient}.
 * </ul>
 *
 * <p>Where the choice ends above the tolerance, though there may be an optimum, the other
 * algorithms that take the problem try in turn, and the first certified solution is returned.
 *
 * @param tolerance the residual at which a solution is certified; finite and positive
 * @param threads how many threads the solver may use, where it can, 1 to 1024; the result has the
 *     same bits for any number
 */
public record AutoSolver(double tolerance, int threads) implements FoldSolver {
  /** Up to this min(rows, features) a Cholesky factor costs little beside the passes over X. */
  private static final int FEW = 1500;

  /** A factorisation may take so many products for each stored cell of sparse features. */
  private static final double PASSES = 330;

  private static final String ZEROS = "a separable penalty that is not smooth, so zeros are likely";

  /**
   * Checks the settings.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param threads how many threads the solver may use, where it can, 1 to 1024
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public AutoSolver {
    SolverSettings.check(tolerance, 1, "");
    SolverSettings.checkThreads(threads);
  }

  /**
   * On one thread.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @throws IllegalArgumentException if it is not finite and positive, with its value
   */
  public AutoSolver(double tolerance) {
    this(tolerance, 1);
  }

  /** Tolerance 1e-6. */
  public AutoSolver() {
    this(1e-6, 1);
  }

  @Override
  public void check(LinearProblem problem) {
    new ProximalGradient().check(problem);
  }

  @Override
  public Solution solve(LinearProblem problem) {
    check(problem);
    return SecondChoice.after(choose(problem), problem, tolerance, threads);
  }

  private Solution choose(LinearProblem problem) {
    if (Newton.takes(problem) && Newton.size(problem) <= FEW && paysToFactor(problem)) {
      Newton chosen = new Newton(tolerance, new Newton().maxIterations(), threads);
      String why = problem.isUnpenalized() ? "nothing is penalised" : "a ridge penalty";
      return chosen.solve(problem, because(chosen, why + " and min(rows, features) <= " + FEW));
    }
    if (SmoothObjective.takes(problem)) {
      Lbfgs defaults = new Lbfgs();
      Lbfgs chosen = new Lbfgs(tolerance, defaults.history(), defaults.maxIterations(), threads);
      String why =
          problem.outputs() > 1
              ? "a smooth problem of " + problem.outputs() + " outputs"
              : "a smooth problem that newton does not take or would be slow on";
      return chosen.solve(problem, because(chosen, why));
    }
    if (CoordinateDescent.takes(problem)) {
      CoordinateDescent chosen = descent();
      return chosen.solve(problem, because(chosen, ZEROS));
    }
    ProximalGradient chosen =
        new ProximalGradient(tolerance, new ProximalGradient().maxIterations());
    String why =
        problem.outputs() > 1
            ? problem.outputs() + " outputs and a penalty that is not smooth"
            : "a penalty that is not separable and not smooth";
    return chosen.solve(problem, because(chosen, why));
  }

  @Override
  public List<Solution> solvePath(
      LinearProblem problem, double[] lambdas, Predicate<Solution> stop) {
    check(problem);
    if (CoordinateDescent.takes(problem) && !(problem.penalty() instanceof SmoothPenalty)) {
      CoordinateDescent chosen = descent();
      List<Solution> chain = chosen.solvePath(problem, lambdas, stop, because(chosen, ZEROS));
      List<Solution> mended = new ArrayList<>();
      for (int i = 0; i < chain.size(); i++) {
        LinearProblem here = problem.withLambda(lambdas[i]);
        mended.add(SecondChoice.after(chain.get(i), here, tolerance, threads));
      }
      return List.copyOf(mended);
    }
    List<Solution> path = new ArrayList<>();
    LinearProblem next = problem;
    for (double lambda : lambdas) {
      // Without penalty there may be many solutions, or none: a start would choose among them.
      Solution here = solve((lambda == 0 ? problem : next).withLambda(lambda));
      path.add(here);
      if (stop.test(here)) {
        break;
      }
      next = next.withStart(here);
    }
    return List.copyOf(path);
  }

  @Override
  public Optional<FoldPaths> share(LinearProblem whole, KFold folds) {
    check(whole);
    CoordinateDescent chosen = descent();
    String why = "least squares on folds that share their sums";
    return SharedPaths.of(whole, folds, this, chosen, because(chosen, why));
  }

  private CoordinateDescent descent() {
    return new CoordinateDescent(tolerance, new CoordinateDescent().maxEpochs(), threads);
  }

  /**
   * Whether a Newton step costs no more than the L-BFGS steps that take its place, some 40, each of
   * which spends on a stored cell, there and back, the time of some 8 products of a factorisation.
   */
  private static boolean paysToFactor(LinearProblem problem) {
    Features features = problem.data().features();
    double size = Newton.size(problem);
    return !features.isSparse()
        || problem.isUnpenalized()
        || size * size * size / 6 <= PASSES * features.storedCells();
  }

  private static String because(Solver chosen, String why) {
    return chosen + ", chosen by auto for " + why;
  }

  @Override
  public String toString() {
    return Spec.of("auto").with("tolerance", tolerance).with("threads", threads).toString();
  }

  /** Registers {@code auto}. */
  public static final class Provider implements SolverProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "auto";
    }

    @Override
    public Settings settings() {
      return SolverSettings.withThreads(SolverSettings.tolerance());
    }

    @Override
    public Solver create(SettingValues values) {
      return new AutoSolver(values.number("tolerance"), values.whole("threads"));
    }
  }
}
