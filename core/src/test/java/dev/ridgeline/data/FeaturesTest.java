package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three storages of one table, whose numbers are exact in single precision. */
class FeaturesTest {
  private static final double[][] TABLE = {
    {0, 1.5, 0, -2}, {0, 0, 0, 0}, {3, 0, 0.25, 4}, {-1, 2, 5, 0.5}, {0, 0, -8, 0},
  };

  static Stream<Features> storages() {
    float[][] floats = new float[5][4];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        floats[i][j] = (float) TABLE[i][j];
      }
    }
    // The non-zero cells of the table, row by row.
    SparseFeatures sparse =
        new SparseFeatures(
            new int[] {0, 2, 2, 5, 9, 10},
            new int[] {1, 3, 0, 2, 3, 0, 1, 2, 3, 2},
            new double[] {1.5, -2, 3, 0.25, 4, -1, 2, 5, 0.5, -8},
            4);
    return Stream.of(DenseFeatures.of(TABLE), FloatFeatures.of(floats), sparse);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void shape_and_cells_agree(Features x) {
    assertEquals(5, x.rows());
    assertEquals(4, x.columns());
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(TABLE[i][j], x.get(i, j));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void a_cell_outside_the_table_is_refused(Features x) {
    assertThrows(IndexOutOfBoundsException.class, () -> x.get(0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> x.get(0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> x.get(5, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> x.get(-1, 3));
  }

  @ParameterizedTest
  @MethodSource("storages")
  void gathered_rows_are_dense_floats_in_the_order_asked_for(Features x) {
    float[] out = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    x.copyRows(new int[] {4, 3, 0, 3, 1}, 1, 4, out, 1);
    assertArrayEquals(new float[] {9, -1, 2, 5, 0.5f, 0, 1.5f, 0, -2, -1, 2, 5, 0.5f, 9}, out);
  }

  @Test
  void so_are_rows_of_a_large_table_which_are_fetched_side_by_side() {
    for (int columns : new int[] {512, 601, 1024, 1025}) {
      float[] cells = new float[((1 << 23) / columns + 1) * columns];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = i;
      }
      checkGathered(new FloatFeatures(cells, cells.length / columns, columns));
    }
    for (int columns : new int[] {63, 64, 131, 1024}) {
      double[] cells = new double[((1 << 21) / columns + 1) * columns];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = i;
      }
      checkGathered(new DenseFeatures(cells, cells.length / columns, columns));
    }
  }

  /** Of a table that holds the numbers of its cells. */
  private static void checkGathered(Features x) {
    int columns = x.columns();
    // Random rows, and the last ones, which follow each other.
    int[] rows = new int[22];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i < 12 ? i * i * 37 % x.rows() : x.rows() - rows.length + i;
    }
    for (int to : new int[] {1, 2, 9, 17, 22}) {
      float[] expected = new float[to * columns + 5];
      for (int i = 1; i < to; i++) {
        for (int j = 0; j < columns; j++) {
          expected[3 + (i - 1) * columns + j] = rows[i] * columns + j;
        }
      }
      float[] out = new float[expected.length];
      x.copyRows(rows, 1, to, out, 3);
      assertArrayEquals(expected, out, () -> x + " to " + to);
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void one_row_is_copied_as_doubles(Features x) {
    double[] out = {9, 9, 9, 9, 9, 9};
    x.copyRow(2, out, 1);
    assertArrayEquals(new double[] {9, 3, 0, 0.25, 4, 9}, out);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void the_inner_product_of_a_row_by_hand(Features x) {
    double[] w = {100, 2, -1, 4, 0.5};
    // -1 * 2 + 2 * -1 + 5 * 4 + 0.5 * 0.5
    assertEquals(16.25, x.dotRow(3, w, 1));
    assertEquals(0, x.dotRow(1, w, 1));
  }

  @ParameterizedTest
  @MethodSource("storages")
  void a_multiple_of_a_row_is_added(Features x) {
    double[] out = {1, 1, 1, 1, 1, 1};
    x.addRowTo(2, -2, out, 1);
    assertArrayEquals(new double[] {1, -5, 1, 0.5, -7, 1}, out);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void selected_rows_may_repeat_and_keep_the_storage(Features x) {
    Features chosen = x.selectRows(new int[] {3, 1, 3});
    assertEquals(x.getClass(), chosen.getClass());
    assertEquals(3, chosen.rows());
    for (int j = 0; j < 4; j++) {
      assertEquals(TABLE[3][j], chosen.get(0, j));
      assertEquals(0, chosen.get(1, j));
      assertEquals(TABLE[3][j], chosen.get(2, j));
    }
    assertEquals(0, x.selectRows(new int[0]).rows());
  }

  @ParameterizedTest
  @MethodSource("storages")
  void columns_are_scaled_and_the_original_is_left_alone(Features x) {
    Features z = x.rescaled(new double[4], new double[] {2, 4, 0.5, 8});
    assertEquals(x.getClass(), z.getClass());
    assertEquals(-0.5, z.get(3, 0));
    assertEquals(0.5, z.get(3, 1));
    assertEquals(10, z.get(3, 2));
    assertEquals(0.0625, z.get(3, 3));
    assertEquals(-1, x.get(3, 0));
  }

  @ParameterizedTest
  @MethodSource("storages")
  void wrong_numbers_of_centres_or_scales_are_refused(Features x) {
    assertEquals(
        "features have 4 columns, found 3 centres and 5 scales",
        assertThrows(IllegalArgumentException.class, () -> x.rescaled(new double[3], new double[5]))
            .getMessage());
  }

  @Test
  void dense_storage_centres_and_sparse_storage_refuses_to() {
    double[] center = {0, 0, 1, 0};
    double[] ones = {1, 1, 1, 2};
    storages()
        .forEach(
            x -> {
              if (x.isSparse()) {
                assertEquals(
                    "centring column 2 by 1.0 would make sparse features dense; scale without"
                        + " centring, or copy the rows into DenseFeatures first",
                    assertThrows(IllegalArgumentException.class, () -> x.rescaled(center, ones))
                        .getMessage());
              } else {
                assertEquals(-1, x.rescaled(center, ones).get(0, 2));
                assertEquals(-1, x.rescaled(center, ones).get(0, 3));
              }
            });
  }

  @Test
  void storage_says_how_much_it_holds() {
    Features[] all = storages().toArray(Features[]::new);
    assertEquals(20, all[0].storedCells());
    assertEquals(20, all[1].storedCells());
    assertEquals(10, all[2].storedCells());
    assertFalse(all[0].isSparse());
    assertFalse(all[1].isSparse());
    assertTrue(all[2].isSparse());
    assertEquals("DenseFeatures[5 x 4]", all[0].toString());
    assertEquals("FloatFeatures[5 x 4]", all[1].toString());
    assertEquals("SparseFeatures[5 x 4, 10 stored]", all[2].toString());
  }

  @Test
  void dense_storage_shows_itself_as_a_matrix() {
    assertEquals(5, DenseFeatures.of(TABLE).matrix().get(3, 2));
    assertEquals(0.5, ((FloatFeatures) storages().toArray(Features[]::new)[1]).matrix().get(3, 3));
  }

  @Test
  void stored_cells_of_sparse_rows_are_found_by_position() {
    SparseFeatures x = (SparseFeatures) storages().toArray(Features[]::new)[2];
    assertEquals(0, x.rowEnd(-1));
    assertEquals(2, x.rowEnd(0));
    assertEquals(2, x.rowEnd(1));
    assertEquals(5, x.rowEnd(2));
    assertEquals(3, x.columnAt(4));
    assertEquals(4, x.valueAt(4));
  }

  @Test
  void sparse_columns_hold_the_cells_of_the_rows_and_are_made_once() {
    SparseFeatures x = (SparseFeatures) storages().toArray(Features[]::new)[2];
    SparseFeatures columns = x.transposed();
    assertEquals(4, columns.rows());
    assertEquals(5, columns.columns());
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(TABLE[i][j], columns.get(j, i));
      }
    }
    assertEquals(2, columns.rowEnd(0));
    assertEquals(0, columns.columnAt(2));
    assertSame(columns, x.transposed());
    assertEquals(
        4, new SparseFeatures(new int[1], new int[0], new double[0], 4).transposed().rows());
  }

  @Test
  void sparse_columns_that_are_given_make_the_rows_and_are_kept() {
    // Column 0: 1, 0, 2; column 1: nothing; column 2: 0, 3, 4.
    int[] starts = {0, 2, 2, 4};
    SparseFeatures x =
        SparseFeatures.ofColumns(starts, new int[] {0, 2, 1, 2}, new double[] {1, 2, 3, 4}, 3);
    double[][] expected = {{1, 0, 0}, {0, 0, 3}, {2, 0, 4}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(expected[i][j], x.get(i, j));
        assertEquals(expected[i][j], x.transposed().get(j, i));
      }
    }
    assertEquals(3, x.columns());
    assertEquals(2, x.rowEnd(1));
    assertEquals(2, x.columnAt(1));
    assertSame(x.transposed(), x.transposed());
    assertEquals(0, SparseFeatures.ofColumns(new int[3], new int[0], new double[0], 0).rows());
  }

  @Test
  void sparse_columns_that_describe_no_table_are_refused() {
    assertEquals(
        "CSC column starts must have columns + 1 entries and begin with 0, found none",
        message(() -> columns(new int[] {}, new int[] {}, 0, 3)));
    assertEquals(
        "CSC arrays disagree: the last column ends at 2, with 1 row numbers and 1 values",
        message(() -> columns(new int[] {0, 2}, new int[] {0}, 1, 3)));
    assertEquals(
        "column 1 ends at 1, before its start 2",
        message(() -> columns(new int[] {0, 2, 1, 2}, new int[] {0, 1}, 2, 3)));
    assertEquals(
        "column 0 has row number 3, allowed 0 to 2",
        message(() -> columns(new int[] {0, 2}, new int[] {0, 3}, 2, 3)));
    assertEquals(
        "column 0 has row number 1 after 1; they must ascend without repeats",
        message(() -> columns(new int[] {0, 2}, new int[] {1, 1}, 2, 3)));
    assertEquals(
        "features need at least 0 rows, found -2",
        message(() -> columns(new int[] {0}, new int[] {}, 0, -2)));
  }

  private static SparseFeatures columns(int[] starts, int[] indices, int values, int rows) {
    return SparseFeatures.ofColumns(starts, indices, new double[values], rows);
  }

  @Test
  void dense_tables_say_what_is_wrong_with_their_shape() {
    assertEquals(
        "2 rows x 3 columns need 6 cells, found 5",
        message(() -> new DenseFeatures(new double[5], 2, 3)));
    assertEquals(
        "2 rows x 3 columns need 6 cells, found 7",
        message(() -> new FloatFeatures(new float[7], 2, 3)));
    assertEquals(
        "features need non-negative sizes, found -1 rows x 3 columns",
        message(() -> new DenseFeatures(new double[5], -1, 3)));
    assertEquals(
        "row 1 has 1 features, row 0 has 2",
        message(() -> DenseFeatures.of(new double[][] {{1, 2}, {3}})));
    assertEquals(
        "row 2 has 3 features, row 0 has 1",
        message(() -> FloatFeatures.of(new float[][] {{1}, {3}, {1, 2, 3}})));
  }

  @Test
  void more_cells_than_an_array_can_hold_are_refused_with_the_remedy() {
    // 50 000 * 50 000 = 2.5e9, which as an int would be -1 794 967 296.
    assertEquals(
        "50000 rows x 50000 columns are 2500000000 cells; a dense table holds at most 2147483639:"
            + " use SparseFeatures, or fewer rows",
        message(() -> new DenseFeatures(new double[0], 50_000, 50_000)));
    // 2^16 * 2^16 = 2^32, which as an int would be 0, the length of the array.
    assertTrue(
        message(() -> new FloatFeatures(new float[0], 65_536, 65_536))
            .contains("are 4294967296 cells"));
  }

  @Test
  void sparse_arrays_that_describe_no_table_are_refused() {
    assertEquals(
        "CSR row starts must have rows + 1 entries and begin with 0, found none",
        message(() -> sparse(new int[] {}, new int[] {}, 0, 3)));
    assertEquals(
        "CSR row starts must have rows + 1 entries and begin with 0, found first entry 1",
        message(() -> sparse(new int[] {1, 1}, new int[] {0}, 1, 3)));
    assertEquals(
        "CSR arrays disagree: the last row ends at 2, with 1 column numbers and 1 values",
        message(() -> sparse(new int[] {0, 2}, new int[] {0}, 1, 3)));
    assertEquals(
        "CSR arrays disagree: the last row ends at 2, with 2 column numbers and 1 values",
        message(() -> sparse(new int[] {0, 2}, new int[] {0, 1}, 1, 3)));
    assertEquals(
        "row 1 ends at 1, before its start 2",
        message(() -> sparse(new int[] {0, 2, 1, 2}, new int[] {0, 1}, 2, 3)));
    assertEquals(
        "row 0 has column number 3, allowed 0 to 2",
        message(() -> sparse(new int[] {0, 2}, new int[] {0, 3}, 2, 3)));
    assertEquals(
        "row 1 has column number -1, allowed 0 to 2",
        message(() -> sparse(new int[] {0, 1, 2}, new int[] {0, -1}, 2, 3)));
    assertEquals(
        "row 0 has column number 1 after 2; they must ascend without repeats",
        message(() -> sparse(new int[] {0, 2}, new int[] {2, 1}, 2, 3)));
    assertEquals(
        "row 0 has column number 1 after 1; they must ascend without repeats",
        message(() -> sparse(new int[] {0, 2}, new int[] {1, 1}, 2, 3)));
  }

  @Test
  void a_sparse_row_that_ends_past_the_arrays_is_refused_with_its_number() {
    assertEquals(
        "row 1 ends at 2, before its start 5",
        message(() -> sparse(new int[] {0, 5, 2}, new int[] {0, 1}, 2, 9)));
  }

  @Test
  void a_negative_number_of_sparse_columns_is_refused() {
    assertEquals(
        "features need at least 0 columns, found -2",
        message(() -> sparse(new int[] {0}, new int[] {}, 0, -2)));
  }

  private static SparseFeatures sparse(int[] starts, int[] indices, int values, int columns) {
    return new SparseFeatures(starts, indices, new double[values], columns);
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
