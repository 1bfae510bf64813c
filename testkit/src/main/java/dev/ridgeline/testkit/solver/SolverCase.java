package dev.ridgeline.testkit.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.SampleData;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A solver under test with the small problems that it takes. */
record SolverCase(Solver solver) {
  static final int FEATURES = 4;

  static List<Loss> losses() {
    return List.of(
        new SquaredLoss(),
        new LogisticLoss(),
        new HuberLoss(1),
        new SoftmaxCrossEntropy(),
        new LogisticLoss(0.2),
        new SoftmaxCrossEntropy(0.1));
  }

  static Dataset data(Loss loss) {
    return SampleData.fitting(loss, 24, FEATURES).get(0);
  }

  static List<Penalty> penalties() {
    return List.of(
        ReferencePenalties.l2(),
        ReferencePenalties.l1(),
        ReferencePenalties.elasticNet(0.5),
        ReferencePenalties.rowNorms());
  }

  boolean takes(LinearProblem problem) {
    try {
      solver.check(problem);
      return true;
    } catch (IllegalArgumentException notTaken) {
      return false;
    }
  }

  /** The problems at one lambda that the solver takes, with and without intercept. */
  List<LinearProblem> problems(double lambda, List<Penalty> penalties) {
    List<LinearProblem> taken = new ArrayList<>();
    for (Loss loss : losses()) {
      for (Penalty penalty : penalties) {
        LinearProblem problem = LinearProblem.of(data(loss), loss, penalty, lambda);
        for (LinearProblem p : List.of(problem, problem.withIntercept(false))) {
          if (takes(p)) {
            taken.add(p);
          }
        }
      }
    }
    return taken;
  }

  /** Runs a body on problems; skips if the solver takes none of them. */
  void each(Probe probe, List<LinearProblem> problems, Consumer<LinearProblem> body) {
    if (problems.isEmpty()) {
      probe.skip(solver + " takes none of the kit's problems for this rule");
    }
    for (LinearProblem problem : problems) {
      probe.at(0, () -> text(problem));
      body.accept(problem);
    }
  }

  static String text(LinearProblem p) {
    return p.loss()
        + " with "
        + p.penalty()
        + " at lambda "
        + p.lambda()
        + (p.intercept() ? "" : ", no intercept")
        + ", "
        + p.data();
  }

  /** J of a solution, recomputed. */
  static double objective(LinearProblem problem, Solution solution) {
    SlowReference reference = new SlowReference(problem);
    return reference.objective(reference.coefficients(solution.weights(), solution.intercepts()));
  }

  /** How far J may be from the minimum: what the certificate's tolerance promises, ten times. */
  static double slack(LinearProblem problem, Solution solution) {
    SlowReference reference = new SlowReference(problem);
    double scale = 1 + reference.objective(reference.zeros());
    return 10 * scale * Math.max(1e-9, solution.certificate().tolerance());
  }
}
