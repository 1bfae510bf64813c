package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  /** One feature, the row's number. */
  static Dataset numbered(int n) {
    double[] numbers = IntStream.range(0, n).asDoubleStream().toArray();
    return Dataset.regression(new DenseFeatures(numbers, n, 1), numbers);
  }

  /** Classes of the given sizes, one block after the other; the feature is the row's number. */
  static Dataset classes(int... sizes) {
    int n = Arrays.stream(sizes).sum();
    double[] numbers = IntStream.range(0, n).asDoubleStream().toArray();
    double[] targets =
        IntStream.range(0, sizes.length)
            .boxed()
            .flatMapToDouble(k -> DoubleStream.generate(() -> k).limit(sizes[k]))
            .toArray();
    List<String> names = IntStream.range(0, sizes.length).mapToObj(k -> "c" + k).toList();
    return Dataset.classification(new DenseFeatures(numbers, n, 1), targets, names);
  }

  static int[] rowNumbers(Dataset part) {
    return IntStream.range(0, part.rows()).map(i -> (int) part.features().get(i, 0)).toArray();
  }

  static int count(Dataset part, int k) {
    return (int) Arrays.stream(part.targets()).filter(t -> t == k).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 10, 101, 1000})
  void the_parts_are_disjoint_and_together_the_whole(int n) {
    Split split = Split.of(numbered(n), 1 / 3.0, 1 / 3.0, 1);
    int[] all =
        Stream.of(split.train(), split.dev(), split.test())
            .flatMapToInt(d -> Arrays.stream(rowNumbers(d)))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, n).toArray(), all);
  }

  @Test
  void the_parts_have_the_sizes_asked_for_and_each_keeps_the_order_of_the_data() {
    Split split = Split.of(numbered(200), 0.25, 0.1, 3);
    assertEquals(50, split.dev().rows());
    assertEquals(20, split.test().rows());
    assertEquals(130, split.train().rows());
    int[] dev = rowNumbers(split.dev());
    assertArrayEquals(Arrays.stream(dev).sorted().toArray(), dev);
  }

  @Test
  void every_part_holds_the_classes_in_proportion() {
    // 50 against 51 is where dealing from an alternating order would give a part one class only.
    int[][] sizes = {{50, 50}, {50, 51}, {90, 11}, {30, 30, 30, 10}, {7, 193}, {33, 34, 33}};
    for (int[] s : sizes) {
      for (double share : new double[] {0.1, 0.2, 0.25, 1 / 3.0}) {
        for (long seed = 0; seed < 5; seed++) {
          Dataset data = classes(s);
          Split split = Split.of(data, share, share, seed);
          for (int k = 0; k < s.length; k++) {
            for (Dataset part : List.of(split.train(), split.dev(), split.test())) {
              double expected = (double) s[k] * part.rows() / data.rows();
              assertEquals(expected, count(part, k), 1.5, Arrays.toString(s) + ", class " + k);
            }
          }
        }
      }
    }
  }

  @Test
  void within_a_class_rows_are_chosen_at_random() {
    Dataset data = classes(20, 20);
    int[] chosen = new int[40];
    for (int seed = 0; seed < 2000; seed++) {
      for (int row : rowNumbers(Split.of(data, 0.25, 0.25, seed).test())) {
        chosen[row]++;
      }
    }
    // Each row a quarter of the time: 500 expected, with a standard deviation of 19.
    for (int count : chosen) {
      assertEquals(500, count, 100);
    }
  }

  @Test
  void the_same_seed_gives_the_same_rows_and_another_seed_others() {
    Dataset data = classes(40, 60);
    Split one = Split.of(data, 0.2, 0.2, 7);
    Split again = Split.of(data, 0.2, 0.2, 7);
    Split other = Split.of(data, 0.2, 0.2, 8);
    assertArrayEquals(rowNumbers(one.train()), rowNumbers(again.train()));
    assertArrayEquals(rowNumbers(one.dev()), rowNumbers(again.dev()));
    assertArrayEquals(rowNumbers(one.test()), rowNumbers(again.test()));
    assertFalse(Arrays.equals(rowNumbers(one.dev()), rowNumbers(other.dev())));
  }

  @Test
  void shares_out_of_range_are_refused() {
    for (double[] bad :
        new double[][] {{0, 0.2}, {0.2, 0}, {0.5, 0.5}, {-0.1, 0.2}, {Double.NaN, 0.2}, {1, 1}}) {
      assertEquals(
          "dev and test shares must be positive and sum to less than 1, found "
              + bad[0]
              + " and "
              + bad[1],
          message(() -> Split.of(numbered(10), bad[0], bad[1], 0)));
    }
  }

  @Test
  void a_part_without_rows_is_refused_with_the_remedy() {
    String text = message(() -> Split.of(numbered(4), 0.25, 0.1, 0));
    assertTrue(
        text.startsWith(
            "found 4 rows; shares of 0.25 for dev and 0.1 for test would leave a part empty"));
    assertTrue(text.endsWith("(train 3, dev 1, test 0); use more rows or other shares"), text);
    assertThrows(IllegalArgumentException.class, () -> Split.of(numbered(2), 0.4, 0.4, 0));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
