package dev.ridgeline.testkit.mutants;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.testkit.loss.LossChecks;
import java.util.Arrays;
import java.util.List;

/** Losses that are wrong in one way each. */
final class LossMutants {
  private LossMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("the gradient's sign is flipped", "LOS-1", new FlippedSign()),
        mutant("sum instead of mean", "LOS-2", new SumForMean()),
        mutant("bestConstant ignores the weights", "LOS-3", new IgnoresWeights()),
        mutant("exp overflows", "LOS-4", new Overflows()),
        mutant("a bad target is refused without its row", "LOS-5", new NoRow()),
        mutant("the median for the mean", "LOS-6", new Median()),
        mutant("a loss that levels off", "LOS-7", new LevelsOff()),
        mutant("a second derivative twice too large", "LOS-8", new WrongSecond()),
        mutant("one probability for two classes", "LOS-9", new OneProbability()),
        mutant("the less probable class", "LOS-9", new LeastProbable()),
        mutant("a row is read at offset 0", "LOS-10", new IgnoresOffset()),
        mutant("a conjugate that ignores the target", "LOS-11", new WrongConjugate()));
  }

  private static Mutant mutant(String name, String rule, Loss loss) {
    return new Mutant(name, rule, () -> LossChecks.all(loss));
  }

  /** Delegates to a correct loss, of which the mutants change one method. */
  private abstract static class Wrapper implements ScalarLoss {
    private final ScalarLoss right;

    Wrapper(ScalarLoss right) {
      this.right = right;
    }

    @Override
    public int outputs(Dataset data) {
      checkTargets(data);
      return 1;
    }

    @Override
    public void checkTargets(Dataset data) {
      right.checkTargets(data);
    }

    @Override
    public double value(double prediction, double target) {
      return right.value(prediction, target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return right.derivative(prediction, target);
    }

    @Override
    public double secondDerivative(double prediction, double target) {
      return right.secondDerivative(prediction, target);
    }

    @Override
    public double smoothness() {
      return right.smoothness();
    }

    @Override
    public double[] response(double[] prediction, int offset, int outputs) {
      return right.response(prediction, offset, outputs);
    }

    @Override
    public double[] bestConstant(Dataset data) {
      return right.bestConstant(data);
    }
  }

  private static final class FlippedSign extends Wrapper {
    FlippedSign() {
      super(new SquaredLoss());
    }

    @Override
    public double derivative(double prediction, double target) {
      return target - prediction;
    }
  }

  private static final class SumForMean extends Wrapper {
    SumForMean() {
      super(new SquaredLoss());
    }

    @Override
    public double computeGradient(
        float[] predictions,
        int offset,
        int rows,
        int outputs,
        double[] targets,
        double[] scales,
        int first,
        float[] gradient,
        double[] scratch) {
      double[] ones = new double[scales.length];
      Arrays.fill(ones, 1);
      return super.computeGradient(
          predictions, offset, rows, outputs, targets, ones, first, gradient, scratch);
    }
  }

  private static final class IgnoresWeights extends Wrapper {
    IgnoresWeights() {
      super(new SquaredLoss());
    }

    @Override
    public double[] bestConstant(Dataset data) {
      return new double[] {Arrays.stream(data.targets()).average().orElseThrow()};
    }
  }

  private static final class Overflows extends Wrapper {
    Overflows() {
      super(new LogisticLoss());
    }

    @Override
    public double value(double prediction, double target) {
      return Math.log(1 + Math.exp(prediction)) - target * prediction;
    }
  }

  private static final class NoRow extends Wrapper {
    NoRow() {
      super(new SquaredLoss());
    }

    @Override
    public void checkTargets(Dataset data) {
      super.checkTargets(data);
      if (Arrays.stream(data.targets()).anyMatch(y -> y < 0)) {
        throw new IllegalArgumentException("a target is negative");
      }
    }
  }

  private static final class Median extends Wrapper {
    Median() {
      super(new SquaredLoss());
    }

    @Override
    public double[] bestConstant(Dataset data) {
      return new double[] {Arrays.stream(data.targets()).sorted().toArray()[data.rows() / 2]};
    }
  }

  private static final class LevelsOff extends Wrapper {
    LevelsOff() {
      super(new SquaredLoss());
    }

    @Override
    public double value(double prediction, double target) {
      double r = prediction - target;
      return 1 - Math.exp(-r * r);
    }

    @Override
    public double derivative(double prediction, double target) {
      double r = prediction - target;
      return 2 * r * Math.exp(-r * r);
    }
  }

  private static final class WrongSecond extends Wrapper {
    WrongSecond() {
      super(new SquaredLoss());
    }

    @Override
    public double secondDerivative(double prediction, double target) {
      return 2;
    }

    @Override
    public double smoothness() {
      return 2;
    }
  }

  private static final class OneProbability extends Wrapper {
    OneProbability() {
      super(new LogisticLoss());
    }

    @Override
    public double[] response(double[] prediction, int offset, int outputs) {
      return new double[] {super.response(prediction, offset, outputs)[1]};
    }
  }

  private static final class LeastProbable extends Wrapper {
    LeastProbable() {
      super(new LogisticLoss());
    }

    @Override
    public int mostProbable(double[] prediction, int offset, int outputs) {
      return prediction[offset] > 0 ? 0 : 1;
    }
  }

  private static final class IgnoresOffset extends Wrapper {
    IgnoresOffset() {
      super(new SquaredLoss());
    }

    @Override
    public void checkTargets(Dataset data) {
      if (data.task() != Task.REGRESSION) {
        throw new IllegalArgumentException("for real targets, found " + data);
      }
    }

    @Override
    public double rowLoss(
        double[] prediction, int offset, int outputs, double target, double[] gradient) {
      return super.rowLoss(prediction, 0, outputs, target, gradient);
    }
  }

  private static final class WrongConjugate extends Wrapper implements ConjugateLoss {
    WrongConjugate() {
      super(new SquaredLoss());
    }

    @Override
    public double conjugate(double[] slope, int offset, int outputs, double target) {
      return slope[offset] * slope[offset] / 2;
    }
  }
}
