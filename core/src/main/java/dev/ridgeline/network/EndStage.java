package dev.ridgeline.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The last layer, the loss, and the last layer's input gradients, by ranges of rows that wait for
 * nobody in between: too little work for parts of columns, too much for one thread alone. The sums
 * of the ranges are added in order, also where a task takes several of them.
 */
final class EndStage implements Stage {
  private final NetworkPass pass;
  private final ColumnStage forward;
  private final LossStage loss;
  private final ColumnStage backward;
  private final double[] sums;
  private int together = 1;

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

  private int shares(int rows) {
    return Shares.ofEnd(rows, forward.workPerRow() + backward.workPerRow());
  }

  private int shares() {
    return shares(pass.rows());
  }

  private int inTask() {
    return pass.rows() == pass.capacity() ? together : 1;
  }

  private int firstShare(int task) {
    return Math.min(shares(), task * inTask());
  }

  private int row(int share) {
    return Shares.row(pass.rows(), shares(), share);
  }

  @Override
  public int tasks() {
    return Shares.together(shares(), inTask());
  }

  @Override
  public void run(int task, int worker) {
    int first = firstShare(task);
    int end = firstShare(task + 1);
    forward.runRows(row(first), row(end), worker);
    for (int share = first; share < end; share++) {
      sums[share] = loss.loss(row(share), row(share + 1), worker);
    }
    backward.runRows(row(first), row(end), worker);
  }

  /** Sum over the rows of the last run. */
  double sum() {
    double sum = 0;
    for (int share = 0; share < shares(); share++) {
      sum += sums[share];
    }
    return sum;
  }

  /** The layers of the tasks, without the loss between them, whose joining joins the tasks. */
  JoinableStage layers() {
    return new JoinableStage() {
      @Override
      public boolean join(int threads) {
        together = Shares.together(shares(pass.capacity()), threads);
        return together > 1;
      }

      @Override
      public List<float[]> written() {
        List<float[]> all = new ArrayList<>(forward.written());
        all.addAll(backward.written());
        return all;
      }

      @Override
      public int tasks() {
        return EndStage.this.tasks();
      }

      @Override
      public void run(int task, int worker) {
        int from = row(firstShare(task));
        int to = row(firstShare(task + 1));
        forward.runRows(from, to, worker);
        backward.runRows(from, to, worker);
      }
    };
  }
}
