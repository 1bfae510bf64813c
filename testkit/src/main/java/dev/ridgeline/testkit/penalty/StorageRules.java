package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Tolerance;
import java.util.Arrays;
import java.util.List;

/** PRX-8: every storage, view and range kernel says the same, and nothing else is touched. */
final class StorageRules {
  private static final double OUTSIDE = 12345.678f;

  private StorageRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PRX-8",
            "float and double storage, strided and contiguous views and range kernels agree;"
                + " cells outside are untouched",
            "an overridden range kernel: its from, to and steps[i - from]; strides of the view",
            probe -> {
              views(c, probe);
              if (c.penalty() instanceof SeparablePenalty separable) {
                ranges(c, separable, probe);
              }
            }));
  }

  private static void views(PenaltyCase c, Probe probe) {
    Penalty p = c.penalty();
    c.eachProx(
        probe,
        c.isWeaklyConvex(),
        (x, s, step) -> {
          DoubleMatrix plain = x.matrix();
          double value = p.value(plain, s);
          double after = p instanceof ProximablePenalty f ? f.prox(plain, s, step) : value;
          for (View view : View.values()) {
            Matrix m = view.of(x);
            probe.close("value, " + view, value, p.value(m, s), slack(view, value));
            if (p instanceof ProximablePenalty f) {
              double got = f.prox(m, s, step);
              compare(view, plain, m, x, s * step, probe);
              double room = slack(view, after);
              if (view.isFloat()) {
                room += cellSlack(x, s * step) * s * x.cells().length * (1 + largest(x));
              }
              probe.close("the value that prox returns, " + view, after, got, room);
            }
            view.checkOutside(m, probe);
            if (p instanceof SmoothPenalty smooth) {
              gradient(smooth, x, s, view, probe);
            }
          }
        });
    if (!(p instanceof ProximablePenalty)) {
      c.eachValue(
          probe,
          (x, s) -> {
            for (View view : View.values()) {
              double value = p.value(x.matrix(), s);
              probe.close("value, " + view, value, p.value(view.of(x), s), slack(view, value));
              if (p instanceof SmoothPenalty smooth) {
                gradient(smooth, x, s, view, probe);
              }
            }
          });
    }
  }

  private static void gradient(SmoothPenalty p, Sample x, double s, View view, Probe probe) {
    DoubleMatrix expected = ValueRules.zeros(x.shape());
    p.addGradientTo(x.matrix(), s, expected);
    Matrix gradient = view.of(new Sample("0", 0, x.shape(), new double[x.cells().length]));
    p.addGradientTo(view.of(x), s, gradient);
    for (int i = 0; i < x.shape().rows(); i++) {
      for (int j = 0; j < x.shape().columns(); j++) {
        double g = expected.get(i, j);
        probe.close("gradient, " + view, g, gradient.get(i, j), slack(view, g));
      }
    }
    view.checkOutside(gradient, probe);
  }

  private static double slack(View view, double value) {
    return (view.isFloat() ? Tolerance.FLOAT : Tolerance.IDENTITY) * Math.abs(value);
  }

  private static double largest(Sample x) {
    return Arrays.stream(x.cells()).map(Math::abs).max().orElse(0);
  }

  /** A float kernel may round x and the threshold before it subtracts them. */
  private static double cellSlack(Sample x, double threshold) {
    return Tolerance.FLOAT * (largest(x) + threshold);
  }

  private static void compare(
      View view, DoubleMatrix expected, Matrix got, Sample x, double threshold, Probe probe) {
    for (int i = 0; i < expected.rows(); i++) {
      for (int j = 0; j < expected.columns(); j++) {
        double e = expected.get(i, j);
        double slack = view.isFloat() ? cellSlack(x, threshold) : Tolerance.IDENTITY * Math.abs(e);
        probe.close("prox cell (" + i + ", " + j + "), " + view, e, got.get(i, j), slack);
      }
    }
  }

  private static void ranges(PenaltyCase c, SeparablePenalty p, Probe probe) {
    c.eachProx(
        probe,
        c.isWeaklyConvex(),
        (x, s, step) -> {
          int n = x.cells().length;
          int from = n / 3;
          int to = n - n / 5;
          float[] floats = x.floatMatrix().data();
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += p.value(x.cells()[i], s);
          }
          double room = Tolerance.FLOAT * sum;
          probe.close("value of a float range", sum, p.value(floats, from, to, s), room);
          probe.identical("value of a double range", sum, p.value(x.cells().clone(), from, to, s));
          float[] steps = new float[to - from];
          for (int k = 0; k < steps.length; k++) {
            steps[k] = (float) (step * (1 - k / (2.0 * steps.length)));
          }
          float[] one = floats.clone();
          float[] each = floats.clone();
          double[] doubles = x.cells().clone();
          p.prox(one, from, to, s, step);
          p.prox(each, from, to, s, steps);
          p.prox(doubles, from, to, s, step);
          for (int i = 0; i < n; i++) {
            double w = x.cells()[i];
            boolean inside = i >= from && i < to;
            double e = inside ? p.prox(w, s, step) : w;
            double own = inside ? p.prox(w, s, steps[i - from]) : w;
            double slack = inside ? Tolerance.FLOAT * (Math.abs(w) + s * step) : 0;
            String at = "[" + i + "] of range " + from + " ... " + to;
            probe.close("float range prox" + at, e, one[i], slack);
            probe.close("float range prox with a step a cell" + at, own, each[i], slack);
            probe.close("double range prox" + at, e, doubles[i], Tolerance.IDENTITY * Math.abs(e));
          }
          if (p instanceof SmoothSeparablePenalty smooth) {
            float[] gradient = new float[n];
            Arrays.fill(gradient, 2f);
            smooth.addGradientTo(floats, gradient, from, to, s);
            for (int i = 0; i < n; i++) {
              double slope = smooth.derivative(x.cells()[i], s);
              double e = i >= from && i < to ? 2 + slope : 2;
              double slack = i >= from && i < to ? Tolerance.FLOAT * (2 + Math.abs(slope)) : 0;
              probe.close("float range gradient[" + i + "]", e, gradient[i], slack);
            }
          }
          probe.isTrue(
              Arrays.equals(floats, x.floatMatrix().data()),
              "value and gradient leave the range as it was",
              () -> Arrays.toString(floats));
        });
  }

  /** Ways to store the same matrix. */
  private enum View {
    DOUBLE_AT_OFFSET,
    DOUBLE_PADDED_ROWS,
    DOUBLE_BY_COLUMNS,
    FLOAT,
    FLOAT_PADDED_ROWS,
    FLOAT_BY_COLUMNS;

    boolean isFloat() {
      return ordinal() >= FLOAT.ordinal();
    }

    private int offset() {
      return this == FLOAT ? 0 : 3;
    }

    Matrix of(Sample x) {
      int rows = x.shape().rows();
      int columns = x.shape().columns();
      boolean padded = this == DOUBLE_PADDED_ROWS || this == FLOAT_PADDED_ROWS;
      boolean byColumns = this == DOUBLE_BY_COLUMNS || this == FLOAT_BY_COLUMNS;
      int rowStride = byColumns ? 1 : padded ? 2 * columns + 1 : columns;
      int columnStride = byColumns ? rows + 2 : padded ? 2 : 1;
      int length = offset() + rows * rowStride + columns * columnStride + 2;
      Matrix m;
      if (isFloat()) {
        float[] data = new float[length];
        Arrays.fill(data, (float) OUTSIDE);
        m = new FloatMatrix(data, offset(), rows, columns, rowStride, columnStride);
      } else {
        double[] data = new double[length];
        Arrays.fill(data, OUTSIDE);
        m = new DoubleMatrix(data, offset(), rows, columns, rowStride, columnStride);
      }
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          m.set(i, j, x.cells()[i * columns + j]);
        }
      }
      return m;
    }

    void checkOutside(Matrix m, Probe probe) {
      int length = m instanceof FloatMatrix f ? f.data().length : ((DoubleMatrix) m).data().length;
      boolean[] inside = new boolean[length];
      for (int i = 0; i < m.rows(); i++) {
        for (int j = 0; j < m.columns(); j++) {
          inside[m.offset() + i * m.rowStride() + j * m.columnStride()] = true;
        }
      }
      for (int k = 0; k < length; k++) {
        if (!inside[k]) {
          double cell = m instanceof FloatMatrix f ? f.data()[k] : ((DoubleMatrix) m).data()[k];
          probe.close("cell " + k + " outside the view, " + this, OUTSIDE, cell, 0);
        }
      }
    }
  }
}
