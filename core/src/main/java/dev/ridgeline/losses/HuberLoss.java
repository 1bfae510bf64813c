package dev.ridgeline.losses;

import com.google.common.collect.Range;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.plugin.LossProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * Huber's loss of a residual r = f - y: (1/2) r^2 for |r| &lt;= delta, delta |r| - (1/2) delta^2
 * beyond, so that outliers pull with a bounded force. Huber, "Robust estimation of a location
 * parameter", 1964.
 *
 * @param delta where the loss turns from quadratic to linear, in units of the target; positive
 */
public record HuberLoss(double delta) implements ScalarLoss, ConjugateLoss {
  /**
   * Checks delta.
   *
   * @param delta where the loss turns from quadratic to linear, in units of the target; positive
   * @throws IllegalArgumentException if not finite and positive
   */
  public HuberLoss {
    if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("delta must be finite and positive, found " + delta);
    }
  }

  @Override
  public int outputs(Dataset data) {
    checkTargets(data);
    return 1;
  }

  @Override
  public void checkTargets(Dataset data) {
    Targets.checkTask("huber", data, Task.REGRESSION);
  }

  @Override
  public double value(double prediction, double target) {
    double r = Math.abs(prediction - target);
    return r <= delta ? 0.5 * r * r : delta * (r - 0.5 * delta);
  }

  @Override
  public double derivative(double prediction, double target) {
    return Math.max(-delta, Math.min(delta, prediction - target));
  }

  @Override
  public double secondDerivative(double prediction, double target) {
    return Math.abs(prediction - target) <= delta ? 1 : 0;
  }

  @Override
  public double smoothness() {
    return 1;
  }

  @Override
  public double conjugate(double[] slope, int offset, int outputs, double target) {
    double u = slope[offset];
    boolean inside = Math.abs(u) <= delta * (1 + 1e-12);
    return inside || Double.isNaN(u) ? u * (0.5 * u + target) : Double.POSITIVE_INFINITY;
  }

  @Override
  public double[] response(double[] prediction, int offset, int outputs) {
    return new double[] {prediction[offset]};
  }

  /** Huber's location of the targets, by bisection of the monotone derivative. */
  @Override
  public double[] bestConstant(Dataset data) {
    double low = data.target(0);
    double high = low;
    for (int i = 1; i < data.rows(); i++) {
      low = Math.min(low, data.target(i));
      high = Math.max(high, data.target(i));
    }
    for (double mid = low + (high - low) / 2;
        mid > low && mid < high;
        mid = low + (high - low) / 2) {
      double slope = 0;
      for (int i = 0; i < data.rows(); i++) {
        slope += data.weight(i) * derivative(mid, data.target(i));
      }
      if (slope == 0) {
        return new double[] {mid};
      } else if (slope < 0) {
        low = mid;
      } else {
        high = mid;
      }
    }
    return new double[] {low};
  }

  @Override
  public String toString() {
    return Spec.of("huber").with("delta", delta).toString();
  }

  /** Registers {@code huber}. */
  public static final class Provider implements LossProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "huber";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number(
              "delta",
              1,
              Range.open(0.0, Double.POSITIVE_INFINITY),
              "where the loss turns from quadratic to linear, in units of the target");
    }

    @Override
    public Loss create(SettingValues values) {
      return new HuberLoss(values.number("delta"));
    }
  }
}
