package dev.ridgeline.benchmarks.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The library's Adam, made equal to the paper's algorithm through its settings of each step. It
 * adds epsilon to the root before its bias is corrected: here epsilon falls as the bias does. It
 * takes 1 - beta^t in float, with few digits at first: here the learning rate makes up for them.
 */
final class CorrectedAdam extends Adam {
  private static final long serialVersionUID = 1;
  private static final double EPSILON = 1e-8;

  CorrectedAdam(double rate) {
    super(rate);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    int t = iteration + 1;
    double power1 = Math.pow((float) getBeta1(), t);
    double power2 = Math.pow((float) getBeta2(), t);
    double exact = Math.sqrt(1 - power2) / (1 - power1);
    double rounded = Math.sqrt(1f - (float) power2) / (1f - (float) power1);
    return getLearningRate() * exact / rounded;
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
