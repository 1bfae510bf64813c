package dev.ridgeline.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.doubles.BlockNorm;
import dev.ridgeline.doubles.Incapable;
import dev.ridgeline.doubles.Lasso;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.Selector;
import dev.ridgeline.penalty.SmoothPenalty;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdatePassTest {
  /**
   * Steps of a length of their own in each coordinate, 1 / (1 + i), and a slot that counts them.
   */
  private record PerCoordinate(double learningRate) implements Optimizer {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public boolean isPerCoordinate() {
      return true;
    }

    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to(); i++) {
        float step = (float) (block.rate() / (1 + i));
        block.weights()[i] -= step * block.gradients()[i];
        block.slot(0)[i] += block.step();
        if (block.wantsSteps()) {
          block.steps()[i] = step;
        }
      }
    }

    @Override
    public String toString() {
      return "per-coordinate";
    }
  }

  /** Multiplies the weights by 1 - rate * decay and then takes the gradient step. */
  private record Decaying(double learningRate) implements Optimizer {
    @Override
    public int slots() {
      return 0;
    }

    @Override
    public boolean isPerCoordinate() {
      return false;
    }

    @Override
    public Treatment treatmentOf(Penalty penalty) {
      return penalty instanceof SmoothPenalty
          ? Treatment.DECAY
          : Optimizer.super.treatmentOf(penalty);
    }

    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to(); i++) {
        block.weights()[i] *= (float) (1 - block.rate() * block.decay());
      }
      new PlainSgd(learningRate).update(block.withoutDecay());
      assertEquals(0, block.decay());
    }

    @Override
    public String toString() {
      return "decaying";
    }
  }

  private static ParameterLayout layout(int weights, int biases) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.add("dense1", new ParameterSpec("weight", Role.WEIGHT, 1, weights));
    return biases == 0
        ? builder.build()
        : builder.add("dense1", new ParameterSpec("bias", Role.BIAS, 1, biases)).build();
  }

  private static OptimizerState step(
      ParameterLayout layout,
      Regularization plan,
      double m,
      Optimizer optimizer,
      float[] w,
      float[] g) {
    OptimizerState state = optimizer.newState(layout.size());
    UpdatePass.of(layout, plan, m, optimizer).step(w, g, state, optimizer.learningRate());
    return state;
  }

  @Test
  void a_statistic_moves_by_what_stands_in_the_place_of_its_gradient() {
    ParameterLayout layout =
        ParameterLayout.builder()
            .add("norm1", new ParameterSpec("gain", Role.NORMALIZATION, 1, 2))
            .add("norm1", new ParameterSpec("mean", Role.STATISTIC, 1, 2))
            .build();
    float[] w = {1, 2, 3, 4};
    float[] g = {1, 1, 1, -2};
    OptimizerState state = step(layout, Regularization.none(), 1, new PerCoordinate(0.5), w, g);
    assertArrayEquals(new float[] {0.5f, 1.75f, 2, 6}, w);
    assertArrayEquals(new float[] {1, 1, 0, 0}, state.slot(0));
    g[3] = Float.NaN;
    String text =
        assertThrows(
                ArithmeticException.class,
                () ->
                    UpdatePass.of(layout, Regularization.none(), 1, new PerCoordinate(0.5))
                        .step(w, g, state, 0.5))
            .getMessage();
    assertTrue(text.contains("norm1.mean[0, 1]"), text);
  }

  @Test
  void without_a_penalty_the_optimizer_steps_alone() {
    float[] w = {1, 2, 3};
    OptimizerState state =
        step(layout(2, 1), Regularization.none(), 5, new PlainSgd(0.5), w, new float[] {1, -2, 4});
    assertArrayEquals(new float[] {0.5f, 3, 1}, w);
    assertEquals(1, state.steps());
  }

  @Test
  void the_gradient_of_a_smooth_penalty_is_added_to_weights_only_with_lambda_over_m() {
    float[] w = {4, -8, 4};
    float[] g = {0, 1, 0};
    // strength 2 / 8 = 0.25: gradients 0 + 1, 1 - 2; step 0.5.
    step(layout(2, 1), Regularization.of(new Ridge(), 2), 8, new PlainSgd(0.5), w, g);
    assertArrayEquals(new float[] {3.5f, -7.5f, 4}, w);
    assertArrayEquals(new float[] {1, -1, 0}, g);
  }

  @Test
  void the_prox_follows_the_step() {
    // Step first: 1 - 0.5 * 1 = 0.5 and -2 - 0.5 * 2 = -3; then threshold 0.5 * (4 / 4) = 0.5.
    // The other way round would give 0 and -2.5.
    float[] w = {1, -2};
    step(
        layout(2, 0),
        Regularization.of(new Lasso(), 4),
        4,
        new PlainSgd(0.5),
        w,
        new float[] {1, 2});
    assertArrayEquals(new float[] {0, -2.5f}, w);
  }

  @Test
  void smooth_gradient_then_step_then_prox() {
    Regularization both = Regularization.builder().add(new Lasso(), 1).add(new Ridge(), 1).build();
    // gradient 0 + 2, step to 2 - 0.5 * 2 = 1, threshold 0.5.
    float[] w = {2};
    step(layout(1, 0), both, 1, new PlainSgd(0.5), w, new float[1]);
    assertArrayEquals(new float[] {0.5f}, w);
  }

  @Test
  void decay_multiplies_the_weights_and_leaves_the_gradient_alone() {
    float[] w = {10};
    float[] g = {2};
    // 10 * (1 - 0.1 * 0.5) - 0.1 * 2
    step(layout(1, 0), Regularization.of(new Ridge(), 5), 10, new Decaying(0.1), w, g);
    assertArrayEquals(new float[] {9.3f}, w, 1e-6f);
    assertArrayEquals(new float[] {2}, g);
  }

  @Test
  void a_subgradient_enters_the_gradient_where_asked_for() {
    Regularization plan =
        Regularization.builder()
            .add(
                new Regularization.Rule(
                    new Lasso(), 2, Selector.weights(), Regularization.Application.SUBGRADIENT))
            .build();
    float[] w = {0.25f, -3, 0};
    step(layout(3, 0), plan, 2, new PlainSgd(0.5), w, new float[3]);
    assertArrayEquals(new float[] {-0.25f, -2.5f, 0}, w);
  }

  @Test
  void per_coordinate_steps_reach_the_prox_in_every_block() {
    // More cells than a block, and a second parameter that begins inside one.
    int n = Block.CELLS + 100;
    float[] w = new float[n + 3];
    Arrays.fill(w, 2);
    OptimizerState state =
        step(
            layout(n, 3),
            Regularization.of(new Lasso(), 1),
            1,
            new PerCoordinate(1),
            w,
            new float[n + 3]);
    for (int i = 0; i < n; i++) {
      assertEquals(2 - 1f / (1 + i), w[i], 1e-6, "cell " + i);
      assertEquals(1, state.slot(0)[i]);
    }
    assertArrayEquals(new float[] {2, 2, 2}, Arrays.copyOfRange(w, n, n + 3));
    assertEquals(1, state.slot(0)[n + 2]);
  }

  @Test
  void a_grouped_prox_sees_the_whole_parameter_after_the_step() {
    ParameterLayout two =
        ParameterLayout.builder()
            .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 2, 2))
            .build();
    float[] w = {4, 4, 0.1f, 0.1f};
    // Row 0 steps to (3 4), of norm 5, and shrinks by 0.5 * 2 = 1; row 1 vanishes.
    step(
        two,
        Regularization.of(new BlockNorm(Grouping.rows()), 2),
        1,
        new PlainSgd(0.5),
        w,
        new float[] {2, 0, 0, 0});
    assertArrayEquals(new float[] {2.4f, 3.2f, 0, 0}, w, 1e-6f);
  }

  @Test
  void a_smooth_penalty_of_the_whole_matrix_is_added_once() {
    SmoothPenalty sum =
        new SmoothPenalty() {
          @Override
          public double value(Matrix w, double strength) {
            return strength * w.get(0, 0);
          }

          @Override
          public void addGradientTo(Matrix w, double strength, Matrix gradient) {
            gradient.set(0, 0, gradient.get(0, 0) + strength);
          }

          @Override
          public double lipschitz(double strength) {
            return 0;
          }
        };
    int n = 3 * Block.CELLS;
    float[] w = new float[n];
    step(layout(n, 0), Regularization.of(sum, 6), 2, new PlainSgd(1), w, new float[n]);
    assertEquals(-3, w[0]);
    assertEquals(0, w[1]);
  }

  @Test
  void lambda_0_changes_nothing_to_the_last_bit() {
    float[] plain = {0.1f, -0.3f};
    float[] penalised = plain.clone();
    float[] g = {0.7f, 0.2f};
    step(layout(2, 0), Regularization.none(), 7, new PlainSgd(0.3), plain, g.clone());
    step(
        layout(2, 0),
        Regularization.of(new Lasso(), 0),
        7,
        new PlainSgd(0.3),
        penalised,
        g.clone());
    assertArrayEquals(plain, penalised);
  }

  @Test
  void the_rate_of_the_step_is_the_callers() {
    float[] w = {1};
    PlainSgd sgd = new PlainSgd(0.5);
    UpdatePass.of(layout(1, 0), Regularization.none(), 1, sgd)
        .step(w, new float[] {1}, sgd.newState(1), 0.25);
    assertArrayEquals(new float[] {0.75f}, w);
  }

  @Test
  void a_gradient_that_is_not_finite_is_refused_with_parameter_cell_and_step() {
    ParameterLayout two =
        ParameterLayout.builder()
            .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 2, 3))
            .add("dense1", new ParameterSpec("bias", Role.BIAS, 1, 2))
            .build();
    PlainSgd sgd = new PlainSgd(0.1);
    UpdatePass pass = UpdatePass.of(two, Regularization.none(), 1, sgd);
    OptimizerState state = sgd.newState(8);
    float[] w = {1, 1, 1, 1, 1, 1, 1, 1};
    pass.step(w, new float[8], state, 0.1);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] g = new float[8];
      g[4] = bad;
      assertEquals(
          "the gradient of dense1.weight[1, 1] is "
              + bad
              + " at step 2; use a smaller learning rate, or look for extreme values in the data",
          assertThrows(ArithmeticException.class, () -> pass.step(w, g, state, 0.1)).getMessage());
      g[4] = 0;
      g[7] = bad;
      assertTrue(
          assertThrows(ArithmeticException.class, () -> pass.step(w, g, state, 0.1))
              .getMessage()
              .startsWith("the gradient of dense1.bias[0, 1] is " + bad));
    }
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, w, "nothing was updated");
    assertEquals(1, state.steps());
    pass.step(w, new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0, 0, 0, 0, 0, 0}, state, 0);
  }

  @Test
  void nothing_is_updated_if_the_very_last_gradient_is_not_finite() {
    ParameterLayout layout = layout(40 * Block.CELLS, 3);
    Regularization ridge = Regularization.of(new Ridge(), 1);
    for (int threads : new int[] {1, 2}) {
      try (Team team = Team.of(threads)) {
        PerCoordinate optimizer = new PerCoordinate(0.5);
        UpdatePass pass = UpdatePass.of(layout, ridge, 1, optimizer, team);
        OptimizerState state = optimizer.newState(layout.size());
        float[] w = new float[layout.size()];
        float[] g = new float[layout.size()];
        Arrays.fill(w, 1);
        Arrays.fill(g, 2);
        g[17] = Float.MAX_VALUE; // Its square overflows, which is no reason to refuse.
        g[g.length - 1] = Float.NaN;
        float[] before = w.clone();
        String text =
            assertThrows(ArithmeticException.class, () -> pass.step(w, g, state, 0.5)).getMessage();
        assertTrue(text.startsWith("the gradient of dense1.bias[0, 2] is NaN at step 1;"), text);
        assertArrayEquals(before, w);
        assertArrayEquals(new float[w.length], state.slot(0));
        assertEquals(0, state.steps());
      }
    }
  }

  @Test
  void a_penalty_with_neither_gradient_nor_prox_is_refused() {
    String text =
        refusal(
            () ->
                UpdatePass.of(
                    layout(1, 0), Regularization.of(new Incapable(), 1), 1, new PlainSgd(1)));
    assertEquals(
        "plain-sgd needs a penalty with a gradient (SmoothPenalty) or a prox (ProximablePenalty);"
            + " incapable (dev.ridgeline.doubles.Incapable) has neither: implement one of them,"
            + " SeparablePenalty being the shortest",
        text);
    assertEquals(
        text,
        refusal(() -> new PlainSgd(1).check(Regularization.of(new Incapable(), 0))),
        "even at lambda 0");
  }

  @Test
  void a_whole_matrix_prox_is_refused_by_per_coordinate_steps() {
    String text = refusal(() -> new PerCoordinate(1).treatmentOf(new BlockNorm(Grouping.rows())));
    assertTrue(
        text.startsWith(
            "per-coordinate steps differently in each coordinate, so it needs a SeparablePenalty;"
                + " block-norm (dev.ridgeline.doubles.BlockNorm) has only a whole-matrix prox:"
                + " use sgd or momentum"),
        text);
    assertEquals(Treatment.PROX, new PlainSgd(1).treatmentOf(new BlockNorm(Grouping.rows())));
    assertEquals(Treatment.PROX, new PerCoordinate(1).treatmentOf(new Lasso()));
    assertEquals(Treatment.GRADIENT, new PerCoordinate(1).treatmentOf(new Ridge()));
  }

  @Test
  void decay_is_refused_for_a_smooth_penalty_that_is_not_quadratic() {
    SmoothPenalty smooth =
        new SmoothPenalty() {
          @Override
          public double value(Matrix w, double strength) {
            return 0;
          }

          @Override
          public void addGradientTo(Matrix w, double strength, Matrix gradient) {}

          @Override
          public double lipschitz(double strength) {
            return 0;
          }

          @Override
          public String toString() {
            return "smooth-one";
          }
        };
    assertEquals(
        "decaying applies weight decay, which is for quadratic penalties (QuadraticPenalty, such"
            + " as l2); smooth-one is none",
        refusal(
            () -> UpdatePass.of(layout(1, 0), Regularization.of(smooth, 1), 1, new Decaying(1))));
  }

  @Test
  void a_treatment_that_the_penalty_is_not_capable_of_is_refused() {
    for (Treatment claimed : List.of(Treatment.PROX, Treatment.GRADIENT)) {
      Optimizer boastful = new PlainSgdThatTakesAll(claimed);
      String text =
          refusal(
              () ->
                  UpdatePass.of(layout(1, 0), Regularization.of(new Incapable(), 1), 1, boastful));
      assertTrue(text.startsWith("boastful says that it takes incapable by " + claimed), text);
    }
  }

  /** Claims one treatment for every penalty, capable or not. */
  private record PlainSgdThatTakesAll(Treatment claimed) implements Optimizer {
    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public int slots() {
      return 0;
    }

    @Override
    public boolean isPerCoordinate() {
      return false;
    }

    @Override
    public Treatment treatmentOf(Penalty penalty) {
      return claimed;
    }

    @Override
    public void update(Block block) {
      new PlainSgd(1).update(block);
    }

    @Override
    public String toString() {
      return "boastful";
    }
  }

  @Test
  void two_quadratic_penalties_decay_by_the_sum_of_their_rates() {
    QuadraticPenalty twice = strength -> 2 * strength;
    Regularization both = Regularization.builder().add(new Ridge(), 1).add(twice, 1).build();
    float[] w = {1};
    step(layout(1, 0), both, 10, new Decaying(1), w, new float[1]);
    assertArrayEquals(new float[] {0.7f}, w, 1e-6f);
  }

  private static String refusal(Runnable bad) {
    return assertThrows(PenaltyNotSupportedException.class, bad::run).getMessage();
  }
}
