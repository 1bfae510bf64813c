package dev.ridgeline.openblas;

import dev.ridgeline.linalg.Blas;

/** Computes a product, says so, and then names what computed it: run by a test, in a new JVM. */
final class LoadedClasses {
  static final String PRODUCT = "6 = 2 x 3";

  private LoadedClasses() {}

  public static void main(String[] args) {
    float[] c = new float[1];
    Blas.best().multiply(false, false, 1, 1, 1, new float[] {2}, 0, new float[] {3}, 0, 0f, c, 0);
    System.out.println(Math.round(c[0]) + " = 2 x 3");
    System.out.println(Blas.best().backend());
  }
}
