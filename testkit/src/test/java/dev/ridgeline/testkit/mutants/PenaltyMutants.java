package dev.ridgeline.testkit.mutants;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.testkit.penalty.PenaltyChecks;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import java.util.List;

/** Penalties that are wrong in one way each. */
final class PenaltyMutants {
  private PenaltyMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("the value has the weight's sign", "PEN-1", new SignedValue()),
        mutant("value writes to the weights (aliasing)", "PEN-2", new WritesToWeights()),
        mutant("value remembers the last call", "PEN-2", new Remembers()),
        mutant("the prox shrinks at strength 0", "PEN-3", new ShrinksAtZero()),
        mutant("a norm that is not homogeneous", "PEN-4", new NotHomogeneous()),
        mutant("concave claimed convex", "PEN-5", new Concave()),
        mutant("NaN becomes 0", "PEN-6", new SwallowsNan()),
        mutant("a negative strength is taken", "PEN-6", new TakesNegative()),
        mutant("bounds that strength 0 lifts", "PEN-7", new LiftedBounds()),
        mutant("a bound that rounding to float passes", "PEN-7", new RoundedBound()),
        mutant("a bound that holds the wrong pull", "PEN-7", new FreeBound()),
        mutant("a penalty that says it acts at strength 0", "PEN-3", new ActsAtZero()),
        mutant("the prox of the cut instead of the cut of the prox", "PRX-1", new CutFirst()),
        mutant("the prox ignores the step", "PRX-1", new IgnoresStep()),
        mutant("the prox goes half the way", "PRX-2", new HalfWay()),
        mutant("prox returns the value at x", "PRX-3", new ValueAtX()),
        mutant("the prox of another penalty that jumps", "PRX-4", new Jumps()),
        mutant("the dual norm of another norm", "PRX-5", new WrongDual()),
        mutant("the prox goes half the way", "PRX-6", new HalfWay()),
        mutant("step 0 shrinks", "PRX-7", new ShrinksAtStepZero()),
        mutant("a range kernel begins at 0", "PRX-8", new WrongRange()),
        mutant("steps[i] for steps[i - from]", "PRX-8", new WrongSteps()),
        mutant("lambda_max ignores the mixing ratio", "PRX-10", new IgnoresRatio()),
        mutant("the distance has the gradient's sign flipped", "PRX-11", new FlippedDistance()),
        mutant("the value misses the 1/2", "SMO-1", new MissesHalf()),
        mutant("the gradient overwrites", "SMO-1", new Overwrites()),
        mutant("a Lipschitz constant too small", "SMO-1", new SmallLipschitz()),
        mutant("the subgradient is that of the square", "SUB-1", new WrongSubgradient()));
  }

  private static Mutant mutant(String name, String rule, Penalty penalty) {
    return new Mutant(name, rule, () -> PenaltyChecks.all(penalty));
  }

  /** A correct l1 norm, of which the mutants change one method. */
  private abstract static class L1 implements SubgradientPenalty, NormPenalty {
    @Override
    public double value(double w, double s) {
      return s * Math.abs(w);
    }

    @Override
    public double prox(double w, double s, double step) {
      return w - Math.min(Math.max(w, -s * step), s * step);
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return w == 0 ? Math.max(Math.abs(g) - s, 0) : Math.abs(g + s * Math.signum(w));
    }

    @Override
    public double subgradient(double w, double s) {
      return s * Math.signum(w);
    }

    @Override
    public double dualNorm(Matrix gradient) {
      return ((NormPenalty) ReferencePenalties.l1()).dualNorm(gradient);
    }
  }

  /** A correct l1 between -0.25 and 0.1, of which the mutants change one method. */
  private abstract static class Bounded implements BoundedPenalty {
    @Override
    public double lower() {
      return -0.25;
    }

    @Override
    public double upper() {
      return 0.1;
    }

    @Override
    public SeparablePenalty base() {
      return ReferencePenalties.l1();
    }
  }

  private static final class LiftedBounds extends Bounded {
    @Override
    public double value(double w, double s) {
      return s == 0 ? 0 : super.value(w, s);
    }

    @Override
    public double prox(double w, double s, double step) {
      return s == 0 ? w : super.prox(w, s, step);
    }
  }

  private static final class RoundedBound extends Bounded {
    @Override
    public void prox(float[] w, int from, int to, double strength, double step) {
      for (int i = from; i < to; i++) {
        w[i] = (float) prox(w[i], strength, step);
      }
    }
  }

  private static final class FreeBound extends Bounded {
    @Override
    public double subgradientDistance(double w, double g, double s) {
      return w < lower() || w > upper()
          ? Double.POSITIVE_INFINITY
          : base().subgradientDistance(w, g, s);
    }
  }

  private static final class ActsAtZero extends L1 {
    @Override
    public boolean actsAt(double strength) {
      return true;
    }
  }

  private static final class CutFirst extends Bounded {
    @Override
    public double prox(double w, double s, double step) {
      return step == 0 ? w : base().prox(Math.min(Math.max(w, lower()), upper()), s, step);
    }
  }

  private static final class SignedValue extends L1 {
    @Override
    public double value(double w, double s) {
      return s * w;
    }
  }

  private static final class WritesToWeights extends L1 {
    @Override
    public double value(Matrix w, double strength) {
      double value = super.value(w, strength);
      if (w.size() > 0) {
        w.set(0, 0, Math.abs(w.get(0, 0)));
      }
      return value;
    }
  }

  private static final class Remembers extends L1 {
    private double last;

    @Override
    public double value(Matrix w, double strength) {
      double mean = (last + super.value(w, strength)) / 2;
      last = super.value(w, strength);
      return mean;
    }
  }

  private static final class ShrinksAtZero extends L1 {
    @Override
    public double prox(double w, double s, double step) {
      return super.prox(w, s + 1e-3, step);
    }
  }

  private static final class NotHomogeneous extends L1 {
    @Override
    public double value(double w, double s) {
      return s * (Math.sqrt(1 + w * w) - 1);
    }
  }

  private static final class Concave implements Penalty {
    @Override
    public double value(Matrix w, double strength) {
      double sum = 0;
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          sum += Math.sqrt(Math.abs(w.get(i, j)));
        }
      }
      return strength * sum;
    }
  }

  private static final class SwallowsNan extends L1 {
    @Override
    public double prox(double w, double s, double step) {
      return w > s * step ? w - s * step : w < -s * step ? w + s * step : 0;
    }
  }

  private static final class TakesNegative extends L1 {
    @Override
    public double value(Matrix w, double strength) {
      return super.value(w, Math.abs(strength));
    }
  }

  private static final class IgnoresStep extends L1 {
    @Override
    public double prox(double w, double s, double step) {
      return super.prox(w, s, 1);
    }
  }

  private static final class HalfWay extends L1 {
    @Override
    public double prox(double w, double s, double step) {
      return super.prox(w, s, step / 2);
    }
  }

  private static final class ValueAtX extends L1 {
    @Override
    public double prox(Matrix w, double strength, double step) {
      double value = value(w, strength);
      super.prox(w, strength, step);
      return value;
    }
  }

  private static final class Jumps extends L1 {
    @Override
    public double prox(double w, double s, double step) {
      return Math.abs(w) <= s * step ? 0 : w;
    }
  }

  private static final class WrongDual extends L1 {
    @Override
    public double dualNorm(Matrix gradient) {
      return gradient.frobeniusNorm();
    }
  }

  private static final class ShrinksAtStepZero extends L1 {
    @Override
    public double prox(Matrix w, double strength, double step) {
      return super.prox(w, strength, step + 1e-6);
    }
  }

  private static final class WrongRange extends L1 {
    @Override
    public void prox(float[] w, int from, int to, double strength, double step) {
      super.prox(w, 0, to - from, strength, step);
    }
  }

  private static final class WrongSteps extends L1 {
    @Override
    public void prox(float[] w, int from, int to, double strength, float[] steps) {
      for (int i = from; i < to; i++) {
        w[i] = (float) prox(w[i], strength, steps[Math.min(i, steps.length - 1)]);
      }
    }
  }

  private static final class IgnoresRatio implements SeparablePenalty, ZeroingPenalty {
    private final SeparablePenalty right = ReferencePenalties.elasticNet(0.5);

    @Override
    public double value(double w, double s) {
      return right.value(w, s);
    }

    @Override
    public double prox(double w, double s, double step) {
      return right.prox(w, s, step);
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return right.subgradientDistance(w, g, s);
    }

    @Override
    public double zeroingStrength(Matrix gradient) {
      return ((NormPenalty) ReferencePenalties.l1()).dualNorm(gradient);
    }
  }

  private static final class FlippedDistance extends L1 {
    @Override
    public double subgradientDistance(double w, double g, double s) {
      return super.subgradientDistance(w, -g, s);
    }
  }

  /** A correct l2, of which the mutants change one method. */
  private abstract static class L2 implements QuadraticPenalty {
    @Override
    public double rate(double strength) {
      return strength;
    }
  }

  private static final class MissesHalf extends L2 {
    @Override
    public double value(double w, double s) {
      return s * w * w;
    }
  }

  private static final class Overwrites extends L2 {
    @Override
    public void addGradientTo(Matrix w, double strength, Matrix gradient) {
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          gradient.set(i, j, strength * w.get(i, j));
        }
      }
    }
  }

  private static final class SmallLipschitz extends L2 {
    @Override
    public double lipschitz(double strength) {
      return strength / 2;
    }
  }

  private static final class WrongSubgradient extends L1 {
    @Override
    public double subgradient(double w, double s) {
      return s * w;
    }
  }
}
