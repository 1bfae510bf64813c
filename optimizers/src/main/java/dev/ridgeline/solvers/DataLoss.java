package dev.ridgeline.solvers;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import java.util.Arrays;

/**
 * The mean loss over the rows with a positive sample weight, as a function of the predictions. A
 * row's share is its weight divided by the sum of the weights.
 */
final class DataLoss {
  private final Loss loss;
  private final int outputs;
  private final int[] rows;
  private final double[] targets;
  private final double[] logTargets;
  private final double[] shares;
  private final double[] scratch;
  private final boolean isEven;

  DataLoss(Dataset data, Loss loss) {
    this.loss = loss;
    this.outputs = loss.outputs(data);
    // Plain loops: streams over all rows would be slow in a first fit, before they are compiled.
    int[] counted = new int[data.rows()];
    int count = 0;
    for (int i = 0; i < counted.length; i++) {
      if (data.weight(i) > 0) {
        counted[count++] = i;
      }
    }
    this.rows = Arrays.copyOf(counted, count);
    this.targets = new double[count];
    this.shares = new double[count];
    double sum = data.weightSum();
    boolean even = true;
    for (int i = 0; i < count; i++) {
      targets[i] = data.target(rows[i]);
      shares[i] = data.weight(rows[i]) / sum;
      even &= shares[i] == shares[0];
    }
    this.isEven = even;
    this.logTargets =
        loss instanceof PoissonLoss
            ? Arrays.stream(targets).map(Math::log).toArray()
            : new double[0];
    this.scratch = new double[outputs];
  }

  int rows() {
    return rows.length;
  }

  int outputs() {
    return outputs;
  }

  /** The number in the data set of a row that counts. */
  int row(int i) {
    return rows[i];
  }

  /** The numbers in the data set of the rows that count; not to be modified. */
  int[] rowNumbers() {
    return rows;
  }

  double share(int i) {
    return shares[i];
  }

  double target(int i) {
    return targets[i];
  }

  /** What a class has of the label of a row, for {@link SoftmaxCrossEntropy}. */
  double label(int i, int k) {
    return ((SoftmaxCrossEntropy) loss).label((int) targets[i], k, outputs);
  }

  /** Whether a row's label is one class and nothing of the others, for softmax. */
  boolean isHard() {
    return ((SoftmaxCrossEntropy) loss).labelSmoothing() == 0;
  }

  /**
   * The probabilities of the classes, rows x outputs, for {@link SoftmaxCrossEntropy}: what slopes
   * add to the labels.
   *
   * @param slopes of the mean loss; not modified
   * @param p overwritten; never negative
   */
  void computeProbabilities(double[] slopes, double[] p) {
    boolean isHard = isHard();
    for (int i = 0, at = 0; i < rows.length; i++) {
      double scale = 1 / shares[i];
      if (isHard) {
        // All but one are as exact as their slopes.
        int own = at + (int) targets[i];
        for (int k = 0; k < outputs; k++, at++) {
          p[at] = scale * slopes[at];
        }
        p[own] = Math.max(0, 1 + p[own]);
        continue;
      }
      for (int k = 0; k < outputs; k++, at++) {
        p[at] = Math.max(0, scale * slopes[at] + label(i, k));
      }
    }
  }

  /** Whether {@link Balance} knows how to make intercepts optimal for this loss. */
  boolean canBalance() {
    return loss instanceof ScalarLoss || loss instanceof SoftmaxCrossEntropy;
  }

  /** A bound on the second derivative of one row's loss; infinite where none is known. */
  double smoothness() {
    if (loss instanceof ScalarLoss scalar) {
      return scalar.smoothness();
    }
    return loss instanceof ConjugateLoss smooth ? smooth.smoothness() : Double.POSITIVE_INFINITY;
  }

  /** The mean loss. */
  double value(double[] eta) {
    double sum = 0;
    if (loss instanceof ScalarLoss scalar) {
      for (int i = 0; i < rows.length; i++) {
        sum += shares[i] * scalar.value(eta[i], targets[i]);
      }
      return sum;
    }
    for (int i = 0; i < rows.length; i++) {
      sum += shares[i] * loss.rowLoss(eta, i * outputs, outputs, targets[i], scratch);
    }
    return sum;
  }

