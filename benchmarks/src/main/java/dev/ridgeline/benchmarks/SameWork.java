package dev.ridgeline.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proof that contenders do the same work: from the same weights, on the same mini-batches, the
 * loss of every step is the same up to the rounding of floats.
 */
final class SameWork {
  /**
   * Of a mini-batch's loss, relative. Other orders of summation make some 1e-7 over all compared
   * steps; without its weight decay net (a) departs by more than 1e-5 from the third step on.
   */
  private static final double ROUNDING = 1e-5;

  private SameWork() {}

  /**
   * Compares all with the first.
   *
   * @return the largest relative difference of a step's loss
   * @throws IllegalStateException if it is above rounding for one that claims to do the same work
   */
  static Map<NetContender, Double> differences(NetTask task, List<NetContender> contenders) {
    int steps = task.comparedSteps();
    double[] expected = contenders.get(0).firstLosses(steps);
    Map<NetContender, Double> differences = new LinkedHashMap<>();
    differences.put(contenders.get(0), 0.0);
    for (NetContender contender : contenders.subList(1, contenders.size())) {
      double[] found = contender.firstLosses(steps);
      double largest = 0;
      int where = 0;
      for (int i = 0; i < steps; i++) {
        double difference = Math.abs(found[i] - expected[i]) / Math.abs(expected[i]);
        // NaN, from a contender that cannot say, stays.
        if (!(difference <= largest)) {
          largest = difference;
          where = i;
        }
      }
      System.err.printf(
          Locale.ROOT,
          "%s, %s: the losses of the first %d steps, %.4f to %.4f, differ by at most %.1e (step %d)"
              + " from ours%s%n",
          task.net().name(),
          contender.name(),
          steps,
          found[0],
          found[steps - 1],
          largest,
          where + 1,
          contender.departure().isEmpty() ? "" : "; it departs by " + contender.departure());
      if (contender.departure().isEmpty() && !(largest <= ROUNDING)) {
        throw new IllegalStateException(
            contender.name()
                + " does other work than "
                + contenders.get(0).name()
                + " in workload "
                + task.net().name()
                + ": the loss of step "
                + (where + 1)
                + " is "
                + found[where]
                + ", not "
                + expected[where]
                + "; more than the rounding of floats, "
                + ROUNDING);
      }
      differences.put(contender, largest);
    }
    return differences;
  }
}
