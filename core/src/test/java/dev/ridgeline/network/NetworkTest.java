package dev.ridgeline.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.parameter.Parameter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private final Network network =
      Network.of(3, new Dense(4), new ReLU(), new Dropout(0.5), new Dense(2, false), new ReLU());

  @Test
  void layers_are_named_by_kind_and_number_and_parameters_by_layer() {
    assertEquals(List.of("dense1", "relu1", "dropout1", "dense2", "relu2"), network.layerNames());
    assertEquals(
        List.of("dense1.weight", "dense1.bias", "dense2.weight"),
        network.layout().parameters().stream().map(Parameter::name).toList());
    assertEquals(4 * 3 + 4 + 2 * 4, network.layout().size());
    Parameter second = network.layout().parameter("dense2.weight");
    assertEquals(2, second.spec().rows());
    assertEquals(4, second.spec().columns());
    assertEquals(16, second.offset());
  }

  @Test
  void a_network_knows_its_ends_and_its_text() {
    assertEquals(3, network.inputs());
    assertEquals(2, network.outputs());
    assertEquals(5, network.layers().size());
    assertEquals(
        "network of 3 inputs: dense(units=4, bias=true) > relu, 16 parameters",
        Network.of(3, new Dense(4), new ReLU()).toString());
  }

  @Test
  void initial_values_are_the_same_bits_for_a_seed_and_others_for_another() {
    assertArrayEquals(network.initialize(5), network.initialize(5));
    assertFalse(Arrays.equals(network.initialize(5), network.initialize(6)));
  }

  @Test
  void a_further_layer_does_not_change_the_initial_values_of_the_others() {
    float[] longer = network.initialize(5);
    float[] shorter = Network.of(3, new Dense(4)).initialize(5);
    assertArrayEquals(shorter, Arrays.copyOf(longer, shorter.length));
  }

  @Test
  void layers_of_one_shape_begin_differently() {
    Network twice = Network.of(4, new Dense(4, false), new Dense(4, false));
    float[] flat = twice.initialize(1);
    assertFalse(Arrays.equals(Arrays.copyOf(flat, 16), Arrays.copyOfRange(flat, 16, 32)));
  }

  @Test
  void weights_begin_with_variance_two_over_inputs_and_biases_at_zero() {
    Network wide = Network.of(50, new Dense(400));
    float[] flat = wide.initialize(3);
    FloatMatrix w = wide.layout().parameter("dense1.weight").view(flat);
    double sum = 0;
    for (int i = 0; i < 400; i++) {
      for (int j = 0; j < 50; j++) {
        sum += w.get(i, j);
      }
    }
    // 20 000 numbers: the variance is known to one percent, the mean to 0.2 / 141.
    assertEquals(2.0 / 50, w.frobeniusNorm() * w.frobeniusNorm() / 20_000, 0.05 * 2 / 50);
    assertEquals(0, sum / 20_000, 5 * 0.2 / 141);
    assertEquals(0, wide.layout().parameter("dense1.bias").view(flat).frobeniusNorm());
  }

  @Test
  void nothing_to_chain_is_refused() {
    assertEquals(
        "a network needs at least one input and one layer, found 0 inputs and 1 layers",
        assertThrows(IllegalArgumentException.class, () -> Network.of(0, new Dense(1)))
            .getMessage());
    assertEquals(
        "a network needs at least one input and one layer, found 2 inputs and 0 layers",
        assertThrows(IllegalArgumentException.class, () -> Network.of(2)).getMessage());
  }
}
