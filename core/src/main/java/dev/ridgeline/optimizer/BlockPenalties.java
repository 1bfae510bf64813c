package dev.ridgeline.optimizer;

import dev.ridgeline.optimizer.Segment.Acting;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import java.util.Arrays;

/**
 * Applies separable penalties to the cells of a block: by the loops over floats that an author has
 * written, else by those over doubles on a copy. The copies are loops of their own because the JIT
 * vectorises none that mixes types.
 */
final class BlockPenalties {
  private final float[] floats = new float[Block.CELLS];
  private final float[] floatSteps = new float[Block.CELLS];
  private final double[] doubles = new double[Block.CELLS];
  private final double[] doubleSteps = new double[Block.CELLS];
  private final double[] sameSteps = new double[Block.CELLS];
  private double filledWith;

  /** gradients += derivative of the penalty. */
  void addGradient(
      Acting<SmoothSeparablePenalty> p, float[] weights, float[] gradients, int from, int to) {
    if (p.inFloats()) {
      p.penalty().addGradientTo(weights, gradients, from, to, p.strength());
      return;
    }
    widen(weights, from, to, doubles);
    p.penalty().computeDerivatives(doubles, to - from, p.strength());
    for (int i = from; i < to; i++) {
      gradients[i] += (float) doubles[i - from];
    }
  }

  /** The prox with one step for all cells. */
  void prox(Acting<SeparablePenalty> p, float[] weights, int from, int to, double step) {
    if (p.inFloats()) {
      p.penalty().prox(weights, from, to, p.strength(), step);
      return;
    }
    if (step != filledWith) {
      Arrays.fill(sameSteps, step);
      filledWith = step;
    }
    widen(weights, from, to, doubles);
    p.penalty().prox(doubles, to - from, p.strength(), sameSteps);
    narrow(doubles, weights, from, to);
  }

  /** The prox with a step for each cell, at the same index as the weight. */
  void prox(Acting<SeparablePenalty> p, float[] weights, int from, int to, float[] steps) {
    int n = to - from;
    if (p.inFloats()) {
      System.arraycopy(weights, from, floats, 0, n);
      System.arraycopy(steps, from, floatSteps, 0, n);
      p.penalty().prox(floats, 0, n, p.strength(), floatSteps);
      System.arraycopy(floats, 0, weights, from, n);
      return;
    }
    widen(weights, from, to, doubles);
    widen(steps, from, to, doubleSteps);
    p.penalty().prox(doubles, n, p.strength(), doubleSteps);
    narrow(doubles, weights, from, to);
  }

  private static void widen(float[] x, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[i - from] = x[i];
    }
  }

  private static void narrow(double[] x, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (float) x[i - from];
    }
  }
}
