package dev.ridgeline.solvers;

import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;

/**
 * Picks the algorithm by loss, penalty and shape; {@link Solution#solver()} says which ran and why.
 *
 * <ul>
 *   <li>one output, a ridge penalty or lambda 0, few rows or few features: {@link Newton};
 *   <li>one output and a separable penalty that makes zeros: {@link CoordinateDescent};
 *   <li>anything else: {@link ProximalGradient}.
 * </ul>
 *
 * @param tolerance the residual at which a solution is certified; finite and positive
 */
public record AutoSolver(double tolerance) implements PathSolver {
  /** Up to this min(rows, features) a Cholesky factor costs little beside the passes over X. */
  private static final int FEW = 1500;

  private static final String ZEROS =
      "one output and a separable penalty that is not smooth, so zeros are likely";

  /**
   * Checks the tolerance.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @throws IllegalArgumentException if it is not finite and positive, with its value
   */
  public AutoSolver {
    SolverSettings.check(tolerance, 1, "");
  }

  /** Tolerance 1e-6. */
  public AutoSolver() {
    this(1e-6);
  }

  @Override
  public void check(LinearProblem problem) {
    new ProximalGradient().check(problem);
  }

  @Override
  public Solution solve(LinearProblem problem) {
    check(problem);
    long n = problem.data().rows();
    long p = problem.data().columns();
    if (Newton.takes(problem) && Math.min(n, p) <= FEW) {
      Newton chosen = new Newton(tolerance, new Newton().maxIterations());
      String why = problem.lambda() == 0 ? "nothing is penalised" : "a ridge penalty";
      return chosen.solve(problem, because(chosen, why + " and min(rows, features) <= " + FEW));
    }
    boolean isSmooth = problem.strength() == 0 || problem.penalty() instanceof SmoothPenalty;
    if (CoordinateDescent.takes(problem) && !isSmooth) {
      CoordinateDescent chosen = descent();
      return chosen.solve(problem, because(chosen, ZEROS));
    }
    ProximalGradient chosen =
        new ProximalGradient(tolerance, new ProximalGradient().maxIterations());
    String why =
        problem.outputs() > 1
            ? problem.outputs() + " outputs"
            : isSmooth ? "no zeros are to be expected" : "a penalty that is not separable";
    return chosen.solve(problem, because(chosen, why));
  }

  @Override
  public List<Solution> solvePath(LinearProblem problem, double[] lambdas) {
    check(problem);
    if (CoordinateDescent.takes(problem) && !(problem.penalty() instanceof SmoothPenalty)) {
      CoordinateDescent chosen = descent();
      return chosen.solvePath(problem, lambdas, because(chosen, ZEROS));
    }
    List<Solution> path = new ArrayList<>();
    LinearProblem next = problem;
    for (double lambda : lambdas) {
      // Without penalty there may be many solutions, or none: a start would choose among them.
      path.add(solve((lambda == 0 ? problem : next).withLambda(lambda)));
      next = next.withStart(path.get(path.size() - 1));
    }
    return List.copyOf(path);
  }

  private CoordinateDescent descent() {
    return new CoordinateDescent(tolerance, new CoordinateDescent().maxEpochs());
  }

  private static String because(Solver chosen, String why) {
    return chosen + ", chosen by auto for " + why;
  }

  @Override
  public String toString() {
    return Spec.of("auto").with("tolerance", tolerance).toString();
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
      return SolverSettings.tolerance();
    }

    @Override
    public Solver create(SettingValues values) {
      return new AutoSolver(values.number("tolerance"));
    }
  }
}
