package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A view against the copy that it stands for. */
class RescaledFeaturesTest {
  private static final int ROWS = 7;
  private static final int COLUMNS = 5;

  private final DenseFeatures raw = raw();
  private final double[] center = {0.1, -3, 1e5, 0, 7};
  private final double[] scale = {3, 0.7, 1e4, 1, 1e-3};

  private static DenseFeatures raw() {
    Random random = new Random(3);
    return new DenseFeatures(random.doubles(ROWS * COLUMNS).toArray(), ROWS, COLUMNS);
  }

  private static void assertSameBits(Features expected, Features view) {
    double[] a = new double[COLUMNS + 1];
    double[] b = new double[COLUMNS + 1];
    double[] w = {9, 1, -2, 3, 0.5, 4};
    for (int i = 0; i < expected.rows(); i++) {
      expected.copyRow(i, a, 1);
      view.copyRow(i, b, 1);
      assertArrayEquals(a, b);
      assertEquals(a[3], view.get(i, 2));
      double dot = expected.dotRow(i, w, 1);
      assertEquals(dot, view.dotRow(i, w, 1), 1e-14 * Math.abs(dot), "sums in another order");
      double[] sum = w.clone();
      double[] other = w.clone();
      expected.addRowTo(i, 0.3, sum, 1);
      view.addRowTo(i, 0.3, other, 1);
      assertArrayEquals(sum, other);
    }
    int[] some = {expected.rows() - 1, 0, 0};
    float[] c = new float[2 * COLUMNS + 1];
    float[] d = c.clone();
    expected.copyRows(some, 0, 2, c, 1);
    view.copyRows(some, 0, 2, d, 1);
    assertArrayEquals(c, d);
  }

  @Test
  void cells_rows_and_products_are_those_of_the_copy_to_the_last_bit() {
    RescaledFeatures view = new RescaledFeatures(raw, center, scale, false);
    Features copy = raw.rescaled(center, scale);
    assertSameBits(copy, view);
    assertSameBits(copy, view.stored());
    int[] some = {6, 2, 2};
    assertSameBits(copy.selectRows(some), view.selectRows(some));
    double[] shift = {1, 2, 3, 4, 5};
    assertSameBits(copy.rescaled(shift, scale), view.rescaled(shift, scale));
    assertEquals(raw.storedCells(), view.storedCells());
  }

  @Test
  void single_precision_is_rounded_as_in_a_copy_of_floats() {
    float[] cells = new float[ROWS * COLUMNS];
    for (int at = 0; at < cells.length; at++) {
      cells[at] = (float) raw.get(at / COLUMNS, at % COLUMNS);
    }
    FloatFeatures floats = new FloatFeatures(cells, ROWS, COLUMNS);
    assertSameBits(
        floats.rescaled(center, scale), new RescaledFeatures(floats, center, scale, true));
  }

  @Test
  void a_standardised_view_of_a_data_set_has_the_bits_of_the_standardised_copy() {
    Dataset data = Dataset.regression(raw, new double[ROWS]);
    Standardizer standardizer = Standardizer.fit(data);
    assertSameBits(standardizer.apply(data).features(), standardizer.over(data).features());
    assertSame(data, Standardizer.identity(COLUMNS).over(data));
    Dataset narrow = Dataset.regression(new DenseFeatures(new double[2], 2, 1), new double[2]);
    assertThrows(IllegalArgumentException.class, () -> standardizer.over(narrow));
    for (double[] wrong : List.of(new double[1], new double[COLUMNS + 1])) {
      assertThrows(
          IllegalArgumentException.class, () -> new RescaledFeatures(raw, wrong, scale, false));
    }
  }
}
