package dev.ridgeline.layers;

import com.google.common.collect.Range;
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
import java.util.List;

/**
 * A fully connected layer, y = x W' + b, with W of shape units x inputs (one row a unit) and b of
 * shape 1 x units.
 *
 * <p>Weights begin as normal numbers of variance 2 / inputs (He et al., "Delving deep into
 * rectifiers", 2015, eq. 10), biases as 0.
 *
 * @param units number of outputs, at least 1
 * @param bias whether b is there
 */
public record Dense(int units, boolean bias) implements Layer {
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
  public void forward(LayerPass pass) {
    int rows = pass.rows();
    float[] y = pass.output();
    int yAt = pass.outputOffset();
    if (bias) {
      int bAt = pass.parameterOffset(1);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(pass.parameters(), bAt, y, yAt + i * units, units);
      }
    }
    Blas.best()
        .multiply(
            false,
            true,
            rows,
            units,
            pass.inputs(),
            pass.input(),
            pass.inputOffset(),
            pass.parameters(),
            pass.parameterOffset(0),
            bias ? 1f : 0f,
            y,
            yAt);
  }

  @Override
  public void backward(LayerPass pass) {
    int rows = pass.rows();
    float[] dy = pass.outputGradient();
    int dyAt = pass.outputGradientOffset();
    Blas.best()
        .multiply(
            true,
            false,
            units,
            pass.inputs(),
            rows,
            dy,
            dyAt,
            pass.input(),
            pass.inputOffset(),
            1f,
            pass.parameterGradients(),
            pass.parameterOffset(0));
    if (bias) {
      float[] db = pass.parameterGradients();
      int bAt = pass.parameterOffset(1);
      for (int i = 0; i < rows; i++) {
        for (int u = 0; u < units; u++) {
          db[bAt + u] += dy[dyAt + i * units + u];
        }
      }
    }
    if (pass.wantsInputGradient()) {
      Blas.best()
          .multiply(
              false,
              false,
              rows,
              pass.inputs(),
              units,
              dy,
              dyAt,
              pass.parameters(),
              pass.parameterOffset(0),
              0f,
              pass.inputGradient(),
              pass.inputGradientOffset());
    }
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
