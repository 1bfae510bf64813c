package dev.ridgeline.network;

import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.SplitLayer;
import java.util.ArrayList;
import java.util.List;

/** How the layers of a network are put together to stages. */
final class Stages {
  private Stages() {}

  /** A split layer together with the layers after it that work column by column. */
  static Stage[] forward(NetworkPass pass) {
    List<Stage> stages = new ArrayList<>();
    List<Layer> all = pass.network().layers();
    int layers = all.size();
    for (int l = 0; l < layers; ) {
      int end = l + 1;
      if (all.get(l) instanceof SplitLayer) {
        while (end < layers && all.get(end) instanceof ColumnwiseLayer) {
          end++;
        }
        stages.add(new ColumnStage(pass, true, l, end));
      } else {
        stages.add(new RowStage(pass, true, l));
      }
      l = end;
    }
    return stages.toArray(Stage[]::new);
  }

  /**
   * From last to first: a split layer's input gradients together with the layers before it that
   * work column by column; parameter gradients of split layers all at the end.
   */
  static Stage[] backward(NetworkPass pass) {
    List<Stage> stages = new ArrayList<>();
    List<Layer> all = pass.network().layers();
    for (int end = all.size(); end > 0; ) {
      int l = end - 1;
      if (!(all.get(l) instanceof SplitLayer)) {
        if (l > 0 || pass.network().parameterOffsets(l).length > 0) {
          stages.add(new RowStage(pass, false, l));
        }
        end = l;
        continue;
      }
      while (l > 0 && all.get(l - 1) instanceof ColumnwiseLayer) {
        l--;
      }
      // The first layer's input gradient is wanted by nobody.
      int first = Math.max(l, 1);
      if (first < end) {
        stages.add(new ColumnStage(pass, false, first, end));
      }
      end = l;
    }
    ParameterStage parameterStage = new ParameterStage(pass);
    stages.add(parameterStage);
    return stages.toArray(Stage[]::new);
  }
}
