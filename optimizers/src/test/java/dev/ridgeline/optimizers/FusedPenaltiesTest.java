package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NoPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalties in the optimizers' own loops against the same applied around them. */
class FusedPenaltiesTest {
  private static final int N = Block.CELLS + 37;
  private static final int STEPS = 70;

  /**
   * The lasso by its three scalar functions, of which nothing is known but that it is separable.
   */
  private record ScalarLasso() implements SeparablePenalty {
    @Override
    public double value(double w, double s) {
      return s * Math.abs(w);
    }

    @Override
    public double prox(double w, double s, double step) {
      return Math.signum(w) * Math.max(0, Math.abs(w) - s * step);
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return w == 0 ? Math.max(0, Math.abs(g) - s) : Math.abs(g + s * Math.signum(w));
    }
  }

  /** The squared norm by its three scalar functions. */
  private record ScalarRidge() implements SmoothSeparablePenalty {
    @Override
    public double value(double w, double s) {
      return s / 2 * w * w;
    }

    @Override
    public double derivative(double w, double s) {
      return s * w;
    }

    @Override
    public double prox(double w, double s, double step) {
      return w / (1 + s * step);
    }

    @Override
    public double lipschitz(double s) {
      return s;
    }
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.01),
        new Momentum(0.01),
        new Momentum(0.01, 0.8, true),
        new Adam(0.01),
        new RmsProp(0.01),
        new AdaGrad(0.05));
  }

  /** Those and lion, whose steps are signs: a rounding error turns one sooner or later. */
  static List<Optimizer> forOneStep() {
    return Stream.concat(optimizers().stream(), Stream.of(new Lion(0.001))).toList();
  }

  private static float[] train(Optimizer optimizer, Regularization plan) {
    float[] w = Cells.random(31, 1, N)[0];
    float[] centre = Cells.random(32, 1, N)[0];
    float[][] noise = Cells.random(33, STEPS, N);
    UpdatePass pass = UpdatePass.of(Cells.column(N), plan, 1, optimizer);
    OptimizerState state = optimizer.newState(N);
    float[] g = new float[N];
    for (float[] ofStep : noise) {
      for (int i = 0; i < N; i++) {
        g[i] = (w[i] - centre[i]) + 0.1f * ofStep[i];
      }
      pass.step(w, g, state, optimizer.learningRate());
    }
    return w;
  }

  private static void same(Optimizer optimizer, Regularization fused, Regularization around) {
    float[] expected = train(new Unfused(optimizer), around);
    float[] found = train(optimizer, fused);
    assertArrayEquals(expected, found, 2e-5f, optimizer + " " + fused);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void eachPenaltyIsAppliedAsItIsAroundTheOptimizer(Optimizer optimizer) {
    for (Penalty penalty :
        List.of(new L1(), new L2(), new ElasticNet(0.5), new ElasticNet(0), new NoPenalty())) {
      Regularization plan = Regularization.of(penalty, 0.3);
      same(optimizer, plan, plan);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void twoPenaltiesAndADecayWithAProxAreToo(Optimizer optimizer) {
    Regularization both = Regularization.builder().add(new L1(), 0.1).add(new L2(), 0.2).build();
    Regularization net =
        Regularization.builder().add(new ElasticNet(0.4), 0.3).add(new L2(), 0.2).build();
    same(optimizer, both, both);
    same(optimizer, net, net);
    same(new WeightDecay(optimizer), both, both);
    same(new WeightDecay(optimizer), net, net);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aLassoByScalarFunctionsGivesTheWeightsOfTheBuiltIn(Optimizer optimizer) {
    same(optimizer, Regularization.of(new L1(), 0.3), Regularization.of(new ScalarLasso(), 0.3));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRidgeByScalarFunctionsGivesTheWeightsOfTheBuiltIn(Optimizer optimizer) {
    same(optimizer, Regularization.of(new L2(), 0.3), Regularization.of(new ScalarRidge(), 0.3));
  }

  @ParameterizedTest
  @MethodSource("forOneStep")
  void oneStepWithEachPenaltyIsTheStepAroundTheOptimizer(Optimizer optimizer) {
    for (Penalty penalty : List.of(new L1(), new L2(), new ElasticNet(0.5))) {
      Regularization plan = Regularization.of(penalty, 0.3);
      float[] w = Cells.random(41, 1, N)[0];
      float[] expected = w.clone();
      float[] g = Cells.random(42, 1, N)[0];
      UpdatePass.of(Cells.column(N), plan, 1, optimizer)
          .step(w, g.clone(), optimizer.newState(N), optimizer.learningRate());
      Optimizer around = new Unfused(optimizer);
      UpdatePass.of(Cells.column(N), plan, 1, around)
          .step(expected, g.clone(), around.newState(N), around.learningRate());
      assertArrayEquals(expected, w, 1e-6f, optimizer + " " + penalty);
    }
  }
}
