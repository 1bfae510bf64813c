package dev.ridgeline.solvers;

import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The columns in which nothing holds a weight: not penalised, without bounds, or off the only bound
 * that there is.
 *
 * @param problem whose columns they are
 * @param columns their numbers, ascending
 * @param isFree outputs x columns: which weights are free, where bounds hold some classes' only
 * @param design these columns; none where there are none
 */
record FreePart(LinearProblem problem, int[] columns, boolean[] isFree, RowDesign design) {
  /** Finds them at some weights, outputs x features. */
  static FreePart of(LinearProblem problem, DataLoss loss, double[] w) {
    int all = problem.data().columns();
    boolean[] inAll = new boolean[w.length];
    if (problem.isUnpenalized()) {
      Arrays.fill(inAll, true);
    } else if (problem.penalty() instanceof SeparablePenalty) {
      Threshold rule = Threshold.of(problem);
      for (int at = 0; at < w.length; at++) {
        inAll[at] = rule.isEndless(at % all) && rule.isInside(w[at]);
      }
    }
    int outputs = loss.outputs();
    int[] columns =
        IntStream.range(0, all)
            .filter(j -> IntStream.range(0, outputs).anyMatch(k -> inAll[k * all + j]))
            .toArray();
    boolean[] isFree = new boolean[outputs * columns.length];
    for (int at = 0; at < isFree.length; at++) {
      isFree[at] = inAll[at / columns.length * all + columns[at % columns.length]];
    }
    Features features = problem.data().features();
    Features some = columns.length == all ? features : select(features, columns);
    return new FreePart(problem, columns, isFree, RowDesign.of(some, loss, problem.intercept()));
  }

  private static Features select(Features features, int[] columns) {
    if (features instanceof SparseFeatures sparse) {
      return select(sparse, columns);
    }
    double[] cells = new double[Math.multiplyExact(features.rows(), columns.length)];
    double[] row = new double[features.columns()];
    for (int i = 0, at = 0; i < features.rows(); i++) {
      features.copyRow(i, row, 0);
      for (int j : columns) {
        cells[at++] = row[j];
      }
    }
    return new DenseFeatures(cells, features.rows(), columns.length);
  }

  private static SparseFeatures select(SparseFeatures features, int[] columns) {
    int[] place = new int[features.columns()];
    Arrays.fill(place, -1);
    for (int a = 0; a < columns.length; a++) {
      place[columns[a]] = a;
    }
    int[] starts = new int[features.rows() + 1];
    int[] indices = new int[0];
    double[] values = new double[0];
    for (boolean counts : new boolean[] {true, false}) {
      int to = 0;
      for (int i = 0; i < features.rows(); i++) {
        for (int at = features.rowEnd(i - 1); at < features.rowEnd(i); at++) {
          int a = place[features.columnAt(at)];
          if (a >= 0 && !counts) {
            indices[to] = a;
            values[to] = features.valueAt(at);
          }
          to += a >= 0 ? 1 : 0;
        }
        starts[i + 1] = to;
      }
      indices = counts ? new int[to] : indices;
      values = counts ? new double[to] : values;
    }
    return new SparseFeatures(starts, indices, values, columns.length);
  }

  /** The name of one of these columns, by its place among them. */
  String name(int place) {
    return problem.data().featureNames().get(columns[place]);
  }

  /** Why nothing holds them. */
  String cause() {
    return problem.lambda() == 0 ? "lambda is 0" : "some features are not penalised";
  }

  /** What to do about it. */
  String remedy() {
    return problem.lambda() == 0 ? "give a lambda above 0" : "give them penalty factors above 0";
  }
}
