package dev.ridgeline.layer;

/**
 * A layer whose work can be shared out by columns, so that several threads work on the same rows,
 * read each weight once, and have no gradients of their own to add up.
 *
 * <p>The results for a range of columns are the same cells that the whole call would write; other
 * cells are not touched. The network chooses the ranges by the shape alone, so results do not
 * depend on the number of threads.
 */
public interface SplitLayer extends Layer {
  /**
   * Work of a forward call on one row, to decide whether it is worth sharing.
   *
   * @param inputs inputs a row
   * @return multiplications, or cells where there are none
   */
  long workPerRow(int inputs);

  /**
   * Computes some columns of the outputs of all rows.
   *
   * @param pass as for {@link Layer#forward}
   * @param from first output
   * @param to output after the last
   */
  void forward(LayerPass pass, int from, int to);

  /**
   * Computes some columns of the input gradients of all rows.
   *
   * @param pass as for {@link Layer#backward}; input gradients are wanted
   * @param from first input
   * @param to input after the last
   */
  void backwardInputs(LayerPass pass, int from, int to);

  /**
   * Computes the gradients of the parameters that belong to some outputs, from all rows.
   *
   * @param pass as for {@link Layer#backward}; {@link LayerPass#accumulates} says whether the
   *     gradients are added to what is there or overwrite it
   * @param from first output
   * @param to output after the last
   */
  default void backwardParameters(LayerPass pass, int from, int to) {}

  @Override
  default void forward(LayerPass pass) {
    forward(pass, 0, pass.outputs());
  }

  @Override
  default void backward(LayerPass pass) {
    backwardParameters(pass, 0, pass.outputs());
    if (pass.wantsInputGradient()) {
      backwardInputs(pass, 0, pass.inputs());
    }
  }
}
