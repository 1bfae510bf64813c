package dev.ridgeline.network;

import dev.ridgeline.layer.SplitLayer;
import java.util.List;

/**
 * Consecutive split layers, all but one of them column by column, run on a range of columns one
 * after the other: forwards from first to last, backwards from last to first.
 *
 * <p>By ranges of rows where no layer multiplies matrices, such as layer normalisation: it measures
 * whole rows, which each range of columns would do anew. The cut does not depend on the number of
 * threads.
 */
final class ColumnStage implements JoinableStage {
  private final NetworkPass pass;
  private final boolean forward;
  private final int first;
  private final SplitLayer[] layers;
  private final int columns;
  private final long workPerRow;
  private final boolean byRows;
  private int together = 1;

  ColumnStage(NetworkPass pass, boolean forward, int first, int end) {
    this.pass = pass;
    this.forward = forward;
    this.first = first;
    layers = new SplitLayer[end - first];
    long work = 0;
    boolean cells = true;
    for (int l = first; l < end; l++) {
      int width = pass.network().width(l);
      SplitLayer layer = (SplitLayer) pass.network().layers().get(l);
      layers[l - first] = layer;
      work += layer.workPerRow(width);
      cells &= layer.workPerRow(width) <= width;
    }
    workPerRow = work;
    columns = pass.network().width(forward ? end : first);
    byRows = cells && canBeCutByRows();
  }

  @Override
  public boolean join(int threads) {
    together = Shares.together(Shares.ofColumns(columns, workPerRow * pass.capacity()), threads);
    return together > 1;
  }

  @Override
  public List<float[]> written() {
    return pass.between(forward, first, first + layers.length);
  }

  private int shares() {
    return Shares.ofColumns(columns, workPerRow * pass.rows());
  }

  private int inTask() {
    return pass.rows() == pass.capacity() ? together : 1;
  }

  @Override
  public int tasks() {
    // A cell is read and written.
    return byRows
        ? Shares.ofRows(pass.rows(), (int) (2 * workPerRow))
        : Shares.together(shares(), inTask());
  }

  @Override
  public void run(int task, int worker) {
    if (byRows) {
      int tasks = tasks();
      runRows(
          Shares.row(pass.rows(), tasks, task), Shares.row(pass.rows(), tasks, task + 1), worker);
      return;
    }
    int shares = shares();
    int from = Shares.column(columns, shares, task * inTask());
    int to = Shares.column(columns, shares, Math.min(shares, (task + 1) * inTask()));
    run(0, pass.rows(), from, to, worker);
  }

  private void run(int row, int endRow, int from, int to, int worker) {
    if (forward) {
      for (int k = 0; k < layers.length; k++) {
        layers[k].forward(pass.at(first + k, row, endRow, worker), from, to);
      }
    } else {
      for (int k = layers.length - 1; k >= 0; k--) {
        layers[k].backwardInputs(pass.at(first + k, row, endRow, worker), from, to);
      }
    }
  }

  /** Whether this is one share, which may as well be cut by rows. */
  boolean canBeCutByRows() {
    for (SplitLayer layer : layers) {
      if (layer.couplesRows()) {
        return false;
      }
    }
    return Shares.ofColumns(columns, workPerRow * pass.capacity()) == 1;
  }

  long workPerRow() {
    return workPerRow;
  }

  /** All columns of some rows. */
  void runRows(int from, int to, int worker) {
    run(from, to, 0, columns, worker);
  }
}
