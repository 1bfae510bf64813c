package dev.ridgeline.layer;

import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;

/**
 * What a layer reads and writes in one call: rows of a mini-batch on their way through one layer.
 * All blocks are row-major, their first cell at the given offset of a flat array; column-major ones
 * are for a {@link ColumnMajorLayer} alone. Reused from call to call by the network; a layer must
 * not keep it.
 */
public final class LayerPass {
  private static final float[] NOTHING = new float[0];
  private static final double[] NO_NUMBERS = new double[0];

  private int rows;
  private int firstRow;
  private int inputs;
  private int outputs;
  private float[] input = NOTHING;
  private int inputOffset;
  private float[] output = NOTHING;
  private int outputOffset;
  private float[] outputGradient = NOTHING;
  private int outputGradientOffset;
  private float[] inputGradient = NOTHING;
  private int inputGradientOffset;
  private boolean wantsInputGradient;
  private float[] parameters = NOTHING;
  private float[] parameterGradients = NOTHING;
  private int[] parameterOffsets = new int[0];
  private boolean columnMajorInputs;
  private boolean columnMajorOutputs;
  private int columnStride;
  private boolean accumulates = true;
  private boolean training;
  private RandomStream random = new RandomStream(0);
  private double[] weights = NO_NUMBERS;
  private double[][] scratch = {};
  private float[][] floatScratch = {};

  /** An empty pass. */
  public LayerPass() {}

  /**
   * Sets the shape.
   *
   * @param rows number of rows in this call
   * @param firstRow number of the first of them within the mini-batch
   * @param inputs inputs a row
   * @param outputs outputs a row
   * @return this
   */
  public LayerPass shape(int rows, int firstRow, int inputs, int outputs) {
    this.rows = rows;
    this.firstRow = firstRow;
    this.inputs = inputs;
    this.outputs = outputs;
    return this;
  }

  /**
   * Sets where inputs and outputs are.
   *
   * @param in inputs
   * @param inAt first cell
   * @param out outputs
   * @param outAt first cell
   * @return this
   */
  public LayerPass values(float[] in, int inAt, float[] out, int outAt) {
    input = in;
    inputOffset = inAt;
    output = out;
    outputOffset = outAt;
    return this;
  }

  /**
   * Sets where the gradients are.
   *
   * @param outGradient gradient of the outputs
   * @param outAt first cell
   * @param inGradient gradient of the inputs
   * @param inAt first cell
   * @param wanted whether the gradient of the inputs is needed at all
   * @return this
   */
  public LayerPass gradients(
      float[] outGradient, int outAt, float[] inGradient, int inAt, boolean wanted) {
    outputGradient = outGradient;
    outputGradientOffset = outAt;
    inputGradient = inGradient;
    inputGradientOffset = inAt;
    wantsInputGradient = wanted;
    return this;
  }

  /**
   * Sets the order of the blocks, row-major unless set otherwise.
   *
   * @param inputsByColumn whether inputs and their gradients are column-major
   * @param outputsByColumn whether outputs and their gradients are column-major
   * @param stride distance between columns of a column-major block: the rows of the mini-batch
   * @return this
   */
  public LayerPass order(boolean inputsByColumn, boolean outputsByColumn, int stride) {
    columnMajorInputs = inputsByColumn;
    columnMajorOutputs = outputsByColumn;
    columnStride = stride;
    return this;
  }

  /**
   * Sets where the layer's parameters are.
   *
   * @param flat all parameters of the network
   * @param flatGradients their gradients
   * @param offsets first cell of each of this layer's parameters
   * @return this
   */
  public LayerPass parameters(float[] flat, float[] flatGradients, int[] offsets) {
    parameters = flat;
    parameterGradients = flatGradients;
    parameterOffsets = offsets;
    return this;
  }

  /**
   * Sets the mode.
   *
   * @param inTraining whether dropout drops
   * @param stream random numbers of this layer in this step
   * @return this
   */
  public LayerPass mode(boolean inTraining, RandomStream stream) {
    training = inTraining;
    random = stream;
    return this;
  }

  /**
   * Sets what becomes of the parameter gradients that are there.
   *
   * @param adds whether to add to them, which holds unless set otherwise, or to overwrite them
   * @return this
   */
  public LayerPass accumulates(boolean adds) {
    accumulates = adds;
    return this;
  }

  /**
   * Sets how much each row counts in what a layer measures over rows.
   *
   * @param ofRows number of row i of the mini-batch at index i, at least 0, of which only the
   *     ratios matter; empty for 1 each, which holds unless set otherwise
   * @return this
   */
  public LayerPass weights(double[] ofRows) {
    weights = ofRows;
    return this;
  }

  /**
   * Rows in this call.
   *
   * @return at least 0
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of the first row within the mini-batch, so that random masks do not depend on shards.
   *
   * @return at least 0
   */
  public int firstRow() {
    return firstRow;
  }

  /**
   * Inputs a row.
   *
   * @return at least 1
   */
  public int inputs() {
    return inputs;
  }

