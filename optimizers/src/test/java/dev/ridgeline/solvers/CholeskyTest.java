package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Team;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors of small and of large matrices, which are made by blocks where BLAS is native. */
class CholeskyTest {
  /** B B' + I with B of normal numbers; only the lower triangle, the rest NaN. */
  private static double[] lower(int size, int rank, double ridge, long seed) {
    Random random = new Random(seed);
    double[] b = random.doubles((long) size * rank, -1, 1).toArray();
    double[] a = new double[size * size];
    Arrays.fill(a, Double.NaN);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? ridge : 0;
        for (int k = 0; k < rank; k++) {
          sum += b[i * rank + k] * b[j * rank + k];
        }
        a[i * size + j] = sum;
      }
    }
    return a;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 255, 256, 257, 320, 449, 700})
  void solvesWhatTheMatrixWasMultipliedWith(int size) {
    double[] a = lower(size, 40, 1, 7);
    double[] x = new Random(8).doubles(size, -1, 1).toArray();
    double[] b = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        b[i] += (j <= i ? a[i * size + j] : a[j * size + i]) * x[j];
      }
    }
    Cholesky factor = new Cholesky(a, size);
    assertTrue(factor.isPositive());
    factor.solve(b);
    assertArrayEquals(x, b, 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 300, 500})
  void findsThatAMatrixIsSingular(int size) {
    double[] a = lower(size, size / 2, 0, 9);
    assertFalse(new Cholesky(a, size).isPositive());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 299})
  void findsAPivotThatIsNoNumber(int at) {
    double[] a = lower(300, 40, 1, 10);
    a[at * 300 + at] = Double.NaN;
    assertFalse(new Cholesky(a, 300).isPositive());
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    int size = 600;
    double[] alone = lower(size, 50, 1, 11);
    assertTrue(new Cholesky(alone, size).isPositive());
    for (int threads = 2; threads <= 4; threads++) {
      double[] shared = lower(size, 50, 1, 11);
      try (Team team = Team.of(threads)) {
        assertTrue(new Cholesky(shared, size, team).isPositive());
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          assertEquals(alone[i * size + j], shared[i * size + j], 0, threads + " threads");
        }
      }
    }
  }
}
