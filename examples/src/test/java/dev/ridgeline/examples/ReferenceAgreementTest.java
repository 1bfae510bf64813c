package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.Certificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L2 logistic regression against a Newton iteration written out here, which shares no code with it.
 */
class ReferenceAgreementTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto(tolerance=1e-13)", "newton(tolerance=1e-13)"})
  void coefficients_on_breast_cancer_agree_with_newtons_to_1e_6(String solver) {
    assertAgreement(solver, 1e-6);
  }

  /**
   * J is strongly convex with mu = lambda/m = 1/569, so a relative gap of 1e-13 of J(0) = 0.66
   * bounds the distance from the optimum by sqrt(2 * 1e-13 * 0.66 * 569) = 8.7e-6. A first-order
   * method that stops at the gap promises no more.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"proximal-gradient(tolerance=1e-13)", "coordinate-descent(tolerance=1e-13)"})
  void a_certified_gap_bounds_the_distance_from_newtons_coefficients(String solver) {
    assertAgreement(solver, 8.7e-6);
  }

  private static void assertAgreement(String solver, double bound) {
    Dataset data = ShippedData.BREAST_CANCER.load();
    double lambda = 1;
    LinearFit fit =
        LinearModel.of(new LogisticLoss(), new L2())
            .withSolver(Plugins.load().solver(solver))
            .fit(data, lambda);
    assertEquals(Certificate.Status.CERTIFIED, fit.certificate().status());

    double[] reference = newton(Standardizer.fit(data).apply(data), lambda);
    int p = data.columns();
    for (int j = 0; j < p; j++) {
      assertEquals(reference[j], fit.solution().weights().get(0, j), bound, "feature " + j);
    }
    assertEquals(reference[p], fit.solution().intercepts()[0], bound);
    assertTrue(Math.abs(reference[0]) > 0.01, "a reference of zeros would prove nothing");
  }

  /** Weights and intercept that minimise sum of losses + lambda/2 ||w||^2, intercept free. */
  private static double[] newton(Dataset data, double lambda) {
    int n = data.rows();
    int p = data.columns();
    double[][] x = new double[n][p + 1];
    for (int i = 0; i < n; i++) {
      data.features().copyRow(i, x[i], 0);
      x[i][p] = 1;
    }
    double[] beta = new double[p + 1];
    for (int round = 0; round < 50; round++) {
      double[][] a = new double[p + 1][p + 2];
      for (int i = 0; i < n; i++) {
        double z = 0;
        for (int j = 0; j <= p; j++) {
          z += x[i][j] * beta[j];
        }
        double probability = 1 / (1 + Math.exp(-z));
        for (int j = 0; j <= p; j++) {
          a[j][p + 1] += x[i][j] * (data.target(i) - probability);
          for (int k = 0; k <= p; k++) {
            a[j][k] += probability * (1 - probability) * x[i][j] * x[i][k];
          }
        }
      }
      for (int j = 0; j < p; j++) {
        a[j][j] += lambda;
        a[j][p + 1] -= lambda * beta[j];
      }
      double[] step = solve(a);
      for (int j = 0; j <= p; j++) {
        beta[j] += step[j];
      }
    }
    return beta;
  }

  /** Gauss and Jordan with row pivoting on an augmented matrix. */
  private static double[] solve(double[][] a) {
    int n = a.length;
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) {
        pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
      }
      double[] swapped = a[c];
      a[c] = a[pivot];
      a[pivot] = swapped;
      for (int r = 0; r < n; r++) {
        if (r != c) {
          double factor = a[r][c] / a[c][c];
          for (int k = c; k <= n; k++) {
            a[r][k] -= factor * a[c][k];
          }
        }
      }
    }
    double[] solution = new double[n];
    for (int r = 0; r < n; r++) {
      solution[r] = a[r][n] / a[r][r];
    }
    return solution;
  }
}