  /**
   * Outputs a row.
   *
   * @return at least 1
   */
  public int outputs() {
    return outputs;
  }

  /**
   * Whether the inputs and their gradients are column-major.
   *
   * @return false unless the layer is a {@link ColumnMajorLayer}
   */
  public boolean hasColumnMajorInputs() {
    return columnMajorInputs;
  }

  /**
   * Whether the outputs and their gradients are column-major.
   *
   * @return false unless the layer is a {@link ColumnMajorLayer}
   */
  public boolean hasColumnMajorOutputs() {
    return columnMajorOutputs;
  }

  /**
   * Distance between the columns of a column-major block.
   *
   * @return at least {@link #rows}
   */
  public int columnStride() {
    return columnStride;
  }

  /**
   * Storage of the inputs.
   *
   * @return not to be modified
   */
  public float[] input() {
    return input;
  }

  /**
   * First cell of the inputs.
   *
   * @return index into {@link #input}
   */
  public int inputOffset() {
    return inputOffset;
  }

  /**
   * Storage of the outputs.
   *
   * @return overwritten by forward, not to be modified by backward
   */
  public float[] output() {
    return output;
  }

  /**
   * First cell of the outputs.
   *
   * @return index into {@link #output}
   */
  public int outputOffset() {
    return outputOffset;
  }

  /**
   * Storage of the output gradients.
   *
   * @return not to be modified
   */
  public float[] outputGradient() {
    return outputGradient;
  }

  /**
   * First cell of the output gradients.
   *
   * @return index into {@link #outputGradient}
   */
  public int outputGradientOffset() {
    return outputGradientOffset;
  }

  /**
   * Storage of the input gradients.
   *
   * @return overwritten by backward
   */
  public float[] inputGradient() {
    return inputGradient;
  }

  /**
   * First cell of the input gradients.
   *
   * @return index into {@link #inputGradient}
   */
  public int inputGradientOffset() {
    return inputGradientOffset;
  }

  /**
   * Whether backward must compute the input gradients; false for the first layer.
   *
   * @return if not, {@link #inputGradient} must not be touched
   */
  public boolean wantsInputGradient() {
    return wantsInputGradient;
  }

  /**
   * All parameters of the network.
   *
   * @return not to be modified
   */
  public float[] parameters() {
    return parameters;
  }

  /**
   * Gradients of all parameters of the network.
   *
   * @return backward adds to this layer's cells
   */
  public float[] parameterGradients() {
    return parameterGradients;
  }

  /**
   * Whether {@link SplitLayer#backwardParameters} adds to the gradients or overwrites them.
   *
   * @return true to add
   */
  public boolean accumulates() {
    return accumulates;
  }

  /**
   * First cell of one of this layer's parameters.
   *
   * @param index which of {@link Layer#parameters}
   * @return index into {@link #parameters} and {@link #parameterGradients}
   */
  public int parameterOffset(int index) {
    return parameterOffsets[index];
  }

  /**
   * Whether this is a training step rather than a prediction.
   *
   * @return true while training
   */
  public boolean isTraining() {
    return training;
  }

  /**
   * Random numbers of this layer in this step; the same in forward and backward.
   *
   * @return the stream
   */
  public RandomStream random() {
    return random;
  }

  /**
   * How much a row counts in what a layer measures over rows.
   *
   * @param row 0 &lt;= row &lt; rows, from the first of this call
   * @return at least 0; only the ratios matter
   */
  public double weight(int row) {
    return weights.length == 0 ? 1 : weights[firstRow + row];
  }

  /**
   * Working memory of the current call, kept so that calls need not allocate it.
   *
   * @param size number of cells needed
   * @return at least as many, of any content
   */
  public double[] scratch(int size) {
    return scratch(0, size);
  }

  /**
   * Working memory of the current call in several arrays, for loops over different arrays at the
   * same index, which the JIT vectorises where it does not with offsets into one array.
   *
   * @param which number of the array, from 0; {@link #scratch(int)} is number 0
   * @param size number of cells needed
   * @return at least as many, of any content
   */
  public double[] scratch(int which, int size) {
    if (scratch.length <= which) {
      int had = scratch.length;
      scratch = Arrays.copyOf(scratch, which + 1);
      Arrays.fill(scratch, had, scratch.length, NO_NUMBERS);
    }
    if (scratch[which].length < size) {
      scratch[which] = new double[size];
    }
    return scratch[which];
  }

  /**
   * Working memory in single precision, as {@link #scratch(int, int)}.
   *
   * @param which number of the array, from 0
   * @param size number of cells needed
   * @return at least as many, of any content
   */
  public float[] floatScratch(int which, int size) {
    if (floatScratch.length <= which) {
      int had = floatScratch.length;
      floatScratch = Arrays.copyOf(floatScratch, which + 1);
      Arrays.fill(floatScratch, had, floatScratch.length, NOTHING);
    }
    if (floatScratch[which].length < size) {
      floatScratch[which] = new float[size];
    }
    return floatScratch[which];
  }
}
