package dev.ridgeline.network;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;

/**
 * One layer on ranges of rows; in one task if it needs them all, and backwards if it has
 * parameters, whose gradients would otherwise be added to by several threads.
 */
final class RowStage implements Stage {
  private final NetworkPass pass;
  private final boolean forward;
  private final int index;
  private final Layer layer;

  RowStage(NetworkPass pass, boolean forward, int index) {
    this.pass = pass;
    this.forward = forward;
    this.index = index;
    this.layer = pass.network().layers().get(index);
  }

  @Override
  public int tasks() {
    boolean one =
        layer.couplesRows() || (!forward && pass.network().parameterOffsets(index).length > 0);
    int cells = pass.network().width(index) + pass.network().width(index + 1);
    return one ? 1 : Shares.ofRows(pass.rows(), cells);
  }

  @Override
  public void run(int task, int worker) {
    int tasks = tasks();
    int from = Shares.row(pass.rows(), tasks, task);
    int to = Shares.row(pass.rows(), tasks, task + 1);
    LayerPass rows = pass.at(index, from, to, worker);
    if (forward) {
      layer.forward(rows);
    } else {
      layer.backward(rows);
    }
  }
}
