package dev.ridgeline.layer;

import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import java.util.List;

/**
 * A differentiable map from rows of inputs to rows of outputs. Immutable, with no state between
 * calls: all that a call reads and writes is in its {@link LayerPass}, so row shards may run side
 * by side. {@code toString()} is the spec string that the registry parses back to an equal layer.
 */
public interface Layer {
  /**
   * The kind of layer, used to name its parameters: dense1.weight.
   *
   * @return the provider's name, such as "dense"
   */
  String name();

  /**
   * Number of outputs for a number of inputs.
   *
   * @param inputs at least 1
   * @return at least 1
   * @throws IllegalArgumentException if the layer cannot take so many inputs, with both numbers
   */
  int outputs(int inputs);

  /**
   * The parameters, in the order in which {@link LayerPass#parameterOffset} counts them.
   *
   * @param inputs at least 1
   * @return name, role and shape of each; none unless overridden
   */
  default List<ParameterSpec> parameters(int inputs) {
    return List.of();
  }

  /**
   * Sets a parameter's values before training.
   *
   * @param index which of {@link #parameters}
   * @param values zeros of the parameter's shape, overwritten
   * @param random a stream of this parameter's own
   */
  default void initialize(int index, FloatMatrix values, RandomStream random) {}

  /**
   * Whether in training the outputs of a row depend on the other rows of its mini-batch, which is
   * then never cut into parts. In prediction no row may depend on another.
   *
   * @return false unless overridden
   */
  default boolean couplesRows() {
    return false;
  }

  /**
   * Computes the outputs of a pass from its inputs.
   *
   * @param pass inputs and parameters, not modified; outputs, overwritten
   */
  void forward(LayerPass pass);

  /**
   * Computes the gradients of a pass whose inputs and outputs are those of {@link #forward}.
   *
   * @param pass inputs, outputs, parameters and output gradients, not modified; input gradients,
   *     overwritten unless {@link LayerPass#wantsInputGradient} is false; parameter gradients,
   *     accumulated, in the place of which a parameter of role {@link
   *     dev.ridgeline.parameter.Role#STATISTIC} has what training is to subtract from it, and 0 in
   *     prediction
   */
  void backward(LayerPass pass);
}
