package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.losses.SquaredLoss;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of many columns at once, against plain sums; 131 rows fill no block. */
class ColumnProductsTest {
  static Stream<Features> storages() {
    Dataset data = Problems.regression(131, 20, 4);
    return Stream.of(data.features(), Problems.sparse(Problems.rowsOf(data)));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 64, 65, 150})
  void products_of_more_columns_than_a_block_add_to_those_before(int from) {
    // 300 rows and 150 columns: more than a block of either, whatever computes the products.
    Dataset data = Problems.regression(300, 150, 5);
    ColumnDesign design =
        ColumnDesign.columnsOf(data.features(), new DataLoss(data, new SquaredLoss()), true, 0);
    int[] set = IntStream.range(0, 150).map(a -> a * 7 % 150).toArray();
    double[] h = IntStream.range(0, 300).mapToDouble(i -> 0.1 + i % 7).toArray();
    double[] out = new double[160 * 150];
    design.multiply(set, 0, from, h, out, 160, false);
    design.multiply(set, from, 150, h, out, 160, false);
    for (int a = 0; a < 150; a++) {
      double[] weighted = new double[300];
      design.addWeightedTo(set[a], 1, h, weighted);
      for (int b = 0; b <= a; b++) {
        double expected = design.dot(set[b], weighted);
        assertEquals(expected, out[a * 160 + b], 1e-9 * (1 + Math.abs(expected)), a + ", " + b);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 64, 65, 150})
  void rough_products_are_right_to_single_precision_whatever_the_scale(int from) {
    Dataset plain = Problems.regression(300, 150, 5);
    double[] center = new double[150];
    double[] scale = IntStream.range(0, 150).mapToDouble(j -> Math.pow(10, j % 61 - 30)).toArray();
    Dataset data = plain.withFeatures(plain.features().rescaled(center, scale));
    ColumnDesign design =
        ColumnDesign.columnsOf(data.features(), new DataLoss(data, new SquaredLoss()), true, 0);
    int[] set = IntStream.range(0, 150).map(a -> a * 7 % 150).toArray();
    double[] h = IntStream.range(0, 300).mapToDouble(i -> 1e-9 * (1 + i % 7)).toArray();
    double[] out = new double[160 * 150];
    // What an earlier set has left must not be taken for this one's.
    int[] other = IntStream.range(0, 150).map(a -> a * 11 % 150).toArray();
    design.multiply(other, 0, 150, h, out, 160, true);
    design.multiply(set, 0, from, h, out, 160, true);
    design.multiply(set, from, 150, h, out, 160, true);
    for (int a = 0; a < 150; a++) {
      double[] weighted = new double[300];
      design.addWeightedTo(set[a], 1, h, weighted);
      double unit = Math.sqrt(design.weightedSquare(set[a], h));
      for (int b = 0; b <= a; b++) {
        double size = unit * Math.sqrt(design.weightedSquare(set[b], h));
        double expected = design.dot(set[b], weighted) / size;
        assertEquals(expected, out[a * 160 + b] / size, 1e-5, a + ", " + b);
      }
    }
  }

  @Test
  void many_columns_at_once_give_what_they_give_one_by_one() {
    Dataset data = Problems.regression(131, 20, 4);
    ColumnDesign design =
        ColumnDesign.columnsOf(data.features(), new DataLoss(data, new SquaredLoss()), true, 0);
    double[] v = IntStream.range(0, 131).mapToDouble(i -> Math.sin(i)).toArray();
    int[] columns = {4, 19, 0, 7, 3, 11, 2};
    double[] scales = {1, -2, 0.5, 3, -1, 4, 2};
    for (int count = 0; count <= columns.length; count++) {
      double[] out = new double[columns.length];
      design.dots(columns, count, v, out);
      double[] sum = v.clone();
      double[] expected = v.clone();
      design.addAllTo(columns, count, scales, sum);
      for (int k = 0; k < columns.length; k++) {
        double[] alone = new double[1];
        design.dots(new int[] {columns[k]}, 1, v, alone);
        assertEquals(k < count ? alone[0] : 0, out[k], "the same bits in any company");
        assertEquals(design.dot(columns[k], v), alone[0], 1e-12);
        if (k < count) {
          design.addTo(columns[k], scales[k], expected);
        }
      }
      assertArrayEquals(expected, sum, 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void products_are_weighted_sums_over_the_rows(Features features) {
    Dataset data = Problems.regression(131, 20, 4).withFeatures(features);
    ColumnDesign design =
        ColumnDesign.columnsOf(features, new DataLoss(data, new SquaredLoss()), false, 0);
    int[] set = {19, 3, 3, 0, 7, 11};
    double[] h = new double[131];
    for (int i = 0; i < h.length; i++) {
      h[i] = 0.1 + i % 7;
    }
    double[] out = new double[8 * 6];
    design.multiply(set, 2, 6, h, out, 8, false);
    for (int a = 2; a < 6; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int i = 0; i < h.length; i++) {
          sum += h[i] * features.get(i, set[a]) * features.get(i, set[b]);
        }
        assertEquals(sum, out[a * 8 + b], 1e-10 * Math.max(1, Math.abs(sum)), a + ", " + b);
      }
    }
  }

  /** 400 rows with 3 cells each in 60 columns, of different weights. */
  private static SparseFeatures rowsOfThree() {
    int[] starts = IntStream.rangeClosed(0, 400).map(i -> 3 * i).toArray();
    int[] columns = IntStream.range(0, 1200).map(at -> at % 3 * 20 + at / 3 * 7 % 20).toArray();
    double[] values = IntStream.range(0, 1200).mapToDouble(at -> Math.sin(at)).toArray();
    return new SparseFeatures(starts, columns, values, 60);
  }

  private static ColumnDesign designOf(SparseFeatures features) {
    double[] y = IntStream.range(0, features.rows()).mapToDouble(i -> i % 5).toArray();
    Dataset data = Dataset.regression(features, y);
    return ColumnDesign.columnsOf(features, new DataLoss(data, new SquaredLoss()), true, 0);
  }

  /** With 60 each column is there once, with 20 several times, as in sets of several classes. */
  @ParameterizedTest
  @ValueSource(ints = {60, 20})
  void products_of_columns_whose_rows_have_few_cells_are_weighted_sums_too(int different) {
    SparseFeatures features = rowsOfThree();
    ColumnDesign design = designOf(features);
    int[] set = IntStream.range(0, 50).map(a -> a * 7 % different).toArray();
    double[] h = IntStream.range(0, 400).mapToDouble(i -> 0.1 + i % 7).toArray();
    double[] out = new double[55 * 50];
    design.multiply(set, 0, 20, h, out, 55, false);
    design.multiply(set, 20, 50, h, out, 55, false);
    for (int a = 0; a < 50; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int i = 0; i < 400; i++) {
          sum += h[i] * features.get(i, set[a]) * features.get(i, set[b]);
        }
        assertEquals(sum, out[a * 55 + b], 1e-11, a + ", " + b);
      }
    }
  }

  @Test
  void images_of_moves_give_the_products_in_the_metric() {
    SparseFeatures features = rowsOfThree();
    ColumnDesign sparse = designOf(features);
    int[] set = {59, 3, 17, 30, 41};
    double[] moves = {1, -2, 0.5, 0, 3};
    double[] h = IntStream.range(0, 400).mapToDouble(i -> 0.1 + i % 7).toArray();
    double[] x = new double[400 * 60];
    for (int i = 0; i < 400; i++) {
      features.copyRow(i, x, i * 60);
    }
    Dataset dense = Dataset.regression(new DenseFeatures(x, 400, 60), new double[400]);
    ColumnDesign plain =
        ColumnDesign.columnsOf(dense.features(), new DataLoss(dense, new SquaredLoss()), false, 0);
    for (ColumnDesign design : List.of(sparse, plain)) {
      double[] sums = new double[5];
      double[] squares = new double[5];
      MetricColumns columns = design.inMetric();
      // What a larger set has left must not be taken for this one's.
      columns.turnTo(IntStream.range(0, 40).toArray(), h, new double[40], new double[40]);
      columns.turnTo(set, h, sums, squares);
      double[] image = new double[400];
      for (int a = 0; a < 5; a++) {
        columns.addTo(a, moves[a], image);
      }
      double square = 0;
      for (int a = 0; a < 5; a++) {
        double sum = 0;
        double own = 0;
        double product = 0;
        for (int i = 0; i < 400; i++) {
          double cell = x[i * 60 + set[a]];
          sum += h[i] * cell;
          own += h[i] * cell * cell;
          for (int b = 0; b < 5; b++) {
            product += h[i] * cell * x[i * 60 + set[b]] * moves[b];
          }
        }
        square += moves[a] * product;
        assertEquals(sum, sums[a], 1e-11);
        assertEquals(own, squares[a], 1e-11);
        // A copy of single precision has 7 digits of each cell.
        assertEquals(product, columns.dot(a, image), 1e-6 * (1 + own));
      }
      assertEquals(square, columns.square(image), 1e-6 * square);
    }
  }
}
