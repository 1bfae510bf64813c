package dev.ridgeline.layers;

import dev.ridgeline.layer.LayerPass;
import java.util.Arrays;

/**
 * The loops of {@link BatchNorm} over rows and a range of n columns, from column {@code from} on:
 * in single precision where {@link BatchMoments#suitsFloats} says so, but for columns of extreme
 * numbers, and else in double.
 *
 * <p>They work on an array s of 5 n numbers: means at 0, 1 / sqrt(variance + epsilon) at n, sums of
 * output gradients at 2 n, of their products with normalised inputs at 3 n, variances at 4 n.
 */
final class BatchScaling {
  private BatchScaling() {}

  /** y = gain (x - mean) / sqrt(variance + epsilon) + shift. */
  static void computeOutputs(LayerPass pass, int from, int n, double[] s, int gainAt, int shiftAt) {
    if (!BatchMoments.suitsFloats(pass)) {
      computeOutputs(pass, from, n, s, gainAt, shiftAt, 0, n);
      return;
    }
    float[] t = pass.floatScratch(0, n);
    float[] high = pass.floatScratch(3, n);
    float[] low = pass.floatScratch(4, n);
    float[] slope = pass.floatScratch(5, n);
    float[] shift = pass.floatScratch(6, n);
    BatchMoments.split(s, n, high, low);
    slopes(pass, n, s, gainAt, slope);
    System.arraycopy(pass.parameters(), shiftAt, shift, 0, n);
    for (int i = 0; i < pass.rows(); i++) {
      int at = i * pass.inputs() + from;
      System.arraycopy(pass.input(), pass.inputOffset() + at, t, 0, n);
      for (int j = 0; j < n; j++) {
        t[j] = ((t[j] - high[j]) - low[j]) * slope[j] + shift[j];
      }
      System.arraycopy(t, 0, pass.output(), pass.outputOffset() + at, n);
    }
    for (int j = 0; j < n; j++) {
      if (isExtreme(s, n, j)) {
        computeOutputs(pass, from, n, s, gainAt, shiftAt, j, j + 1);
      }
    }
  }

