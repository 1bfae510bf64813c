package dev.ridgeline.losses;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.StableMath;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.plugin.LossProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;

/**
 * The logistic loss of one logit z for a target y in {0, 1}: log(1 + e^z) - q z with q = y, which
 * is the negative log-likelihood of P(y = 1) = 1 / (1 + e^-z). Stable for any z.
 *
 * <p>With label smoothing, q = (1 - smoothing) y + smoothing / 2: {@link SoftmaxCrossEntropy} of
 * the two logits 0 and z, which see. Held-out rows are judged without it.
 *
 * @param labelSmoothing share of the label that is spread over both classes, in [0, 1)
 */
public record LogisticLoss(double labelSmoothing) implements ScalarLoss, ConjugateLoss {
  /**
   * Checks the smoothing.
   *
   * @param labelSmoothing share of the label that is spread over both classes, in [0, 1)
   * @throws IllegalArgumentException if outside [0, 1)
   */
  public LogisticLoss {
    Targets.checkSmoothing(labelSmoothing);
  }

  /** The loss without label smoothing. */
  public LogisticLoss() {
    this(0);
  }

  @Override
  public Loss scoring() {
    return labelSmoothing == 0 ? this : new LogisticLoss();
  }

  @Override
  public int outputs(Dataset data) {
    checkTargets(data);
    return 1;
  }

  @Override
  public void checkTargets(Dataset data) {
    Targets.checkTask("logistic", data, Task.CLASSIFICATION);
    if (data.classNames().size() != 2) {
      throw new IllegalArgumentException(
          "the logistic loss is for two classes, found "
              + data.classNames().size()
              + " "
              + data.classNames()
              + "; use softmax");
    }
  }

  @Override
  public double value(double prediction, double target) {
    // log(1 + e^-|z|) plus the part that the wrong side of 0 adds; no large numbers cancel.
    double right = target == 1 ? prediction : -prediction;
    return smoothed(StableMath.log1pExp(-right), right);
  }

  /** Adds smoothing / 2 times the logit on the right side; nothing, not even NaN, without. */
  private double smoothed(double value, double right) {
    return labelSmoothing == 0 ? value : value + labelSmoothing / 2 * right;
  }

  @Override
  public double derivative(double prediction, double target) {
    // p - y, as -(1 - p) for y = 1, so that a confident right answer does not cancel to 0.
    double half = labelSmoothing / 2;
    return target == 1
        ? half - StableMath.sigmoid(-prediction)
        : StableMath.sigmoid(prediction) - half;
  }

  @Override
  public double secondDerivative(double prediction, double target) {
    double e = Math.exp(-Math.abs(prediction));
    return e / ((1 + e) * (1 + e));
  }

  /** Value and derivative together: one exponential and one logarithm. */
  @Override
  public double rowLoss(
      double[] prediction, int offset, int outputs, double target, double[] gradient) {
    double z = prediction[offset];
    double right = target == 1 ? z : -z;
    double e = Math.exp(-Math.abs(right));
    double wrong = right > 0 ? e / (1 + e) : 1 / (1 + e);
    double slope = wrong - labelSmoothing / 2;
    gradient[0] = target == 1 ? -slope : slope;
    return smoothed(StableMath.log1pOfSmall(e) + (right > 0 ? 0 : -right), right);
  }

  /** {@inheritDoc} A probability of the wrong class below 2^-84 has slope 0. */
  @Override
  public double computeGradient(
      float[] predictions,
      int offset,
      int rows,
      int outputs,
      double[] targets,
      double[] scales,
      int first,
      float[] gradient,
      double[] scratch) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      double scale = scales[first + i];
      scratch[1] = predictions[offset + i];
      sum += scale * rowLoss(scratch, 1, 1, targets[first + i], scratch);
      double slope = scratch[0];
      gradient[offset + i] = Math.abs(slope) < Targets.LEAST_SHARE ? 0f : (float) (scale * slope);
    }
    return sum;
  }

  @Override
  public double smoothness() {
    return 0.25;
  }

  /** The negative entropy Q log Q + (1 - Q) log(1 - Q) of Q = q + u. */
  @Override
  public double conjugate(double[] slope, int offset, int outputs, double target) {
    // The distance from the target is kept as it is, so that a small one does not cancel.
    double off = (target == 1 ? -slope[offset] : slope[offset]) + labelSmoothing / 2;
    if (off < -1e-12 || off > 1 + 1e-12) {
      return Double.POSITIVE_INFINITY;
    }
    double q = Math.max(0, Math.min(1, off));
    return StableMath.xLogY(q, q) + (q == 1 ? 0 : (1 - q) * StableMath.log1pOfSmall(-q));
  }

  @Override
  public double[] response(double[] prediction, int offset, int outputs) {
    double z = prediction[offset];
    return new double[] {StableMath.sigmoid(-z), StableMath.sigmoid(z)};
  }

  @Override
  public int mostProbable(double[] prediction, int offset, int outputs) {
    double z = prediction[offset];
    return Double.isNaN(z) ? -1 : z > 0 ? 1 : 0;
  }

  @Override
  public double[] bestConstant(Dataset data) {
    double[] share = Targets.shares(data, labelSmoothing);
    return new double[] {Math.log(share[1] / share[0])};
  }

  /** {@code logistic}, with the smoothing where there is some. */
  @Override
  public String toString() {
    return Targets.spec("logistic", labelSmoothing);
  }

  /** Registers {@code logistic}. */
  public static final class Provider implements LossProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "logistic";
    }

    @Override
    public Settings settings() {
      return Targets.smoothing();
    }

    @Override
    public Loss create(SettingValues values) {
      return new LogisticLoss(values.number(Targets.SMOOTHING));
    }
  }
}
