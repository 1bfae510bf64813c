package dev.ridgeline.network;

import dev.ridgeline.layer.SplitLayer;

/**
 * Consecutive split layers, all but one of them column by column, run on a range of columns one
 * after the other: forwards from first to last, backwards from last to first.
 */
final class ColumnStage implements Stage {
  private final NetworkPass pass;
  private final boolean forward;
  private final int first;
  private final SplitLayer[] layers;
  private final int columns;
  private final long workPerRow;

  ColumnStage(NetworkPass pass, boolean forward, int first, int end) {
    this.pass = pass;
    this.forward = forward;
    this.first = first;
    layers = new SplitLayer[end - first];
    long work = 0;
    for (int l = first; l < end; l++) {
      layers[l - first] = (SplitLayer) pass.network().layers().get(l);
      work += layers[l - first].workPerRow(pass.network().width(l));
    }
    workPerRow = work;
    columns = pass.network().width(forward ? end : first);
  }

  @Override
  public int tasks() {
    return Shares.ofColumns(columns, workPerRow * pass.rows());
  }

  @Override
  public void run(int task, int worker) {
    int tasks = tasks();
    int from = Shares.column(columns, tasks, task);
    int to = Shares.column(columns, tasks, task + 1);
    if (forward) {
      for (int k = 0; k < layers.length; k++) {
        layers[k].forward(pass.at(first + k, 0, pass.rows(), worker), from, to);
      }
    } else {
      for (int k = layers.length - 1; k >= 0; k--) {
        layers[k].backwardInputs(pass.at(first + k, 0, pass.rows(), worker), from, to);
      }
    }
  }
}
