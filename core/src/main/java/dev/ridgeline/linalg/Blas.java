package dev.ridgeline.linalg;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Row-major matrix products on heap arrays through netlib's BLAS interface. The backend is chosen
 * once, at first use, and logged once: the library that netlib's system property {@code
 * dev.ludovic.netlib.blas.nativeLibPath} names, the one that a {@link BlasLibrary} brings along, a
 * system library, the Vector API where {@code --add-modules jdk.incubator.vector} is given, plain
 * Java. Thread-safe; a call computes on the caller's thread.
 */
public final class Blas {
  private final BLAS netlib;
  private final String name;
  private final Supplier<String> backend;
  private final boolean isNative;
  private final List<String> findings;

  private Blas(BlasChoice choice) {
    netlib = choice.netlib();
    name = choice.description();
    backend = Suppliers.memoize(choice.details()::get);
    isNative = choice.isNative();
    findings = List.copyOf(choice.findings());
  }

  private static final class Best {
    static final Blas INSTANCE = choose();

    private static Blas choose() {
      Blas blas = new Blas(BlasChoice.make());
      // Looked for here, by the thread that chooses: to find a logger may take longer than a fit.
      Logger log = LoggerFactory.getLogger(Blas.class);
      log.info("matrix products by {}", blas.name);
      blas.findings.forEach(finding -> log.debug("BLAS: {}", finding));
      return blas;
    }
  }

  private static final class Early {
    static final Thread CHOOSER = start();

    private static Thread start() {
      Thread chooser = new Thread(Blas::best, "ridgeline-blas");
      chooser.setDaemon(true);
      chooser.start();
      return chooser;
    }
  }

  /**
   * Begins to choose the backend on a thread of its own, for a caller that will soon ask for {@link
   * #best} and has something else to do first: to find and load a library takes a tenth of a
   * second. Returns at once; does nothing but for the first time.
   *
   * @return the thread that chooses, a daemon, which ends with the choice
   */
  public static Thread prepare() {
    return Early.CHOOSER;
  }

  /**
   * The fastest backend of this process; waits where {@link #prepare} has begun to choose it.
   *
   * @return always the same object
   */
  public static Blas best() {
    return Best.INSTANCE;
  }

  /**
   * The backend without native code: the Vector API where its module is on, plain Java otherwise.
   *
   * @return a backend that needs nothing native
   */
  public static Blas java() {
    // Chosen first, so that netlib is initialised with the library it is to have.
    List<String> findings = best().findings;
    return new Blas(BlasChoice.java(JavaBLAS.getInstance(), findings));
  }

  /**
   * Which implementation does the work. The library is asked at the first call, which may take a
   * tenth of a second.
   *
   * @return one line for people, such as "OpenBLAS 0.3.31 (SkylakeX kernel, 1 thread) through
   *     netlib's JNI stub"
   */
  public String backend() {
    return backend.get();
  }

  /**
   * Whether native code does the work.
   *
   * @return false for the Vector API and plain Java
   */
  public boolean isNative() {
    return isNative;
  }

