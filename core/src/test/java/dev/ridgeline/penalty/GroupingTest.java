package dev.ridgeline.penalty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.doubles.BlockNorm;
import dev.ridgeline.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupingTest {
  // (3 0 4; 0 0 0)
  private final double[] cells = {3, 0, 4, 0, 0, 0};
  private final Matrix w = Matrix.of(cells, 2, 3);

  private static List<List<String>> groups(Grouping grouping, Matrix w) {
    List<List<String>> all = new ArrayList<>();
    for (int g = 0; g < grouping.groups(w); g++) {
      List<String> members = new ArrayList<>();
      for (int k = 0; k < grouping.size(w, g); k++) {
        members.add(grouping.row(w, g, k) + "," + grouping.column(w, g, k));
      }
      all.add(members);
    }
    return all;
  }

  @Test
  void rows_columns_and_sets_of_columns_list_their_cells() {
    assertEquals(
        List.of(List.of("0,0", "0,1", "0,2"), List.of("1,0", "1,1", "1,2")),
        groups(Grouping.rows(), w));
    assertEquals(
        List.of(List.of("0,0", "1,0"), List.of("0,1", "1,1"), List.of("0,2", "1,2")),
        groups(Grouping.columns(), w));
    assertEquals(
        List.of(List.of("0,2", "0,0", "1,2", "1,0"), List.of("0,1", "1,1")),
        groups(Grouping.columnSets(new int[] {2, 0}, new int[] {1}), w));
  }

  @Test
  void a_set_of_columns_that_the_weights_lack_is_refused() {
    assertEquals(
        "a group names column 3, the weights are 2 x 3",
        message(() -> Grouping.columnSets(new int[] {0}, new int[] {3}).groups(w)));
  }

  @Test
  void sets_must_be_disjoint_not_empty_and_not_negative() {
    assertEquals(
        "column 1 is negative or in two groups of [[0, 1], [1]]",
        message(() -> Grouping.columnSets(new int[] {0, 1}, new int[] {1})));
    assertEquals(
        "column -1 is negative or in two groups of [[-1]]",
        message(() -> Grouping.columnSets(new int[] {-1})));
    assertEquals(
        "a group is empty in [[0], []]",
        message(() -> Grouping.columnSets(new int[] {0}, new int[0])));
    assertEquals(0, Grouping.columnSets().groups(w));
  }

  @Test
  void the_value_of_a_grouped_penalty_is_the_sum_over_groups() {
    assertEquals(2 * 5, new BlockNorm(Grouping.rows()).value(w, 2));
    assertEquals(2 * (3 + 4), new BlockNorm(Grouping.columns()).value(w, 2));
    // Column 1 and its zeros are in a group of their own; column 0 in none.
    assertEquals(
        2 * 4, new BlockNorm(Grouping.columnSets(new int[] {2}, new int[] {1})).value(w, 2));
  }

  @Test
  void the_prox_shrinks_group_by_group_and_returns_its_value() {
    // The row (3 0 4) of norm 5, shrunk by 1: (2.4 0 3.2) of norm 4.
    assertEquals(8, new BlockNorm(Grouping.rows()).prox(w, 2, 0.5), 1e-15);
    assertArrayEquals(new double[] {2.4, 0, 3.2, 0, 0, 0}, cells, 1e-15);
  }

  @Test
  void a_group_below_the_threshold_becomes_exactly_zero() {
    new BlockNorm(Grouping.columns()).prox(w, 3.5, 1);
    assertArrayEquals(new double[] {0, 0, 0.5, 0, 0, 0}, cells);
  }

  @Test
  void cells_in_no_group_are_left_alone() {
    new BlockNorm(Grouping.columnSets(new int[] {2})).prox(w, 100, 1);
    assertArrayEquals(new double[] {3, 0, 0, 0, 0, 0}, cells);
  }

  @Test
  void transposed_float_views_are_grouped_by_their_own_rows() {
    float[] flat = {3, 0, 4, 0, 0, 0};
    Matrix t = Matrix.of(flat, 2, 3).transpose();
    assertEquals(3 + 4, new BlockNorm(Grouping.rows()).value(t, 1));
    assertEquals(2 + 3, new BlockNorm(Grouping.rows()).prox(t, 1, 1), 1e-6);
    assertArrayEquals(new float[] {2, 0, 3, 0, 0, 0}, flat, 1e-6f);
  }

  @Test
  void strength_0_and_step_0_change_nothing() {
    double[] before = cells.clone();
    assertEquals(0, new BlockNorm(Grouping.rows()).prox(w, 0, 3));
    assertEquals(5, new BlockNorm(Grouping.rows()).prox(w, 1, 0));
    assertArrayEquals(before, cells);
  }

  @Test
  void bad_strengths_and_steps_are_refused() {
    BlockNorm p = new BlockNorm(Grouping.rows());
    assertEquals(
        "penalty strength (lambda / m) must be finite and at least 0, found -1.0",
        message(() -> p.value(w, -1)));
    assertEquals(
        "prox step must be finite and at least 0, found NaN",
        message(() -> p.prox(w, 1, Double.NaN)));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
