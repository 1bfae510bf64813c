package dev.ridgeline.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  private final ParameterLayout layout =
      ParameterLayout.builder()
          .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 2, 3))
          .add("dense1", new ParameterSpec("bias", Role.BIAS, 1, 2))
          .add("norm1", new ParameterSpec("scale", Role.NORMALIZATION, 1, 2))
          .build();

  @Test
  void parameters_follow_each_other_without_gaps() {
    assertEquals(10, layout.size());
    assertEquals(0, layout.parameter("dense1.weight").offset());
    assertEquals(6, layout.parameter("dense1.weight").end());
    assertEquals(6, layout.parameter("dense1.bias").offset());
    assertEquals(8, layout.parameter("norm1.scale").offset());
    assertEquals(10, layout.parameter("norm1.scale").end());
    assertEquals(Role.NORMALIZATION, layout.parameters().get(2).role());
    assertEquals("norm1", layout.parameters().get(2).layer());
  }

  @Test
  void a_view_reads_and_writes_the_flat_vector_row_by_row() {
    float[] flat = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Parameter weight = layout.parameter("dense1.weight");
    assertEquals(5, weight.view(flat).get(1, 2));
    layout.parameter("dense1.bias").view(flat).set(0, 1, 70);
    assertEquals(70, flat[7]);
    assertEquals(
        8,
        layout
            .parameter("norm1.scale")
            .view(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 8, 0})
            .get(0, 0));
  }

  @Test
  void every_cell_has_an_owner() {
    assertEquals("dense1.weight", layout.owner(0).name());
    assertEquals("dense1.weight", layout.owner(5).name());
    assertEquals("dense1.bias", layout.owner(6).name());
    assertEquals("norm1.scale", layout.owner(9).name());
    assertEquals(
        "cell 10 of a layout of 10",
        assertThrows(IndexOutOfBoundsException.class, () -> layout.owner(10)).getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> layout.owner(-1));
  }

  @Test
  void an_unknown_name_is_refused_with_the_known_ones() {
    assertEquals(
        "no parameter 'dense2.weight'; there are [dense1.weight, dense1.bias, norm1.scale]",
        message(() -> layout.parameter("dense2.weight")));
  }

  @Test
  void a_name_may_be_declared_once() {
    ParameterSpec spec = new ParameterSpec("weight", Role.WEIGHT, 1, 1);
    assertEquals(
        "parameter 'a.weight' is declared twice",
        message(() -> ParameterLayout.builder().add("a", spec).add("a", spec)));
  }

  @Test
  void shapes_out_of_range_are_refused() {
    assertEquals(
        "parameter 'w' asks for 0 x 3; allowed are sizes from 1 and at most 2147483639 cells",
        message(() -> new ParameterSpec("w", Role.WEIGHT, 0, 3)));
    assertEquals(
        "parameter 'w' asks for 65536 x 65536; allowed are sizes from 1 and at most 2147483639"
            + " cells",
        message(() -> new ParameterSpec("w", Role.WEIGHT, 65536, 65536)));
  }

  @Test
  void a_model_of_more_cells_than_an_array_holds_is_refused() {
    ParameterSpec half = new ParameterSpec("weight", Role.WEIGHT, 1, 1 << 30);
    assertEquals(
        "with parameter 'b.weight' the model has 2147483648 cells; at most 2^31 - 9",
        message(() -> ParameterLayout.builder().add("a", half).add("b", half)));
  }

  @Test
  void an_empty_layout_has_no_cells() {
    assertEquals(0, ParameterLayout.builder().build().size());
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
