package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import java.util.Arrays;
import java.util.List;

/** A penalty under test, with the shapes, strengths and steps that it is tried on. */
record PenaltyCase(Penalty penalty, List<Shape> shapes) {
  static final double[] STRENGTHS = {1e-3, 0.25, 1, 10};
  private static final double[] STEPS = {1e-3, 0.1, 1, 100};

  /** What a prox check works on: a sample with a strength and a step. */
  interface ProxBody {
    void check(Sample x, double strength, double step);
  }

  /** What a value check works on: a sample with a strength. */
  interface ValueBody {
    void check(Sample w, double strength);
  }

  /** Runs a body on every sample and strength. */
  void eachValue(Probe probe, ValueBody body) {
    for (Shape shape : shapes) {
      for (double s : STRENGTHS) {
        for (Sample w : Samples.of(shape, s)) {
          probe.at(w.seed(), () -> "strength " + s + ", " + w);
          body.check(w, s);
        }
      }
    }
  }

  /**
   * Runs a body on every sample, strength and step; where the prox must be unique, only on steps
   * below 1 / |curvature|.
   */
  void eachProx(Probe probe, boolean unique, ProxBody body) {
    for (Shape shape : shapes) {
      for (double s : STRENGTHS) {
        for (double step : unique ? uniqueSteps(s) : STEPS) {
          for (Sample x : Samples.of(shape, s * step)) {
            probe.at(x.seed(), () -> "strength " + s + ", step " + step + ", " + x);
            body.check(x, s, step);
          }
        }
      }
    }
  }

  /** Skips unless the penalty says that it is convex at every strength. */
  void requireConvex(Probe probe) {
    for (double s : STRENGTHS) {
      if (!penalty.isConvex(s)) {
        probe.skip(penalty + " is not convex: its curvature is " + penalty.curvature(s));
      }
    }
  }

  /** Skips if the penalty is not even weakly convex. */
  void requireWeaklyConvex(Probe probe) {
    for (double s : STRENGTHS) {
      if (penalty.curvature(s) == Double.NEGATIVE_INFINITY) {
        probe.skip(penalty + " is not weakly convex: its curvature is -Infinity");
      }
    }
  }

  /**
   * Whether only steps with a unique prox may be tried: so for a weakly convex penalty. One that is
   * not even weakly convex must give a minimiser at every step.
   */
  boolean isWeaklyConvex() {
    double mu = penalty.curvature(1);
    return mu < 0 && mu > Double.NEGATIVE_INFINITY;
  }

  /** The steps at which the prox is unique: all of a convex penalty's. */
  double[] uniqueSteps(double strength) {
    double mu = penalty.curvature(strength);
    if (mu >= 0) {
      return STEPS.clone();
    }
    double limit = 0.9 / -mu;
    double[] below = Arrays.stream(STEPS).filter(t -> t <= limit).toArray();
    double[] all = Arrays.copyOf(below, below.length + 1);
    all[below.length] = limit;
    return mu == Double.NEGATIVE_INFINITY ? new double[0] : all;
  }

  double value(double[] cells, Shape shape, double strength) {
    return penalty.value(Matrix.of(cells.clone(), shape.rows(), shape.columns()), strength);
  }

  /** The prox as a new array. */
  static double[] prox(ProximablePenalty p, double[] x, Shape shape, double strength, double step) {
    DoubleMatrix m = Matrix.of(x.clone(), shape.rows(), shape.columns());
    p.prox(m, strength, step);
    return m.data();
  }
}
