package dev.ridgeline.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The process that the peer benchmark calls: WORKLOAD DATA_DIR OUT_DIR THREADS. A workload is one
 * line in {@link #WORKLOADS}.
 */
public final class Contender {
  /** Runs a workload and records what it measured. */
  @FunctionalInterface
  interface Workload {
    void run(Path data, RunsFile runs, int threads) throws IOException;
  }

  private static final Map<String, Workload> WORKLOADS =
      new TreeMap<>(
          Map.of(
              "W1", RidgeSpeed::logistic,
              "W2", SparseSpeed::single,
              "W3", SparseSpeed::squaredPath,
              "W4", SparseSpeed::logisticPath,
              "W5", RidgeSpeed::softmax,
              "W6", NetSpeed::throughput,
              "W7", SparseSpeed::crossValidation,
              "W8", NetSpeed::penaltyCost));

  private Contender() {}

  /**
   * Runs one workload.
   *
   * @param args workload, folder of its data, folder for results, number of threads
   * @throws IOException if data cannot be read or results not written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 4 || !WORKLOADS.containsKey(args[0])) {
      System.err.println(
          "usage: contender WORKLOAD DATA_DIR OUT_DIR THREADS, WORKLOAD one of "
              + WORKLOADS.keySet());
      System.exit(2);
    }
    RunsFile runs = new RunsFile(Path.of(args[2]), Integer.parseInt(args[3]));
    WORKLOADS.get(args[0]).run(Path.of(args[1]), runs, Integer.parseInt(args[3]));
  }
}
