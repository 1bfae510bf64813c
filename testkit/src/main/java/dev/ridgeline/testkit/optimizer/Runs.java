package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.Regularization;

/** Seeded runs of an optimizer through the update pass. */
final class Runs {
  static final long SEED = 4711;
  // The strength is lambda / m.
  static final double M = 8;

  private Runs() {}

  /** One weight matrix of one row. */
  static ParameterLayout layout(int cells) {
    return ParameterLayout.builder()
        .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 1, cells))
        .build();
  }

  static UpdatePass pass(Optimizer optimizer, int cells, Regularization plan) {
    return UpdatePass.of(layout(cells), plan, M, optimizer);
  }

  static UpdatePass pass(Optimizer optimizer, int cells) {
    return pass(optimizer, cells, Regularization.none());
  }

  /** Weights of magnitude 0.5 to 1.5, some negative. */
  static float[] start(int cells) {
    RandomStream random = new RandomStream(SEED).derive("start");
    float[] w = new float[cells];
    for (int i = 0; i < cells; i++) {
      w[i] = (float) ((0.5 + random.uniform(i)) * (i % 3 == 1 ? -1 : 1));
    }
    return w;
  }

  /** A noisy gradient of a quadratic around 0.3, a function of weights, step and cell only. */
  static float[] gradients(float[] w, long step) {
    RandomStream random = new RandomStream(SEED).derive("noise").derive(step);
    float[] g = new float[w.length];
    for (int i = 0; i < g.length; i++) {
      double curvature = 0.2 + 0.8 * ((i % 7) / 6.0);
      g[i] = (float) (curvature * (w[i] - 0.3) + 0.1 * random.gaussian(i));
    }
    return g;
  }

  /** Steps a run on: modifies weights and state. */
  static void go(UpdatePass pass, float[] w, OptimizerState state, int steps, double rate) {
    for (int k = 0; k < steps; k++) {
      pass.step(w, gradients(w, state.steps() + 1), state, rate);
    }
  }

  /** The weights after a run from the usual start. */
  static float[] run(Optimizer optimizer, int cells, int steps, Regularization plan) {
    float[] w = start(cells);
    go(pass(optimizer, cells, plan), w, optimizer.newState(cells), steps, optimizer.learningRate());
    return w;
  }
}
