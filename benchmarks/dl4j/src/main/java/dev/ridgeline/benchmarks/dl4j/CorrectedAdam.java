package dev.ridgeline.benchmarks.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The library's Adam, which adds epsilon to the root before its bias is corrected, with an epsilon
 * that falls as the bias does: that of the paper's algorithm.
 */
final class CorrectedAdam extends Adam {
  private static final long serialVersionUID = 1;
  private static final double EPSILON = 1e-8;

  CorrectedAdam(double rate) {
    super(rate);
  }

  @Override
  public GradientUpdater<Adam> instantiate(INDArray state, boolean initialize) {
    AdamUpdater updater =
        new AdamUpdater(this) {
          @Override
          public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double bias = 1 - Math.pow(getBeta2(), iteration + 1);
            getConfig().setEpsilon(EPSILON * Math.sqrt(bias));
            super.applyUpdater(gradient, iteration, epoch);
          }
        };
    INDArray flat = state.reshape(1, state.length());
    // Half of it is for the means, half for the mean squares.
    updater.setStateViewArray(
        flat, new long[] {1, state.length() / 2}, flat.ordering(), initialize);
    return updater;
  }

  @Override
  public Adam clone() {
    return new CorrectedAdam(getLearningRate());
  }
}
