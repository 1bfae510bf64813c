package dev.ridgeline.penalty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.doubles.BlockNorm;
import dev.ridgeline.doubles.Lasso;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegularizationTest {
  private final ParameterLayout layout =
      ParameterLayout.builder()
          .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 2, 2))
          .add("dense1", new ParameterSpec("bias", Role.BIAS, 1, 2))
          .add("dense2", new ParameterSpec("weight", Role.WEIGHT, 1, 2))
          .add("dense2", new ParameterSpec("bias", Role.BIAS, 1, 1))
          .build();
  // W1 = (1 2; 3 4), b1 = (10 10), W2 = (-1 -2), b2 = (20)
  private final float[] flat = {1, 2, 3, 4, 10, 10, -1, -2, 20};

  private static List<String> names(List<Regularization.Term> terms) {
    return terms.stream().map(t -> t.parameter().name()).toList();
  }

  @Test
  void by_default_all_weights_and_no_biases_are_penalised_with_lambda_over_m() {
    List<Regularization.Term> terms = Regularization.of(new Ridge(), 3).terms(layout, 12);
    assertEquals(List.of("dense1.weight", "dense2.weight"), names(terms));
    assertEquals(0.25, terms.get(0).strength());
    assertEquals(0.25, terms.get(1).strength());
  }

  @Test
  void the_sum_over_layers_leaves_biases_out_unless_asked_for() {
    // (0.25 / 2) * (1 + 4 + 9 + 16 + 1 + 4) = 0.125 * 35
    assertEquals(4.375, Regularization.of(new Ridge(), 3).value(layout, flat, 12));
    // The biases add 100 + 100 + 400: 0.125 * 635
    Regularization withBiases =
        Regularization.builder().add(new Ridge(), 3, Selector.weightsAndBiases()).build();
    assertEquals(79.375, withBiases.value(layout, flat, 12));
  }

  @Test
  void rules_choose_layers_and_add_up() {
    Regularization plan =
        Regularization.builder()
            .add(new Ridge(), 2, Selector.weights().inLayers("dense1"))
            .add(new Lasso(), 4)
            .build();
    List<Regularization.Term> terms = plan.terms(layout, 2);
    assertEquals(List.of("dense1.weight", "dense1.weight", "dense2.weight"), names(terms));
    assertEquals(new Ridge(), terms.get(0).rule().penalty());
    assertEquals(new Lasso(), terms.get(1).rule().penalty());
    // ridge: (1 / 2) * 30; lasso: 2 * (10 + 3)
    assertEquals(15 + 26, plan.value(layout, flat, 2));
    assertEquals("ridge at lambda 2 + lasso at lambda 4", plan.toString());
  }

  @Test
  void no_penalty_is_nothing() {
    assertEquals(List.of(), Regularization.none().terms(layout, 5));
    assertEquals(0, Regularization.none().value(layout, flat, 5));
    assertEquals("no penalty", Regularization.none().toString());
    assertTrue(Regularization.none().table(layout, 5).contains("excluded: the plan is empty"));
  }

  @Test
  void a_rule_that_fits_no_parameter_is_refused_with_the_parameters_there_are() {
    Regularization plan =
        Regularization.builder().add(new Ridge(), 1, Selector.weights().inLayers("dense9")).build();
    assertEquals(
        "no parameter fits Selector[roles=[WEIGHT], layers=[dense9]] of ridge; there are"
            + " [dense1.weight (WEIGHT), dense1.bias (BIAS), dense2.weight (WEIGHT),"
            + " dense2.bias (BIAS)]",
        message(() -> plan.terms(layout, 5)));
  }

  @Test
  void two_penalties_that_need_a_prox_are_refused_on_one_parameter() {
    Regularization both =
        Regularization.builder()
            .add(new Lasso(), 1)
            .add(new BlockNorm(Grouping.rows()), 1, Selector.weights().inLayers("dense2"))
            .build();
    assertEquals(
        "parameter dense2.weight would get two penalties that need a prox, lasso and block-norm;"
            + " the prox of a sum is not the sum of the proxes: use one, or a combined penalty"
            + " such as elastic-net",
        message(() -> both.terms(layout, 5)));
  }

  @Test
  void a_prox_goes_with_smooth_penalties_subgradients_and_a_prox_elsewhere() {
    Regularization plan =
        Regularization.builder()
            .add(new Lasso(), 1, Selector.weights().inLayers("dense1"))
            .add(new BlockNorm(Grouping.rows()), 1, Selector.weights().inLayers("dense2"))
            .add(new Ridge(), 1)
            .add(
                new Regularization.Rule(
                    new Lasso(), 1, Selector.weights(), Regularization.Application.SUBGRADIENT))
            .build();
    assertEquals(6, plan.terms(layout, 5).size());
    assertEquals(4, plan.rules().size());
  }

  @Test
  void lambda_must_be_finite_and_at_least_0() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "lambda must be finite and at least 0, found " + bad + " for ridge",
          message(() -> Regularization.of(new Ridge(), bad)));
    }
  }

  @Test
  void m_must_be_finite_and_positive() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "m, the number of training examples, must be finite and positive, found " + bad,
          message(() -> Regularization.of(new Ridge(), 1).terms(layout, bad)));
    }
  }

  @Test
  void a_subgradient_is_refused_where_there_is_none() {
    assertEquals(
        "ridge cannot be applied by subgradient: it does not implement SubgradientPenalty; leave"
            + " the application AUTOMATIC",
        message(
            () ->
                new Regularization.Rule(
                    new Ridge(), 1, Selector.weights(), Regularization.Application.SUBGRADIENT)));
  }

  @Test
  void the_table_names_every_parameter_its_penalty_and_why_not() {
    Regularization plan =
        Regularization.builder()
            .add(new Ridge(), 0.5, Selector.weights().inLayers("dense1"))
            .add(
                new Regularization.Rule(
                    new Lasso(),
                    2,
                    Selector.weights().inLayers("dense1"),
                    Regularization.Application.SUBGRADIENT))
            .build();
    String[] lines = plan.table(layout, 200).split("\n");
    assertEquals(6, lines.length);
    assertCells(lines[0], "parameter", "role", "shape", "penalty", "lambda", "lambda/m", "why");
    assertCells(
        lines[1],
        "dense1.weight",
        "weight",
        "2 x 2",
        "ridge",
        "0.5000",
        "0.002500",
        "chosen by the plan");
    assertCells(
        lines[2],
        "dense1.weight",
        "weight",
        "2 x 2",
        "lasso",
        "2.000",
        "0.01000",
        "by subgradient, as asked");
    assertCells(
        lines[3],
        "dense1.bias",
        "bias",
        "1 x 2",
        "-",
        "-",
        "-",
        "excluded: biases are not penalised unless asked for");
    assertCells(
        lines[4],
        "dense2.weight",
        "weight",
        "1 x 2",
        "-",
        "-",
        "-",
        "excluded: no rule selects layer dense2");
    assertCells(
        lines[5],
        "dense2.bias",
        "bias",
        "1 x 1",
        "-",
        "-",
        "-",
        "excluded: biases are not penalised unless asked for");
    // Columns begin at the same place in every line.
    int why = lines[0].indexOf("why");
    assertEquals(why, lines[1].indexOf("chosen"));
    assertEquals(why, lines[3].indexOf("excluded"));
  }

  private static void assertCells(String line, String... cells) {
    assertEquals(List.of(cells), List.of(line.split("  +")), line);
  }

  @Test
  void the_table_says_when_a_role_was_not_chosen() {
    ParameterLayout norm =
        ParameterLayout.builder()
            .add("norm1", new ParameterSpec("scale", Role.NORMALIZATION, 1, 2))
            .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 1, 2))
            .build();
    assertTrue(
        Regularization.of(new Ridge(), 1)
            .table(norm, 1)
            .contains("excluded: no rule selects role normalization"));
  }

  @Test
  void a_selector_chooses_by_role_and_layer() {
    var weight1 = layout.parameter("dense1.weight");
    var bias2 = layout.parameter("dense2.bias");
    assertTrue(Selector.weights().selects(weight1));
    assertFalse(Selector.weights().selects(bias2));
    assertTrue(Selector.weightsAndBiases().inLayers("dense2").selects(bias2));
    assertFalse(Selector.weightsAndBiases().inLayers("dense2").selects(weight1));
    assertTrue(Selector.roles(Role.BIAS).selects(bias2));
    assertEquals(
        "a selector needs at least one role, found none",
        message(() -> new Selector(Set.of(), Set.of())));
  }

  @Test
  void a_rule_without_penalty_is_refused_where_it_is_written() {
    NullPointerException missing =
        assertThrows(NullPointerException.class, () -> Regularization.of(null, 1));
    assertEquals("penalty", missing.getMessage());
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
