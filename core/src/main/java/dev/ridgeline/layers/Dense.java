package dev.ridgeline.layers;

import com.google.common.collect.Range;
import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer, y = x W' + b, with W of shape units x inputs (one row a unit) and b of
 * shape 1 x units.
 *
 * <p>Weights begin as normal numbers of variance 2 / inputs (He et al., "Delving deep into
 * rectifiers", 2015, eq. 10), biases as 0. Before {@link BatchNorm} a bias does nothing: the mean
 * that is taken away takes it along, so use {@code new Dense(units, false)} there.
 *
 * @param units number of outputs, at least 1
 * @param bias whether b is there
 */
public record Dense(int units, boolean bias) implements ColumnMajorLayer {
  /**
   * Checks the number of units.
   *
   * @param units number of outputs, at least 1
   * @param bias whether b is there
   * @throws IllegalArgumentException if below 1
   */
  public Dense {
    if (units < 1) {
      throw new IllegalArgumentException("a dense layer needs at least 1 unit, found " + units);
    }
  }

  /**
   * A layer with biases.
   *
   * @param units number of outputs, at least 1
   */
  public Dense(int units) {
    this(units, true);
  }

  @Override
  public String name() {
    return "dense";
  }

  @Override
  public int outputs(int inputs) {
    return units;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    ParameterSpec weight = new ParameterSpec("weight", Role.WEIGHT, units, inputs);
    return bias ? List.of(weight, new ParameterSpec("bias", Role.BIAS, 1, units)) : List.of(weight);
  }

  @Override
  public void initialize(int index, FloatMatrix values, RandomStream random) {
    if (index > 0) {
      return;
    }
    double scale = Math.sqrt(2.0 / values.columns());
    for (int i = 0; i < values.rows(); i++) {
      for (int j = 0; j < values.columns(); j++) {
        values.set(i, j, scale * random.gaussian((long) i * values.columns() + j));
      }
    }
  }

  @Override
  public long workPerRow(int inputs) {
    return (long) inputs * units;
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    if (pass.hasColumnMajorOutputs()) {
      forwardByColumns(pass, from, to);
      return;
    }
    int rows = pass.rows();
    int inputs = pass.inputs();
    int n = to - from;
    float[] y = n == units ? pass.output() : pass.floatScratch(0, rows * n);
    int yAt = n == units ? pass.outputOffset() : 0;
    if (bias) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(pass.parameters(), pass.parameterOffset(1) + from, y, yAt + i * n, n);
      }
    }
    Blas.best()
        .multiply(
            pass.hasColumnMajorInputs(),
            true,
            rows,
            n,
            inputs,
            pass.input(),
            pass.inputOffset(),
            inputStride(pass),
            pass.parameters(),
            pass.parameterOffset(0) + from * inputs,
            inputs,
            bias ? 1f : 0f,
            y,
            yAt,
            n);
    if (n < units) {
      copyColumns(y, rows, n, pass.output(), pass.outputOffset() + from, units);
    }
  }

  /** The transpose, Y' = W X' + b. */
  private void forwardByColumns(LayerPass pass, int from, int to) {
    int rows = pass.rows();
    int inputs = pass.inputs();
    int stride = pass.columnStride();
    int yAt = pass.outputOffset() + from * stride;
    for (int u = from, at = yAt; bias && u < to; u++, at += stride) {
      Arrays.fill(pass.output(), at, at + rows, pass.parameters()[pass.parameterOffset(1) + u]);
    }
    Blas.best()
        .multiply(
            false,
            !pass.hasColumnMajorInputs(),
            to - from,
            rows,
            inputs,
            pass.parameters(),
            pass.parameterOffset(0) + from * inputs,
            inputs,
            pass.input(),
            pass.inputOffset(),
            inputStride(pass),
            bias ? 1f : 0f,
            pass.output(),
            yAt,
            stride);
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    if (pass.hasColumnMajorInputs()) {
      backwardInputsByColumns(pass, from, to);
      return;
    }
    int rows = pass.rows();
    int inputs = pass.inputs();
    int n = to - from;
    float[] dx = n == inputs ? pass.inputGradient() : pass.floatScratch(0, rows * n);
    Blas.best()
        .multiply(
            pass.hasColumnMajorOutputs(),
            false,
            rows,
            n,
            units,
            pass.outputGradient(),
            pass.outputGradientOffset(),
            outputStride(pass),
            pass.parameters(),
            pass.parameterOffset(0) + from,
            inputs,
            0f,
            dx,
            n == inputs ? pass.inputGradientOffset() : 0,
            n);
    if (n < inputs) {
      copyColumns(dx, rows, n, pass.inputGradient(), pass.inputGradientOffset() + from, inputs);
    }
  }

  /** The transpose, dX' = W' dY'. */
  private void backwardInputsByColumns(LayerPass pass, int from, int to) {
    Blas.best()
        .multiply(
            true,
            !pass.hasColumnMajorOutputs(),
            to - from,
            pass.rows(),
            units,
            pass.parameters(),
            pass.parameterOffset(0) + from,
            pass.inputs(),
            pass.outputGradient(),
            pass.outputGradientOffset(),
            outputStride(pass),
            0f,
            pass.inputGradient(),
            pass.inputGradientOffset() + from * pass.columnStride(),
            pass.columnStride());
  }

  private static int inputStride(LayerPass pass) {
    return pass.hasColumnMajorInputs() ? pass.columnStride() : pass.inputs();
  }

  private static int outputStride(LayerPass pass) {
    return pass.hasColumnMajorOutputs() ? pass.columnStride() : pass.outputs();
  }

  /**
   * From a thread's own memory to columns of a matrix that other threads write to as well: a
   * product goes over its cells several times, and each time the cores would take from one another
   * the cache lines in which their columns meet, two a row.
   */
  private static void copyColumns(float[] own, int rows, int n, float[] to, int at, int stride) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(own, i * n, to, at + i * stride, n);
    }
  }

  @Override
  public void backwardParameters(LayerPass pass, int from, int to) {
    int inputs = pass.inputs();
    boolean byColumns = pass.hasColumnMajorOutputs();
    int dyAt = pass.outputGradientOffset() + (byColumns ? from * pass.columnStride() : from);
    Blas.best()
        .multiply(
            !byColumns,
            pass.hasColumnMajorInputs(),
            to - from,
            inputs,
            pass.rows(),
            pass.outputGradient(),
            dyAt,
            outputStride(pass),
            pass.input(),
            pass.inputOffset(),
            inputStride(pass),
            pass.accumulates() ? 1f : 0f,
            pass.parameterGradients(),
            pass.parameterOffset(0) + from * inputs,
            inputs);
    if (bias) {
      computeBiasGradient(pass, byColumns, dyAt, to - from, pass.parameterOffset(1) + from);
    }
  }

  /** The sums over rows, as the product with a vector of ones. */
  private static void computeBiasGradient(
      LayerPass pass, boolean byColumns, int dyAt, int n, int bAt) {
    int rows = pass.rows();
    float[] ones = pass.floatScratch(0, rows);
    Arrays.fill(ones, 0, rows, 1f);
    Blas.best()
        .multiply(
            !byColumns,
            byColumns ? n : rows,
            byColumns ? rows : n,
            pass.outputGradient(),
            dyAt,
            outputStride(pass),
            ones,
            pass.accumulates() ? 1f : 0f,
            pass.parameterGradients(),
            bAt);
  }

  @Override
  public String toString() {
    return Spec.of("dense").with("units", units).with("bias", bias).toString();
  }

  /** Registers {@code dense}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "dense";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .whole("units", 64, Range.atLeast(1), "number of outputs")
          .flag("bias", true, "whether a bias is added");
    }

    @Override
    public Layer create(SettingValues values) {
      return new Dense(values.whole("units"), values.flag("bias"));
    }
  }
}
