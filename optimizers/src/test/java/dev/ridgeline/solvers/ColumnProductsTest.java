package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.losses.SquaredLoss;
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
}