  private static void computeOutputs(
      LayerPass pass, int from, int n, double[] s, int gainAt, int shiftAt, int first, int end) {
    float[] x = pass.input();
    float[] y = pass.output();
    float[] p = pass.parameters();
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * pass.inputs() + from;
      int yAt = pass.outputOffset() + i * pass.inputs() + from;
      for (int j = first; j < end; j++) {
        y[yAt + j] = (float) ((x[xAt + j] - s[j]) * (s[n + j] * p[gainAt + j]) + p[shiftAt + j]);
      }
    }
  }

  /** Sums of dy at 2 n, of dy times the normalised input at 3 n. */
  static void addUp(LayerPass pass, int from, int n, double[] s) {
    if (!BatchMoments.suitsFloats(pass)) {
      addUp(pass, from, n, s, 0, n);
      return;
    }
    float[] t = pass.floatScratch(0, n);
    float[] dy = pass.floatScratch(1, n);
    float[] rest = pass.floatScratch(2, n);
    float[] high = pass.floatScratch(3, n);
    float[] low = pass.floatScratch(4, n);
    float[] sum = pass.floatScratch(5, n);
    float[] products = pass.floatScratch(6, n);
    float[] productsRest = pass.floatScratch(7, n);
    BatchMoments.split(s, n, high, low);
    Arrays.fill(sum, 0, n, 0);
    Arrays.fill(rest, 0, n, 0);
    Arrays.fill(products, 0, n, 0);
    Arrays.fill(productsRest, 0, n, 0);
    for (int i = 0; i < pass.rows(); i++) {
      int at = i * pass.inputs() + from;
      System.arraycopy(pass.input(), pass.inputOffset() + at, t, 0, n);
      System.arraycopy(pass.outputGradient(), pass.outputGradientOffset() + at, dy, 0, n);
      FloatSums.add(dy, sum, rest, n);
      FloatSums.subtract(t, high, low, n);
      FloatSums.multiply(t, dy, n);
      FloatSums.add(t, products, productsRest, n);
    }
    for (int j = 0; j < n; j++) {
      s[2 * n + j] = (double) sum[j] + rest[j];
      s[3 * n + j] = ((double) products[j] + productsRest[j]) * s[n + j];
      if (isExtreme(s, n, j)) {
        addUp(pass, from, n, s, j, j + 1);
      }
    }
  }

  private static void addUp(LayerPass pass, int from, int n, double[] s, int first, int end) {
    Arrays.fill(s, 2 * n + first, 2 * n + end, 0);
    Arrays.fill(s, 3 * n + first, 3 * n + end, 0);
    float[] x = pass.input();
    float[] dy = pass.outputGradient();
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * pass.inputs() + from;
      int dyAt = pass.outputGradientOffset() + i * pass.inputs() + from;
      for (int j = first; j < end; j++) {
        double d = dy[dyAt + j];
        s[2 * n + j] += d;
        s[3 * n + j] += d * ((x[xAt + j] - s[j]) * s[n + j]);
      }
    }
  }

  /** dx from dy and its sums; mean and variance are constants in prediction. */
  static void computeInputGradients(LayerPass pass, int from, int n, double[] s, int gainAt) {
    if (!BatchMoments.suitsFloats(pass)) {
      computeInputGradients(pass, from, n, s, gainAt, 0, n);
      return;
    }
    float[] t = pass.floatScratch(0, n);
    float[] dy = pass.floatScratch(1, n);
    float[] high = pass.floatScratch(3, n);
    float[] low = pass.floatScratch(4, n);
    float[] slope = pass.floatScratch(5, n);
    float[] level = pass.floatScratch(6, n);
    float[] tilt = pass.floatScratch(7, n);
    BatchMoments.split(s, n, high, low);
    slopes(pass, n, s, gainAt, slope);
    double share = pass.isTraining() ? 1.0 / pass.rows() : 0;
    for (int j = 0; j < n; j++) {
      level[j] = (float) (share * s[2 * n + j]);
      tilt[j] = (float) (share * s[3 * n + j] * s[n + j]);
    }
    for (int i = 0; i < pass.rows(); i++) {
      int at = i * pass.inputs() + from;
      System.arraycopy(pass.input(), pass.inputOffset() + at, t, 0, n);
      System.arraycopy(pass.outputGradient(), pass.outputGradientOffset() + at, dy, 0, n);
      for (int j = 0; j < n; j++) {
        float d = (t[j] - high[j]) - low[j];
        dy[j] = (dy[j] - level[j] - d * tilt[j]) * slope[j];
      }
      System.arraycopy(dy, 0, pass.inputGradient(), pass.inputGradientOffset() + at, n);
    }
    for (int j = 0; j < n; j++) {
      if (isExtreme(s, n, j)) {
        computeInputGradients(pass, from, n, s, gainAt, j, j + 1);
      }
    }
  }

  private static void computeInputGradients(
      LayerPass pass, int from, int n, double[] s, int gainAt, int first, int end) {
    float[] x = pass.input();
    float[] dy = pass.outputGradient();
    float[] dx = pass.inputGradient();
    float[] p = pass.parameters();
    double total = BatchMoments.totalWeight(pass);
    for (int i = 0; i < pass.rows(); i++) {
      // What this row has moved mean and variance by.
      double share = pass.isTraining() && total > 0 ? pass.weight(i) / total : 0;
      int xAt = pass.inputOffset() + i * pass.inputs() + from;
      int dyAt = pass.outputGradientOffset() + i * pass.inputs() + from;
      int dxAt = pass.inputGradientOffset() + i * pass.inputs() + from;
      for (int j = first; j < end; j++) {
        double unit = (x[xAt + j] - s[j]) * s[n + j];
        double own = dy[dyAt + j] - share * (s[2 * n + j] + unit * s[3 * n + j]);
        dx[dxAt + j] = (float) (own * s[n + j] * p[gainAt + j]);
      }
    }
  }

  private static void slopes(LayerPass pass, int n, double[] s, int gainAt, float[] slope) {
    for (int j = 0; j < n; j++) {
      slope[j] = (float) (s[n + j] * pass.parameters()[gainAt + j]);
    }
  }

  private static boolean isExtreme(double[] s, int n, int j) {
    return BatchMoments.isExtreme(s[j], 1 / (s[n + j] * s[n + j]));
  }
}
