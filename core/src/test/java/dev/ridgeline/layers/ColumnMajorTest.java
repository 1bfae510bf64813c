package dev.ridgeline.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers that take both orders compute the same from column-major blocks as from row-major ones.
 */
class ColumnMajorTest {
  private static final int BATCH = 13;
  private static final int INPUTS = 6;

  static List<ColumnMajorLayer> layers() {
    return List.of(
        new Dense(5),
        new Dense(5, false),
        new ReLU(),
        new LeakyReLU(0.2),
        new Tanh(),
        new Sigmoid(),
        new Gelu());
  }

  /** A layer's blocks of a whole batch, each with its own order. */
  private static final class Run {
    final ColumnMajorLayer layer;
    final boolean inByColumn;
    final boolean outByColumn;
    final int outputs;
    final float[] x;
    final float[] y;
    final float[] dy;
    final float[] dx;
    final float[] parameters;
    final float[] gradients;
    final int[] offsets;

    Run(ColumnMajorLayer layer, boolean inByColumn, boolean outByColumn) {
      this.layer = layer;
      this.inByColumn = inByColumn;
      this.outByColumn = outByColumn;
      outputs = layer.outputs(INPUTS);
      x = block("x", INPUTS, inByColumn);
      dy = block("dy", outputs, outByColumn);
      y = new float[BATCH * outputs];
      dx = new float[BATCH * INPUTS];
      List<ParameterSpec> specs = layer.parameters(INPUTS);
      offsets = new int[specs.size()];
      int size = 0;
      for (int k = 0; k < offsets.length; k++) {
        offsets[k] = size;
        size += specs.get(k).rows() * specs.get(k).columns();
      }
      parameters = new float[size];
      gradients = new float[size];
      for (int i = 0; i < size; i++) {
        parameters[i] = (float) new RandomStream(3).gaussian(i);
        gradients[i] = 0.5f;
      }
    }

    private static float[] block(String name, int width, boolean byColumn) {
      float[] cells = new float[BATCH * width];
      for (int i = 0; i < BATCH; i++) {
        for (int j = 0; j < width; j++) {
          cells[byColumn ? j * BATCH + i : i * width + j] =
              (float) new RandomStream(2).derive(name).gaussian((long) i * width + j);
        }
      }
      return cells;
    }

    LayerPass pass(int from, int to, boolean accumulates) {
      int inAt = inByColumn ? from : from * INPUTS;
      int outAt = outByColumn ? from : from * outputs;
      return new LayerPass()
          .shape(to - from, from, INPUTS, outputs)
          .order(inByColumn, outByColumn, BATCH)
          .values(x, inAt, y, outAt)
          .gradients(dy, outAt, dx, inAt, true)
          .parameters(parameters, gradients, offsets)
          .accumulates(accumulates)
          .mode(true, new RandomStream(1));
    }

    /** Cells in row-major order. */
    static float[] rowMajor(float[] cells, int width, boolean byColumn) {
      float[] rows = new float[cells.length];
      for (int i = 0; i < BATCH; i++) {
        for (int j = 0; j < width; j++) {
          rows[i * width + j] = cells[byColumn ? j * BATCH + i : i * width + j];
        }
      }
      return rows;
    }

    void check(Run other) {
      assertArrayEquals(other.y, rowMajor(y, outputs, outByColumn), 1e-5f, "outputs");
      assertArrayEquals(other.dx, rowMajor(dx, INPUTS, inByColumn), 1e-5f, "input gradients");
      assertArrayEquals(other.gradients, gradients, 1e-5f, "parameter gradients");
    }
  }

  private static List<Run> runs(ColumnMajorLayer layer) {
    return layer instanceof ColumnwiseLayer
        ? List.of(new Run(layer, true, true))
        : List.of(
            new Run(layer, true, true), new Run(layer, true, false), new Run(layer, false, true));
  }

  private static Run expected(ColumnMajorLayer layer, boolean accumulates) {
    Run run = new Run(layer, false, false);
    LayerPass pass = run.pass(0, BATCH, accumulates);
    layer.forward(pass);
    layer.backwardInputs(pass, 0, INPUTS);
    layer.backwardParameters(pass, 0, run.outputs);
    return run;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void the_order_of_blocks_does_not_matter(ColumnMajorLayer layer) {
    for (boolean accumulates : new boolean[] {true, false}) {
      for (Run run : runs(layer)) {
        LayerPass pass = run.pass(0, BATCH, accumulates);
        layer.forward(pass);
        layer.backwardInputs(pass, 0, INPUTS);
        layer.backwardParameters(pass, 0, run.outputs);
        run.check(expected(layer, accumulates));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void parts_of_columns_and_rows_are_those_of_the_whole(ColumnMajorLayer layer) {
    for (Run run : runs(layer)) {
      for (int from = 0; from < BATCH; from += 9) {
        LayerPass rows = run.pass(from, Math.min(BATCH, from + 9), false);
        layer.forward(rows, 0, 2);
        layer.forward(rows, 2, run.outputs);
        layer.backwardInputs(rows, 0, 4);
        layer.backwardInputs(rows, 4, INPUTS);
      }
      layer.backwardParameters(run.pass(0, BATCH, false), 0, 3);
      layer.backwardParameters(run.pass(0, BATCH, false), 3, run.outputs);
      run.check(expected(layer, false));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void a_range_of_columns_leaves_other_cells_alone(ColumnMajorLayer layer) {
    for (Run run : runs(layer)) {
      Arrays.fill(run.y, 7f);
      layer.forward(run.pass(0, BATCH, false), 1, 3);
      float[] rows = Run.rowMajor(run.y, run.outputs, run.outByColumn);
      for (int i = 0; i < BATCH; i++) {
        for (int j = 0; j < run.outputs; j++) {
          if (j < 1 || j >= 3) {
            assertEquals(7f, rows[i * run.outputs + j]);
          }
        }
      }
    }
  }
}
