package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import java.util.Arrays;
import java.util.List;

/** OPT-1, OPT-2, OPT-3, OPT-7, OPT-8 and OPT-11: what one step does. */
final class StepRules {
  private StepRules() {}

  static List<Check> of(Optimizer o, Trace trace, Trial trial) {
    return List.of(
        new Check(
            "OPT-1",
            "the loss of quadratics of condition 1, 10 and 100 falls within the budget",
            "the sign of the step; trial() where the default rate is not meant to converge",
            probe -> quadratics(o, trial, probe)),
        new Check(
            "OPT-2",
            "the first steps equal the trace derived by hand",
            "bias correction, and the order of momentum and step",
            probe -> trace(o, trace, probe)),
        new Check(
            "OPT-3",
            "a zero gradient without penalty changes no weight; nor does rate 0",
            "a decay that ignores block.decay(); 0 / 0",
            probe -> still(o, probe)),
        new Check(
            "OPT-7",
            "update modifies neither gradients nor cells outside from ... to",
            "loop bounds; momentum written to gradients()",
            probe -> bounds(o, probe)),
        new Check(
            "OPT-8",
            "a NaN gradient stops the run naming parameter and step, and is not swallowed",
            "comparisons with NaN, which are false",
            probe -> notANumber(o, probe)),
        new Check(
            "OPT-11",
            "per-coordinate steps are finite, not negative and at steps[i], in the gradients'"
                + " place",
            "isPerCoordinate() and block.steps()",
            probe -> steps(o, probe)));
  }

  private static void quadratics(Optimizer o, Trial trial, Probe probe) {
    int n = 5;
    for (double condition : new double[] {1, 10, 100}) {
      for (long seed : new long[] {1, 2}) {
        probe.at(seed, () -> "condition " + condition + ", " + trial);
        RandomStream random = new RandomStream(seed).derive("quadratic");
        double[] curvature = new double[n];
        float[] w = new float[n];
        for (int i = 0; i < n; i++) {
          curvature[i] = Math.pow(condition, -i / (n - 1.0));
          w[i] = (float) ((0.5 + random.uniform(i)) * (i % 2 == 0 ? 1 : -1));
        }
        double first = loss(curvature, w);
        UpdatePass pass = Runs.pass(o, n);
        OptimizerState state = o.newState(n);
        for (int k = 0; k < trial.steps(); k++) {
          float[] g = new float[n];
          for (int i = 0; i < n; i++) {
            g[i] = (float) (curvature[i] * w[i]);
          }
          pass.step(w, g, state, trial.rate());
        }
        probe.atMost("loss at the end", loss(curvature, w), trial.fraction() * first);
      }
    }
  }

