package dev.ridgeline.benchmarks;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import java.util.ArrayList;
import java.util.List;

/** The matrix products of a step and nothing else: what the same BLAS leaves to be reached. */
final class Products {
  private static final int REPEATS = 30;

  /** C (m x n) = op(A) op(B), cut by columns of C or, for weight gradients, by rows. */
  private record Product(
      boolean ta, boolean tb, int m, int n, int k, float[] a, float[] b, float[] c) {
    Product(boolean ta, boolean tb, int m, int n, int k) {
      this(ta, tb, m, n, k, numbers(m * k), numbers(k * n), new float[m * n]);
    }

    void run(int from, int to) {
      if (ta) {
        Blas.best().multiply(true, false, to - from, n, k, a, from, m, b, 0, n, 0f, c, from * n, n);
      } else if (tb) {
        Blas.best().multiply(false, true, m, to - from, k, a, 0, k, b, from * k, k, 0f, c, from, n);
      } else {
        Blas.best().multiply(false, false, m, to - from, k, a, 0, k, b, from, n, 0f, c, from, n);
      }
    }

    int cut() {
      return ta ? m : n;
    }
  }

  private Products() {}

  /** Seconds of each of some repeats of a step's products. */
  static double[] seconds(NetWorkload w, int threads) {
    List<Product> products = new ArrayList<>();
    for (int i = 1; i < w.sizes().size(); i++) {
      int in = w.sizes().get(i - 1);
      int out = w.sizes().get(i);
      products.add(new Product(false, true, w.batch(), out, in));
      products.add(new Product(true, false, out, in, w.batch()));
      if (i > 1) {
        products.add(new Product(false, false, w.batch(), in, out));
      }
    }
    int inner = (int) Math.max(1, 1e9 / w.flopOfStep());
    double[] seconds = new double[REPEATS];
    try (Team team = Team.of(threads)) {
      for (int r = 0; r < REPEATS; r++) {
        long start = System.nanoTime();
        for (int i = 0; i < inner; i++) {
          for (Product p : products) {
            boolean small = 2.0 * p.m * p.n * p.k < 1e7;
            int tasks = small ? 1 : threads;
            int width = p.cut();
            team.run(tasks, (t, worker) -> p.run(width * t / tasks, width * (t + 1) / tasks));
          }
        }
        seconds[r] = (System.nanoTime() - start) * 1e-9 / inner;
      }
    }
    return seconds;
  }

  private static float[] numbers(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 7 - 3;
    }
    return x;
  }
}
