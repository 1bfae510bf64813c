package dev.ridgeline.io;

import dev.ridgeline.data.Standardizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.train.Epoch;
import dev.ridgeline.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A {@link TrainingState} as tensors; docs/checkpoints.md has the list. */
final class CheckpointFile {
  private static final String RECIPE = "recipe: ";
  private static final int COLUMNS = 6;

  private CheckpointFile() {}

  static void write(TrainingState state, Path file) throws IOException {
    SafetensorsDraft draft = new SafetensorsDraft(FileKind.CHECKPOINT);
    state.recipe().forEach((name, text) -> draft.put(RECIPE + name, text));
    draft
        .longs("steps", state.steps())
        .longs("row", state.row())
        .doubles("loss-sum", new double[] {state.lossSum()})
        .doubles("history", history(state.history()), state.history().size(), COLUMNS)
        .doubles("standardizer.center", state.standardizer().center())
        .doubles("standardizer.scale", state.standardizer().scale())
        .floats("parameters", state.parameters());
    for (int k = 0; k < state.optimizer().slotCount(); k++) {
      draft.floats("optimizer.slot" + k, state.optimizer().slot(k));
    }
    state
        .best()
        .ifPresent(
            best ->
                draft
                    .longs("best.epoch", best.epoch())
                    .floats("best.parameters", best.parameters()));
    draft.write(file);
  }

  static TrainingState read(Path file) throws IOException {
    try (SafetensorsContent content = SafetensorsContent.open(file)) {
      content.check(FileKind.CHECKPOINT);
      try {
        return state(content);
      } catch (IllegalArgumentException refused) {
        throw content.contradiction(refused);
      }
    }
  }

  private static TrainingState state(SafetensorsContent content) throws IOException {
    Map<String, String> recipe = new LinkedHashMap<>();
    content
        .header()
        .metadata()
        .forEach(
            (name, text) -> {
              if (name.startsWith(RECIPE)) {
                recipe.put(name.substring(RECIPE.length()), text);
              }
            });
    float[] parameters = content.floats("parameters");
    return new TrainingState(
        recipe,
        content.wholeInt("row"),
        content.number("loss-sum"),
        parameters,
        optimizer(content, parameters.length),
        Standardizer.of(
            content.doubles("standardizer.center"), content.doubles("standardizer.scale")),
        history(content),
        content.has("best.epoch")
            ? Optional.of(
                new TrainingState.Best(
                    content.wholeInt("best.epoch"), content.floats("best.parameters")))
            : Optional.empty());
  }

  private static OptimizerState optimizer(SafetensorsContent content, int size) throws IOException {
    int slots = 0;
    while (content.has("optimizer.slot" + slots)) {
      content.checkSize("optimizer.slot" + slots, TensorEntry.FLOAT, size);
      slots++;
    }
    OptimizerState optimizer = new OptimizerState(size, slots);
    for (int k = 0; k < slots; k++) {
      content.readFloats("optimizer.slot" + k, optimizer.slot(k), 0);
    }
    optimizer.setSteps(content.whole("steps"));
    return optimizer;
  }

  /** Numbers below 2^53 are exact in a double. */
  private static double[] history(List<Epoch> history) {
    double[] cells = new double[COLUMNS * history.size()];
    int at = 0;
    for (Epoch e : history) {
      cells[at++] = e.number();
      cells[at++] = e.steps();
      cells[at++] = e.dataLoss();
      cells[at++] = e.penalty();
      cells[at++] = e.devLoss().orElse(Double.NaN);
      cells[at++] = e.learningRate();
    }
    return cells;
  }

  private static List<Epoch> history(SafetensorsContent content) throws IOException {
    double[] cells = content.doubles("history");
    content.checkColumns("history", COLUMNS);
    List<Epoch> history = new ArrayList<>();
    for (int at = 0; at + COLUMNS <= cells.length; at += COLUMNS) {
      double devLoss = cells[at + 4];
      history.add(
          new Epoch(
              (int) cells[at],
              (long) cells[at + 1],
              cells[at + 2],
              cells[at + 3],
              Double.isNaN(devLoss) ? OptionalDouble.empty() : OptionalDouble.of(devLoss),
              cells[at + 5]));
    }
    return history;
  }
}
