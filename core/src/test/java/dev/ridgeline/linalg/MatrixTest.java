package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MatrixTest {
  private final double[] six = {1, 2, 3, 4, 5, 6};

  @Test
  void a_whole_array_is_read_row_by_row() {
    DoubleMatrix w = Matrix.of(six, 2, 3);
    assertEquals(1, w.get(0, 0));
    assertEquals(3, w.get(0, 2));
    assertEquals(4, w.get(1, 0));
    assertEquals(6, w.get(1, 2));
    assertEquals(2, w.rows());
    assertEquals(3, w.columns());
    assertEquals(6, w.size());
    assertSame(six, w.data());
  }

  @Test
  void a_transposed_view_swaps_the_indices_and_shares_the_storage() {
    DoubleMatrix t = Matrix.of(six, 2, 3).transpose();
    assertEquals(3, t.rows());
    assertEquals(2, t.columns());
    assertEquals(4, t.get(0, 1));
    assertEquals(3, t.get(2, 0));
    t.set(2, 0, 30);
    assertEquals(30, six[2]);
    assertEquals(30, t.transpose().get(0, 2));
  }

  @Test
  void a_strided_view_reaches_a_block_in_the_middle_of_a_table() {
    // A 4 x 5 table 0 ... 19; rows 1 and 2, columns 2 and 4.
    float[] table = new float[20];
    for (int i = 0; i < 20; i++) {
      table[i] = i;
    }
    FloatMatrix block = new FloatMatrix(table, 7, 2, 2, 5, 2);
    assertEquals(7, block.get(0, 0));
    assertEquals(9, block.get(0, 1));
    assertEquals(12, block.get(1, 0));
    assertEquals(14, block.get(1, 1));
    assertEquals(7, block.offset());
    assertEquals(5, block.rowStride());
    assertEquals(2, block.columnStride());
    assertEquals(12, block.transpose().get(0, 1));
    block.set(1, 1, -1);
    assertEquals(-1, table[14]);
    assertSame(table, block.data());
  }

  @Test
  void only_gap_free_row_major_views_are_contiguous() {
    assertTrue(Matrix.of(six, 2, 3).isContiguous());
    assertFalse(Matrix.of(six, 2, 3).transpose().isContiguous());
    assertTrue(Matrix.of(six, 1, 6).transpose().isContiguous()); // a column without gaps
    assertFalse(new DoubleMatrix(six, 0, 3, 1, 2, 1).isContiguous()); // a column with gaps
    assertFalse(new DoubleMatrix(six, 0, 2, 2, 3, 1).isContiguous());
    assertTrue(new DoubleMatrix(six, 4, 1, 2, 99, 1).isContiguous()); // one row has no row gap
  }

  @Test
  void float_storage_rounds_to_single_precision() {
    float[] one = new float[1];
    FloatMatrix w = Matrix.of(one, 1, 1);
    w.set(0, 0, 0.1);
    assertEquals(0.1f, one[0]);
    assertEquals((double) 0.1f, w.get(0, 0));
  }

  @Test
  void the_frobenius_norm_of_3_and_4_is_5() {
    assertEquals(5, Matrix.of(new float[] {3, 0, 0, 4}, 2, 2).frobeniusNorm());
    // Only the cells of the view count: 1, 3 and 5.
    assertEquals(Math.sqrt(35), new DoubleMatrix(six, 0, 3, 1, 2, 1).frobeniusNorm(), 1e-15);
    assertTrue(Double.isNaN(Matrix.of(new double[] {1, Double.NaN}, 1, 2).frobeniusNorm()));
    assertEquals(0, Matrix.of(new double[0], 0, 7).frobeniusNorm());
  }

  @Test
  void cells_outside_the_view_are_refused_though_the_array_has_them() {
    DoubleMatrix w = new DoubleMatrix(six, 0, 2, 2, 3, 1);
    assertThrows(IndexOutOfBoundsException.class, () -> w.get(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> w.get(2, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> w.set(-1, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> w.set(0, -1, 1));
  }

  @Test
  void a_view_that_reaches_past_its_array_is_refused_with_both_lengths() {
    assertEquals(
        "a 2 x 4 view at offset 0 with strides 4, 1 needs 8 elements, the array has 6",
        message(() -> Matrix.of(six, 2, 4)));
    assertEquals(
        "a 2 x 3 view at offset 1 with strides 3, 1 needs 7 elements, the array has 6",
        message(() -> new DoubleMatrix(six, 1, 2, 3, 3, 1)));
    // The last index is 65535 * 65537 + 65535 = 2^32 - 1: it must not wrap around.
    assertEquals(
        "a 65536 x 65536 view at offset 0 with strides 65536, 1 needs 4294967296 elements,"
            + " the array has 6",
        message(() -> new DoubleMatrix(six, 0, 65536, 65536, 65536, 1)));
  }

  @Test
  void negative_sizes_offsets_and_strides_are_refused() {
    assertEquals(
        "a matrix needs non-negative sizes, found -1 x 3", message(() -> Matrix.of(six, -1, 3)));
    assertEquals(
        "a matrix view needs non-negative offset and strides, found offset -1, row stride 3,"
            + " column stride 1",
        message(() -> new DoubleMatrix(six, -1, 1, 3, 3, 1)));
    assertTrue(message(() -> new DoubleMatrix(six, 0, 1, 3, 3, -1)).contains("column stride -1"));
  }

  @Test
  void messages_can_name_the_kind_and_shape() {
    assertEquals("DoubleMatrix[2 x 3]", Matrix.of(six, 2, 3).toString());
    assertEquals("FloatMatrix[0 x 3]", Matrix.of(new float[0], 0, 3).toString());
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
