package dev.ridgeline.losses;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.StableMath;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.plugin.LossProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * Half the Poisson deviance of a log-rate z for a target y &gt;= 0: e^z - y z + y log y - y, which
 * is 0 where e^z = y and the negative log-likelihood up to a constant. Targets are counts, or rates
 * with the exposure as sample weight.
 *
 * <p>e^z grows without bound: above z = 709 the loss is infinite, and there is no smoothness
 * constant. McCullagh and Nelder, "Generalized linear models", 1989, section 2.4.
 */
public record PoissonLoss() implements ScalarLoss {
  private static final double NEAR = 0.25;

  @Override
  public int outputs(Dataset data) {
    checkTargets(data);
    return 1;
  }

  @Override
  public void checkTargets(Dataset data) {
    Targets.checkTask("poisson", data, Task.REGRESSION);
    for (int i = 0; i < data.rows(); i++) {
      if (!(data.target(i) >= 0)) {
        throw new IllegalArgumentException(
            "the poisson loss is for counts or rates of at least 0, found target "
                + data.target(i)
                + " in row "
                + i);
      }
    }
  }

  @Override
  public double value(double prediction, double target) {
    return target == 0
        ? Math.exp(prediction)
        : target * StableMath.expMinusTangent(prediction - Math.log(target));
  }

  @Override
  public double derivative(double prediction, double target) {
    if (target == 0) {
      return Math.exp(prediction);
    }
    double d = prediction - Math.log(target);
    // Math.expm1 is as exact and takes several times as long.
    return target * (Math.abs(d) < NEAR ? d + StableMath.expMinusTangent(d) : Math.exp(d) - 1);
  }

  @Override
  public double secondDerivative(double prediction, double target) {
    return Math.exp(prediction);
  }

  @Override
  public double smoothness() {
    return Double.POSITIVE_INFINITY;
  }

  /** The rate e^z. */
  @Override
  public double[] response(double[] prediction, int offset, int outputs) {
    return new double[] {Math.exp(prediction[offset])};
  }

  /** The log of the weighted mean; all zeros count as half an event, so that it stays finite. */
  @Override
  public double[] bestConstant(Dataset data) {
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      sum += data.weight(i) * data.target(i);
    }
    return new double[] {Math.log((sum > 0 ? sum : 0.5) / data.weightSum())};
  }

  @Override
  public String toString() {
    return "poisson";
  }

  /** Registers {@code poisson}. */
  public static final class Provider implements LossProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "poisson";
    }

    @Override
    public Loss create(SettingValues values) {
      return new PoissonLoss();
    }
  }
}
