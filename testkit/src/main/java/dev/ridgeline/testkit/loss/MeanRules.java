package dev.ridgeline.testkit.loss;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import java.util.Arrays;
import java.util.List;

/** LOS-2, LOS-3 and LOS-6: means over rows, sample weights and the best constant. */
final class MeanRules {
  private MeanRules() {}

  static List<Check> of(Loss loss, List<Dataset> data) {
    return List.of(
        new Check(
            "LOS-2",
            "a block is the scaled sum of its rows: doubling the rows of a mean changes nothing",
            "computeGradient: the scale of each row, offset and first",
            probe -> mean(loss, data, probe)),
        new Check(
            "LOS-3",
            "a row of weight k counts as the row repeated k times",
            "sample weights in computeGradient and bestConstant",
            probe -> weights(loss, data, probe)),
        new Check(
            "LOS-6",
            "bestConstant is the constant prediction with the least mean loss",
            "bestConstant: median, mean or log-odds; classes that do not occur",
            probe -> constant(loss, data, probe)));
  }

  /** A block of rows with what computeGradient says of it. */
  private record Block(double sum, float[] gradient) {
    static Block of(Loss loss, int outputs, float[] f, double[] y, double[] scales) {
      // Offset, first and padding differ from 0, so that a kernel that forgets one is seen.
      int rows = y.length;
      float[] predictions = new float[f.length + 5];
      Arrays.fill(predictions, Float.NaN);
      System.arraycopy(f, 0, predictions, 3, f.length);
      double[] targets = new double[rows + 2];
      double[] factors = new double[rows + 2];
      System.arraycopy(y, 0, targets, 2, rows);
      System.arraycopy(scales, 0, factors, 2, rows);
      float[] gradient = new float[f.length + 5];
      Arrays.fill(gradient, 55f);
      double sum =
          loss.computeGradient(
              predictions,
              3,
              rows,
              outputs,
              targets,
              factors,
              2,
              gradient,
              new double[2 * outputs]);
      return new Block(sum, gradient);
    }
  }

  private static float[] predictions(int rows, int outputs) {
    float[] f = new float[rows * outputs];
    for (int i = 0; i < rows; i++) {
      double[] row = Rows.prediction(outputs, 1.5, i);
      for (int k = 0; k < outputs; k++) {
        f[i * outputs + k] = (float) row[k];
      }
    }
    return f;
  }

