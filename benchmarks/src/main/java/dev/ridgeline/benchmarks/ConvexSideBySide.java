package dev.ridgeline.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fits the same convex problems in Ridgeline and in libraries of Maven Central, contenders
 * alternating within one run on one thread. Each fit is judged by one evaluator of J in double; a
 * line of JSON for every contender and tolerance, then a table of the fastest tolerance of each
 * that is good enough.
 *
 * <p>Arguments: rounds, 3 unless given. The first round warms up and does not count; a tolerance
 * whose fit took longer than three seconds is the contender's last.
 */
public final class ConvexSideBySide {
  private static final double LONGEST = 3;
  private static final double[] GOOD = {1e-4, 1e-6};

  private ConvexSideBySide() {}

  /** What the rounds of one contender at one tolerance gave. */
  private static final class Tally {
    final List<Double> seconds = new ArrayList<>();
    double objective;

    double median() {
      double[] sorted = seconds.stream().mapToDouble(s -> s).sorted().toArray();
      return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
  }

  /**
   * Runs.
   *
   * @param args rounds; optional
   */
  public static void main(String[] args) {
    // Smile takes the common pool's threads.
    System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "0");
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    List<String> table = new ArrayList<>();
    for (ConvexWorkload workload : ConvexWorkload.all()) {
      table.addAll(compare(workload, rounds));
    }
    System.out.println();
    System.out.println("J within  ridgeline  best peer  ratio  best peer, workload");
    table.forEach(System.out::println);
  }

  private static List<ConvexContender> contenders(ConvexWorkload workload) {
    List<ConvexContender> contenders = new ArrayList<>(List.of(new RidgelineConvex(workload)));
    contenders.add(
        workload.isLogistic() ? new LiblinearConvex(workload) : new TribuoConvex(workload));
    if (workload.isLogistic() && !workload.isL1() && workload.isFree()) {
      contenders.add(new SmileConvex(workload));
    }
    return contenders;
  }

  private static List<String> compare(ConvexWorkload workload, int rounds) {
    Map<ConvexContender, Map<Double, Tally>> all = new LinkedHashMap<>();
    for (ConvexContender contender : contenders(workload)) {
      all.put(contender, new LinkedHashMap<>());
    }
    for (int round = 0; round <= rounds; round++) {
      boolean counts = round > 0;
      all.forEach((contender, tallies) -> round(workload, contender, tallies, counts));
    }
    double least =
        all.values().stream()
            .flatMap(t -> t.values().stream())
            .mapToDouble(t -> t.objective)
            .min()
            .orElseThrow();
    all.forEach(
        (contender, tallies) ->
            tallies.forEach(
                (tolerance, tally) -> print(workload, contender, tolerance, tally, least)));
    List<String> lines = new ArrayList<>();
    for (double good : GOOD) {
      lines.add(line(workload, all, least, good));
    }
    return lines;
  }

  private static void round(
      ConvexWorkload workload,
      ConvexContender contender,
      Map<Double, Tally> tallies,
      boolean counts) {
    for (double tolerance : contender.tolerances()) {
      Tally tally = tallies.computeIfAbsent(tolerance, t -> new Tally());
      long start = System.nanoTime();
      double[] w = contender.fit(tolerance);
      double seconds = (System.nanoTime() - start) / 1e9;
      tally.objective = workload.objective(w);
      if (counts) {
        tally.seconds.add(seconds);
      }
      if (seconds > LONGEST) {
        return;
      }
    }
  }

  private static void print(
      ConvexWorkload workload,
      ConvexContender contender,
      double tolerance,
      Tally tally,
      double least) {
    System.out.printf(
        Locale.ROOT,
        "{\"workload\": \"%s\", \"contender\": \"%s\", \"tolerance\": %s, \"median_s\": %.5f,"
            + " \"times_s\": %s, \"suboptimality\": %.3e}%n",
        workload.name(),
        contender.name(),
        tolerance,
        tally.median(),
        Arrays.toString(tally.seconds.stream().mapToDouble(s -> s).toArray()),
        (tally.objective - least) / least);
  }

  /** The fastest tolerance of each that is good enough. */
  private static String line(
      ConvexWorkload workload,
      Map<ConvexContender, Map<Double, Tally>> all,
      double least,
      double good) {
    double ours = Double.NaN;
    double best = Double.POSITIVE_INFINITY;
    String who = "none is as good";
    for (Map.Entry<ConvexContender, Map<Double, Tally>> entry : all.entrySet()) {
      double fastest =
          entry.getValue().values().stream()
              .filter(t -> t.objective - least <= good * least && !t.seconds.isEmpty())
              .mapToDouble(Tally::median)
              .min()
              .orElse(Double.POSITIVE_INFINITY);
      if (entry.getKey() instanceof RidgelineConvex) {
        ours = fastest;
      } else if (fastest < best) {
        best = fastest;
        who = entry.getKey().name();
      }
    }
    return String.format(
        Locale.ROOT,
        "%8.0e  %7.4f s  %7.4f s  %5.2f  %s, %s",
        good,
        ours,
        best,
        best / ours,
        who,
        workload.name());
  }
}
