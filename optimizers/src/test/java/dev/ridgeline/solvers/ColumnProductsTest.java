package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.losses.SquaredLoss;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of many columns at once, against plain sums; 131 rows fill no block. */
class ColumnProductsTest {
  static Stream<Features> storages() {
    Dataset data = Problems.regression(131, 20, 4);
    return Stream.of(data.features(), Problems.sparse(Problems.rowsOf(data)));
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
    design.multiply(set, 2, 6, h, out, 8);
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
