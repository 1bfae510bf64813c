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
}
