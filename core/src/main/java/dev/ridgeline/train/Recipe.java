package dev.ridgeline.train;

import com.google.common.collect.ImmutableMap;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.penalty.Regularization;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/** A training run in words, to tell whether a state belongs to it. */
final class Recipe {
  private static final int SAMPLED_ROWS = 64;
  private static final int SAMPLED_CELLS = 1 << 20;
  private static final String EPOCHS = "epochs";
  private static final String SCHEDULE = "schedule";

  private Recipe() {}

  /** Everything that the bits of a run depend on, but for the machine. */
  static Map<String, String> of(
      Trainer trainer, int parameters, long totalSteps, Dataset train, Optional<Dataset> dev) {
    ImmutableMap.Builder<String, String> words = ImmutableMap.builder();
    words.put("layers", String.join(", ", trainer.layers.stream().map(Recipe::text).toList()));
    words.put("parameters", String.valueOf(parameters));
    words.put("loss", text(trainer.loss));
    words.put("optimizer", text(trainer.optimizer));
    words.put(SCHEDULE, schedule(trainer, totalSteps));
    words.put("penalties", penalties(trainer.regularization));
    words.put(EPOCHS, String.valueOf(trainer.epochs));
    words.put("batch size", String.valueOf(trainer.batchSize));
    words.put("norm of clipping", String.valueOf(trainer.clipNorm));
    words.put("standardised", String.valueOf(trainer.standardize));
    words.put("seed", String.valueOf(trainer.seed));
    words.put("early stopping", trainer.earlyStopping.map(Record::toString).orElse("none"));
    words.put("training data", data(train));
    words.put("dev data", dev.map(Recipe::data).orElse("none"));
    return words.build();
  }

  /**
   * Refuses a state of another run, with all that differs. One of another number of epochs is of
   * the same run if all its steps had the learning rates that they have in this one.
   */
  static void check(
      TrainingState state, Map<String, String> own, Trainer trainer, long stepsAnEpoch) {
    Map<String, String> found = state.recipe();
    Map<String, String> expected = new LinkedHashMap<>(own);
    List<String> differences = new ArrayList<>();
    String given = found.getOrDefault(EPOCHS, "");
    if (!given.equals(own.get(EPOCHS)) && given.matches("[1-9][0-9]{0,8}")) {
      long steps = Long.parseLong(given) * stepsAnEpoch;
      expected.put(SCHEDULE, schedule(trainer, steps));
      String objection = objection(state, trainer, steps, stepsAnEpoch * trainer.epochs);
      if (objection.isEmpty()) {
        expected.put(EPOCHS, given);
      } else {
        differences.add(difference(EPOCHS, given, own.get(EPOCHS)) + objection);
        expected.remove(EPOCHS);
      }
    }
    expected.forEach(
        (name, text) -> {
          String other = found.getOrDefault(name, "not known");
          if (!other.equals(text)) {
            differences.add(difference(name, other, text));
          }
        });
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the state belongs to another run ("
              + String.join("; ", differences)
              + "); resume it with the recipe and the data that it was made with, or begin anew"
              + " with fit");
    }
  }

  private static String difference(String name, String found, String own) {
    return name + ": the state has " + found + ", this run has " + own;
  }

  /** Why a run of another number of steps would not have come by a state; empty if it would. */
  private static String objection(TrainingState state, Trainer trainer, long then, long now) {
    if (state.steps() > now) {
      return " but the state has done " + state.history().size();
    }
    for (long step = 1; step <= state.steps(); step++) {
      double had = trainer.schedule.factor(step, then);
      double has = trainer.schedule.factor(step, now);
      if (had != has) {
        return ", for which the schedule gives step "
            + step
            + " the factor "
            + Decimal.exact(has)
            + " in place of "
            + Decimal.exact(had)
            + ": a run can be trained on under a schedule that does not depend on the number of"
            + " epochs";
      }
    }
    return "";
  }

  private static String penalties(Regularization plan) {
    return plan.rules().isEmpty()
        ? "none"
        : String.join(
            " + ",
            plan.rules().stream()
                .map(
                    r ->
                        text(r.penalty())
                            + " at lambda "
                            + Decimal.exact(r.lambda())
                            + " on "
                            + r.selector()
                            + " "
                            + r.application())
                .toList());
  }

  /** Its name, which a lambda has none of, and its factors at five steps of the run. */
  private static String schedule(Trainer trainer, long totalSteps) {
    List<String> factors =
        LongStream.rangeClosed(0, 4)
            .map(quarter -> Math.max(1, totalSteps * quarter / 4))
            .mapToObj(step -> Decimal.exact(trainer.schedule.factor(step, totalSteps)))
            .toList();
    return text(trainer.schedule) + " with factors " + String.join(", ", factors);
  }

  /** The spec string; the class alone where there is none, since identities differ between runs. */
  private static String text(Object component) {
    Class<?> type = component.getClass();
    String text = component.toString();
    if (text.startsWith(type.getName() + "@")) {
      return type.isHidden() || type.isSynthetic() ? "a function" : type.getName();
    }
    return text;
  }

  /**
   * Shape, classes, m and a checksum of all targets and sample weights and of some rows evenly
   * spread: all rows would be a pass over data that may be larger than memory.
   */
  private static String data(Dataset data) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 13);
    CRC32C crc = new CRC32C();
    for (int i = 0; i < data.rows(); i++) {
      add(crc, bytes, data.target(i));
      add(crc, bytes, data.weight(i));
    }
    double[] row = new double[data.columns()];
    int sampled = Math.min(SAMPLED_ROWS, SAMPLED_CELLS / Math.max(1, row.length) + 1);
    for (int k = 0; k < Math.min(sampled, data.rows()); k++) {
      data.features().copyRow((int) ((long) k * data.rows() / sampled), row, 0);
      for (double cell : row) {
        add(crc, bytes, cell);
      }
    }
    crc.update(bytes.flip());
    return data
        + " of weight "
        + Decimal.exact(data.weightSum())
        + " with checksum "
        + String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static void add(CRC32C crc, ByteBuffer bytes, double value) {
    if (!bytes.hasRemaining()) {
      crc.update(bytes.flip());
      bytes.clear();
    }
    bytes.putDouble(value);
  }
}
