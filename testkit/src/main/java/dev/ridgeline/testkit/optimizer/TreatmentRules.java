package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import java.util.ArrayList;
import java.util.List;

/** OPT-9 and OPT-10: which penalties are taken, and that they are applied. */
final class TreatmentRules {
  private TreatmentRules() {}

  static List<Check> of(Optimizer o) {
    return List.of(
        new Check(
            "OPT-9",
            "a penalty that the optimizer cannot take is refused when the run is planned",
            "treatmentOf: call the default method for penalties that need nothing special",
            probe -> refused(o, probe)),
        new Check(
            "OPT-10",
            "every penalty taken is applied: decay by 1 - alpha * rate, a prox by exact zeros,"
                + " any of them shrinks the weights when the data say nothing, and bounds hold",
            "treatmentOf against what update does with block.decay() and block.bounds()",
            probe -> applied(o, probe)));
  }

  private static void refused(Optimizer o, Probe probe) {
    Penalty none = ReferencePenalties.valueOnly();
    probe.at(0, () -> "a penalty with neither gradient nor prox");
    refuses(o, none, probe);
    if (o.isPerCoordinate()) {
      probe.at(0, () -> "a whole-matrix prox with a step of its own for each coordinate");
      refuses(o, ReferencePenalties.wholeNorm(), probe);
    }
  }

  private static void refuses(Optimizer o, Penalty penalty, Probe probe) {
    refuses(probe, o, penalty, "treatmentOf", () -> o.treatmentOf(penalty));
    Regularization plan = Regularization.of(penalty, 1);
    refuses(probe, o, penalty, "UpdatePass.of", () -> Runs.pass(o, 6, plan));
  }

  private static void refuses(
      Probe probe, Optimizer o, Penalty penalty, String where, Runnable call) {
    probe.refuses(
        where + " with " + penalty,
        () -> {
          try {
            call.run();
          } catch (PenaltyNotSupportedException expected) {
            throw expected;
          } catch (IllegalArgumentException other) {
            throw new IllegalStateException("refused, but not as not supported", other);
          }
        },
        penalty.toString(),
        o.toString());
  }

  private static void applied(Optimizer o, Probe probe) {
    List<Penalty> all = new ArrayList<>();
    all.add(ReferencePenalties.l2());
    all.add(ReferencePenalties.l1());
    all.add(ReferencePenalties.elasticNet(0.5));
    all.add(ReferencePenalties.wholeSmooth());
    all.add(ReferencePenalties.rowNorms());
    all.add(ReferencePenalties.wholeNorm());
    int taken = 0;
    for (Penalty penalty : all) {
      Treatment treatment;
      try {
        treatment = o.treatmentOf(penalty);
      } catch (PenaltyNotSupportedException notTaken) {
        continue;
      }
      taken++;
      shrinks(o, penalty, treatment, probe);
      if (treatment == Treatment.DECAY) {
        decays(o, (QuadraticPenalty) penalty, probe);
      }
      if (treatment == Treatment.PROX) {
        zeros(o, penalty, probe);
      }
    }
    bounded(o, probe);
    if (taken == 0) {
      probe.fail("an optimizer that takes l2 or l1", o + " refuses both");
    }
  }

  private static void shrinks(Optimizer o, Penalty penalty, Treatment treatment, Probe probe) {
    int n = 6;
    double lambda = 0.4;
    probe.at(
        Runs.SEED,
        () -> "data gradient 0, " + penalty + " at lambda " + lambda + ", by " + treatment);
    float[] w = Runs.start(n);
    UpdatePass pass = Runs.pass(o, n, Regularization.of(penalty, lambda));
    OptimizerState state = o.newState(n);
    for (int k = 0; k < 5; k++) {
      pass.step(w, new float[n], state, o.learningRate());
    }
    double before = norm(Runs.start(n));
    double after = norm(w);
    probe.isTrue(after < before, "||w|| < " + before, () -> "||w|| = " + after);
  }

  private static void bounded(Optimizer o, Probe probe) {
    BoundedPenalty bounds = ReferencePenalties.bounds(-0.25, 0.5);
    try {
      if (o.treatmentOf(bounds) != Treatment.PROX) {
        return;
      }
    } catch (PenaltyNotSupportedException notTaken) {
      return;
    }
    int n = 6;
    float[] w = Runs.start(n);
    UpdatePass pass = Runs.pass(o, n, Regularization.of(bounds, 1));
    OptimizerState state = o.newState(n);
    for (int k = 1; k <= 3; k++) {
      int step = k;
      probe.at(Runs.SEED, () -> "step " + step + " with " + bounds);
      Runs.go(pass, w, state, 1, o.learningRate());
      for (float x : w) {
        probe.isTrue(
            x >= bounds.lower() && x <= bounds.upper(), "a weight inside", () -> "weight " + x);
      }
    }
  }

  private static double norm(float[] w) {
    double sum = 0;
    for (float x : w) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }

  private static void decays(Optimizer o, QuadraticPenalty penalty, Probe probe) {
    int n = 6;
    double lambda = 0.4;
    double rate = o.learningRate();
    double shrink = rate * penalty.rate(lambda / Runs.M);
    float[] plain = Runs.start(n);
    float[] decayed = Runs.start(n);
    UpdatePass passPlain = Runs.pass(o, n);
    UpdatePass passDecayed = Runs.pass(o, n, Regularization.of(penalty, lambda));
    OptimizerState statePlain = o.newState(n);
    OptimizerState stateDecayed = o.newState(n);
    for (int k = 1; k <= 4; k++) {
      int step = k;
      probe.at(Runs.SEED, () -> "step " + step + " by decay, lambda " + lambda);
      float[] start = decayed.clone();
      // The same data gradients for both runs; the plain one starts each step where the other does.
      float[] g = Runs.gradients(start, step);
      System.arraycopy(start, 0, plain, 0, n);
      passPlain.step(plain, g.clone(), statePlain, rate);
      passDecayed.step(decayed, g.clone(), stateDecayed, rate);
      for (int i = 0; i < n; i++) {
        double expected = (1 - shrink) * start[i] + ((double) plain[i] - start[i]);
        double slack = Tolerance.FLOAT * (Math.abs(start[i]) + Math.abs(plain[i]));
        probe.close("(1 - alpha rate) w + data step, cell " + i, expected, decayed[i], slack);
      }
    }
  }

  private static void zeros(Optimizer o, Penalty penalty, Probe probe) {
    int n = 6;
    double lambda = 1e6 / o.learningRate();
    probe.at(Runs.SEED, () -> penalty + " at lambda " + lambda + ", by prox");
    float[] w = Runs.start(n);
    UpdatePass pass = Runs.pass(o, n, Regularization.of(penalty, lambda));
    OptimizerState state = o.newState(n);
    Runs.go(pass, w, state, 3, o.learningRate());
    for (int i = 0; i < n; i++) {
      probe.close("weight " + i + " after 3 steps", 0, w[i], 0);
    }
  }
}
