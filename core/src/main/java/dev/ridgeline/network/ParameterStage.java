package dev.ridgeline.network;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.SplitLayer;
import java.util.ArrayList;
import java.util.List;

/** The parameter gradients of all split layers, by ranges of each layer's outputs. */
final class ParameterStage implements Stage {
  private final NetworkPass pass;
  private final int[] indices;
  private final SplitLayer[] layers;

  ParameterStage(NetworkPass pass) {
    this.pass = pass;
    List<Integer> chosen = new ArrayList<>();
    List<SplitLayer> split = new ArrayList<>();
    for (int l = 0; l < pass.network().layers().size(); l++) {
      Layer layer = pass.network().layers().get(l);
      if (layer instanceof SplitLayer s && pass.network().parameterOffsets(l).length > 0) {
        chosen.add(l);
        split.add(s);
      }
    }
    indices = chosen.stream().mapToInt(i -> i).toArray();
    layers = split.toArray(SplitLayer[]::new);
  }

  @Override
  public int tasks() {
    int sum = 0;
    for (int k = 0; k < layers.length; k++) {
      sum += tasks(k);
    }
    return sum;
  }

  private int tasks(int k) {
    long work = layers[k].workPerRow(pass.network().width(indices[k]));
    return Shares.ofColumns(pass.network().width(indices[k] + 1), work * pass.rows());
  }

  @Override
  public void run(int task, int worker) {
    int k = 0;
    int within = task;
    for (int tasks = tasks(0); within >= tasks; tasks = tasks(k)) {
      within -= tasks;
      k++;
    }
    int tasks = tasks(k);
    int units = pass.network().width(indices[k] + 1);
    layers[k].backwardParameters(
        pass.at(indices[k], 0, pass.rows(), worker),
        Shares.column(units, tasks, within),
        Shares.column(units, tasks, within + 1));
  }
}