  private static double loss(double[] curvature, float[] w) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += 0.5 * curvature[i] * w[i] * w[i];
    }
    return sum;
  }

  private static void trace(Optimizer o, Trace trace, Probe probe) {
    int n = trace.start().size();
    float[] w = floats(trace.start());
    UpdatePass pass = Runs.pass(o, n);
    OptimizerState state = o.newState(n);
    for (int k = 0; k < trace.gradients().size(); k++) {
      int step = k + 1;
      probe.at(0, () -> "step " + step + " of " + trace);
      pass.step(w, floats(trace.gradients().get(k)), state, trace.rate());
      for (int i = 0; i < n; i++) {
        double expected = trace.expected().get(k).get(i);
        double scale = Math.max(Math.abs(expected), Math.abs(trace.start().get(i)));
        probe.close(
            "weight " + i + " after step " + step, expected, w[i], 2 * Tolerance.FLOAT * scale);
      }
    }
  }

  private static float[] floats(List<Double> numbers) {
    float[] out = new float[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = numbers.get(i).floatValue();
    }
    return out;
  }

  private static void still(Optimizer o, Probe probe) {
    int n = 7;
    for (int steps : new int[] {1, 5}) {
      probe.at(Runs.SEED, () -> "gradient 0, " + steps + " steps from a new state");
      float[] w = Runs.start(n);
      UpdatePass pass = Runs.pass(o, n);
      OptimizerState state = o.newState(n);
      for (int k = 0; k < steps; k++) {
        pass.step(w, new float[n], state, o.learningRate());
      }
      same("weights", Runs.start(n), w, probe);
      probe.at(Runs.SEED, () -> "rate 0, as in warm-up, " + steps + " steps");
      float[] warm = Runs.start(n);
      Runs.go(Runs.pass(o, n), warm, o.newState(n), steps, 0);
      same("weights", Runs.start(n), warm, probe);
    }
  }

  static void same(String what, float[] expected, float[] got, Probe probe) {
    for (int i = 0; i < expected.length; i++) {
      probe.sameBits(what + "[" + i + "]", expected[i], got[i]);
    }
  }

  private static void bounds(Optimizer o, Probe probe) {
    int n = 20;
    int from = 6;
    int to = 13;
    float[] w = Runs.start(n);
    float[] g = Runs.gradients(w, 1);
    float[] gradients = g.clone();
    OptimizerState state = o.newState(n);
    Block block = new Block();
    for (long step = 1; step <= 3; step++) {
      long number = step;
      probe.at(Runs.SEED, () -> "step " + number + ", cells 6 ... 12 of 20");
      o.update(block.at(w, gradients, state, step, o.learningRate()).cells(from, to, 0, false));
      same("gradient", g, gradients, probe);
      float[] before = Runs.start(n);
      for (int i = 0; i < n; i++) {
        if (i < from || i >= to) {
          probe.sameBits("weight[" + i + "] outside the block", before[i], w[i]);
          for (int k = 0; k < state.slotCount(); k++) {
            probe.sameBits("slot " + k + "[" + i + "] outside", 0, state.slot(k)[i]);
          }
        }
      }
    }
    probe.isTrue(
        !Arrays.equals(w, Runs.start(n)), "weights that move", () -> "weights as at the start");
  }

  private static void notANumber(Optimizer o, Probe probe) {
    int n = 6;
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      probe.at(Runs.SEED, () -> "gradient " + bad + " of cell 2 in step 3");
      float[] w = Runs.start(n);
      UpdatePass pass = Runs.pass(o, n);
      OptimizerState state = o.newState(n);
      Runs.go(pass, w, state, 2, o.learningRate());
      float[] g = Runs.gradients(w, 3);
      g[2] = bad;
      probe.refuses(
          "a step on it",
          () -> pass.step(w, g, state, o.learningRate()),
          "dense1.weight",
          "step 3");
    }
    probe.at(Runs.SEED, () -> "update() of a block with gradient NaN of cell 2");
    float[] w = Runs.start(n);
    float[] g = Runs.gradients(w, 1);
    g[2] = Float.NaN;
    try {
      o.update(new Block().at(w, g, o.newState(n), 1, o.learningRate()).cells(0, n, 0, false));
    } catch (IllegalArgumentException | ArithmeticException refused) {
      probe.isTrue(true, "refused", refused::toString);
      return;
    }
    probe.close("weight 2, which must show it", Double.NaN, w[2], 0);
  }

  private static void steps(Optimizer o, Probe probe) {
    if (!o.isPerCoordinate()) {
      probe.skip(o + " has one step for all coordinates (isPerCoordinate() is false)");
    }
    int n = 20;
    float[] w = Runs.start(n);
    OptimizerState state = o.newState(n);
    Block block = new Block();
    for (long step = 1; step <= 3; step++) {
      long number = step;
      probe.at(Runs.SEED, () -> "step " + number + ", cells 6 ... 12 of 20");
      float[] g = Runs.gradients(w, step);
      float[] before = g.clone();
      o.update(block.at(w, g, state, step, o.learningRate()).cells(6, 13, 0, true));
      for (int i = 0; i < n; i++) {
        int cell = i;
        if (i < 6 || i >= 13) {
          probe.close("the gradient of cell " + i, before[i], g[i], 0);
          continue;
        }
        probe.isTrue(
            g[i] >= 0 && Float.isFinite(g[i]) && g[i] != before[i],
            "a finite step >= 0 at " + i,
            () -> "" + g[cell]);
      }
    }
  }
}
