package dev.ridgeline.losses;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.StableMath;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.plugin.LossProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * The cross-entropy of K logits z for a class y: log(sum over k of e^z_k) - z_y, the negative
 * log-likelihood of P(k) = e^z_k / sum. The gradient is P - onehot(y). Stable for any z.
 */
public record SoftmaxCrossEntropy() implements ConjugateLoss {
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
    double logSum = StableMath.logSumExp(prediction, offset, offset + outputs);
    double correct = prediction[offset + y];
    double others = 0;
    for (int k = 0; k < outputs; k++) {
      double share = Math.exp(prediction[offset + k] - logSum);
      gradient[k] = share;
      others += k == y ? 0 : share;
    }
    // P_y - 1 as the negative sum of the others: exact where P_y is nearly 1.
    gradient[y] = -others;
    return others < 0.5 ? -Math.log1p(-others) : logSum - correct;
  }

  /** One pass of exponentials for the loss and its gradient, without copies. */
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

  private static double row(
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
    for (int k = 0; k < outputs; k++) {
      gradient[at + k] = (float) (factor * exps[k]);
    }
    gradient[at + y] = (float) (-factor * others);
    double wrong = others / total;
    return wrong < 0.5 ? -Math.log1p(-wrong) : Math.log(total) + max - z[at + y];
  }

  /** The negative entropy sum of Q_k log Q_k of Q = onehot(y) + u, finite on the simplex. */
  @Override
  public double conjugate(double[] slope, int offset, int outputs, double target) {
    int y = (int) target;
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
    double[] share = Targets.shares(data);
    double mean = 0;
    for (double s : share) {
      mean += Math.log(s) / share.length;
    }
    for (int k = 0; k < share.length; k++) {
      share[k] = Math.log(share[k]) - mean;
    }
    return share;
  }

  @Override
  public String toString() {
    return "softmax";
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
    public Loss create(SettingValues values) {
      return new SoftmaxCrossEntropy();
    }
  }
}
