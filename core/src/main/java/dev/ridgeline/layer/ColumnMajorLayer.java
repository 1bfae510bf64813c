package dev.ridgeline.layer;

/**
 * A split layer that takes its blocks in either order: row-major, or column-major, where the cells
 * of a unit follow each other. {@link LayerPass#hasColumnMajorInputs} and {@link
 * LayerPass#hasColumnMajorOutputs} say which; gradients are in the order of the values.
 *
 * <p>Column-major blocks are what BLAS multiplies fastest in a mini-batch: the small operand, the
 * rows, is packed once and kept, and the weights stream past it. The columns of one thread are one
 * block of memory. A network keeps row-major what a layer without this interface reads or writes,
 * and its own inputs and outputs; for a {@link ColumnwiseLayer} inputs and outputs have one order.
 */
public interface ColumnMajorLayer extends SplitLayer {}