  /**
   * What was looked at and passed over in the choice, with advice.
   *
   * @return one sentence each, immutable
   */
  public List<String> findings() {
    return findings;
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
    multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a,
        aOffset,
        transposeA ? m : k,
        b,
        bOffset,
        transposeB ? k : n,
        beta,
        c,
        cOffset,
        n);
  }

  /**
   * C := op(A) op(B) + beta C in double precision on blocks of larger row-major matrices.
   *
   * @param transposeA whether op(A) is the transpose of A
   * @param transposeB whether op(B) is the transpose of B
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B); at least 1
   * @param a storage of A (m x k, or k x m where transposed), not modified
   * @param aOffset index of A's first cell
   * @param aStride distance between rows of A
   * @param b storage of B (k x n, or n x k where transposed), not modified; may be A's
   * @param bOffset index of B's first cell
   * @param bStride distance between rows of B
   * @param beta 0 overwrites C, 1 adds to it
   * @param c storage of C (m x n), modified
   * @param cOffset index of C's first cell
   * @param cStride distance between rows of C
   * @throws IllegalArgumentException if k is below 1
   */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double[] a,
      int aOffset,
      int aStride,
      double[] b,
      int bOffset,
      int bStride,
      double beta,
      double[] c,
      int cOffset,
      int cStride) {
    if (k < 1) {
      throw new IllegalArgumentException("a product needs at least 1 inner column, found " + k);
    }
    if (m == 0 || n == 0) {
      return;
    }
    netlib.dgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        1,
        b,
        bOffset,
        Math.max(1, bStride),
        a,
        aOffset,
        Math.max(1, aStride),
        beta,
        c,
        cOffset,
        Math.max(1, cStride));
  }

  /**
   * C := op(A) op(B) + beta C in single precision on blocks of larger row-major matrices.
   *
   * @param transposeA whether op(A) is the transpose of A
   * @param transposeB whether op(B) is the transpose of B
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param a storage of A (m x k, or k x m where transposed), not modified
   * @param aOffset index of A's first cell
   * @param aStride distance between rows of A
   * @param b storage of B (k x n, or n x k where transposed), not modified
   * @param bOffset index of B's first cell
   * @param bStride distance between rows of B
   * @param beta 0 overwrites C, 1 adds to it
   * @param c storage of C (m x n), modified
   * @param cOffset index of C's first cell
   * @param cStride distance between rows of C
   */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float beta,
      float[] c,
      int cOffset,
      int cStride) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      // A sum over nothing; netlib would refuse the empty arrays.
      for (int i = 0; i < m; i++) {
        for (int at = cOffset + i * cStride; at < cOffset + i * cStride + n; at++) {
          c[at] = beta == 0 ? 0 : beta * c[at];
        }
      }
      return;
    }
    // BLAS is column-major: it sees our matrices transposed, so it is asked for C' = op(B)' op(A)'.
    netlib.sgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        1f,
        b,
        bOffset,
        Math.max(1, bStride),
        a,
        aOffset,
        Math.max(1, aStride),
        beta,
        c,
        cOffset,
        Math.max(1, cStride));
  }

  /**
   * y := op(A) x + beta y in single precision.
   *
   * @param transposed whether op(A) is the transpose of A
   * @param rows rows of A
   * @param columns columns of A
   * @param a storage of A, row-major, not modified
   * @param aOffset index of A's first cell
   * @param aStride distance between rows of A
   * @param x storage of x from its first element on, as many as op(A) has columns; not modified
   * @param beta 0 overwrites y, 1 adds to it
   * @param y storage of y, modified
   * @param yOffset index of y's first element
   */
  public void multiply(
      boolean transposed,
      int rows,
      int columns,
      float[] a,
      int aOffset,
      int aStride,
      float[] x,
      float beta,
      float[] y,
      int yOffset) {
    int results = transposed ? columns : rows;
    if (rows == 0 || columns == 0) {
      // Sums over nothing, or none; BLAS would leave y alone, whatever beta.
      for (int i = yOffset; i < yOffset + results; i++) {
        y[i] = beta == 0 ? 0 : beta * y[i];
      }
      return;
    }
    // Column-major, A is its own transpose.
    netlib.sgemv(
        transposed ? "N" : "T",
        columns,
        rows,
        1f,
        a,
        aOffset,
        Math.max(1, aStride),
        x,
        0,
        1,
        beta,
        y,
        yOffset,
        1);
  }

  /**
   * The inner product of two ranges in single precision.
   *
   * @param n number of elements, at least 0
   * @param x storage, not modified
   * @param xOffset first element of x
   * @param y storage, not modified; may be x
   * @param yOffset first element of y
   * @return sum over i of x[xOffset + i] * y[yOffset + i]
   */
  public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    return netlib.sdot(n, x, xOffset, 1, y, yOffset, 1);
  }
}
