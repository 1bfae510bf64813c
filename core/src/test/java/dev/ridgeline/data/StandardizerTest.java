package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardizerTest {
  private static Dataset column(double... values) {
    return Dataset.regression(
        new DenseFeatures(values, values.length, 1), new double[values.length]);
  }

  @Test
  void mean_and_deviation_by_hand() {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squared deviations 9+1+1+1+0+0+4+16 = 32, 32 / 8 = 4.
    Standardizer s = Standardizer.fit(column(2, 4, 4, 4, 5, 5, 7, 9));
    assertEquals(5, s.center()[0], 1e-15);
    assertEquals(2, s.scale()[0], 1e-15);
    assertEquals(1, s.columns());
    Features z = s.apply(new DenseFeatures(new double[] {9, 3}, 2, 1));
    assertEquals(2, z.get(0, 0), 1e-15);
    assertEquals(-1, z.get(1, 0), 1e-15);
  }

  @Test
  void a_weight_of_k_counts_as_k_rows() {
    Dataset weighted = column(1, 2, 7).withWeights(new double[] {3, 0, 2});
    Standardizer byWeight = Standardizer.fit(weighted);
    Standardizer byRows = Standardizer.fit(column(1, 1, 1, 7, 7));
    assertEquals(byRows.center()[0], byWeight.center()[0], 1e-15);
    assertEquals(byRows.scale()[0], byWeight.scale()[0], 1e-15);
    assertEquals(3.4, byWeight.center()[0], 1e-15); // 17 / 5
    assertEquals(Math.sqrt(8.64), byWeight.scale()[0], 1e-15); // 3 * 2.4^2 + 2 * 3.6^2 over 5
  }

  @Test
  void a_constant_column_becomes_zero_with_scale_1() {
    double[] same = new double[10_000];
    for (double value : new double[] {0.1, 1e-300, -3.3, 1e15, 0}) {
      java.util.Arrays.fill(same, value);
      Standardizer s = Standardizer.fit(column(same));
      assertEquals(1, s.scale()[0], "of " + value);
      assertEquals(value, s.center()[0], Math.abs(value) * 1e-14);
    }
  }

  @Test
  void rows_of_weight_0_do_not_make_a_column_vary() {
    Standardizer s =
        Standardizer.fit(column(0.1, 0.1, 99, 0.1).withWeights(new double[] {1, 3, 0, 1}));
    assertEquals(1, s.scale()[0]);
    assertEquals(0.1, s.center()[0], 1e-16);
  }

  @Test
  void a_small_deviation_about_a_large_mean_does_not_cancel() {
    // 1e9 + 0.001 * {-1, 1, ...}: mean 1e9, deviation 0.001; near 1e9 doubles are 1.2e-7 apart.
    double[] x = new double[1000];
    for (int i = 0; i < 1000; i++) {
      x[i] = 1e9 + (i % 2 == 0 ? -0.001 : 0.001);
    }
    Standardizer s = Standardizer.fit(column(x));
    assertEquals(1e9, s.center()[0], 1e-6);
    assertEquals(0.001, s.scale()[0], 1e-6);
  }

  @Test
  void a_varying_column_of_tiny_numbers_is_scaled() {
    Standardizer s = Standardizer.fit(column(1e-30, 3e-30));
    assertEquals(2e-30, s.center()[0], 1e-45);
    assertEquals(1e-30, s.scale()[0], 1e-45);
  }

  @Test
  void a_column_whose_squares_overflow_is_refused_with_its_largest_cell() {
    // 1e155 alone made the scale infinite, and all cells 0; 1e300 made it NaN, taken for constant.
    for (double large : new double[] {1e155, -1e200, 1e300, -Double.MAX_VALUE}) {
      Dataset dense = column(-3, 2, large, 5, 0, 1).withFeatureNames(List.of("income"));
      SparseFeatures stored =
          new SparseFeatures(
              new int[] {0, 1, 1, 2, 3}, new int[] {0, 0, 0}, new double[] {2, -1, large}, 1);
      Dataset sparse =
          Dataset.regression(stored, new double[4]).withFeatureNames(List.of("income"));
      for (Dataset data : List.of(dense, sparse)) {
        int row = data == dense ? 2 : 3;
        assertEquals(
            "row "
                + row
                + ", column 0 (income) is "
                + large
                + ", too far from the others to be standardised: squares of deviations must be"
                + " finite, deviations below about 1e154 (rows and columns count from 0); measure"
                + " the column in another unit, take its logarithm, or drop the row",
            assertThrows(IllegalArgumentException.class, () -> Standardizer.fit(data))
                .getMessage());
      }
    }
    // Neither a row without weight nor a constant says anything of a spread.
    Dataset weighted = column(1, 2, 1e300).withWeights(new double[] {1, 1, 0});
    assertEquals(0.5, Standardizer.fit(weighted).scale()[0], 1e-15);
    Standardizer constant = Standardizer.fit(column(1e300, 1e300, 1e300, 1e300, 1e300, 1e300));
    assertEquals(1, constant.scale()[0]);
    assertEquals(1e300, constant.center()[0]);
    assertEquals(5e152, Standardizer.fit(column(-5e152, 5e152)).scale()[0], 1e138);
  }

  @Test
  void standardised_training_data_have_mean_0_and_deviation_1() {
    RandomStream random = new RandomStream(2);
    double[] cells = new double[600];
    for (int i = 0; i < 600; i++) {
      cells[i] = Math.exp(random.gaussian(i)) * (1 + i % 3) + 10 * (i % 3);
    }
    Dataset data = Dataset.regression(new DenseFeatures(cells, 200, 3), new double[200]);
    Dataset z = Standardizer.fit(data).apply(data);
    for (int j = 0; j < 3; j++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 200; i++) {
        sum += z.features().get(i, j);
        squares += z.features().get(i, j) * z.features().get(i, j);
      }
      assertEquals(0, sum / 200, 1e-14);
      assertEquals(1, squares / 200, 1e-13);
    }
    assertArrayEquals(data.targets(), z.targets());
  }

  /** Mean and deviation in 40 digits. */
  private static void assertExact(double[] x, double[] weights) {
    java.math.MathContext digits = new java.math.MathContext(40);
    java.math.BigDecimal m = java.math.BigDecimal.ZERO;
    java.math.BigDecimal sum = m;
    java.math.BigDecimal squares = m;
    for (int i = 0; i < x.length; i++) {
      java.math.BigDecimal w = new java.math.BigDecimal(weights[i]);
      java.math.BigDecimal v = new java.math.BigDecimal(x[i]);
      m = m.add(w, digits);
      sum = sum.add(w.multiply(v, digits), digits);
      squares = squares.add(w.multiply(v, digits).multiply(v, digits), digits);
    }
    java.math.BigDecimal mean = sum.divide(m, digits);
    double sd =
        Math.sqrt(squares.divide(m, digits).subtract(mean.multiply(mean, digits)).doubleValue());
    Standardizer s = Standardizer.fit(column(x).withWeights(weights));
    assertEquals(mean.doubleValue(), s.center()[0], 1e-12 * sd + 1e-15 * mean.abs().doubleValue());
    assertEquals(sd, s.scale()[0], 1e-10 * sd);
  }

  @Test
  void many_rows_need_no_order_to_be_exact() {
    RandomStream random = new RandomStream(3);
    double[] ones = new double[20_000];
    double[] sorted = new double[20_000];
    double[] sampledFarOff = new double[20_000];
    double[] sampledWeightless = new double[20_000];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = 1;
      sorted[i] = 1e6 + i * 0.001;
      sampledFarOff[i] = random.gaussian(i);
      sampledWeightless[i] = 1 + i % 2;
    }
    // The rows that the provisional mean is taken of, k * 20000 / 1024.
    for (int k = 0; k < 1024; k++) {
      sampledWeightless[(int) (k * 20_000L / 1024)] = 0;
    }
    double[] weights = ones.clone();
    for (int k = 0; k < 1024; k++) {
      int row = (int) (k * 20_000L / 1024);
      sampledFarOff[row] = 1e9;
      weights[row] = 1e-20;
    }
    assertExact(sorted, ones);
    assertExact(sorted, sampledWeightless);
    assertExact(sampledFarOff, weights);
  }

  @Test
  void sparse_features_are_scaled_but_not_centred() {
    // Column 0 is 0, 4, 0, 4: mean 2, deviation 2.
    SparseFeatures sparse =
        new SparseFeatures(new int[] {0, 0, 1, 1, 2}, new int[] {0, 0}, new double[] {4, 4}, 1);
    Standardizer s = Standardizer.fit(Dataset.regression(sparse, new double[4]));
    assertEquals(0, s.center()[0]);
    assertEquals(2, s.scale()[0]);
    assertEquals(2, s.apply(sparse).get(1, 0));
    assertEquals(0, s.apply(sparse).get(0, 0));
    assertTrue(s.apply(sparse).isSparse());
  }

  @Test
  void sparse_columns_get_the_scales_of_the_same_dense_ones() {
    // Columns: some zeros, none stored, all stored, the same in all rows of positive weight.
    double[][] table = {{0, 0, 3, 2}, {1.5, 0, -1, 2}, {-4, 0, 1e6, 0}, {0, 0, 2, 2}};
    SparseFeatures sparse =
        new SparseFeatures(
            new int[] {0, 2, 5, 7, 9},
            new int[] {2, 3, 0, 2, 3, 0, 2, 2, 3},
            new double[] {3, 2, 1.5, -1, 2, -4, 1e6, 2, 2},
            4);
    for (double[] weights : new double[][] {{1, 1, 1, 1}, {2, 0.5, 0, 3}}) {
      double[] y = new double[4];
      double[] expected =
          Standardizer.fit(Dataset.regression(DenseFeatures.of(table), y).withWeights(weights))
              .scale();
      double[] scale = Standardizer.fit(Dataset.regression(sparse, y).withWeights(weights)).scale();
      for (int j = 0; j < 4; j++) {
        assertEquals(expected[j], scale[j], 1e-15 * expected[j], "column " + j);
      }
    }
  }

  @Test
  void the_identity_leaves_features_alone() {
    Features x = DenseFeatures.of(new double[][] {{1, 2}, {3, 4}});
    Features z = Standardizer.identity(2).apply(x);
    assertSame(x, z);
    assertEquals(1, z.get(0, 0));
    assertEquals(4, z.get(1, 1));
  }

  @Test
  void given_numbers_are_copied_both_ways() {
    double[] center = {1, 2};
    double[] scale = {3, 4};
    Standardizer s = Standardizer.of(center, scale);
    center[0] = 9;
    s.scale()[1] = 9;
    assertArrayEquals(new double[] {1, 2}, s.center());
    assertArrayEquals(new double[] {3, 4}, s.scale());
  }

  @Test
  void given_numbers_out_of_range_are_refused_with_their_column() {
    assertEquals(
        "found 1 centres and 2 scales",
        message(() -> Standardizer.of(new double[1], new double[] {1, 1})));
    assertEquals(
        "column 1 has centre 0.0 and scale 0.0; centres must be finite, scales finite and positive",
        message(() -> Standardizer.of(new double[2], new double[] {1, 0})));
    assertTrue(
        message(() -> Standardizer.of(new double[] {Double.NaN}, new double[] {1}))
            .startsWith("column 0 has centre NaN"));
    assertTrue(
        message(() -> Standardizer.of(new double[1], new double[] {Double.POSITIVE_INFINITY}))
            .startsWith("column 0 has centre 0.0 and scale Infinity"));
  }

  @Test
  void another_number_of_columns_is_refused_with_both() {
    assertEquals(
        "the model was fitted to 2 features, found 1; give the same columns in the same order",
        message(() -> Standardizer.identity(2).apply(DenseFeatures.of(new double[][] {{1}, {2}}))));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
