package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KFoldTest {
  @Test
  void every_row_is_held_out_once_and_fold_sizes_differ_by_at_most_one() {
    for (int n : new int[] {7, 10, 103}) {
      for (int k : new int[] {2, 3, 7}) {
        KFold folds = KFold.of(SplitTest.numbered(n), k, 4);
        int[] held = new int[n];
        for (int f = 0; f < k; f++) {
          int[] dev = folds.devRows(f);
          assertTrue(dev.length == n / k || dev.length == n / k + 1);
          for (int row : dev) {
            held[row]++;
            assertEquals(f, folds.foldOf(row));
          }
          int[] both =
              IntStream.concat(Arrays.stream(dev), Arrays.stream(folds.trainRows(f)))
                  .sorted()
                  .toArray();
          assertArrayEquals(IntStream.range(0, n).toArray(), both);
        }
        assertTrue(Arrays.stream(held).allMatch(h -> h == 1));
      }
    }
  }

  @Test
  void the_data_of_a_fold_are_its_rows() {
    Dataset data = SplitTest.numbered(10);
    KFold folds = KFold.of(data, 3, 0);
    assertEquals(3, folds.folds());
    assertArrayEquals(folds.devRows(1), SplitTest.rowNumbers(folds.dev(1)));
    assertArrayEquals(folds.trainRows(1), SplitTest.rowNumbers(folds.train(1)));
  }

  @Test
  void every_fold_holds_the_classes_in_proportion() {
    // 50 against 51 is where dealing from an alternating order would give a fold one class only.
    int[][] sizes = {{50, 50}, {50, 51}, {90, 11}, {30, 30, 30, 10}, {33, 34, 33}};
    for (int[] s : sizes) {
      for (int k : new int[] {2, 4, 5, 10}) {
        Dataset data = SplitTest.classes(s);
        KFold folds = KFold.of(data, k, 12);
        for (int f = 0; f < k; f++) {
          Dataset dev = folds.dev(f);
          assertTrue(dev.rows() == data.rows() / k || dev.rows() == data.rows() / k + 1);
          for (int c = 0; c < s.length; c++) {
            int count = SplitTest.count(dev, c);
            assertTrue(
                Math.abs(count - (double) s[c] / k) < 1,
                k
                    + " folds of "
                    + Arrays.toString(s)
                    + ": fold "
                    + f
                    + ", class "
                    + c
                    + " has "
                    + count);
          }
        }
      }
    }
  }

  @Test
  void the_same_seed_gives_the_same_folds_and_another_seed_others() {
    Dataset data = SplitTest.classes(30, 20);
    int[] one = folds(KFold.of(data, 5, 1), 50);
    assertArrayEquals(one, folds(KFold.of(data, 5, 1), 50));
    assertFalse(Arrays.equals(one, folds(KFold.of(data, 5, 2), 50)));
  }

  private static int[] folds(KFold folds, int rows) {
    return IntStream.range(0, rows).map(folds::foldOf).toArray();
  }

  @Test
  void given_folds_are_kept_and_copied() {
    int[] given = {1, 0, 2, 1, 0};
    KFold folds = KFold.given(SplitTest.numbered(5), given);
    given[0] = 2;
    assertEquals(3, folds.folds());
    assertArrayEquals(new int[] {0, 3}, folds.devRows(1));
    assertArrayEquals(new int[] {1, 2, 4}, folds.trainRows(1));
  }

  @Test
  void numbers_of_folds_out_of_range_are_refused() {
    Dataset data = SplitTest.numbered(5);
    assertEquals(
        "k-fold needs 2 <= k <= rows, found k = 1 and 5 rows", message(() -> KFold.of(data, 1, 0)));
    assertEquals(
        "k-fold needs 2 <= k <= rows, found k = 6 and 5 rows", message(() -> KFold.of(data, 6, 0)));
    assertEquals(5, KFold.of(data, 5, 0).folds());
    assertEquals(
        "fold 5; allowed are 0 to 4",
        assertThrows(IndexOutOfBoundsException.class, () -> KFold.of(data, 5, 0).devRows(5))
            .getMessage());
  }

  @Test
  void given_folds_that_are_none_are_refused() {
    Dataset data = SplitTest.numbered(4);
    assertEquals(
        "the data have 4 rows, found 3 fold numbers",
        message(() -> KFold.given(data, new int[] {0, 1, 1})));
    assertEquals(
        "fold numbers must name at least two folds, 0 and 1",
        message(() -> KFold.given(data, new int[] {0, 0, 0, 0})));
    assertEquals(
        "row 2 has fold number -1; allowed are 0, 1, 2, ...",
        message(() -> KFold.given(data, new int[] {0, 1, -1, 1})));
    assertEquals(
        "fold 1 of 0 to 2 has no rows; number the folds without gaps",
        message(() -> KFold.given(data, new int[] {0, 2, 2, 0})));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
