package dev.ridgeline.linalg;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Row-major matrix products on heap arrays, by the fastest BLAS that netlib finds: a native one
 * where a system library or {@code dev.ludovic.netlib.blas.nativeLibPath} offers it, the Vector API
 * where {@code --add-modules jdk.incubator.vector} is given, plain Java otherwise. Chosen once, at
 * first use. Thread-safe.
 */
public final class Blas {
  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);

  private final BLAS delegate;

  private Blas(BLAS delegate) {
    this.delegate = delegate;
  }

  private static final class Best {
    static final Blas INSTANCE = choose();

    private static Blas choose() {
      BLAS best = BLAS.getInstance();
      LOG.debug("BLAS backend: {}", best.getClass().getName());
      return new Blas(best);
    }
  }

  /**
   * The fastest backend of this process.
   *
   * @return always the same object
   */
  public static Blas best() {
    return Best.INSTANCE;
  }

  /**
   * The plain Java backend, the same bits on every machine of one architecture.
   *
   * @return a backend that needs nothing native
   */
  public static Blas plainJava() {
    return new Blas(JavaBLAS.getInstance());
  }

  /**
   * Which implementation does the work.
   *
   * @return the class name of the backend
   */
  public String backend() {
    return delegate.getClass().getName();
  }

  /**
   * C := op(A) op(B) + beta C in single precision, all matrices row-major.
   *
   * @param transposeA whether op(A) is the transpose of A
   * @param transposeB whether op(B) is the transpose of B
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param a storage of A (m x k, or k x m where transposed), not modified
   * @param aOffset index of A's first cell
   * @param b storage of B (k x n, or n x k where transposed), not modified
   * @param bOffset index of B's first cell
   * @param beta 0 overwrites C, 1 adds to it
   * @param c storage of C (m x n), modified
   * @param cOffset index of C's first cell
   */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      // A sum over nothing; netlib would refuse the empty arrays.
      for (int i = cOffset; i < cOffset + m * n; i++) {
        c[i] = beta == 0 ? 0 : beta * c[i];
      }
      return;
    }
    // BLAS is column-major: it sees our matrices transposed, so it is asked for C' = op(B)' op(A)'.
    delegate.sgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        1f,
        b,
        bOffset,
        Math.max(1, transposeB ? k : n),
        a,
        aOffset,
        Math.max(1, transposeA ? m : k),
        beta,
        c,
        cOffset,
        n);
  }
}
