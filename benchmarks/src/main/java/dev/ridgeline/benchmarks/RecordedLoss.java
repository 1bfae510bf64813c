package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * A loss that remembers what it was asked for: its mean over each mini-batch, in their order, and
 * how many of the rows that were scored one by one had the right class.
 */
final class RecordedLoss implements Loss {
  private final Loss loss;
  private final int batch;
  private final List<Double> steps = new ArrayList<>();
  private double sum;
  private int seen;
  private int scored;
  private int right;

  RecordedLoss(Loss loss, int batch) {
    this.loss = loss;
    this.batch = batch;
  }

  /** One number a mini-batch. */
  synchronized double[] ofSteps() {
    return steps.stream().mapToDouble(s -> s).toArray();
  }

  /** Share of right classes among the rows scored since the last call. */
  synchronized double accuracy() {
    double share = (double) right / scored;
    scored = 0;
    right = 0;
    return share;
  }

  /** A mini-batch may come in parts. */
  private synchronized void add(double part, int rows) {
    sum += part;
    seen += rows;
    if (seen == batch) {
      steps.add(sum);
      sum = 0;
      seen = 0;
    }
  }

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
    double part =
        loss.computeGradient(
            predictions, offset, rows, outputs, targets, scales, first, gradient, scratch);
    add(part, rows);
    return part;
  }

  @Override
  public double rowLoss(
      double[] prediction, int offset, int outputs, double target, double[] gradient) {
    int most = 0;
    for (int k = 1; k < outputs; k++) {
      most = prediction[offset + k] > prediction[offset + most] ? k : most;
    }
    synchronized (this) {
      scored++;
      right += most == (int) target ? 1 : 0;
    }
    return loss.rowLoss(prediction, offset, outputs, target, gradient);
  }

  @Override
  public int outputs(Dataset data) {
    return loss.outputs(data);
  }

  @Override
  public void checkTargets(Dataset data) {
    loss.checkTargets(data);
  }

  @Override
  public double[] response(double[] prediction, int offset, int outputs) {
    return loss.response(prediction, offset, outputs);
  }

  @Override
  public double[] bestConstant(Dataset data) {
    return loss.bestConstant(data);
  }

  @Override
  public String toString() {
    return loss.toString();
  }
}
