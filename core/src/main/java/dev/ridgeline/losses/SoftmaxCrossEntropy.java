package dev.ridgeline.losses;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.StableMath;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.plugin.LossProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;

/**
 * The cross-entropy of K logits z for a class y: log(sum over k of e^z_k) - sum over k of q_k z_k,
 * with q = onehot(y): the negative log-likelihood of P(k) = e^z_k / sum. The gradient is P - q.
 * Stable for any z.
 *
 * <p>With label smoothing, q = (1 - smoothing) onehot(y) + smoothing / K, so that no logit is
 * driven to infinity and even separable classes without penalty have a finite optimum; the least
 * value is the entropy of q instead of 0. It regularizes, so held-out rows are judged without it
 * ({@link #scoring}). Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception
 * architecture for computer vision", 2016, section 7.
 *
 * @param labelSmoothing share of the label that is spread over all classes, in [0, 1)
 */
public record SoftmaxCrossEntropy(double labelSmoothing) implements ConjugateLoss {
  /**
   * Checks the smoothing.
   *
   * @param labelSmoothing share of the label that is spread over all classes, in [0, 1)
   * @throws IllegalArgumentException if outside [0, 1)
   */
  public SoftmaxCrossEntropy {
    Targets.checkSmoothing(labelSmoothing);
  }

  /** The loss without label smoothing. */
  public SoftmaxCrossEntropy() {
    this(0);
  }

  /**
   * What a class has of the label of a row.
   *
   * @param y class of the row
   * @param k the class asked for
   * @param classes number of classes
   * @return q_k, in [0, 1]
   */
  public double label(int y, int k, int classes) {
    return labelSmoothing / classes + (k == y ? 1 - labelSmoothing : 0);
  }

  @Override
  public Loss scoring() {
    return labelSmoothing == 0 ? this : new SoftmaxCrossEntropy();
  }

  @Override
  public int outputs(Dataset data) {
    checkTargets(data);
    return data.classNames().size();
  }

  @Override
  public void checkTargets(Dataset data) {
    Targets.checkTask("softmax", data, Task.CLASSIFICATION);
  }

