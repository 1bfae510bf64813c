package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.Regularization;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdatePassTest {
  private static final int LONG = 2 * Block.CELLS + 100;

  /** Two layers: dense1.weight LONG x 1, dense1.bias 1 x 3, dense2.weight 2 x 3, dense2.bias. */
  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder()
          .add("dense1", new ParameterSpec("weight", Role.WEIGHT, LONG, 1))
          .add("dense1", new ParameterSpec("bias", Role.BIAS, 1, 3))
          .add("dense2", new ParameterSpec("weight", Role.WEIGHT, 2, 3))
          .add("dense2", new ParameterSpec("bias", Role.BIAS, 1, 2))
          .build();

  /** Halves the weights by a whole-matrix prox that is not separable by type. */
  record Halving() implements ProximablePenalty {
    @Override
    public double value(Matrix w, double strength) {
      return 0;
    }

    @Override
    public double prox(Matrix w, double strength, double step) {
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          w.set(i, j, w.get(i, j) / 2);
        }
      }
      return 0;
    }
  }

  /** A penalty that can do nothing but tell its value. */
  record Mute() implements Penalty {
    @Override
    public double value(Matrix w, double strength) {
      return 0;
    }
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.1),
        new Momentum(0.1),
        new Momentum(0.1, 0.9, true),
        new Adam(0.1),
        new RmsProp(0.1),
        new AdaGrad(0.1),
        new Lion(0.1),
        new WeightDecay(new Adam(0.1)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyWeightIsTreatedAsIfItWereAloneAndBiasesAreNotPenalised(Optimizer optimizer) {
    float[] start = Cells.random(21, 1, LAYOUT.size())[0];
    float[][] gradients = Cells.random(22, 5, LAYOUT.size());
    for (Penalty penalty : List.of(new L1(), new L2())) {
      Regularization plan = Regularization.of(penalty, 0.7);
      UpdatePass pass = UpdatePass.of(LAYOUT, plan, 1, optimizer);
      OptimizerState state = optimizer.newState(LAYOUT.size());
      float[] w = start.clone();
      for (float[] g : gradients) {
        pass.step(w, g.clone(), state, optimizer.learningRate());
      }
      int bias1 = LONG;
      int weight2 = LONG + 3;
      int bias2 = LONG + 9;
      for (int i : new int[] {0, 1, Block.CELLS - 1, Block.CELLS, LONG - 1, weight2, bias2 - 1}) {
        assertEquals(alone(optimizer, plan, start, gradients, i), w[i], penalty + " cell " + i);
      }
      for (int i : new int[] {bias1, bias1 + 2, bias2, LAYOUT.size() - 1}) {
        assertEquals(
            alone(optimizer, Regularization.none(), start, gradients, i), w[i], "bias " + i);
      }
    }
  }

  private static float alone(
      Optimizer optimizer, Regularization plan, float[] start, float[][] gradients, int i) {
    float[][] mine = Arrays.stream(gradients).map(g -> new float[] {g[i]}).toArray(float[][]::new);
    return Cells.trace(optimizer, plan, new float[] {start[i]}, mine)[gradients.length - 1][0];
  }

  @Test
  void mIsTheNumberOfExamplesThatLambdaIsDividedBy() {
    // lambda / m = 20 / 40 = 0.5, threshold 0.1 * 0.5
    float[] w = {1};
    Sgd sgd = new Sgd(0.1);
    UpdatePass.of(Cells.column(1), Regularization.of(new L1(), 20), 40, sgd)
        .step(w, new float[1], sgd.newState(1), 0.1);
    assertEquals(0.95, w[0], 1e-7);
  }

  @Test
  void aNanGradientStopsTheStepNamingParameterCellAndStep() {
    Adam adam = new Adam(0.1);
    UpdatePass pass = UpdatePass.of(LAYOUT, Regularization.none(), 1, adam);
    OptimizerState state = adam.newState(LAYOUT.size());
    float[] w = new float[LAYOUT.size()];
    float[] g = new float[LAYOUT.size()];
    pass.step(w, g, state, 0.1);
    float[] before = w.clone();
    g[LAYOUT.parameter("dense2.weight").offset() + 4] = Float.NaN;
    Exception e = assertThrows(ArithmeticException.class, () -> pass.step(w, g, state, 0.1));
    assertTrue(e.getMessage().contains("dense2.weight[1, 1] is NaN at step 2"), e.getMessage());
    assertArrayEquals(before, w);
    assertEquals(1, state.steps());
    g[LAYOUT.parameter("dense2.weight").offset() + 4] = Float.NEGATIVE_INFINITY;
    assertThrows(ArithmeticException.class, () -> pass.step(w, g, state, 0.1));
  }

  @Test
  void aWholeMatrixProxIsTakenBySgdAndMomentumAndRefusedByAdamWhenBuilt() {
    Regularization plan = Regularization.of(new Halving(), 1);
    for (Optimizer o : List.of(new Sgd(0.1), new Momentum(0.1))) {
      float[][] w = Cells.trace(o, plan, new float[] {3, 5}, new float[2]);
      assertArrayEquals(new float[] {1.5f, 2.5f}, w[0]);
    }
    for (Optimizer o : List.of(new Adam(0.1), new WeightDecay(new Adam(0.1)))) {
      Exception e =
          assertThrows(
              PenaltyNotSupportedException.class, () -> UpdatePass.of(Cells.column(2), plan, 1, o));
      assertTrue(e.getMessage().contains("adam("), e.getMessage());
      assertTrue(e.getMessage().contains("Halving"), e.getMessage());
      assertTrue(e.getMessage().contains("sgd or momentum"), e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aPenaltyWithoutGradientAndProxIsRefusedWhenBuilt(Optimizer optimizer) {
    Exception e =
        assertThrows(
            PenaltyNotSupportedException.class,
            () -> UpdatePass.of(Cells.column(1), Regularization.of(new Mute(), 1), 1, optimizer));
    assertTrue(e.getMessage().contains("SeparablePenalty"), e.getMessage());
  }

  @Test
  void thePenaltyOfARunBySgdIsNotAddedToTheGradientsOfTheCaller() {
    float[] g = {1, 1};
    Sgd sgd = new Sgd(0.1);
    UpdatePass.of(Cells.column(2), Regularization.of(new L2(), 1), 1, sgd)
        .step(new float[] {5, 5}, g, sgd.newState(2), 0.1);
    assertArrayEquals(new float[] {1, 1}, g);
  }

  @Test
  void theProxOfMomentumIsAsLongAsItsStepsForAConstantGradient() {
    // After t steps of gradient g, the last one moved by rate (1 + mu + ... + mu^(t-1)) g.
    Momentum classical = new Momentum(0.1, 0.5, false);
    assertEquals(0.1, classical.proxStep(1, 0.1), 1e-15);
    assertEquals(0.1 * 1.75, classical.proxStep(3, 0.1), 1e-15);
    Momentum nesterov = new Momentum(0.1, 0.5, true);
    assertEquals(0.1 * 1.5, nesterov.proxStep(1, 0.1), 1e-15);
    assertEquals(0.1 * 1.5, new WeightDecay(nesterov).proxStep(1, 0.1), 1e-15);
    assertEquals(0.1, new Sgd(0.3).proxStep(7, 0.1));
  }
}