  /** The mean loss; slopes are overwritten by its derivatives in the predictions. */
  double computeSlopes(double[] eta, double[] slopes) {
    return computeSlopes(0, rows.length, eta, slopes);
  }

  /** The same for some of the rows; may run on several threads for different rows. */
  double computeSlopes(int from, int to, double[] eta, double[] slopes) {
    double[] row = new double[outputs];
    double sum = 0;
    for (int i = from; i < to; i++) {
      double share = shares[i];
      sum += share * loss.rowLoss(eta, i * outputs, outputs, targets[i], row);
      for (int k = 0; k < outputs; k++) {
        slopes[i * outputs + k] = share * row[k];
      }
    }
    return sum;
  }

  /**
   * The mean loss with its first and second derivatives in the predictions, for one output.
   *
   * @param slopes overwritten
   * @param h second derivatives, not floored; overwritten
   */
  double computeDerivatives(double[] eta, double[] slopes, double[] h) {
    if (loss instanceof LogisticLoss logistic && logistic.labelSmoothing() == 0) {
      return LogisticRows.computeDerivatives(eta, targets, shares, isEven, slopes, h);
    }
    if (loss instanceof PoissonLoss) {
      return PoissonRows.computeDerivatives(eta, targets, logTargets, shares, slopes, h);
    }
    ScalarLoss scalar = (ScalarLoss) loss;
    double value = computeSlopes(eta, slopes);
    for (int i = 0; i < rows.length; i++) {
      h[i] = shares[i] * scalar.secondDerivative(eta[i], targets[i]);
    }
    return value;
  }

  /**
   * The second derivatives of the mean loss, for one output.
   *
   * @param floor least second derivative of a row, as a share of the smoothness, or of 1 where that
   *     is infinite
   * @param h overwritten
   */
  void computeCurvatures(double[] eta, double floor, double[] h) {
    ScalarLoss scalar = (ScalarLoss) loss;
    double least = leastCurvature(floor);
    for (int i = 0; i < rows.length; i++) {
      h[i] = shares[i] * Math.max(least, scalar.secondDerivative(eta[i], targets[i]));
    }
  }

  /** A bound on the derivative of one row's loss; infinite where none is known. */
  double steepness() {
    if (loss instanceof LogisticLoss) {
      return 1;
    }
    return loss instanceof HuberLoss huber ? huber.delta() : Double.POSITIVE_INFINITY;
  }

  /** A share of the largest second derivative of a row, or of 1 where that is infinite. */
  double leastCurvature(double floor) {
    return floor * (Double.isFinite(smoothness()) ? smoothness() : 1);
  }

  /** Whether all rows weigh the same. */
  boolean isEven() {
    return isEven;
  }

  /** The product of two rows of numbers in the metric of the shares, sum of u_i v_i / share_i. */
  double product(double[] u, double[] v) {
    double sum = 0;
    if (isEven) {
      for (int i = 0; i < u.length; i++) {
        sum += u[i] * v[i];
      }
      return u.length == 0 ? 0 : sum / shares[0];
    }
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i] / shares[i];
    }
    return sum;
  }

  /** Whether a shift of all predictions multiplies what their rates sum to. */
  boolean isExponential() {
    return loss instanceof PoissonLoss;
  }

  /**
   * Whether the third derivative is at most the second, by size, for every prediction: Bach,
   * "Self-concordant analysis for logistic regression", 2010.
   */
  boolean isSelfConcordant() {
    return loss instanceof LogisticLoss || loss instanceof PoissonLoss;
  }

  /** Whether the second derivatives are the same everywhere. */
  boolean isQuadratic() {
    return loss instanceof SquaredLoss;
  }

  /** Sum over rows of share * f*(slope / share), for a {@link ConjugateLoss}. */
  double conjugate(double[] slopes, double scale) {
    ConjugateLoss conjugate = (ConjugateLoss) loss;
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < outputs; k++) {
        scratch[k] = scale * slopes[i * outputs + k] / shares[i];
      }
      sum += shares[i] * conjugate.conjugate(scratch, 0, outputs, targets[i]);
    }
    return sum;
  }
}