  @Override
  public double rowLoss(
      double[] prediction, int offset, int outputs, double target, double[] gradient) {
    int y = (int) target;
    double max = prediction[offset];
    for (int k = 1; k < outputs; k++) {
      max = Math.max(max, prediction[offset + k]);
    }
    double others = 0;
    for (int k = 0; k < outputs; k++) {
      double e = Math.exp(prediction[offset + k] - max);
      gradient[k] = e;
      others += k == y ? 0 : e;
    }
    double total = others + gradient[y];
    double scale = 1 / total;
    for (int k = 0; k < outputs; k++) {
      gradient[k] *= scale;
    }
    // P_y - 1 as the negative sum of the others: exact where P_y is nearly 1.
    others *= scale;
    gradient[y] = -others;
    double correct = prediction[offset + y];
    double hard =
        others < 0.5 ? -StableMath.log1pOfSmall(-others) : Math.log(total) + (max - correct);
    if (labelSmoothing == 0) {
      return hard;
    }
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += correct - prediction[offset + k];
      gradient[k] -= labelSmoothing / outputs;
    }
    gradient[y] += labelSmoothing;
    return hard + labelSmoothing * sum / outputs;
  }

  /**
   * {@inheritDoc} One pass of exponentials for both, without copies. Without label smoothing a
   * probability, or a distance from 1, below 2^-84 has slope 0.
   */
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
      int at = offset + i * outputs;
      int y = (int) targets[first + i];
      sum +=
          scales[first + i]
              * row(predictions, at, outputs, y, scales[first + i], gradient, scratch);
    }
    return sum;
  }

  private double row(
      float[] z, int at, int outputs, int y, double scale, float[] gradient, double[] exps) {
    float max = z[at];
    for (int k = 1; k < outputs; k++) {
      max = Math.max(max, z[at + k]);
    }
    double others = 0;
    for (int k = 0; k < outputs; k++) {
      exps[k] = Math.exp((double) z[at + k] - max);
      others += k == y ? 0 : exps[k];
    }
    double total = others + exps[y];
    double factor = scale / total;
    double least = Targets.LEAST_SHARE * total;
    for (int k = 0; k < outputs; k++) {
      gradient[at + k] = exps[k] < least ? 0f : (float) (factor * exps[k]);
    }
    gradient[at + y] = others < least ? 0f : (float) (-factor * others);
    double wrong = others / total;
    double hard = wrong < 0.5 ? -Math.log1p(-wrong) : Math.log(total) + max - z[at + y];
    return labelSmoothing == 0 ? hard : hard + smooth(z, at, outputs, y, factor, gradient, exps);
  }

  /** What smoothing adds to a row's loss; the gradient is computed anew, to round it once. */
  private double smooth(
      float[] z, int at, int outputs, int y, double factor, float[] gradient, double[] exps) {
    double sum = 0;
    double total = 0;
    for (int k = 0; k < outputs; k++) {
      sum += (double) z[at + y] - z[at + k];
      total += exps[k];
    }
    for (int k = 0; k < outputs; k++) {
      gradient[at + k] = (float) (factor * (exps[k] - total * label(y, k, outputs)));
    }
    return labelSmoothing * sum / outputs;
  }

  /** The negative entropy sum of Q_k log Q_k of Q = q + u, finite on the simplex. */
  @Override
  public double conjugate(double[] slope, int offset, int outputs, double target) {
    int y = (int) target;
    if (labelSmoothing > 0) {
      return smoothedConjugate(slope, offset, outputs, y);
    }
    double others = 0;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      double u = slope[offset + k];
      if (k != y) {
        if (u < -1e-12) {
          return Double.POSITIVE_INFINITY;
        }
        others += u;
        sum += StableMath.xLogY(Math.max(0, u), Math.max(0, u));
      }
    }
    if (Math.abs(others + slope[offset + y]) > 1e-9 || others > 1 + 1e-9) {
      return Double.POSITIVE_INFINITY;
    }
    // Q_y = 1 - others: log1p keeps it exact where Q_y is nearly 1.
    return others >= 1 ? sum : sum + (1 - others) * Math.log1p(-others);
  }

  private double smoothedConjugate(double[] slope, int offset, int outputs, int y) {
    double total = 0;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      double q = label(y, k, outputs) + slope[offset + k];
      if (q < -1e-12) {
        return Double.POSITIVE_INFINITY;
      }
      total += slope[offset + k];
      sum += StableMath.xLogY(Math.max(0, q), Math.max(0, q));
    }
    return Math.abs(total) > 1e-9 ? Double.POSITIVE_INFINITY : sum;
  }

  @Override
  public double smoothness() {
    return 0.5;
  }

  @Override
  public double[] response(double[] prediction, int offset, int outputs) {
    double logSum = StableMath.logSumExp(prediction, offset, offset + outputs);
    double[] share = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      share[k] = Math.exp(prediction[offset + k] - logSum);
    }
    return share;
  }

  @Override
  public double[] bestConstant(Dataset data) {
    double[] share = Targets.shares(data, labelSmoothing);
    double mean = 0;
    for (double s : share) {
      mean += Math.log(s) / share.length;
    }
    for (int k = 0; k < share.length; k++) {
      share[k] = Math.log(share[k]) - mean;
    }
    return share;
  }

  /** {@code softmax}, with the smoothing where there is some. */
  @Override
  public String toString() {
    return Targets.spec("softmax", labelSmoothing);
  }

  /** Registers {@code softmax}. */
  public static final class Provider implements LossProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "softmax";
    }

    @Override
    public Settings settings() {
      return Targets.smoothing();
    }

    @Override
    public Loss create(SettingValues values) {
      return new SoftmaxCrossEntropy(values.number(Targets.SMOOTHING));
    }
  }
}
