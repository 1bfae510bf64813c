package dev.ridgeline.solvers;

import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link AutoSolver} does where its choice ends uncertified though nothing says that there is
 * no optimum: the other algorithms that take the problem try, from the problem's own start.
 */
final class SecondChoice {
  /** Enough to tell a method that suits the problem from one that does not. */
  private static final int MOST_ITERATIONS = 20_000;

  private SecondChoice() {}

  /** The first certified or endless solution, or else that of the least residual. */
  static Solution after(Solution first, LinearProblem problem, double tolerance, int threads) {
    double left = first.certificate().residual();
    if (first.certificate().status() == Certificate.Status.CERTIFIED || Double.isNaN(left)) {
      return first;
    }
    String why = ", chosen by auto after a residual of " + left + " by " + first.solver();
    Solution best = first;
    for (Attempt attempt : attempts(problem, tolerance, threads)) {
      Solution next = attempt.solve(problem, why);
      boolean isProved = next.certificate().status() == Certificate.Status.CERTIFIED;
      // No residual but a lower J: it comes with the reason why there is no optimum.
      boolean isEndless =
          Double.isNaN(next.certificate().residual())
              && next.objective().value() < best.objective().value();
      if (isProved || isEndless) {
        return next;
      }
      best = next.certificate().residual() < best.certificate().residual() ? next : best;
    }
    return best;
  }

  private interface Attempt {
    Solution solve(LinearProblem problem, String why);
  }

  private static List<Attempt> attempts(LinearProblem problem, double tolerance, int threads) {
    List<Attempt> attempts = new ArrayList<>();
    if (SmoothObjective.takes(problem)) {
      int history = new Lbfgs().history();
      Lbfgs lbfgs = new Lbfgs(tolerance, history, MOST_ITERATIONS, threads);
      attempts.add((p, why) -> lbfgs.solve(p, lbfgs + why));
    }
    ProximalGradient gradient = new ProximalGradient(tolerance, MOST_ITERATIONS);
    attempts.add((p, why) -> gradient.solve(p, gradient + why));
    if (CoordinateDescent.takes(problem) && SmoothObjective.takes(problem)) {
      CoordinateDescent descent = new CoordinateDescent(tolerance, MOST_ITERATIONS, threads);
      attempts.add((p, why) -> descent.solve(p, descent + why));
    }
    return attempts;
  }
}
