package dev.ridgeline.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** W6, the speed of training networks, and W8, what a penalty costs. */
final class NetSpeed {
  private NetSpeed() {}

  static void throughput(Path data, RunsFile runs, int threads) throws IOException {
    for (String name : new String[] {"a", "b", "c"}) {
      NetWorkload w = NetWorkload.named(name);
      // The peers' net (c) has no penalty.
      NetWorkload same = name.equals("c") ? w.with(w.rule(), w.rate(), 0) : w;
      double[] seconds = epochs(same, threads);
      runs.add("net " + name, seconds, Map.of("net", name, "samples", w.rows()));
    }
  }

  static void penaltyCost(Path data, RunsFile runs, int threads) throws IOException {
    NetWorkload a = NetWorkload.named("a");
    NetWorkload plain = a.with(NetWorkload.Rule.SGD_L2, 1e-2, 0);
    for (int k = 0; k < 4; k++) {
      String penalty = new String[] {"plain", "weight decay", "L1", "plain again"}[k];
      NetWorkload w =
          switch (k) {
            case 1 -> a.with(NetWorkload.Rule.SGD_L2, 1e-2, 1e-4);
            case 2 -> a.with(NetWorkload.Rule.SGD_L1, 1e-2, 1e-5);
            default -> plain;
          };
      runs.add(
          "net a sgd " + penalty,
          epochs(w, threads),
          Map.of("net", "a", "samples", w.rows(), "penalty", penalty));
    }
  }

  private static double[] epochs(NetWorkload workload, int threads) {
    NetWorkload longer =
        new NetWorkload(
            workload.name(),
            workload.sizes(),
            workload.hidden(),
            workload.batch(),
            workload.rule(),
            workload.rate(),
            workload.strength(),
            workload.rows(),
            workload.name().equals("c") ? 8 : 40);
    return new RidgelineNet(NetTask.of(longer), threads).train().epochSeconds();
  }
}
