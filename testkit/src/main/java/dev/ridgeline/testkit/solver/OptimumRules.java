package dev.ridgeline.testkit.solver;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import java.util.ArrayList;
import java.util.List;

/** SOL-1, SOL-2, SOL-3, SOL-4, SOL-9 and SOL-10: what is returned is the optimum, and says so. */
final class OptimumRules {
  private OptimumRules() {}

  static List<Check> of(SolverCase c) {
    return List.of(
        new Check(
            "SOL-1",
            "a certified solution has the J of a slow reference",
            "the stop rule, and the penalty's strength lambda / m",
            probe -> reference(c, probe)),
        new Check(
            "SOL-2",
            "the certificate is true: recomputed from the coefficients it is no worse than it says",
            "a residual of the last iterate but one, or of other units than the measure's",
            probe -> certificate(c, probe)),
        new Check(
            "SOL-3",
            "the objective reported is that of the coefficients returned",
            "mean against sum of the losses; a penalty on the intercept",
            probe -> objective(c, probe)),
        new Check(
            "SOL-4",
            "lambda above lambda_max gives an empty support, below it does not",
            "the screening rule, and the intercept-only fit",
            probe -> empty(c, probe)),
        new Check(
            "SOL-9",
            "the same problem gives the same bits, and is not modified",
            "fields of the solver that change; writes to the warm start",
            probe -> pure(c, probe)),
        new Check(
            "SOL-10",
            "a penalty that cannot be taken is refused by check and by solve, with its name",
            "check(problem), called first by solve(problem)",
            probe -> refused(c, probe)));
  }

  private static List<LinearProblem> several(SolverCase c) {
    List<LinearProblem> problems = new ArrayList<>(c.problems(0.3, SolverCase.penalties()));
    problems.addAll(c.problems(4, SolverCase.penalties()));
    return problems;
  }

  private static void reference(SolverCase c, Probe probe) {
    int[] certified = new int[1];
    List<LinearProblem> problems = several(c);
    c.each(
        probe,
        problems,
        problem -> {
          Solution solution = c.solver().solve(problem);
          if (solution.certificate().status() != Certificate.Status.CERTIFIED) {
            return;
          }
          certified[0]++;
          SlowReference slow = new SlowReference(problem);
          double best = slow.objective(slow.solve());
          double got = SolverCase.objective(problem, solution);
          double slack = SolverCase.slack(problem, solution);
          probe.close("J, by " + solution.certificate(), best, got, slack);
        });
    probe.isTrue(
        2 * certified[0] > problems.size(),
        "more than half of these small problems certified",
        () -> certified[0] + " of " + problems.size());
  }

  private static void certificate(SolverCase c, Probe probe) {
    c.each(
        probe,
        several(c),
        problem -> {
          Solution solution = c.solver().solve(problem);
          Certificate stated = solution.certificate();
          boolean within = stated.residual() <= stated.tolerance();
          probe.isTrue(
              within == (stated.status() == Certificate.Status.CERTIFIED),
              "CERTIFIED exactly if residual <= tolerance",
              stated::toString);
          probe.isTrue(
              within == stated.reason().isEmpty(), "a reason if not certified", stated::toString);
          if (Double.isNaN(stated.residual())) {
            return;
          }
          SlowReference slow = new SlowReference(problem);
          double[] found = slow.coefficients(solution.weights(), solution.intercepts());
          if (stated.measure() == Certificate.Measure.RELATIVE_DUALITY_GAP) {
            double zero = slow.objective(slow.zeros());
            double gap = (slow.objective(found) - slow.objective(slow.solve())) / zero;
            probe.atMost("(J - min J) / J(0), which the gap bounds", gap, stated.residual() + 1e-9);
          } else if (problem.penalty() instanceof SeparablePenalty penalty) {
            double residual = residual(slow, penalty, problem, found);
            probe.atMost("KKT residual", residual, 1.01 * stated.residual() + 1e-9);
          } else {
            double gap = slow.objective(found) - slow.objective(slow.solve());
            double scale = 1 + slow.objective(slow.zeros());
            probe.atMost("J - min J", gap, 100 * scale * (stated.residual() + 1e-9));
          }
        });
  }

