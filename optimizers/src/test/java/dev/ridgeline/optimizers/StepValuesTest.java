package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepValuesTest {
  @Test
  void sgdMovesByTheRateTimesTheGradient() {
    assertArrayEquals(new double[] {-0.1, -0.4, -0.2}, Cells.trace(new Sgd(0.1), 1, 3, -2), 1e-6);
  }

  @Test
  void sgdDecaysUnderL2() {
    float[][] w =
        Cells.trace(
            new Sgd(0.1), Regularization.of(new L2(), 0.3), new float[] {2}, new float[] {0.5f});
    // 2 - 0.1 * (0.5 + 0.3 * 2) = (1 - 0.03) * 2 - 0.05
    assertEquals(1.89, w[0][0], 1e-6);
  }

  @Test
  void momentumAddsUpGradients() {
    // v = 1, 0.5 * 1 + 2 = 2.5, 0.5 * 2.5 - 1 = 0.25
    assertArrayEquals(
        new double[] {-0.1, -0.35, -0.375},
        Cells.trace(new Momentum(0.1, 0.5, false), 1, 2, -1),
        1e-6);
  }

  @Test
  void nesterovLooksAhead() {
    // g + 0.5 v = 1 + 0.5, 2 + 1.25, -1 + 0.125
    assertArrayEquals(
        new double[] {-0.15, -0.475, -0.3875},
        Cells.trace(new Momentum(0.1, 0.5, true), 1, 2, -1),
        1e-6);
  }

  @Test
  void nesterovIsTheSchemeOfSutskeverAtTheLookAheadPoint() {
    // u is the point proper, x = u + mu d the point looked at: d := mu d - a g(x), u := u + d.
    double a = 0.05;
    double mu = 0.8;
    double u = 3;
    double d = 0;
    for (int t = 0; t < 40; t++) {
      double x = u + mu * d;
      d = mu * d - a * (2 * x - 1);
      u += d;
    }
    float[] w =
        Cells.minimise(
            new Momentum(a, mu, true),
            Regularization.none(),
            new float[] {3},
            40,
            x -> new float[] {2 * x[0] - 1});
    assertEquals(u + mu * d, w[0], 1e-5);
  }

  @Test
  void adamDividesTheMeanByTheRootMeanSquareBothCorrected() {
    // beta1 = 0.5, beta2 = 0.75, epsilon negligible.
    // t = 1: m 0.5 / 0.5 = 1, v 0.25 / 0.25 = 1: -0.1
    // t = 2: m 1.75 / 0.75 = 2.333333, v 2.4375 / 0.4375 = 5.571429: -0.1 - 0.1 * 2.333333/2.360387
    // t = 3: m -0.125 / 0.875 = -0.142857, v 2.828125 / 0.578125 = 4.891892, root 2.211762
    assertArrayEquals(
        new double[] {-0.1, -0.1988538, -0.1923948},
        Cells.trace(new Adam(0.1, 0.5, 0.75, 1e-12), 1, 3, -2),
        1e-6);
  }

  @Test
  void adamAddsEpsilonToTheRoot() {
    // 0.1 * 2 / (2 + 3)
    assertEquals(-0.04, Cells.trace(new Adam(0.1, 0.9, 0.999, 3), 2)[0], 1e-7);
  }

  @Test
  void rmsPropDividesByTheRootMeanSquare() {
    // v = 0.25 * 4 = 1, 0.75 + 0.25 = 1, 0.75 + 0.25 * 16 = 4.75 with root 2.179449
    assertArrayEquals(
        new double[] {-0.2, -0.3, -0.1164671},
        Cells.trace(new RmsProp(0.1, 0.75, 1e-12), 2, 1, -4),
        1e-6);
  }

  @Test
  void adaGradDividesByTheRootOfTheSumOfSquares() {
    // roots 3, 5, 13: -0.1 * 3/3, -0.1 * 4/5, +0.1 * 12/13
    assertArrayEquals(
        new double[] {-0.1, -0.18, -0.0876923},
        Cells.trace(new AdaGrad(0.1, 1e-12), 3, 4, -12),
        1e-6);
  }

  @Test
  void lionStepsByTheSign() {
    // beta1 = 0.5, beta2 = 0.75: c = 1, 0.25 - 0.15 = 0.1, 0.15 - 0.4 = -0.25; m = 0.5, 0.3, 0.025
    assertArrayEquals(
        new double[] {-0.1, -0.2, -0.1},
        Cells.trace(new Lion(0.1, 0.5, 0.75), 2, -0.3, -0.8),
        1e-6);
    assertEquals(0, Cells.trace(new Lion(0.1), 0)[0]);
  }

  static List<Optimizer> perCoordinate() {
    return List.of(new Adam(0.1), new RmsProp(0.1), new AdaGrad(0.1), new Lion(0.1, 0, 0.5));
  }

  @ParameterizedTest
  @MethodSource("perCoordinate")
  void theFirstStepIsTheStepLengthTimesTheGradientInEachCoordinate(Optimizer optimizer) {
    float[] g = {0, 0, 0, 0.5f, -3, 1e-3f};
    float[] before = g.clone();
    float[] w = new float[6];
    Block block = new Block().at(w, g, optimizer.newState(6), 1, 0.1).cells(3, 6, 0, true);
    optimizer.update(block);
    for (int i = 3; i < 6; i++) {
      assertEquals(-block.steps()[i] * before[i], w[i], 1e-6);
      assertTrue(block.steps()[i] > 0);
    }
    assertArrayEquals(new float[] {0, 0, 0}, new float[] {w[0], w[1], w[2]});
  }

  static List<Optimizer> all() {
    return List.of(
        new Sgd(0.1),
        new Momentum(0.1),
        new Momentum(0.1, 0.5, true),
        new Adam(0.1),
        new RmsProp(0.1),
        new AdaGrad(0.1),
        new Lion(0.1),
        new WeightDecay(new Adam(0.1)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aZeroGradientChangesNothing(Optimizer optimizer) {
    float[] start = {1, -2, 0, 1e-30f, 3e30f};
    float[][] w = Cells.trace(optimizer, Regularization.none(), start, new float[5], new float[5]);
    assertArrayEquals(start, w[1]);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPlanWithLambdaZeroChangesNoBit(Optimizer optimizer) {
    float[][] gradients = Cells.random(1, 20, 7);
    float[] start = Cells.random(2, 1, 7)[0];
    float[][] without = Cells.trace(optimizer, Regularization.none(), start, gradients);
    float[][] with = Cells.trace(optimizer, Regularization.of(new L2(), 0), start, gradients);
    assertArrayEquals(without, with);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRestoredStateGoesOnAsIfUninterrupted(Optimizer optimizer) {
    float[][] gradients = Cells.random(3, 10, 4);
    float[] start = {1, 2, 3, 4};
    float[][] whole = Cells.trace(optimizer, Regularization.none(), start, gradients);
    OptimizerState state = optimizer.newState(4);
    float[] w = start.clone();
    for (int t = 0; t < 10; t++) {
      state = state.copy();
      Block block = new Block().at(w, gradients[t], state, t + 1, optimizer.learningRate());
      optimizer.update(block.cells(0, 4, 0, false));
    }
    assertArrayEquals(whole[9], w);
  }

  static List<Executable> wrong() {
    return List.of(
        () -> new Sgd(0),
        () -> new Sgd(Double.NaN),
        () -> new Momentum(Double.POSITIVE_INFINITY),
        () -> new Momentum(0.1, 1, false),
        () -> new Adam(0.1, -0.1, 0.9, 1e-8),
        () -> new Adam(0.1, 0.9, 1, 1e-8),
        () -> new Adam(0.1, 0.9, 0.9, 0),
        () -> new RmsProp(0.1, 1, 1e-8),
        () -> new AdaGrad(0.1, 0),
        () -> new Lion(0.1, 0.9, 1));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aSettingOutsideItsRangeIsRefusedWithItsValue(Executable construct) {
    Exception e = assertThrows(IllegalArgumentException.class, construct);
    assertTrue(e.getMessage().matches("[a-z0-9-]+ must be .*, found .+"), e.getMessage());
  }
}
