package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Check;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import dev.ridgeline.penalty.ZeroingPenalty;

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

  private record Mixture(double ratio) implements SeparablePenalty, ZeroingPenalty {
    @Override
    public double value(double w, double s) {
      return s * (ratio * Math.abs(w) + (1 - ratio) / 2 * w * w);
    }

    @Override
    public double prox(double w, double s, double step) {
      double t = s * ratio * step;
      return (w - Math.min(Math.max(w, -t), t)) / (1 + step * s * (1 - ratio));
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return w == 0
          ? Math.max(Math.abs(g) - s * ratio, 0)
          : Math.abs(g + s * ratio * Math.signum(w) + s * (1 - ratio) * w);
    }

    @Override
    public double curvature(double strength) {
      return strength * (1 - ratio);
    }

    @Override
    public double zeroingStrength(Matrix gradient) {
      double g = largest(gradient);
      return g == 0 ? 0 : g / ratio;
    }

    @Override
    public String toString() {
      return "reference-elastic-net(l1-ratio=" + ratio + ")";
    }
  }

  private record RowNorms() implements GroupedPenalty, NormPenalty {
    @Override
    public Grouping grouping() {
      return Grouping.rows();
    }

    @Override
    public double groupValue(double[] block, int size, double strength) {
      return strength * norm(block, size);
    }

    @Override
    public void groupProx(double[] block, int size, double strength, double step) {
      double norm = norm(block, size);
      double factor = norm <= strength * step ? 0 : 1 - strength * step / norm;
      for (int k = 0; k < size; k++) {
        block[k] *= factor;
      }
    }

    @Override
    public double dualNorm(Matrix gradient) {
      double largest = 0;
      for (int i = 0; i < gradient.rows(); i++) {
        double sum = 0;
        for (int j = 0; j < gradient.columns(); j++) {
          sum += gradient.get(i, j) * gradient.get(i, j);
        }
        largest = Math.max(largest, Math.sqrt(sum));
      }
      return largest;
    }

    private static double norm(double[] block, int size) {
      double sum = 0;
      for (int k = 0; k < size; k++) {
        sum += block[k] * block[k];
      }
      return Math.sqrt(sum);
    }

    @Override
    public String toString() {
      return "reference-row-norms";
    }
  }

  private record WholeNorm() implements NormPenalty {
    @Override
    public double value(Matrix w, double strength) {
      Check.strength(strength);
      return strength * w.frobeniusNorm();
    }

    @Override
    public double prox(Matrix w, double strength, double step) {
      Check.strength(strength);
      Check.step(step);
      if (strength > 0 && step > 0) {
        double norm = w.frobeniusNorm();
        double factor = norm <= strength * step ? 0 : 1 - strength * step / norm;
        for (int i = 0; i < w.rows(); i++) {
          for (int j = 0; j < w.columns(); j++) {
            w.set(i, j, factor * w.get(i, j));
          }
        }
      }
      return value(w, strength);
    }

    @Override
    public double dualNorm(Matrix gradient) {
      return gradient.frobeniusNorm();
    }

    @Override
    public String toString() {
      return "reference-whole-norm";
    }
  }

  private record WholeSmooth() implements SmoothPenalty {
    @Override
    public double value(Matrix w, double strength) {
      Check.strength(strength);
      double norm = w.frobeniusNorm();
      // ||W||^2 / (sqrt(1 + ||W||^2) + 1) is sqrt(...) - 1 without the cancellation.
      return strength * norm * norm / (Math.sqrt(1 + norm * norm) + 1);
    }

    @Override
    public void addGradientTo(Matrix w, double strength, Matrix gradient) {
      Check.strength(strength);
      if (w.rows() != gradient.rows() || w.columns() != gradient.columns()) {
        throw new IllegalArgumentException(
            "weights are "
                + w.rows()
                + " x "
                + w.columns()
                + ", their gradient is "
                + gradient.rows()
                + " x "
                + gradient.columns());
      }
      double norm = w.frobeniusNorm();
      double factor = strength / Math.sqrt(1 + norm * norm);
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          gradient.set(i, j, gradient.get(i, j) + factor * w.get(i, j));
        }
      }
    }

    @Override
    public double lipschitz(double strength) {
      return strength;
    }

    @Override
    public String toString() {
      return "reference-whole-smooth";
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

  private static double largest(Matrix m) {
    double max = 0;
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < m.columns(); j++) {
        max = Math.max(max, Math.abs(m.get(i, j)));
      }
    }
    return max;
  }
}
