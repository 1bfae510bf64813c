package dev.ridgeline.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains the same networks in Ridgeline and in other libraries, contenders alternating within one
 * run, and prints one JSON line per workload, contender and number of threads, then a table of
 * ratios.
 *
 * <p>Before the clock runs, the losses of the first steps are compared one by one with Ridgeline's:
 * a contender that says it does the same work and has others ends the run.
 *
 * <p>Arguments: workloads, numbers of threads, rounds, contenders; such as {@code a,b,c,digits 1,2
 * 5 ridgeline,djl,python,sklearn,dl4j}. The first round warms up and does not count.
 */
public final class SideBySide {
  private SideBySide() {}

  /** What the rounds of one contender gave. */
  private static final class Tally {
    final List<Double> rates = new ArrayList<>();
    double loss;

    double median() {
      double[] sorted = rates.stream().mapToDouble(r -> r).sorted().toArray();
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double best() {
      return rates.stream().mapToDouble(r -> r).max().orElse(0);
    }
  }

  /**
   * Runs.
   *
   * @param args workloads, numbers of threads, rounds, contenders; all optional
   */
  public static void main(String[] args) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    String names = args.length > 0 ? args[0] : "a,b,c,digits";
    String counts = args.length > 1 ? args[1] : "1,2";
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    List<String> wanted =
        List.of((args.length > 3 ? args[3] : "ridgeline,djl,python,sklearn,dl4j").split(","));
    List<String> table = new ArrayList<>();
    for (String name : names.split(",")) {
      NetTask task = NetTask.of(NetWorkload.named(name));
      for (String count : counts.split(",")) {
        table.add(compare(task, Integer.parseInt(count), rounds, wanted));
      }
    }
    System.out.println();
    System.out.println(
        "workload  threads  ridgeline/s  best peer/s  ratio  share of BLAS  best peer");
    table.forEach(System.out::println);
  }

  private static String compare(NetTask task, int threads, int rounds, List<String> wanted) {
    NetWorkload workload = task.net();
    try (NetContenders present = new NetContenders(task, threads, wanted)) {
      List<NetContender> contenders = present.all();
      Map<NetContender, Double> differences = SameWork.differences(task, contenders);
      Map<NetContender, Tally> tallies = new LinkedHashMap<>();
      contenders.forEach(contender -> tallies.put(contender, new Tally()));
      Tally products = new Tally();
      for (int round = 0; round <= rounds; round++) {
        boolean counts = round > 0;
        tallies.forEach((contender, tally) -> run(workload, contender, tally, counts));
        double[] seconds = Products.seconds(workload, threads);
        if (counts) {
          Arrays.stream(seconds).forEach(s -> products.rates.add(workload.batch() / s));
        }
      }
      tallies.forEach(
          (contender, tally) ->
              print(
                  workload,
                  contender.name(),
                  threads,
                  tally,
                  contender.departure(),
                  differences.get(contender)));
      print(workload, "products alone", threads, products, "no training", Double.NaN);
      return ratios(workload, threads, tallies, products);
    }
  }

  private static void run(
      NetWorkload workload, NetContender contender, Tally tally, boolean counts) {
    NetContender.Result result = contender.train();
    tally.loss = result.loss();
    // Each fit's first epoch has new memory to touch, and in the first round code to compile.
    for (int e = 1; counts && e < result.epochSeconds().length; e++) {
      tally.rates.add(workload.rows() / result.epochSeconds()[e]);
    }
  }

  private static String ratios(
      NetWorkload workload, int threads, Map<NetContender, Tally> tallies, Tally products) {
    double ours = 0;
    double theirs = 0;
    String best = "none";
    for (Map.Entry<NetContender, Tally> entry : tallies.entrySet()) {
      double median = entry.getValue().median();
      if (entry.getKey() instanceof RidgelineNet) {
        ours = median;
      } else if (median > theirs) {
        theirs = median;
        best = entry.getKey().name();
      }
    }
    return String.format(
        Locale.ROOT,
        "%-8s  %7d  %11.0f  %11.0f  %5.2f  %11.0f %%  %s",
        workload.name(),
        threads,
        ours,
        theirs,
        ours / theirs,
        100 * ours / products.median(),
        best);
  }

  private static void print(
      NetWorkload workload,
      String contender,
      int threads,
      Tally tally,
      String departure,
      double difference) {
    System.out.printf(
        Locale.ROOT,
        "{\"workload\": \"%s\", \"contender\": \"%s\", \"threads\": %d, \"median\": %.0f, \"best\":"
            + " %.0f, \"gflops\": %.1f, \"loss\": %.5f, \"difference\": %s, \"departs\": \"%s\"}%n",
        workload.name(),
        contender,
        threads,
        tally.median(),
        tally.best(),
        tally.median() / workload.batch() * workload.flopOfStep() / 1e9,
        tally.loss,
        Double.isNaN(difference) ? "null" : String.format(Locale.ROOT, "%.1e", difference),
        departure);
  }
}
