package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.Check;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SubgradientPenalty;

/**
 * Small penalties of the kit's own, one for each set of capabilities, to try optimizers and solvers
 * with. Each passes the contract of penalties.
 */
public final class ReferencePenalties {
  private ReferencePenalties() {}

  /**
   * Quadratic: (s/2) ||W||^2.
   *
   * @return a separable, smooth penalty
   */
  public static QuadraticPenalty l2() {
    return new SquaredNorm();
  }

  /**
   * Separable with a kink: s times the sum of |W_ij|, with subgradient and dual norm.
   *
   * @return a separable penalty that is not smooth
   */
  public static SubgradientPenalty l1() {
    return new SumOfMagnitudes();
  }

  /**
   * Separable mixture: s r sum |W_ij| + (s/2) (1-r) ||W||^2.
   *
   * @param ratio r in [0, 1]
   * @return a separable penalty
   */
  public static SeparablePenalty elasticNet(double ratio) {
    return new Mixture(ratio);
  }

  /**
   * Bounds alone, without a cost inside.
   *
   * @param lower the least weight, at most 0
   * @param upper the largest weight, at least 0
   * @return a separable penalty that cuts
   */
  public static BoundedPenalty bounds(double lower, double upper) {
    return new Within(lower, upper);
  }

  /**
   * Grouped: s times the sum over rows of the row's Euclidean norm.
   *
   * @return a group lasso by rows
   */
  public static GroupedPenalty rowNorms() {
    return new RowNorms();
  }

  /**
   * Whole-matrix prox: s ||W||_F.
   *
   * @return a penalty that is neither separable nor smooth
   */
  public static ProximablePenalty wholeNorm() {
    return new WholeNorm();
  }

  /**
   * Whole-matrix gradient: s (sqrt(1 + ||W||_F^2) - 1).
   *
   * @return a penalty that is smooth and not separable, and has no prox
   */
  public static SmoothPenalty wholeSmooth() {
    return new WholeSmooth();
  }

  /**
   * The largest magnitude of a cell, with neither gradient nor prox.
   *
   * @return a penalty that no optimizer or solver can take
   */
  public static Penalty valueOnly() {
    return new ValueOnly();
  }

  private record SquaredNorm() implements QuadraticPenalty {
    @Override
    public double rate(double strength) {
      return strength;
    }

    @Override
    public String toString() {
      return "reference-l2";
    }
  }

  private record SumOfMagnitudes() implements SubgradientPenalty, NormPenalty {
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
      return largest(gradient);
    }

    @Override
    public String toString() {
      return "reference-l1";
    }
  }

  private record ValueOnly() implements Penalty {
    @Override
    public double value(Matrix w, double strength) {
      Check.strength(strength);
      return strength * largest(w);
    }

    @Override
    public String toString() {
      return "reference-value-only";
    }
  }

  /** The largest magnitude of a cell; NaN if one is NaN. */
  static double largest(Matrix m) {
    double max = 0;
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < m.columns(); j++) {
        max = Math.max(max, Math.abs(m.get(i, j)));
      }
    }
    return max;
  }
}
