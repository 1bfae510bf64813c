package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.SplitLayer;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import java.util.Arrays;
import java.util.List;

/** LAY-10 and LAY-11: a layer that is cut by columns, in either order of its blocks. */
final class SplitRules {
  private static final int ROWS = 5;

  private SplitRules() {}

  static List<Check> of(Layer layer, List<Integer> widths) {
    return List.of(
        new Check(
            "LAY-10",
            "a split layer's ranges of columns are the cells of the whole call and no others;"
                + " gradients of parameters are added or overwritten as the pass says",
            "from and to; offsets; accumulates",
            probe -> {
              if (!(layer instanceof SplitLayer split)) {
                probe.skip(layer + " is no SplitLayer");
                return;
              }
              widths.forEach(inputs -> parts(split, inputs, false, false, probe));
            }),
        new Check(
            "LAY-11",
            "a column-major layer computes the same from blocks in either order",
            "columnStride; which of inputs and outputs is column-major",
            probe -> {
              if (!(layer instanceof ColumnMajorLayer either)) {
                probe.skip(layer + " is no ColumnMajorLayer");
                return;
              }
              for (int inputs : widths) {
                parts(either, inputs, true, true, probe);
                if (!(layer instanceof ColumnwiseLayer)) {
                  parts(either, inputs, true, false, probe);
                  parts(either, inputs, false, true, probe);
                }
              }
            }));
  }

  private static void parts(
      SplitLayer layer, int inputs, boolean inByColumn, boolean outByColumn, Probe probe) {
    for (boolean training : new boolean[] {false, true}) {
      LayerRun whole = new LayerRun(layer, ROWS, 0, inputs, training, 12).forward().backward();
      for (int cut : cuts(Math.max(inputs, whole.outputs))) {
        for (boolean accumulates : new boolean[] {false, true}) {
          LayerRun run = new LayerRun(layer, ROWS, 0, inputs, training, 12);
          run.turn(inByColumn, outByColumn);
          String what =
              (inByColumn ? "column" : "row")
                  + "-major inputs, "
                  + (outByColumn ? "column" : "row")
                  + "-major outputs, cut at "
                  + cut
                  + (accumulates ? ", added: " : ", overwritten: ")
                  + run;
          probe.at(12, () -> what);
          run.fillParameterGradients(accumulates ? 0 : 2);
          run(layer, run, cut, accumulates, probe);
          run.turn(inByColumn, outByColumn);
          close("output", whole.output, run.output, probe);
          close("input gradient", whole.inputGradient, run.inputGradient, probe);
          close("parameter gradient", whole.parameterGradients, run.parameterGradients, probe);
        }
      }
    }
  }

  private static int[] cuts(int width) {
    return width > 2 ? new int[] {0, 1, width - 1} : new int[] {0, 1};
  }

  /**
   * Both ranges of each call, after the first of which the second's cells are as they were; in
   * shards of rows, which are shorter than the columns of a column-major block.
   */
  private static void run(
      SplitLayer layer, LayerRun run, int cut, boolean accumulates, Probe probe) {
    int out = Math.min(cut, run.outputs);
    int in = Math.min(cut, run.inputs);
    int shard = layer.couplesRows() ? ROWS : 3;
    for (int from = 0; from < ROWS; from += shard) {
      layer.forward(run.pass(from, Math.min(ROWS, from + shard)), 0, out);
    }
    untouched("output", run.outputColumns(out), probe);
    for (int from = 0; from < ROWS; from += shard) {
      layer.forward(run.pass(from, Math.min(ROWS, from + shard)), out, run.outputs);
    }
    layer.backwardParameters(run.pass().accumulates(accumulates), 0, out);
    layer.backwardParameters(run.pass().accumulates(accumulates), out, run.outputs);
    for (int from = 0; from < ROWS; from += shard) {
      layer.backwardInputs(run.pass(from, Math.min(ROWS, from + shard)), 0, in);
    }
    untouched("input gradient", run.inputGradientColumns(in), probe);
    for (int from = 0; from < ROWS; from += shard) {
      layer.backwardInputs(run.pass(from, Math.min(ROWS, from + shard)), in, run.inputs);
    }
  }

  private static void untouched(String what, float[] cells, Probe probe) {
    for (float cell : cells) {
      probe.close(what + " of columns that were not asked for", LayerRun.GUARD, cell, 0);
    }
  }

  /** A product of another shape adds in another order: a few roundings of its largest terms. */
  private static void close(String what, float[] expected, float[] got, Probe probe) {
    probe.isTrue(expected.length == got.length, what, () -> Arrays.toString(got));
    for (int i = 0; i < expected.length; i++) {
      double slack = 1e2 * Tolerance.FLOAT * (1 + Math.abs(expected[i]));
      probe.close(what + ", cell " + i + " with guards", expected[i], got[i], slack);
    }
  }
}
