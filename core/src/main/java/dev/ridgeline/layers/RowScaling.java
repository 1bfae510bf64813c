package dev.ridgeline.layers;

import dev.ridgeline.layer.LayerPass;
import java.util.Arrays;

/**
 * The loops of {@link LayerNorm}, row by row: sums in double, cells in single precision in rows of
 * 16 columns or more, but for rows of extreme numbers, and else in double.
 */
final class RowScaling {
  private RowScaling() {}

  /** Columns from ... to - 1 of y = gain (x - mean) / sqrt(variance + epsilon) + shift. */
  static void computeOutputs(
      LayerPass pass, int from, int to, double epsilon, int gainAt, int shiftAt) {
    int n = to - from;
    double[] s = pass.scratch(2);
    float[] t = pass.floatScratch(0, n);
    float[] gain = pass.floatScratch(1, n);
    float[] shift = pass.floatScratch(2, n);
    System.arraycopy(pass.parameters(), gainAt + from, gain, 0, n);
    System.arraycopy(pass.parameters(), shiftAt + from, shift, 0, n);
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * pass.inputs();
      int yAt = pass.outputOffset() + i * pass.inputs() + from;
      measure(pass.input(), xAt, pass.inputs(), epsilon, s);
      if (isForFloats(pass, s)) {
        System.arraycopy(pass.input(), xAt + from, t, 0, n);
        float high = (float) s[0];
        float low = (float) (s[0] - high);
        float scale = (float) s[1];
        for (int j = 0; j < n; j++) {
          t[j] = ((t[j] - high) - low) * scale * gain[j] + shift[j];
        }
        System.arraycopy(t, 0, pass.output(), yAt, n);
      } else {
        for (int j = 0; j < n; j++) {
          double unit = (pass.input()[xAt + from + j] - s[0]) * s[1];
          pass.output()[yAt + j] = (float) (unit * gain[j] + shift[j]);
        }
      }
    }
  }

  /** Columns from ... to - 1 of dx; mean and scale of a row depend on all of it. */
  static void computeInputGradients(LayerPass pass, int from, int to, double epsilon, int gainAt) {
    int width = pass.inputs();
    double[] s = pass.scratch(2);
    float[] unit = pass.floatScratch(0, width);
    float[] d = pass.floatScratch(1, width);
    float[] product = pass.floatScratch(2, width);
    float[] gain = pass.floatScratch(3, width);
    System.arraycopy(pass.parameters(), gainAt, gain, 0, width);
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * width;
      int dyAt = pass.outputGradientOffset() + i * width;
      int dxAt = pass.inputGradientOffset() + i * width;
      measure(pass.input(), xAt, width, epsilon, s);
      if (!isForFloats(pass, s)) {
        computeInputGradients(pass, i, from, to, s, gainAt);
        continue;
      }
      System.arraycopy(pass.input(), xAt, unit, 0, width);
      System.arraycopy(pass.outputGradient(), dyAt, d, 0, width);
      normalise(unit, s, width);
      FloatSums.multiply(d, gain, width);
      for (int j = 0; j < width; j++) {
        product[j] = d[j] * unit[j];
      }
      float level = (float) (sum(d, width) / width);
      float slope = (float) (sum(product, width) / width);
      float scale = (float) s[1];
      for (int j = 0; j < width; j++) {
        d[j] = (d[j] - level - unit[j] * slope) * scale;
      }
      System.arraycopy(d, from, pass.inputGradient(), dxAt + from, to - from);
    }
  }

  private static void computeInputGradients(
      LayerPass pass, int row, int from, int to, double[] s, int gainAt) {
    float[] x = pass.input();
    float[] dy = pass.outputGradient();
    float[] p = pass.parameters();
    int width = pass.inputs();
    int xAt = pass.inputOffset() + row * width;
    int dyAt = pass.outputGradientOffset() + row * width;
    int dxAt = pass.inputGradientOffset() + row * width;
    double sum = 0;
    double product = 0;
    for (int j = 0; j < width; j++) {
      double d = (double) dy[dyAt + j] * p[gainAt + j];
      sum += d;
      product += d * ((x[xAt + j] - s[0]) * s[1]);
    }
    double level = sum / width;
    double slope = product / width;
    for (int j = from; j < to; j++) {
      double d = (double) dy[dyAt + j] * p[gainAt + j];
      pass.inputGradient()[dxAt + j] =
          (float) (s[1] * (d - level - (x[xAt + j] - s[0]) * s[1] * slope));
    }
  }

  /**
   * Over the rows, sums of columns from ... from + n - 1: of dy times the normalised input at 0, of
   * dy at n.
   */
  static void addUp(LayerPass pass, int from, int n, double epsilon, double[] sums) {
    double[] s = pass.scratch(1, 2);
    float[] unit = pass.floatScratch(0, n);
    float[] dy = pass.floatScratch(1, n);
    float[] products = pass.floatScratch(2, n);
    float[] productsRest = pass.floatScratch(3, n);
    float[] levels = pass.floatScratch(4, n);
    float[] levelsRest = pass.floatScratch(5, n);
    Arrays.fill(sums, 0, 2 * n, 0);
    Arrays.fill(products, 0, n, 0);
    Arrays.fill(productsRest, 0, n, 0);
    Arrays.fill(levels, 0, n, 0);
    Arrays.fill(levelsRest, 0, n, 0);
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * pass.inputs();
      int dyAt = pass.outputGradientOffset() + i * pass.inputs() + from;
      measure(pass.input(), xAt, pass.inputs(), epsilon, s);
      if (isForFloats(pass, s)) {
        System.arraycopy(pass.input(), xAt + from, unit, 0, n);
        System.arraycopy(pass.outputGradient(), dyAt, dy, 0, n);
        normalise(unit, s, n);
        FloatSums.add(dy, levels, levelsRest, n);
        FloatSums.multiply(unit, dy, n);
        FloatSums.add(unit, products, productsRest, n);
      } else {
        for (int j = 0; j < n; j++) {
          double d = pass.outputGradient()[dyAt + j];
          sums[j] += d * ((pass.input()[xAt + from + j] - s[0]) * s[1]);
          sums[n + j] += d;
        }
      }
    }
    for (int j = 0; j < n; j++) {
      sums[j] += (double) products[j] + productsRest[j];
      sums[n + j] += (double) levels[j] + levelsRest[j];
    }
  }

  /** Of the whole row, so that each range of columns decides alike. */
  private static boolean isForFloats(LayerPass pass, double[] s) {
    return pass.inputs() >= BatchMoments.LEAST_COLUMNS
        && !BatchMoments.isExtreme(s[0], 1 / (s[1] * s[1]));
  }

  private static void normalise(float[] x, double[] s, int n) {
    float high = (float) s[0];
    float low = (float) (s[0] - high);
    float scale = (float) s[1];
    for (int j = 0; j < n; j++) {
      x[j] = ((x[j] - high) - low) * scale;
    }
  }

  /** By eight sums at a time, to overlap. */
  private static double sum(float[] x, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int j = 0;
    for (; j + 7 < n; j += 8) {
      a += x[j];
      b += x[j + 1];
      c += x[j + 2];
      d += x[j + 3];
      e += x[j + 4];
      f += x[j + 5];
      g += x[j + 6];
      h += x[j + 7];
    }
    for (; j < n; j++) {
      a += x[j];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /**
   * Mean and 1 / sqrt(variance + epsilon) of a row, from differences from its first cell, by four
   * sums at a time, to overlap.
   */
  private static void measure(float[] x, int at, int width, double epsilon, double[] out) {
    double centre = x[at];
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    double squares0 = 0;
    double squares1 = 0;
    double squares2 = 0;
    double squares3 = 0;
    int j = at;
    for (; j + 3 < at + width; j += 4) {
      double d0 = x[j] - centre;
      double d1 = x[j + 1] - centre;
      double d2 = x[j + 2] - centre;
      double d3 = x[j + 3] - centre;
      sum0 += d0;
      sum1 += d1;
      sum2 += d2;
      sum3 += d3;
      squares0 += d0 * d0;
      squares1 += d1 * d1;
      squares2 += d2 * d2;
      squares3 += d3 * d3;
    }
    for (; j < at + width; j++) {
      double d = x[j] - centre;
      sum0 += d;
      squares0 += d * d;
    }
    double off = ((sum0 + sum1) + (sum2 + sum3)) / width;
    double squares = (squares0 + squares1) + (squares2 + squares3);
    double variance = Math.max(0, squares / width - off * off);
    out[0] = centre + off;
    out[1] = 1 / Math.sqrt(variance + epsilon);
  }
}
