package dev.ridgeline.testkit.optimizer;

import java.util.Arrays;
import java.util.List;

/**
 * The first steps of an optimizer, derived by hand from its formula and not by running it.
 *
 * @param rate the learning rate
 * @param start weights before the first step
 * @param gradients the data gradient of each step, at least three
 * @param expected the weights after each step
 */
public record Trace(
    double rate, List<Double> start, List<List<Double>> gradients, List<List<Double>> expected) {
  /**
   * Checks the sizes.
   *
   * @param rate the learning rate
   * @param start weights before the first step
   * @param gradients the data gradient of each step, at least three
   * @param expected the weights after each step
   * @throws IllegalArgumentException if there are fewer than three steps or the sizes differ
   */
  public Trace {
    if (gradients.size() < 3 || expected.size() != gradients.size()) {
      throw new IllegalArgumentException(
          "a trace needs at least three steps, each with gradients and expected weights, found "
              + gradients.size()
              + " and "
              + expected.size());
    }
    for (int k = 0; k < gradients.size(); k++) {
      if (gradients.get(k).size() != start.size() || expected.get(k).size() != start.size()) {
        throw new IllegalArgumentException(
            "step " + (k + 1) + " does not have the " + start.size() + " cells of the start");
      }
    }
    start = List.copyOf(start);
    gradients = List.copyOf(gradients);
    expected = List.copyOf(expected);
  }

  /**
   * A trace of one weight.
   *
   * @param rate the learning rate
   * @param start the weight before the first step
   * @param gradients the data gradient of each step, at least three
   * @param expected the weight after each step
   * @return the trace
   */
  public static Trace ofOne(double rate, double start, double[] gradients, double[] expected) {
    return new Trace(rate, List.of(start), column(gradients), column(expected));
  }

  private static List<List<Double>> column(double[] values) {
    return Arrays.stream(values).mapToObj(List::of).toList();
  }
}
