package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NoPenalty;
import dev.ridgeline.penalty.Regularization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightDecayTest {
  private static final Regularization L2_AT_HALF = Regularization.of(new L2(), 0.5);

  /** An optimizer from elsewhere, which knows nothing of decay and steps by the rate. */
  record Elsewhere(double learningRate) implements Optimizer {
    @Override
    public int slots() {
      return 0;
    }

    @Override
    public boolean isPerCoordinate() {
      return false;
    }

    @Override
    public void update(Block block) {
      assertEquals(0, block.decay());
      for (int i = block.from(); i < block.to(); i++) {
        block.weights()[i] -= (float) block.rate() * Math.signum(block.gradients()[i]);
      }
    }
  }

  @Test
  void theFactorIsOneMinusAlphaLambdaOverM() {
    assertEquals(0.99999999, WeightDecay.factor(0.01, 0.01 / 10000));
    assertEquals(1, WeightDecay.factor(0.01, 0));
  }

  @Test
  void aroundSgdItIsL2ToTheLastBit() {
    float[][] gradients = Cells.random(11, 100, 3000);
    float[] start = Cells.random(12, 1, 3000)[0];
    float[][] l2 = Cells.trace(new Sgd(0.1), L2_AT_HALF, start, gradients);
    float[][] decay = Cells.trace(new WeightDecay(new Sgd(0.1)), L2_AT_HALF, start, gradients);
    for (int t = 0; t < 100; t++) {
      assertArrayEquals(l2[t], decay[t], "step " + (t + 1));
    }
  }

  @Test
  void aroundSgdItIsTheFormulaInDoubleUpToRounding() {
    float[][] gradients = Cells.random(13, 100, 5);
    float[][] w =
        Cells.trace(
            new WeightDecay(new Sgd(0.1)), L2_AT_HALF, new float[] {1, 2, 3, 4, 5}, gradients);
    for (int i = 0; i < 5; i++) {
      double expected = i + 1;
      for (float[] g : gradients) {
        expected = (1 - 0.1 * 0.5) * expected - 0.1 * g[i];
      }
      assertEquals(expected, w[99][i], 1e-5);
    }
  }

  static List<Optimizer> withMemory() {
    return List.of(
        new Momentum(0.01),
        new Momentum(0.01, 0.9, true),
        new Adam(0.01),
        new RmsProp(0.01),
        new AdaGrad(0.01),
        new Lion(0.01));
  }

  @ParameterizedTest
  @MethodSource("withMemory")
  void aroundAnOptimizerWithMemoryItIsNotL2(Optimizer base) {
    float[][] gradients = Cells.random(14, 100, 5);
    float[] start = {1, 2, 3, 4, 5};
    float[] l2 = Cells.trace(base, L2_AT_HALF, start, gradients)[99];
    float[] decay = Cells.trace(new WeightDecay(base), L2_AT_HALF, start, gradients)[99];
    for (int i = 0; i < 5; i++) {
      assertTrue(Math.abs(l2[i] - decay[i]) > 1e-3, l2[i] + " and " + decay[i]);
    }
  }

  static List<Optimizer> anyBase() {
    return List.of(
        new Sgd(0.01),
        new Momentum(0.01),
        new Momentum(0.01, 0.9, true),
        new Adam(0.01),
        new RmsProp(0.01),
        new AdaGrad(0.01),
        new Lion(0.01),
        new Elsewhere(0.01));
  }

  @ParameterizedTest
  @MethodSource("anyBase")
  void withZeroGradientsTheWeightsShrinkByPowersOfTheFactor(Optimizer base) {
    float[] start = {1, -2, 0.3f};
    float[][] w = Cells.trace(new WeightDecay(base), L2_AT_HALF, start, new float[50][3]);
    for (int i = 0; i < 3; i++) {
      // Each of 50 steps rounds by at most 2^-24 of the weight.
      assertEquals(start[i] * Math.pow(0.995, 50), w[49][i], 50 * 6e-8 * Math.abs(start[i]));
    }
  }

  @ParameterizedTest
  @MethodSource("anyBase")
  void theStepOnTheDataGradientIsTheBasesOwn(Optimizer base) {
    float[][] gradients = Cells.random(15, 30, 4);
    float[] start = {1, 2, 3, 4};
    float[][] plain = Cells.trace(base, Regularization.none(), start, gradients);
    float[][] decayed = Cells.trace(new WeightDecay(base), L2_AT_HALF, start, gradients);
    // The steps of these optimizers do not depend on the weights: unroll W := factor W + step.
    for (int i = 0; i < 4; i++) {
      double expected = start[i];
      for (int t = 0; t < 30; t++) {
        double step = plain[t][i] - (double) (t == 0 ? start[i] : plain[t - 1][i]);
        expected = 0.995 * expected + step;
      }
      assertEquals(expected, decayed[29][i], 1e-4);
    }
  }

  @Test
  void aDecayTooSmallForFloatAloneIsKeptOnAverage() {
    // alpha lambda/m = 1e-8: in float 1 - 1e-8 is 1.
    int steps = 1_000_000;
    double s = 1e-6;
    Sgd sgd = new Sgd(0.01);
    Random random = new Random(16);
    float[] w = {1};
    double exact = 1;
    double without = 1;
    UpdatePass pass =
        UpdatePass.of(Cells.column(1), Regularization.of(new L2(), s), 1, new WeightDecay(sgd));
    OptimizerState state = sgd.newState(1);
    float[] g = new float[1];
    for (int t = 0; t < steps; t++) {
      float gradient = (float) random.nextGaussian() * 1e-4f;
      g[0] = gradient;
      pass.step(w, g, state, 0.01);
      exact -= 0.01 * (gradient + s * exact);
      without -= 0.01 * gradient;
    }
    assertTrue(without - exact > 0.009, without + " " + exact);
    assertEquals(exact, w[0], 5e-4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 250})
  void aDecayThatTurnsSignsIsRefusedWithItsNumbers(double lambda) {
    for (Optimizer o :
        List.of(new WeightDecay(new Elsewhere(0.01)), new WeightDecay(new Adam(0.01)))) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  Cells.trace(o, Regularization.of(new L2(), lambda), new float[1], new float[1]));
      assertTrue(e.getMessage().contains("0.01"), e.getMessage());
      assertTrue(e.getMessage().contains(Double.toString(lambda)), e.getMessage());
    }
  }

  @Test
  void aWeightDecayOfAWeightDecayIsRefused() {
    WeightDecay inner = new WeightDecay(new Sgd(0.1));
    assertThrows(IllegalArgumentException.class, () -> new WeightDecay(inner));
  }

  @Test
  void onlyQuadraticPenaltiesDecay() {
    WeightDecay adamW = new WeightDecay(new Adam(0.1));
    assertEquals(Treatment.DECAY, adamW.treatmentOf(new L2()));
    assertEquals(Treatment.PROX, adamW.treatmentOf(new L1()));
    assertEquals(Treatment.GRADIENT, adamW.treatmentOf(new NoPenalty()));
    assertEquals(Treatment.GRADIENT, new Adam(0.1).treatmentOf(new L2()));
    assertEquals(Treatment.GRADIENT, new Momentum(0.1).treatmentOf(new L2()));
    assertEquals(Treatment.DECAY, new Sgd(0.1).treatmentOf(new L2()));
  }

  @Test
  void aPlanWithoutAQuadraticPenaltyIsRefusedNamingPlanAndBase() {
    WeightDecay adamW = new WeightDecay(new Adam(0.1));
    adamW.check(L2_AT_HALF);
    Exception e =
        assertThrows(
            PenaltyNotSupportedException.class,
            () -> adamW.check(Regularization.of(new L1(), 0.25)));
    assertTrue(e.getMessage().contains("l1 at lambda 0.25"), e.getMessage());
    assertTrue(e.getMessage().contains("use adam("), e.getMessage());
  }

  @Test
  void onlyAroundSgdItMinimisesJ() {
    assertTrue(new WeightDecay(new Sgd(0.1)).minimizes(new L2()));
    assertFalse(new WeightDecay(new Momentum(0.1)).minimizes(new L2()));
    assertFalse(new WeightDecay(new Adam(0.1)).minimizes(new L2()));
    assertTrue(new WeightDecay(new Adam(0.1)).minimizes(new L1()));
  }
}
