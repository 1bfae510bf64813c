package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;

/** Penalties that solvers know by their capabilities alone. */
final class ForeignPenalties {
  private ForeignPenalties() {}

  /** s sum |w|, w &gt;= 0. */
  record NonNegative() implements SeparablePenalty {
    @Override
    public double value(double w, double s) {
      return w >= 0 || Double.isNaN(w) || s == 0 ? s * w : Double.POSITIVE_INFINITY;
    }

    @Override
    public double prox(double w, double s, double step) {
      return Math.max(0, w - s * step);
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return w > 0 ? Math.abs(g + s) : Math.max(0, -g - s);
    }
  }

  /** The minimax concave penalty with gamma = 3: weakly convex with mu = -1/3. */
  record Mcp() implements SeparablePenalty {
    @Override
    public double value(double w, double s) {
      double a = Math.abs(w);
      return a <= 3 * s ? s * a - a * a / 6 : 1.5 * s * s;
    }

    @Override
    public double prox(double w, double s, double step) {
      double a = Math.abs(w);
      return a <= s * step ? 0 : a <= 3 * s ? Math.signum(w) * (a - s * step) / (1 - step / 3) : w;
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      double a = Math.abs(w);
      return a == 0
          ? Math.max(0, Math.abs(g) - s)
          : Math.abs(g + (a <= 3 * s ? Math.signum(w) * (s - a / 3) : 0));
    }

    @Override
    public double curvature(double strength) {
      return strength == 0 ? 0 : -1.0 / 3;
    }
  }

  /** s times the sum of the Euclidean norms of the columns. */
  record ColumnGroups() implements GroupedPenalty {
    @Override
    public Grouping grouping() {
      return Grouping.columns();
    }

    @Override
    public double groupValue(double[] block, int size, double s) {
      return s * norm(block, size);
    }

    @Override
    public void groupProx(double[] block, int size, double s, double step) {
      double shrink = Math.max(0, 1 - s * step / norm(block, size));
      for (int i = 0; i < size; i++) {
        block[i] = norm(block, size) == 0 ? 0 : shrink * block[i];
      }
    }

    static double norm(double[] block, int size) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += block[i] * block[i];
      }
      return Math.sqrt(sum);
    }
  }

  /** s ||W||_F, not squared: one group of all cells. */
  record Frobenius() implements NormPenalty {
    @Override
    public double value(Matrix w, double s) {
      return s * w.frobeniusNorm();
    }

    @Override
    public double prox(Matrix w, double s, double step) {
      double norm = w.frobeniusNorm();
      double shrink = norm <= s * step ? 0 : 1 - s * step / norm;
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          w.set(i, j, shrink * w.get(i, j));
        }
      }
      return value(w, s);
    }

    @Override
    public double dualNorm(Matrix g) {
      return g.frobeniusNorm();
    }
  }

  /** The same without its dual norm: only a prox. */
  record OnlyProx() implements ProximablePenalty {
    @Override
    public double value(Matrix w, double s) {
      return new Frobenius().value(w, s);
    }

    @Override
    public double prox(Matrix w, double s, double step) {
      return new Frobenius().prox(w, s, step);
    }
  }

  /** s sum (sqrt(1 + w^2) - 1), with a gradient but no prox. */
  record PseudoHuber() implements SmoothPenalty {
    @Override
    public double value(Matrix w, double s) {
      double sum = 0;
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          sum += s * (Math.hypot(1, w.get(i, j)) - 1);
        }
      }
      return sum;
    }

    @Override
    public void addGradientTo(Matrix w, double s, Matrix g) {
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          double x = w.get(i, j);
          g.set(i, j, g.get(i, j) + s * x / Math.hypot(1, x));
        }
      }
    }

    @Override
    public double lipschitz(double s) {
      return s;
    }
  }

  /** A penalty that can do nothing. */
  record Opaque() implements Penalty {
    @Override
    public double value(Matrix w, double s) {
      return 0;
    }
  }
}
