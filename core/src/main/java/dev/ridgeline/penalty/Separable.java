package dev.ridgeline.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.Matrix;

/** Matrix operations of separable penalties, by range kernels where the storage allows. */
final class Separable {
  private Separable() {}

  static double value(SeparablePenalty p, Matrix w, double strength) {
    if (w.isContiguous()) {
      int from = w.offset();
      int to = from + w.size();
      if (w instanceof FloatMatrix f) {
        return p.value(f.data(), from, to, strength);
      }
      return p.value(((DoubleMatrix) w).data(), from, to, strength);
    }
    double sum = 0;
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        sum += p.value(w.get(i, j), strength);
      }
    }
    return sum;
  }

  static double prox(SeparablePenalty p, Matrix w, double strength, double step) {
    if (step == 0 || !p.actsAt(strength)) {
      return value(p, w, strength);
    }
    if (w.isContiguous()) {
      int from = w.offset();
      int to = from + w.size();
      if (w instanceof FloatMatrix f) {
        p.prox(f.data(), from, to, strength, step);
      } else {
        p.prox(((DoubleMatrix) w).data(), from, to, strength, step);
      }
    } else if (w instanceof FloatMatrix) {
      // Through the kernel for floats, which knows how to round.
      float[] cell = new float[1];
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          cell[0] = (float) w.get(i, j);
          p.prox(cell, 0, 1, strength, step);
          w.set(i, j, cell[0]);
        }
      }
    } else {
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          w.set(i, j, p.prox(w.get(i, j), strength, step));
        }
      }
    }
    return value(p, w, strength);
  }

  static void addGradientTo(SmoothSeparablePenalty p, Matrix w, double strength, Matrix gradient) {
    sameShape(w, gradient);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        gradient.set(i, j, gradient.get(i, j) + p.derivative(w.get(i, j), strength));
      }
    }
  }

  static double stationarity(SeparablePenalty p, Matrix w, Matrix gradient, double strength) {
    sameShape(w, gradient);
    double worst = 0;
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        worst = Math.max(worst, p.subgradientDistance(w.get(i, j), gradient.get(i, j), strength));
      }
    }
    return worst;
  }

  private static void sameShape(Matrix w, Matrix gradient) {
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
  }
}
