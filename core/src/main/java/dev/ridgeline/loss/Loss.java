package dev.ridgeline.loss;

import dev.ridgeline.data.Dataset;

/**
 * The cost of one example's prediction, and its gradient with respect to that prediction.
 *
 * <p>A prediction is a row of {@code outputs} numbers before any link function (logits for
 * classification). Means over rows are taken by the caller through the scale of each row, so sample
 * weights, mini-batches and row shards need nothing from a loss. Implementations are immutable and
 * thread-safe.
 */
public interface Loss {
  /**
   * How many numbers a prediction must have for a data set.
   *
   * @param data the training set
   * @return 1, or the number of classes
   * @throws IllegalArgumentException if the loss does not fit the task, saying which loss does
   */
  int outputs(Dataset data);

  /**
   * Refuses targets outside the loss's domain.
   *
   * @param data the data to be fitted or scored
   * @throws IllegalArgumentException naming the row, the target, and what is allowed
   */
  void checkTargets(Dataset data);

  /**
   * Loss and gradient of one row.
   *
   * @param prediction elements offset ... offset + outputs - 1 are the prediction; not modified
   * @param offset where the row begins
   * @param outputs number of outputs
   * @param target a number or a class index, in the loss's domain
   * @param gradient elements 0 ... outputs - 1 are overwritten by d loss / d prediction
   * @return the loss
   */
  double rowLoss(double[] prediction, int offset, int outputs, double target, double[] gradient);

  /**
   * Maps a prediction to the mean of the target: probabilities for classification (two columns for
   * a binary loss with one output), the prediction itself for regression.
   *
   * @param prediction elements offset ... offset + outputs - 1 are the prediction; not modified
   * @param offset where the row begins
   * @param outputs number of outputs
   * @return a new array
   */
  double[] response(double[] prediction, int offset, int outputs);

  /**
   * The class with the largest {@link #response}, the first of equals; a loss may know it without
   * its probabilities, and tell apart what their rounding makes equal.
   *
   * @param prediction elements offset ... offset + outputs - 1 are the prediction; not modified
   * @param offset where the row begins
   * @param outputs number of outputs
   * @return a class index; -1 if a probability is NaN
   */
  default int mostProbable(double[] prediction, int offset, int outputs) {
    double[] p = response(prediction, offset, outputs);
    int best = 0;
    for (int k = 0; k < p.length; k++) {
      if (Double.isNaN(p[k])) {
        return -1;
      }
      best = p[k] > p[best] ? k : best;
    }
    return best;
  }

  /**
   * The constant prediction with the least mean loss.
   *
   * @param data targets and sample weights
   * @return {@code outputs(data)} numbers; where they would not be finite, a class that does not
   *     occur, or occurs alone, is counted as half an example
   */
  double[] bestConstant(Dataset data);

  /**
   * The loss by which held-out rows are judged: this one without what regularizes it, such as label
   * smoothing, just as the penalty is left out. J, and the training loss of an epoch, are of the
   * loss itself.
   *
   * @return this unless overridden
   */
  default Loss scoring() {
    return this;
  }

  /**
   * Scaled sum of the losses of some rows, with the gradient, in single precision storage.
   *
   * @param predictions row-major block, not modified
   * @param offset where the block begins
   * @param rows number of rows in the block
   * @param outputs number of outputs
   * @param targets target of the block's row i at {@code targets[first + i]}
   * @param scales factor of the block's row i at {@code scales[first + i]}; 1/n for a mean over n
   *     rows
   * @param first index of the block's first target
   * @param gradient same places as predictions; overwritten by scale * d loss / d prediction
   * @param scratch at least 2 * outputs elements, overwritten
   * @return sum over rows of scale * loss
   */
  default double computeGradient(
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
      for (int k = 0; k < outputs; k++) {
        scratch[outputs + k] = predictions[at + k];
      }
      double scale = scales[first + i];
      sum += scale * rowLoss(scratch, outputs, outputs, targets[first + i], scratch);
      for (int k = 0; k < outputs; k++) {
        gradient[at + k] = (float) (scale * scratch[k]);
      }
    }
    return sum;
  }
}
