package dev.ridgeline.network;

import dev.ridgeline.loss.Loss;

/** The loss and its gradient, by ranges of rows whose sums are added in order. */
final class LossStage implements Stage {
  private final NetworkPass pass;
  private final int outputs;
  private final double[][] scratch;
  private final double[] sums;

  LossStage(NetworkPass pass, int capacity, int workers) {
    this.pass = pass;
    outputs = pass.network().outputs();
    scratch = new double[workers][2 * outputs];
    sums = new double[Shares.ofRows(capacity, outputs)];
  }

  @Override
  public int tasks() {
    return Shares.ofRows(pass.rows(), outputs);
  }

  @Override
  public void run(int task, int worker) {
    int tasks = tasks();
    sums[task] =
        loss(
            Shares.row(pass.rows(), tasks, task), Shares.row(pass.rows(), tasks, task + 1), worker);
  }

  /** Loss and gradient of some rows. */
  double loss(int from, int to, int worker) {
    Loss loss = pass.loss();
    return loss.computeGradient(
        pass.predictions(),
        from * outputs,
        to - from,
        outputs,
        pass.targets(),
        pass.scales(),
        from,
        pass.predictionGradients(),
        scratch[worker]);
  }

  /** Sum over the rows of the last run. */
  double sum() {
    double sum = 0;
    for (int task = 0; task < tasks(); task++) {
      sum += sums[task];
    }
    return sum;
  }
}
