package dev.ridgeline.network;

/**
 * The last layer, the loss, and the last layer's input gradients, by ranges of rows that wait for
 * nobody in between: too little work for parts of columns, too much for one thread alone. The sums
 * of the ranges are added in order.
 */
final class EndStage implements Stage {
  private final NetworkPass pass;
  private final ColumnStage forward;
  private final LossStage loss;
  private final ColumnStage backward;
  private final double[] sums;

  EndStage(NetworkPass pass, ColumnStage forward, LossStage loss, ColumnStage backward) {
    this.pass = pass;
    this.forward = forward;
    this.loss = loss;
    this.backward = backward;
    sums = new double[Shares.MOST];
  }

  /** Whether the stages around the loss can be run by rows. */
  static boolean fits(Stage[] forward, Stage[] backward) {
    return forward.length > 0
        && forward[forward.length - 1] instanceof ColumnStage last
        && last.canBeCutByRows()
        && backward[0] instanceof ColumnStage first
        && first.canBeCutByRows();
  }

  @Override
  public int tasks() {
    return Shares.ofEnd(pass.rows(), forward.workPerRow() + backward.workPerRow());
  }

  @Override
  public void run(int task, int worker) {
    int tasks = tasks();
    int from = Shares.row(pass.rows(), tasks, task);
    int to = Shares.row(pass.rows(), tasks, task + 1);
    forward.runRows(from, to, worker);
    sums[task] = loss.loss(from, to, worker);
    backward.runRows(from, to, worker);
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
