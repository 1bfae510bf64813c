package dev.ridgeline.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains the same networks in Ridgeline and in PyTorch, contenders alternating within one run, and
 * prints one JSON line per workload, contender and number of threads, then a table of ratios.
 *
 * <p>Arguments: workloads, numbers of threads, rounds; such as {@code a,b,c,digits 1,2 5}. The
 * first round warms up and does not count.
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
   * @param args workloads, numbers of threads, rounds; all optional
   */
  public static void main(String[] args) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    String names = args.length > 0 ? args[0] : "a,b,c,digits";
    String counts = args.length > 1 ? args[1] : "1,2";
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    List<String> table = new ArrayList<>();
    for (String name : names.split(",")) {
      NetWorkload workload = NetWorkload.named(name);
      List<NetContender> contenders = List.of(new RidgelineNet(workload), new PyTorchNet(workload));
      for (String count : counts.split(",")) {
        table.add(compare(workload, contenders, Integer.parseInt(count), rounds));
      }
    }
    System.out.println();
    System.out.println("workload  threads  ridgeline/s  pytorch/s  ratio  share of BLAS");
    table.forEach(System.out::println);
  }

  private static String compare(
      NetWorkload workload, List<NetContender> contenders, int threads, int rounds) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    Tally products = new Tally();
    for (int round = 0; round <= rounds; round++) {
      for (NetContender contender : contenders) {
        NetContender.Result result = contender.train(threads);
        Tally tally = tallies.computeIfAbsent(contender.name(), key -> new Tally());
        tally.loss = result.loss();
        // Each fit's first epoch has new memory to touch, and in the first round code to compile.
        for (int e = 1; round > 0 && e < result.epochSeconds().length; e++) {
          tally.rates.add(workload.rows() / result.epochSeconds()[e]);
        }
      }
      double[] seconds = Products.seconds(workload, threads);
      if (round > 0) {
        Arrays.stream(seconds).forEach(s -> products.rates.add(workload.batch() / s));
      }
    }
    tallies.forEach((name, tally) -> print(workload, name, threads, tally));
    print(workload, "products alone", threads, products);
    List<Tally> both = List.copyOf(tallies.values());
    double ours = both.get(0).median();
    double theirs = both.get(1).median();
    return String.format(
        Locale.ROOT,
        "%-8s  %7d  %11.0f  %9.0f  %5.2f  %12.0f %%",
        workload.name(),
        threads,
        ours,
        theirs,
        ours / theirs,
        100 * ours / products.median());
  }

  private static void print(NetWorkload workload, String contender, int threads, Tally tally) {
    System.out.printf(
        Locale.ROOT,
        "{\"workload\": \"%s\", \"contender\": \"%s\", \"threads\": %d, \"median\": %.0f, \"best\":"
            + " %.0f, \"gflops\": %.1f, \"loss\": %.5f}%n",
        workload.name(),
        contender,
        threads,
        tally.median(),
        tally.best(),
        tally.median() / workload.batch() * workload.flopOfStep() / 1e9,
        tally.loss);
  }
}
