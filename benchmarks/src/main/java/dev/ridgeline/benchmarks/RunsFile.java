package dev.ridgeline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.StringJoiner;

/** Appends measurements to the peer benchmark's {@code runs.jsonl}. */
final class RunsFile {
  private static final String VERSION = "0.1.0";

  private final Path file;
  private final int threads;
  private int weights;

  RunsFile(Path folder, int threads) throws IOException {
    Files.createDirectories(folder);
    this.file = folder.resolve("runs.jsonl");
    this.threads = threads;
  }

  /**
   * Writes weights, then intercepts, beside the file; returns the name to be given with a setting.
   */
  String addWeights(double[][] rows) throws IOException {
    String name = String.format("w%03d.npy", weights++);
    PeersData.write(file.resolveSibling(name), rows);
    return name;
  }

  /** One setting: seconds of the first and of all later runs, and what else the workload wants. */
  void add(String setting, double[] seconds, Map<String, ?> extra) throws IOException {
    StringJoiner times = new StringJoiner(", ", "[", "]");
    for (double s : seconds) {
      times.add(Double.toString(s));
    }
    StringJoiner line = new StringJoiner(", ", "{", "}\n");
    line.add("\"setting\": \"" + setting + "\"");
    line.add("\"times_s\": " + times);
    line.add("\"version\": \"" + VERSION + "\"");
    line.add("\"threads\": " + threads);
    extra.forEach(
        (key, value) ->
            line.add(
                "\"" + key + "\": " + (value instanceof Number ? value : "\"" + value + "\"")));
    Files.writeString(file, line.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
