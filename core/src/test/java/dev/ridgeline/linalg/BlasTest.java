package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlasTest {
  @Test
  void a_product_by_hand() {
    // (1 2; 3 4) (5 6; 7 8) = (19 22; 43 50)
    float[] c = new float[4];
    Blas.best()
        .multiply(
            false,
            false,
            2,
            2,
            2,
            new float[] {1, 2, 3, 4},
            0,
            new float[] {5, 6, 7, 8},
            0,
            0,
            c,
            0);
    assertArrayEquals(new float[] {19, 22, 43, 50}, c);
  }

  @Test
  void what_was_begun_early_is_the_choice_of_all() throws InterruptedException {
    Thread chooser = Blas.prepare();
    assertTrue(chooser.isDaemon());
    Blas best = Blas.best();
    chooser.join();
    assertSame(best, Blas.best());
    assertSame(chooser, Blas.prepare());
  }

  @ParameterizedTest
  @CsvSource({
    "false, false",
    "false, true",
    "true, false",
    "true, true",
  })
  void every_transpose_offset_and_beta_agrees_with_a_triple_loop(boolean ta, boolean tb) {
    int[][] shapes = {{1, 1, 1}, {3, 5, 7}, {7, 1, 4}, {1, 6, 5}, {33, 17, 65}};
    for (Blas blas : new Blas[] {Blas.best(), Blas.java()}) {
      for (int[] s : shapes) {
        for (float beta : new float[] {0, 1}) {
          check(blas, ta, tb, s[0], s[1], s[2], beta);
        }
      }
    }
  }

  private static void check(Blas blas, boolean ta, boolean tb, int m, int n, int k, float beta) {
    float[] a = random(m * k + 3, 1);
    float[] b = random(k * n + 2, 2);
    float[] c = random(m * n + 6, 3);
    float[] before = c.clone();
    float[] aCopy = a.clone();
    float[] bCopy = b.clone();
    blas.multiply(ta, tb, m, n, k, a, 3, b, 2, beta, c, 5);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = beta * before[5 + i * n + j];
        for (int l = 0; l < k; l++) {
          double x = ta ? a[3 + l * m + i] : a[3 + i * k + l];
          double y = tb ? b[2 + j * k + l] : b[2 + l * n + j];
          sum += x * y;
        }
        // k products below 1 in single precision.
        assertEquals(sum, c[5 + i * n + j], (k + 1) * 1e-6);
      }
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(before[i], c[i], "cells before C are left alone");
    }
    assertEquals(before[m * n + 5], c[m * n + 5], "cells after C are left alone");
    assertArrayEquals(aCopy, a);
    assertArrayEquals(bCopy, b);
  }

  @Test
  void beta_0_overwrites_even_nan() {
    for (Blas blas : new Blas[] {Blas.best(), Blas.java()}) {
      float[] c = {Float.NaN};
      blas.multiply(false, false, 1, 1, 2, new float[] {1, 2}, 0, new float[] {3, 4}, 0, 0, c, 0);
      assertEquals(11, c[0]);
    }
  }

  @Test
  void empty_products_are_zero_or_nothing() {
    float[] none = new float[0];
    float[] c = {7, 8};
    Blas.best().multiply(false, false, 0, 2, 3, none, 0, new float[6], 0, 0, c, 0);
    assertArrayEquals(new float[] {7, 8}, c);
    // No inner index: the sum over nothing, which beta = 0 writes and beta = 1 adds.
    Blas.best().multiply(false, true, 1, 2, 0, none, 0, none, 0, 1, c, 0);
    assertArrayEquals(new float[] {7, 8}, c);
    Blas.best().multiply(false, true, 1, 2, 0, none, 0, none, 0, 0, c, 0);
    assertArrayEquals(new float[] {0, 0}, c);
  }

  @Test
  void the_backend_is_chosen_once_and_named() {
    assertSame(Blas.best(), Blas.best());
    assertTrue(Blas.java().backend().contains("Java"), Blas.java().backend());
  }

  private static float[] random(int n, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (2 * random.uniform(i) - 1);
    }
    return x;
  }
}
