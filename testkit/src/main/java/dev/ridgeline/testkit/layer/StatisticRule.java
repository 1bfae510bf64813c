package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import java.util.List;

/** LAY-9: what is measured in training and used in prediction. */
final class StatisticRule {
  private static final int ROWS = 6;
  private static final int STEPS = 2000;

  private StatisticRule() {}

  static Check of(Layer layer, List<Integer> widths) {
    return new Check(
        "LAY-9",
        "training does not read statistics, prediction does not move them, and the same batch again"
            + " and again lets them settle",
        "the sign of the move that stands in the place of a statistic's gradient",
        probe -> {
          for (int inputs : widths) {
            LayerRun run = new LayerRun(layer, ROWS, 0, inputs, true, 11);
            if (!run.hasStatistics()) {
              probe.skip(layer + " has no parameter of role STATISTIC");
            }
            notRead(run, probe);
            notMoved(new LayerRun(layer, ROWS, 0, inputs, false, 11).measured(), probe);
            settles(run, probe);
          }
        });
  }

  private static void notRead(LayerRun run, Probe probe) {
    run.forward().backward();
    LayerRun other = new LayerRun(run.layer, ROWS, 0, run.inputs, true, 11).measured();
    other.forward().backward();
    probe.at(11, () -> "other statistics, " + run);
    for (int i = 0; i < run.output.length; i++) {
      probe.sameBits("output cell " + i + " with guards", run.output[i], other.output[i]);
    }
    for (int i = 0; i < run.inputGradient.length; i++) {
      probe.sameBits(
          "input gradient cell " + i + " with guards",
          run.inputGradient[i],
          other.inputGradient[i]);
    }
  }

  private static void notMoved(LayerRun run, Probe probe) {
    run.forward().backward();
    probe.at(11, run::toString);
    moves(run, 0, probe);
  }

  private static void settles(LayerRun run, Probe probe) {
    for (int step = 0; step < STEPS; step++) {
      for (int k = 0; k < run.offsets.length; k++) {
        for (int i = 0; i < run.parameterSize(k); i++) {
          run.parameterGradients[run.offsets[k] + i] = 0;
        }
      }
      run.forward().backward();
      run.move(run.parameters);
    }
    probe.at(11, () -> "after " + STEPS + " steps on " + run);
    moves(run, 1e-5, probe);
  }

  private static void moves(LayerRun run, double tolerance, Probe probe) {
    for (int k = 0; k < run.offsets.length; k++) {
      for (int i = 0; run.isStatistic(k) && i < run.parameterSize(k); i++) {
        double value = run.parameters[run.offsets[k] + i];
        probe.isTrue(Double.isFinite(value), "a finite statistic", () -> "" + value);
        probe.close(
            "move of " + run.layer.parameters(run.inputs).get(k).name() + "[" + i + "]",
            0,
            run.parameterGradients[run.offsets[k] + i],
            tolerance * (1 + Math.abs(value)));
      }
    }
  }
}
