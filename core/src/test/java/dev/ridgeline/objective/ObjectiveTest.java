package dev.ridgeline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ObjectiveTest {
  @Test
  void j_is_data_loss_plus_penalty_on_one_line_with_numbers() {
    Objective j = new Objective(0.0625, 0.015625, "logistic", "l2 at lambda 1", 455);
    assertEquals(0.078125, j.value());
    assertEquals(
        "J = 0.0781250 = 0.0625000 (mean logistic loss over m = 455) + 0.0156250 (l2 at lambda 1)",
        j.toString());
  }

  @Test
  void a_sum_of_weights_need_not_be_whole() {
    assertEquals(
        "J = 1.00000 = 1.00000 (mean squared loss over m = 12.5) + 0.00000 (no penalty)",
        new Objective(1, 0, "squared", "no penalty", 12.5).toString());
  }
}