  private static void mean(Loss loss, List<Dataset> all, Probe probe) {
    for (Dataset data : all) {
      int n = data.rows();
      int outputs = loss.outputs(data);
      probe.at(0, () -> "predictions of scale 1.5 for " + data);
      float[] f = predictions(n, outputs);
      double[] scales = new double[n];
      Arrays.fill(scales, 1.0 / n);
      Block block = Block.of(loss, outputs, f, data.targets(), scales);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double[] row = new double[outputs];
        for (int k = 0; k < outputs; k++) {
          row[k] = f[i * outputs + k];
        }
        sum += Rows.loss(loss, row, data.target(i)) / n;
        double[] g = Rows.gradient(loss, row, data.target(i));
        for (int k = 0; k < outputs; k++) {
          double e = g[k] / n;
          probe.close(
              "gradient of row " + i + ", output " + k,
              e,
              block.gradient()[3 + i * outputs + k],
              Tolerance.FLOAT * Math.abs(e) + Float.MIN_VALUE);
        }
      }
      probe.close("mean loss", sum, block.sum(), Tolerance.FLOAT * Math.abs(sum));
      for (int k : new int[] {0, 1, 2, 3 + f.length, 4 + f.length}) {
        probe.close("gradient cell " + k + " outside the block", 55, block.gradient()[k], 0);
      }
      double[] half = new double[2 * n];
      Arrays.fill(half, 0.5 / n);
      Block doubled = Block.of(loss, outputs, twice(f), twice(data.targets()), half);
      probe.close(
          "mean over doubled rows",
          block.sum(),
          doubled.sum(),
          Tolerance.FLOAT * Math.abs(block.sum()));
    }
  }

  private static float[] twice(float[] x) {
    float[] both = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(x, 0, both, x.length, x.length);
    return both;
  }

  private static double[] twice(double[] x) {
    double[] both = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(x, 0, both, x.length, x.length);
    return both;
  }

  private static void weights(Loss loss, List<Dataset> all, Probe probe) {
    for (Dataset data : all) {
      int n = data.rows();
      int outputs = loss.outputs(data);
      double[] weights = new double[n];
      int total = 0;
      for (int i = 0; i < n; i++) {
        weights[i] = 1 + i % 3;
        total += 1 + i % 3;
      }
      int[] repeats = new int[total];
      int at = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < weights[i]; k++) {
          repeats[at++] = i;
        }
      }
      probe.at(0, () -> "weights " + Arrays.toString(weights) + " for " + data);
      float[] f = predictions(n, outputs);
      float[] repeated = new float[total * outputs];
      double[] scales = new double[n];
      double[] ones = new double[total];
      for (int i = 0; i < n; i++) {
        scales[i] = weights[i] / total;
      }
      for (int i = 0; i < total; i++) {
        ones[i] = 1.0 / total;
        System.arraycopy(f, repeats[i] * outputs, repeated, i * outputs, outputs);
      }
      Dataset longer = data.select(repeats);
      double weighted = Block.of(loss, outputs, f, data.targets(), scales).sum();
      double plain = Block.of(loss, outputs, repeated, longer.targets(), ones).sum();
      probe.close("weighted mean", plain, weighted, Tolerance.FLOAT * Math.abs(plain));
      double[] c = loss.bestConstant(data.withWeights(weights));
      double[] e = loss.bestConstant(longer);
      for (int k = 0; k < outputs; k++) {
        probe.close("bestConstant[" + k + "]", e[k], c[k], 1e-9 * (1 + Math.abs(e[k])));
      }
    }
  }

  private static void constant(Loss loss, List<Dataset> all, Probe probe) {
    for (Dataset data : all) {
      double[] weights = new double[data.rows()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = 0.5 + i % 4;
      }
      for (Dataset d : List.of(data, data.withWeights(weights))) {
        probe.at(
            0,
            () ->
                "targets "
                    + Arrays.toString(d.targets())
                    + ", weights "
                    + Arrays.toString(d.weights()));
        double[] c = loss.bestConstant(d);
        probe.close("length of bestConstant", loss.outputs(d), c.length, 0);
        double best = cost(loss, d, c);
        probe.isTrue(Double.isFinite(best), "a finite mean loss", () -> "" + best);
        for (int k = 0; k < c.length; k++) {
          for (double shift : new double[] {1, 0.1, 1e-2, 1e-3, 1e-4}) {
            for (double sign : new double[] {-1, 1}) {
              double[] other = c.clone();
              other[k] += sign * shift;
              double bound = cost(loss, d, other);
              probe.atMost(
                  "mean loss at " + Arrays.toString(c) + " against " + Arrays.toString(other),
                  best,
                  bound + Tolerance.IDENTITY * Math.abs(bound));
            }
          }
        }
      }
      if (!data.classNames().isEmpty()) {
        Dataset one = data.select(new int[] {1, 1, 1});
        probe.at(0, () -> "targets of class 1 only");
        for (double x : loss.bestConstant(one)) {
          probe.isTrue(Double.isFinite(x), "a finite constant", () -> "" + x);
        }
      }
    }
  }

  private static double cost(Loss loss, Dataset d, double[] c) {
    double sum = 0;
    for (int i = 0; i < d.rows(); i++) {
      sum += d.weight(i) / d.weightSum() * Rows.loss(loss, c, d.target(i));
    }
    return sum;
  }
}
