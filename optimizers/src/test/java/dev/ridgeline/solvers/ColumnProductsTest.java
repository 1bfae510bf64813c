package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.losses.SquaredLoss;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
