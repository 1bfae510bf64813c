package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many rows at once against the loss, one row at a time. */
class LogisticRowsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 1, 30, 1e3})
  void rows_at_once_are_the_rows_one_by_one(double size) {
    int n = 1200;
    RandomStream random = new RandomStream(4);
    double[] eta = new double[n];
    double[] targets = new double[n];
    double[] shares = new double[n];
    for (int i = 0; i < n; i++) {
      eta[i] = size * random.gaussian(i);
      targets[i] = i % 3 == 0 ? 1 : 0;
    }
    LogisticLoss loss = new LogisticLoss();
    for (boolean isEven : new boolean[] {true, false}) {
      Arrays.setAll(shares, i -> isEven ? 1.0 / n : (1 + i % 5) / 3600.0);
      double[] slopes = new double[n];
      double[] h = new double[n];
      double value = LogisticRows.computeDerivatives(eta, targets, shares, isEven, slopes, h);
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += shares[i] * loss.value(eta[i], targets[i]);
        double slope = shares[i] * loss.derivative(eta[i], targets[i]);
        double curvature = shares[i] * loss.secondDerivative(eta[i], targets[i]);
        assertEquals(slope, slopes[i], 1e-15 * Math.abs(slope), "slope of row " + i);
        assertEquals(curvature, h[i], 1e-15 * curvature, "curvature of row " + i);
      }
      // The sum of 1200 rows, one by one, has lost a few more digits itself.
      assertEquals(expected, value, 1e-13 * expected);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-40, -9.3, -9.1, -20})
  void a_small_loss_keeps_its_digits(double eta) {
    double[] at = {eta};
    double[] one = {1};
    double value =
        LogisticRows.computeDerivatives(at, new double[1], one, true, new double[1], new double[1]);
    assertEquals(Math.log1p(Math.exp(eta)), value, 1e-11 * value);
  }
}