  /** The residual as {@link Certificate.Measure#KKT_RESIDUAL} defines it. */
  private static double residual(
      SlowReference slow, SeparablePenalty penalty, LinearProblem problem, double[] found) {
    double[] g = slow.zeros();
    slow.dataLoss(found, g);
    double worst = 0;
    int columns = problem.data().columns();
    for (int k = 0; k < problem.outputs(); k++) {
      int at = k * (columns + 1);
      for (int j = 0; j < columns; j++) {
        double off = penalty.subgradientDistance(found[at + j], g[at + j], problem.strength());
        double spread = slow.spread(j);
        worst = Math.max(worst, spread > 0 ? off / spread : 0);
      }
      worst = Math.max(worst, problem.intercept() ? Math.abs(g[at + columns]) : 0);
    }
    return worst / slow.steepness();
  }

  private static void objective(SolverCase c, Probe probe) {
    c.each(
        probe,
        several(c),
        problem -> {
          Solution solution = c.solver().solve(problem);
          SlowReference slow = new SlowReference(problem);
          double[] found = slow.coefficients(solution.weights(), solution.intercepts());
          double loss = slow.dataLoss(found, slow.zeros());
          double penalty = slow.penalty(found);
          probe.close("data loss", loss, solution.objective().dataLoss(), 1e-9 * (1 + loss));
          probe.close("penalty", penalty, solution.objective().penalty(), 1e-9 * (1 + penalty));
          probe.close("m", problem.data().weightSum(), solution.objective().m(), 1e-9);
          if (!problem.intercept()) {
            for (double b : solution.intercepts()) {
              probe.close("intercept where none is fitted", 0, b, 0);
            }
          }
        });
  }

  private static void empty(SolverCase c, Probe probe) {
    List<Penalty> zeroing =
        List.of(
            ReferencePenalties.l1(),
            ReferencePenalties.elasticNet(0.5),
            ReferencePenalties.rowNorms());
    c.each(
        probe,
        c.problems(1, zeroing),
        problem -> {
          SlowReference slow = new SlowReference(problem);
          double[] start = slow.zeros();
          if (problem.intercept()) {
            double[] b = problem.loss().bestConstant(problem.data());
            start = slow.coefficients(slow.weights(start), b);
          }
          double[] g = slow.zeros();
          slow.dataLoss(start, g);
          double max =
              ((ZeroingPenalty) problem.penalty()).zeroingStrength(slow.weights(g))
                  * problem.data().weightSum();
          probe.at(0, () -> "lambda_max " + max + ", " + SolverCase.text(problem));
          Solution above = c.solver().solve(problem.withLambda(1.01 * max));
          probe.close("largest weight at 1.01 lambda_max", 0, largest(above.weights()), 0);
          Solution below = c.solver().solve(problem.withLambda(0.8 * max));
          double size = largest(below.weights());
          probe.isTrue(size > 0, "a weight at 0.8 lambda_max that is not 0", () -> "all 0");
        });
  }

  static double largest(Matrix w) {
    double max = 0;
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        max = Math.max(max, Math.abs(w.get(i, j)));
      }
    }
    return max;
  }

  private static void pure(SolverCase c, Probe probe) {
    c.each(
        probe,
        several(c),
        problem -> {
          Solution first = c.solver().solve(problem);
          double[] before = copy(first.weights());
          Solution near = c.solver().solve(problem.withLambda(0.5).withStart(first));
          same("weight of the warm start", before, copy(first.weights()), probe);
          probe.isTrue(near != first, "a solution of its own", () -> "the warm start itself");
          Solution again = c.solver().solve(problem);
          same("weight", before, copy(again.weights()), probe);
          same("intercept", first.intercepts(), again.intercepts(), probe);
        });
  }

  private static double[] copy(DoubleMatrix w) {
    double[] all = new double[w.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = w.get(i / w.columns(), i % w.columns());
    }
    return all;
  }

  private static void same(String what, double[] expected, double[] got, Probe probe) {
    for (int i = 0; i < expected.length; i++) {
      probe.sameBits(what + " " + i, expected[i], got[i]);
    }
  }

  private static void refused(SolverCase c, Probe probe) {
    Penalty penalty = ReferencePenalties.valueOnly();
    for (Loss loss : SolverCase.losses()) {
      LinearProblem problem = LinearProblem.of(SolverCase.data(loss), loss, penalty, 1);
      probe.at(0, () -> SolverCase.text(problem));
      probe.refuses("check", () -> c.solver().check(problem));
      probe.refuses("solve", () -> c.solver().solve(problem));
      if (takesLoss(c, loss)) {
        probe.refuses("check", () -> c.solver().check(problem), penalty.toString());
      }
    }
  }

  private static boolean takesLoss(SolverCase c, Loss loss) {
    return c.problems(1, SolverCase.penalties()).stream().anyMatch(p -> p.loss().equals(loss));
  }
}
