package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class BlasStrideTest {
  @Test
  void rows_may_lie_further_apart_than_they_are_long() {
    // A = (1 2; 3 4) and B = (5 6; 7 8) within rows of 3 and 4 cells; C within rows of 5.
    float[] a = {1, 2, 99, 3, 4, 99};
    float[] b = {5, 6, 99, 99, 7, 8, 99, 99};
    float[] c = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    Blas.best().multiply(false, false, 2, 2, 2, a, 0, 3, b, 0, 4, 0, c, 0, 5);
    assertArrayEquals(new float[] {19, 22, -1, -1, -1, 43, 50, -1, -1, -1}, c);
  }

  @Test
  void an_empty_inner_index_leaves_the_cells_between_rows_alone() {
    float[] none = new float[0];
    float[] c = {1, 2, 3, 4, 5, 6};
    Blas.best().multiply(false, false, 2, 2, 0, none, 0, 0, none, 0, 2, 0, c, 0, 3);
    assertArrayEquals(new float[] {0, 0, 3, 0, 0, 6}, c);
  }

  @Test
  void doubles_are_multiplied_within_longer_rows_too() {
    // A' B with A = (1 2; 3 4), B = (5 6; 7 8), added to C = (10 20; 30 40).
    double[] a = {1, 2, 99, 3, 4, 99};
    double[] b = {5, 6, 99, 99, 7, 8, 99, 99};
    double[] c = {10, 20, -1, 30, 40, -1};
    Blas.best().multiply(true, false, 2, 2, 2, a, 0, 3, b, 0, 4, 1, c, 0, 3);
    assertArrayEquals(new double[] {36, 50, -1, 68, 84, -1}, c);
    double[] d = new double[4];
    Blas.best().multiply(false, true, 2, 2, 2, a, 0, 3, b, 0, 4, 0, d, 0, 2);
    assertArrayEquals(new double[] {17, 23, 39, 53}, d);
  }
}
