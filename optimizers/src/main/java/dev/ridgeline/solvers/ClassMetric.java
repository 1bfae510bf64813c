package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * The coordinates of all classes as columns, e_k (x) x_j at k * features + j, with products in the
 * metric of the softmax loss: H of a row is share (diag(p) - p p'), and the intercepts are
 * eliminated, so that u' H v stands for the least of the model over them.
 *
 * <p>Vectors are class by class, rows of class 0 first. The weights h that {@link ColumnDesign}'s
 * products are given have no meaning here: the metric takes their place.
 */
final class ClassMetric extends ColumnDesign {
  private final DataLoss loss;
  private final ColumnDesign design;
  private final int outputs;
  private final int features;
  private final int n;
  private final boolean intercept;
  private final double[][] p;
  private final double[] h;
  private final double[] one;

  /** By coordinate: the products with the intercepts, and the curvature; empty where not known. */
  private final double[][] sums;

  private final double[] curvature;
  private Cholesky masses;

  ClassMetric(DataLoss loss, ColumnDesign design, boolean intercept) {
    super(loss.rows() * loss.outputs(), design.columns() * loss.outputs());
    this.loss = loss;
    this.design = design;
    this.outputs = loss.outputs();
    this.features = design.columns();
    this.n = loss.rows();
    this.intercept = intercept;
    this.p = new double[outputs][n];
    this.h = new double[n];
    this.one = new double[n];
    this.sums = new double[columns()][];
    this.curvature = new double[columns()];
    for (int at = 0; at < columns(); at++) {
      squares[at] = design.square(at % features);
    }
    forget();
  }

  private void forget() {
    Arrays.fill(sums, new double[0]);
  }

  /** Takes the second derivatives at some predictions; no probability counts as less than least. */
  void renew(ClassPoint point, double least) {
    forget();
    double scale = 1 / (1 + outputs * least);
    double[] q = point.probabilities();
    for (int k = 0; k < outputs; k++) {
      double[] to = p[k];
      for (int i = 0, at = k; i < n; i++, at += outputs) {
        to[i] = (q[at] + least) * scale;
      }
    }
    int size = outputs - 1;
    double[] a = new double[size * size];
    for (int k = 0; intercept && k < size; k++) {
      for (int l = 0; l <= k; l++) {
        a[k * size + l] = weigh(k, l);
      }
    }
    for (int at = 0; at < a.length; at += size + 1) {
      a[at] = intercept ? a[at] * (1 + 1e-12) : 1;
    }
    masses = new Cholesky(a, size);
  }

  /** Makes h share p_k (1 - p_k), or for two classes share p_k p_l; returns H's sum over rows. */
  private double weigh(int k, int l) {
    if (k == l) {
      weighOwn(k, h);
    } else {
      for (int i = 0; i < n; i++) {
        h[i] = loss.share(i) * p[k][i] * p[l][i];
      }
    }
    double sum = 0;
    for (double v : h) {
      sum += v;
    }
    return k == l ? sum : -sum;
  }

  /**
   * Makes h share p_k (1 - p_k), with the sum of the other classes for 1 - p_k: its digits are what
   * keeps H positive where p_k is nearly 1.
   */
  void weighOwn(int k, double[] h) {
    Arrays.fill(h, 0);
    for (int l = 0; l < outputs; l++) {
      double[] other = p[l];
      for (int i = 0; i < n && l != k; i++) {
        h[i] += other[i];
      }
    }
    for (int i = 0; i < n; i++) {
      h[i] *= loss.share(i) * p[k][i];
    }
  }

  /** The probabilities that the metric is made of, class by class; not to be modified. */
  double[][] probabilities() {
    return p;
  }

  /** How far second derivatives at some predictions are from these, as a share of theirs. */
  double distance(ClassPoint point) {
    double change = 0;
    double sum = 0;
    double[] fresh = point.probabilities();
    for (int i = 0, at = 0; i < n; i++) {
      double rowChange = 0;
      double rowSum = 0;
      for (int k = 0; k < outputs; k++, at++) {
        double q = fresh[at] * (1 - fresh[at]);
        rowChange += Math.abs(q - p[k][i] * (1 - p[k][i]));
        rowSum += q;
      }
      change += loss.share(i) * rowChange;
      sum += loss.share(i) * rowSum;
    }
    return change / sum;
  }

  /** Measures the coordinates of a set that have not been measured since the metric is new. */
  void measure(int[] set) {
    for (int k = 0; k < outputs; k++) {
      int[] fresh = fresh(set, k);
      if (fresh.length == 0) {
        continue;
      }
      for (int l = 0; l < outputs; l++) {
        weigh(k, l);
        for (int at : fresh) {
          int j = at % features;
          if (intercept) {
            sums[at][l] = (k == l ? 1 : -1) * design.dot(j, h);
          }
          if (k == l) {
            curvature[at] = design.square(j) > 0 ? design.weightedSquare(j, h) : 0;
          }
        }
      }
      for (int at : fresh) {
        double raw = curvature[at];
        double[] y = solve(sums[at]);
        for (int l = 0; l < outputs; l++) {
          curvature[at] -= y[l] * sums[at][l];
        }
        curvature[at] = CentredDesign.dropRounding(curvature[at], 1e12 * raw);
      }
    }
  }

  /** Coordinates of a class that are not measured; room is made for them. */
  private int[] fresh(int[] set, int k) {
    int[] fresh =
        Arrays.stream(set).filter(at -> at / features == k && sums[at].length == 0).toArray();
    for (int at : fresh) {
      sums[at] = new double[outputs];
    }
    return fresh;
  }

  /** Curvature of a measured coordinate, the intercepts eliminated. */
  double curvature(int at) {
    return curvature[at];
  }

  /** Products of a measured coordinate with the intercepts; not to be modified. */
  double[] sums(int at) {
    return sums[at];
  }

  /**
   * Solves for intercepts; that of the last class stays 0, since a shift of all changes nothing.
   *
   * @param right one number a class, which sum to 0; not modified
   */
  double[] solve(double[] right) {
    double[] y = new double[outputs];
    if (intercept && masses.isPositive()) {
      double[] part = Arrays.copyOf(right, outputs - 1);
      masses.solve(part);
      System.arraycopy(part, 0, y, 0, part.length);
    }
    return y;
  }

  @Override
  void multiply(
      int[] set, int from, int to, double[] none, double[] out, int stride, boolean isRough) {
    measure(Arrays.copyOf(set, to));
    int[][] old = new int[outputs][];
    int[][] fresh = new int[outputs][];
    for (int k = 0; k < outputs; k++) {
      old[k] = places(set, 0, from, k);
      fresh[k] = places(set, from, to, k);
      for (int l = 0; l <= k; l++) {
        if (fresh[k].length + fresh[l].length == 0) {
          continue;
        }
        weigh(k, l);
        int sign = k == l ? 1 : -1;
        if (k == l) {
          multiply(set, old[k], fresh[k], sign, true, out, stride, isRough);
        } else {
          int[] both = places(set, 0, to, l);
          multiply(set, both, fresh[k], sign, false, out, stride, isRough);
          multiply(set, old[k], fresh[l], sign, false, out, stride, isRough);
        }
      }
    }
    for (int a = from; a < to && intercept; a++) {
      double[] y = solve(sums[set[a]]);
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int l = 0; l < outputs; l++) {
          sum += y[l] * sums[set[b]][l];
        }
        out[a * stride + b] -= sum;
      }
    }
  }

  /** Products of new places with others, and with each other where these are wanted. */
  private void multiply(
      int[] set,
      int[] others,
      int[] rows,
      int sign,
      boolean isWithin,
      double[] out,
      int stride,
      boolean isRough) {
    int width = others.length + rows.length;
    if (rows.length == 0 || width == rows.length && !isWithin) {
      return;
    }
    int[] both = new int[width];
    for (int b = 0; b < width; b++) {
      both[b] = set[b < others.length ? others[b] : rows[b - others.length]] % features;
    }
    double[] products = new double[width * width];
    design.multiply(both, others.length, width, h, products, width, isRough);
    for (int a = 0; a < rows.length; a++) {
      int row = (others.length + a) * width;
      int end = isWithin ? others.length + a + 1 : others.length;
      for (int b = 0; b < end; b++) {
        int place = b < others.length ? others[b] : rows[b - others.length];
        int high = Math.max(place, rows[a]);
        out[high * stride + Math.min(place, rows[a])] = sign * products[row + b];
      }
    }
  }

  /** Places of a set from one to another that hold coordinates of a class. */
  private int[] places(int[] set, int from, int to, int k) {
    int[] places = new int[to - from];
    int count = 0;
    for (int a = from; a < to; a++) {
      if (set[a] / features == k) {
        places[count++] = a;
      }
    }
    return Arrays.copyOf(places, count);
  }

  @Override
  double dot(int column, double[] v) {
    int from = column / features * n;
    System.arraycopy(v, from, one, 0, n);
    return design.dot(column % features, one);
  }

  @Override
  void addTo(int column, double scale, double[] v) {
    int from = column / features * n;
    System.arraycopy(v, from, one, 0, n);
    design.addTo(column % features, scale, one);
    System.arraycopy(one, 0, v, from, n);
  }

  @Override
  void addWeightedTo(int column, double scale, double[] none, double[] v) {
    int k = column / features;
    measure(new int[] {column});
    double[] y = solve(sums[column]);
    Arrays.fill(one, 0);
    design.addTo(column % features, 1, one);
    for (int i = 0; i < n; i++) {
      double mean = p[k][i] * one[i];
      for (int l = 0; l < outputs; l++) {
        mean -= p[l][i] * y[l];
      }
      for (int l = 0; l < outputs; l++) {
        double change = (l == k ? one[i] : 0) - y[l] - mean;
        v[l * n + i] += scale * loss.share(i) * p[l][i] * change;
      }
    }
  }

  @Override
  double weightedSquare(int column, double[] none) {
    measure(new int[] {column});
    return curvature[column];
  }

  @Override
  long storedCells() {
    return outputs * design.storedCells();
  }
}
