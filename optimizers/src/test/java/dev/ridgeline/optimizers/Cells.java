package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.Regularization;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Runs an optimizer on one weight matrix of a column, with m = 1 so that lambda is the strength.
 */
final class Cells {
  private Cells() {}

  static ParameterLayout column(int n) {
    return ParameterLayout.builder()
        .add("dense1", new ParameterSpec("weight", Role.WEIGHT, n, 1))
        .build();
  }

  /** The weights after each of the steps with given gradients, row by row. */
  static float[][] trace(
      Optimizer optimizer, Regularization plan, float[] start, float[]... gradients) {
    UpdatePass pass = UpdatePass.of(column(start.length), plan, 1, optimizer);
    OptimizerState state = optimizer.newState(start.length);
    float[] w = start.clone();
    float[][] trace = new float[gradients.length][];
    for (int t = 0; t < gradients.length; t++) {
      pass.step(w, gradients[t].clone(), state, optimizer.learningRate());
      trace[t] = w.clone();
    }
    return trace;
  }

  /** The weight after each step of a single cell that starts at 0, without penalty. */
  static double[] trace(Optimizer optimizer, double... gradients) {
    float[][] rows = new float[gradients.length][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = new float[] {(float) gradients[t]};
    }
    float[][] trace = trace(optimizer, Regularization.none(), new float[1], rows);
    double[] w = new double[rows.length];
    for (int t = 0; t < w.length; t++) {
      w[t] = trace[t][0];
    }
    return w;
  }

  /** Minimises with a gradient that is a function of the weights. */
  static float[] minimise(
      Optimizer optimizer,
      Regularization plan,
      float[] start,
      int steps,
      UnaryOperator<float[]> gradient) {
    UpdatePass pass = UpdatePass.of(column(start.length), plan, 1, optimizer);
    OptimizerState state = optimizer.newState(start.length);
    float[] w = start.clone();
    for (int t = 0; t < steps; t++) {
      pass.step(w, gradient.apply(w), state, optimizer.learningRate());
    }
    return w;
  }

  /** Normal numbers, one row a step. */
  static float[][] random(long seed, int rows, int columns) {
    Random random = new Random(seed);
    float[][] all = new float[rows][columns];
    for (float[] row : all) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return all;
  }
}
