package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.PoissonLoss;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many rows at once against the loss, one row at a time. */
class PoissonRowsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.2, 3, 100})
  void rows_at_once_are_the_rows_one_by_one(double size) {
    int n = 600;
    RandomStream random = new RandomStream(4);
    double[] eta = new double[n];
    double[] targets = new double[n];
    double[] shares = new double[n];
    for (int i = 0; i < n; i++) {
      targets[i] = i % 4;
      // Near the target, where the loss is a difference of nearly equal terms, and far from it.
      eta[i] = size * random.gaussian(i) + (targets[i] > 0 ? Math.log(targets[i]) : 0);
      shares[i] = (1 + i % 5) / 1800.0;
    }
    double[] logs = Arrays.stream(targets).map(Math::log).toArray();
    double[] slopes = new double[n];
    double[] h = new double[n];
    PoissonLoss loss = new PoissonLoss();
    double value = PoissonRows.computeDerivatives(eta, targets, logs, shares, slopes, h);
    double expected = 0;
    for (int i = 0; i < n; i++) {
      expected += shares[i] * loss.value(eta[i], targets[i]);
      double slope = shares[i] * loss.derivative(eta[i], targets[i]);
      double curvature = shares[i] * loss.secondDerivative(eta[i], targets[i]);
      assertEquals(slope, slopes[i], 1e-15 * Math.abs(slope), "slope of row " + i);
      // The exponential of a difference, not a quotient of exponentials: a few units of the last
      // place for each unit that the prediction is away from 0.
      double rounding = 1e-15 * (1 + Math.abs(eta[i]));
      assertEquals(curvature, h[i], rounding * curvature, "curvature of row " + i);
    }
    assertEquals(expected, value, 1e-13 * expected);
  }
}
