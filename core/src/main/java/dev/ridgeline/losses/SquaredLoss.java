package dev.ridgeline.losses;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.plugin.LossProvider;
import dev.ridgeline.plugin.SettingValues;

/** Half the squared error, (1/2) (f - y)^2, for real targets. */
public record SquaredLoss() implements ScalarLoss, ConjugateLoss {
  @Override
  public int outputs(Dataset data) {
    checkTargets(data);
    return 1;
  }

  @Override
  public void checkTargets(Dataset data) {
    Targets.checkTask("squared", data, Task.REGRESSION);
  }

  @Override
  public double value(double prediction, double target) {
    double r = prediction - target;
    return 0.5 * r * r;
  }

  @Override
  public double derivative(double prediction, double target) {
    return prediction - target;
  }

  @Override
  public double secondDerivative(double prediction, double target) {
    return 1;
  }

  @Override
  public double smoothness() {
    return 1;
  }

  @Override
  public double conjugate(double[] slope, int offset, int outputs, double target) {
    double u = slope[offset];
    return u * (0.5 * u + target);
  }

  @Override
  public double[] response(double[] prediction, int offset, int outputs) {
    return new double[] {prediction[offset]};
  }

  @Override
  public double[] bestConstant(Dataset data) {
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      sum += data.weight(i) * data.target(i);
    }
    return new double[] {sum / data.weightSum()};
  }

  @Override
  public String toString() {
    return "squared";
  }

  /** Registers {@code squared}. */
  public static final class Provider implements LossProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "squared";
    }

    @Override
    public Loss create(SettingValues values) {
      return new SquaredLoss();
    }
  }
}
