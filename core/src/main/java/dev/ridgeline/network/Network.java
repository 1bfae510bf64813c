package dev.ridgeline.network;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chain of layers for a number of inputs: shapes, names and initial values, but no parameter
 * values of its own. Immutable.
 *
 * <p>Layers are named by kind and number, dense1, relu1, dense2, and parameters by layer:
 * dense1.weight.
 *
 * <pre>{@code
 * Network network = Network.of(30, new Dense(16), new ReLU(), new Dense(1));
 * float[] parameters = network.initialize(7);
 * }</pre>
 */
public final class Network {
  private final int inputs;
  private final ImmutableList<Layer> layers;
  private final ImmutableList<String> names;
  private final int[] widths;
  private final int[][] parameterOffsets;
  private final ParameterLayout layout;

  private Network(int inputs, List<Layer> layers) {
    this.inputs = inputs;
    this.layers = ImmutableList.copyOf(layers);
    this.widths = new int[layers.size() + 1];
    this.parameterOffsets = new int[layers.size()][];
    List<String> chosen = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    ParameterLayout.Builder builder = ParameterLayout.builder();
    widths[0] = inputs;
    int offset = 0;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      String name = layer.name() + counts.merge(layer.name(), 1, Integer::sum);
      chosen.add(name);
      widths[l + 1] = layer.outputs(widths[l]);
      List<ParameterSpec> specs = layer.parameters(widths[l]);
      parameterOffsets[l] = new int[specs.size()];
      for (int k = 0; k < specs.size(); k++) {
        parameterOffsets[l][k] = offset;
        builder.add(name, specs.get(k));
        offset += specs.get(k).rows() * specs.get(k).columns();
      }
    }
    this.names = ImmutableList.copyOf(chosen);
    this.layout = builder.build();
  }

  /**
   * Chains layers.
   *
   * @param inputs number of features, at least 1
   * @param layers at least one
   * @return the network
   * @throws IllegalArgumentException if there is nothing to chain, or a layer cannot take the
   *     outputs of the one before it
   */
  public static Network of(int inputs, Layer... layers) {
    return of(inputs, List.of(layers));
  }

  /**
   * Chains layers.
   *
   * @param inputs number of features, at least 1
   * @param layers at least one
   * @return the network
   * @throws IllegalArgumentException if there is nothing to chain, or a layer cannot take the
   *     outputs of the one before it
   */
  public static Network of(int inputs, List<Layer> layers) {
    if (inputs < 1 || layers.isEmpty()) {
      throw new IllegalArgumentException(
          "a network needs at least one input and one layer, found "
              + inputs
              + " inputs and "
              + layers.size()
              + " layers");
    }
    return new Network(inputs, layers);
  }

  /**
   * Initial parameters: each parameter draws from a stream of its own, so adding a layer does not
   * change the others.
   *
   * @param seed the same seed gives the same bits
   * @return a new flat vector
   */
  public float[] initialize(long seed) {
    float[] flat = new float[layout.size()];
    RandomStream random = new RandomStream(seed).derive("parameters");
    int next = 0;
    for (int l = 0; l < layers.size(); l++) {
      for (int k = 0; k < parameterOffsets[l].length; k++) {
        Parameter p = layout.parameters().get(next++);
        layers.get(l).initialize(k, p.view(flat), random.derive(p.name()));
      }
    }
    return flat;
  }

  /**
   * Number of features.
   *
   * @return at least 1
   */
  public int inputs() {
    return inputs;
  }

  /**
   * Numbers in one prediction.
   *
   * @return width of the last layer
   */
  public int outputs() {
    return widths[widths.length - 1];
  }

  /**
   * The layers in order.
   *
   * @return immutable
   */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * The names of the layers in order.
   *
   * @return such as dense1, relu1, dense2
   */
  public List<String> layerNames() {
    return names;
  }

  /**
   * The parameters in the flat vector.
   *
   * @return the layout
   */
  public ParameterLayout layout() {
    return layout;
  }

  /**
   * Whether a layer needs all rows of a mini-batch at once in training.
   *
   * @return true if one of {@link Layer#couplesRows}
   */
  public boolean couplesRows() {
    return layers.stream().anyMatch(Layer::couplesRows);
  }

  /** Numbers a row after l layers; l = 0 for the inputs. */
  int width(int l) {
    return widths[l];
  }

  /** First cells of the parameters of a layer. */
  int[] parameterOffsets(int layer) {
    return parameterOffsets[layer];
  }

  /** Inputs, layers and number of parameters, of which statistics are counted apart. */
  @Override
  public String toString() {
    int measured =
        layout.parameters().stream()
            .filter(p -> p.role() == Role.STATISTIC)
            .mapToInt(Parameter::size)
            .sum();
    return "network of "
        + inputs
        + " inputs: "
        + String.join(" > ", layers.stream().map(Object::toString).toList())
        + ", "
        + (layout.size() - measured)
        + " parameters"
        + (measured == 0 ? "" : " and " + measured + " running statistics");
  }
}
