package dev.ridgeline.network;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.SplitLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameter gradients of all split layers, by ranges of each layer's outputs. The first half of
 * each layer's ranges comes first and the rest from the last layer to the first, so that threads
 * that begin at either end get as much of each layer.
 */
final class ParameterStage implements JoinableStage {
  private final NetworkPass pass;
  private final int[] indices;
  private final SplitLayer[] layers;
  private final int[] together;

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
    together = new int[layers.length];
    join(Integer.MAX_VALUE);
  }

  @Override
  public boolean join(int threads) {
    boolean any = false;
    for (int k = 0; k < layers.length; k++) {
      together[k] = Shares.together(shares(k, pass.capacity()), threads);
      any |= together[k] > 1;
    }
    return any;
  }

  @Override
  public List<float[]> written() {
    return List.of(pass.parameterGradients());
  }

  private int shares(int k, int rows) {
    long work = layers[k].workPerRow(pass.network().width(indices[k]));
    return Shares.ofColumns(pass.network().width(indices[k] + 1), work * rows);
  }

  private int inTask(int k) {
    return pass.rows() == pass.capacity() && !pass.accumulates() ? together[k] : 1;
  }

  private int tasks(int k) {
    return Shares.together(shares(k, pass.rows()), inTask(k));
  }

  private int ranges() {
    int sum = 0;
    for (int k = 0; k < layers.length; k++) {
      sum += tasks(k);
    }
    return sum;
  }

  @Override
  public int tasks() {
    long work = 0;
    long largest = 0;
    for (int k = 0; k < layers.length; k++) {
      long ofLayer = pass.rows() * layers[k].workPerRow(pass.network().width(indices[k]));
      work += ofLayer;
      largest = Math.max(largest, ofLayer / tasks(k));
    }
    return Shares.isWorthSharing(work - largest) ? ranges() : 1;
  }

  @Override
  public void run(int task, int worker) {
    if (tasks() > 1) {
      runRange(task, worker);
      return;
    }
    for (int range = ranges() - 1; range >= 0; range--) {
      runRange(range, worker);
    }
  }

  private void runRange(int task, int worker) {
    int before = 0;
    for (int k = 0; k < layers.length; k++) {
      int half = (tasks(k) + 1) / 2;
      if (task < before + half) {
        run(k, task - before, worker);
        return;
      }
      before += half;
    }
    for (int k = layers.length - 1; k >= 0; k--) {
      int half = (tasks(k) + 1) / 2;
      int rest = tasks(k) - half;
      if (task < before + rest) {
        run(k, half + task - before, worker);
        return;
      }
      before += rest;
    }
  }

  private void run(int k, int task, int worker) {
    int shares = shares(k, pass.rows());
    int units = pass.network().width(indices[k] + 1);
    layers[k].backwardParameters(
        pass.at(indices[k], 0, pass.rows(), worker),
        Shares.column(units, shares, task * inTask(k)),
        Shares.column(units, shares, Math.min(shares, (task + 1) * inTask(k))));
  }
}
