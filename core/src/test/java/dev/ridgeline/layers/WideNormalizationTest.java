package dev.ridgeline.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.layer.SplitLayer;
import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Normalisation of many columns, whose cells are computed in single precision, against the formulas
 * written out in double, row by row and column by column, in two passes.
 */
class WideNormalizationTest {
  private static final int ROWS = 50;
  private static final int COLUMNS = 37;
  private static final double EPSILON = 1e-5;
  // Four roundings to single precision, each of at most 6e-8.
  private static final double ROUNDINGS = 2.4e-7;

  private final float[] x = new float[ROWS * COLUMNS];
  private final float[] dy = new float[ROWS * COLUMNS];
  private final float[] gain = new float[COLUMNS];
  private final float[] shift = new float[COLUMNS];

  WideNormalizationTest() {
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.derive("x").gaussian(i);
      dy[i] = (float) (0.01 * random.derive("dy").gaussian(i));
    }
    for (int j = 0; j < COLUMNS; j++) {
      gain[j] = (float) random.derive("gain").gaussian(j);
      shift[j] = (float) random.derive("shift").gaussian(j);
    }
  }

  private void moveColumn(int column, double mean, double deviation) {
    for (int i = 0; i < ROWS; i++) {
      int at = i * COLUMNS + column;
      x[at] = (float) (mean + deviation * x[at]);
    }
  }

  private NormalizationRun run(SplitLayer layer) {
    return new NormalizationRun(layer, COLUMNS).gainAndShift(gain, shift).train(x, dy);
  }

  private double[] cells(float[] from, int first, int step, int count) {
    double[] cells = new double[count];
    Arrays.setAll(cells, k -> from[first + k * step]);
    return cells;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** The cells of one row or column, which normalise each other. */
  private void assertGroup(NormalizationRun run, int first, int step, int count) {
    double[] values = cells(x, first, step, count);
    double[] slopes = cells(dy, first, step, count);
    double centre = mean(values);
    double[] squares = Arrays.stream(values).map(v -> (v - centre) * (v - centre)).toArray();
    double scale = 1 / Math.sqrt(mean(squares) + EPSILON);
    double[] unit = Arrays.stream(values).map(v -> (v - centre) * scale).toArray();
    double[] scaled = new double[count];
    double[] products = new double[count];
    for (int k = 0; k < count; k++) {
      scaled[k] = slopes[k] * gain[(first + k * step) % COLUMNS];
      products[k] = scaled[k] * unit[k];
    }
    double largest = Arrays.stream(scaled).map(Math::abs).max().orElseThrow();
    for (int k = 0; k < count; k++) {
      int at = first + k * step;
      double stretched = unit[k] * gain[at % COLUMNS];
      double offset = shift[at % COLUMNS];
      assertEquals(
          stretched + offset,
          run.y[at],
          ROUNDINGS * (Math.abs(stretched) + Math.abs(offset)),
          "output " + at);
      double slope = scale * (scaled[k] - mean(scaled) - unit[k] * mean(products));
      assertEquals(
          slope, run.dx[at], 2 * ROUNDINGS * scale * largest * (1 + Math.abs(unit[k])), "dx " + at);
    }
  }

  /** Column by column, as both layers add up: dy, and dy times the normalised input. */
  private void assertParameterGradients(NormalizationRun run, double[][] unit) {
    for (int j = 0; j < COLUMNS; j++) {
      double sum = 0;
      double product = 0;
      double size = 0;
      for (int i = 0; i < ROWS; i++) {
        double d = dy[i * COLUMNS + j];
        sum += d;
        product += d * unit[i][j];
        size += Math.abs(d * unit[i][j]);
      }
      assertEquals(product, run.gradient(0)[j], ROUNDINGS * size, "gain " + j);
      assertEquals(sum, run.gradient(1)[j], 6e-8 * Math.abs(sum), "shift " + j);
    }
  }

  private double[][] unit(boolean byRows) {
    double[][] unit = new double[ROWS][COLUMNS];
    for (int g = 0; g < (byRows ? ROWS : COLUMNS); g++) {
      double[] values = byRows ? cells(x, g * COLUMNS, 1, COLUMNS) : cells(x, g, COLUMNS, ROWS);
      double centre = mean(values);
      double[] squares = Arrays.stream(values).map(v -> (v - centre) * (v - centre)).toArray();
      double scale = 1 / Math.sqrt(mean(squares) + EPSILON);
      for (int k = 0; k < values.length; k++) {
        unit[byRows ? g : k][byRows ? k : g] = (values[k] - centre) * scale;
      }
    }
    return unit;
  }

  @Test
  void columns_are_normalised_to_a_few_roundings_whatever_their_means_and_deviations() {
    moveColumn(1, 1e4, 1);
    moveColumn(2, -1e6, 3);
    moveColumn(3, 0, 1e-6);
    moveColumn(4, 7, 0);
    moveColumn(5, 1e3, 1e-2);
    moveColumn(6, 0, 1e10);
    NormalizationRun run = run(new BatchNorm(0.1, EPSILON));
    for (int j = 0; j < COLUMNS; j++) {
      assertGroup(run, j, COLUMNS, ROWS);
    }
    assertParameterGradients(run, unit(false));
  }

  @Test
  void rows_are_normalised_to_a_few_roundings() {
    for (int i = 0; i < x.length; i++) {
      int row = i / COLUMNS;
      x[i] = row == 1 ? 1e4f + x[i] : row == 2 ? 1e-6f * x[i] : row == 3 ? 1e10f * x[i] : x[i];
    }
    NormalizationRun run = run(new LayerNorm(EPSILON));
    for (int i = 0; i < ROWS; i++) {
      assertGroup(run, i * COLUMNS, 1, COLUMNS);
    }
    assertParameterGradients(run, unit(true));
  }

  @Test
  void columns_whose_squares_floats_cannot_hold_are_normalised_all_the_same() {
    moveColumn(1, 0, 1e30);
    moveColumn(2, 1e37, 1e36);
    moveColumn(3, -3e38, 0);
    NormalizationRun run = run(new BatchNorm(0.1, EPSILON));
    for (int j = 0; j < COLUMNS; j++) {
      assertGroup(run, j, COLUMNS, ROWS);
    }
  }

  @Test
  void columns_far_smaller_than_their_neighbours_are_normalised_with_a_tiny_epsilon() {
    moveColumn(1, 0, 1e-30);
    NormalizationRun run = run(new BatchNorm(0.1, 1e-300));
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double unit = (run.y[i * COLUMNS + 1] - shift[1]) / gain[1];
      sum += unit * unit;
    }
    assertEquals(ROWS, sum, 1e-4);
  }

  @Test
  void rows_whose_squares_floats_cannot_hold_are_normalised_all_the_same() {
    for (int i = 0; i < x.length; i++) {
      x[i] *= i / COLUMNS == 1 ? 1e30f : 1;
    }
    NormalizationRun run = run(new LayerNorm(EPSILON));
    for (int i = 0; i < ROWS; i++) {
      assertGroup(run, i * COLUMNS, 1, COLUMNS);
    }
    assertParameterGradients(run, unit(true));
  }

  @Test
  void nan_stays_in_its_column_or_row() {
    x[4] = Float.NaN;
    NormalizationRun batch = run(new BatchNorm(0.1, EPSILON));
    NormalizationRun row = run(new LayerNorm(EPSILON));
    for (int i = 0; i < x.length; i++) {
      assertEquals(i % COLUMNS == 4, Float.isNaN(batch.y[i]), "cell " + i);
      assertEquals(i / COLUMNS == 0, Float.isNaN(row.y[i]), "cell " + i);
    }
  }

  /** Equal weights other than 1 are those of a mean; the last row counts a little more. */
  @Test
  void almost_equal_weights_give_almost_the_same_by_the_loops_in_double() {
    NormalizationRun equal = run(new BatchNorm(0.1, EPSILON));
    double[] weights = new double[ROWS];
    Arrays.fill(weights, 0.5);
    NormalizationRun half =
        new NormalizationRun(new BatchNorm(0.1, EPSILON), COLUMNS)
            .gainAndShift(gain, shift)
            .weights(weights)
            .train(x, dy);
    assertArrayEquals(equal.y, half.y);
    weights[ROWS - 1] = Math.nextUp(0.5);
    NormalizationRun almost =
        new NormalizationRun(new BatchNorm(0.1, EPSILON), COLUMNS)
            .gainAndShift(gain, shift)
            .weights(weights)
            .train(x, dy);
    assertArrayEquals(equal.y, almost.y, 2e-6f);
    assertArrayEquals(equal.dx, almost.dx, 2e-7f);
    assertArrayEquals(equal.move().parameters, almost.move().parameters, 2e-6f);
  }

  @Test
  void any_range_of_columns_has_the_bits_of_the_whole() {
    moveColumn(9, 0, 1e30);
    for (SplitLayer layer :
        new SplitLayer[] {new BatchNorm(0.1, EPSILON), new LayerNorm(EPSILON)}) {
      NormalizationRun whole = run(layer);
      float[] y = new float[x.length];
      float[] dx = new float[x.length];
      float[] gradients = new float[whole.parameters.length];
      int[] offsets = {0, COLUMNS, 2 * COLUMNS, 3 * COLUMNS, 4 * COLUMNS};
      LayerPass pass =
          new LayerPass()
              .shape(ROWS, 0, COLUMNS, COLUMNS)
              .values(x, 0, y, 0)
              .gradients(dy, 0, dx, 0, true)
              .parameters(whole.parameters, gradients, offsets)
              .accumulates(false)
              .mode(true, new RandomStream(0));
      for (int[] range : new int[][] {{0, 5}, {5, 6}, {6, 30}, {30, COLUMNS}}) {
        layer.forward(pass, range[0], range[1]);
        layer.backwardInputs(pass, range[0], range[1]);
        layer.backwardParameters(pass, range[0], range[1]);
      }
      assertArrayEquals(whole.y, y);
      assertArrayEquals(whole.dx, dx);
      assertArrayEquals(whole.gradient(0), Arrays.copyOf(gradients, COLUMNS));
      assertTrue(gradients[0] != 0);
    }
  }
}
