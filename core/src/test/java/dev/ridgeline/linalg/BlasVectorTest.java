package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class BlasVectorTest {
  // A = (1 2 3; 4 5 6) from cell 1 on, within rows of 4 cells.
  private final float[] a = {99, 1, 2, 3, 99, 4, 5, 6, 99};

  @Test
  void a_matrix_times_a_vector() {
    for (Blas blas : new Blas[] {Blas.best(), Blas.java()}) {
      float[] y = {7, Float.NaN, Float.NaN, 7};
      blas.multiply(false, 2, 3, a, 1, 4, new float[] {1, 10, 100}, 0, y, 1);
      assertArrayEquals(new float[] {7, 321, 654, 7}, y);
      blas.multiply(false, 2, 3, a, 1, 4, new float[] {1, 0, 0, 55}, 1, y, 1);
      assertArrayEquals(new float[] {7, 322, 658, 7}, y);
    }
  }

  @Test
  void its_transpose_times_a_vector() {
    for (Blas blas : new Blas[] {Blas.best(), Blas.java()}) {
      float[] y = {7, Float.NaN, Float.NaN, Float.NaN};
      blas.multiply(true, 2, 3, a, 1, 4, new float[] {1, 10}, 0, y, 1);
      assertArrayEquals(new float[] {7, 41, 52, 63}, y);
      blas.multiply(true, 2, 3, a, 1, 4, new float[] {1, 1}, 1, y, 1);
      assertArrayEquals(new float[] {7, 46, 59, 72}, y);
    }
  }

  @Test
  void a_sum_over_nothing_is_zero() {
    float[] none = new float[0];
    float[] y = {1, 2, 3};
    Blas.best().multiply(true, 0, 2, none, 0, 2, none, 1, y, 0);
    assertArrayEquals(new float[] {1, 2, 3}, y);
    Blas.best().multiply(true, 0, 2, none, 0, 2, none, 0, y, 0);
    assertArrayEquals(new float[] {0, 0, 3}, y);
    Blas.best().multiply(false, 0, 2, none, 0, 2, new float[2], 0, y, 0);
    assertArrayEquals(new float[] {0, 0, 3}, y);
  }
}
