package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Ridge fits of many shapes beside the workloads, so that a change for one is seen in the others:
 * THREADS [SOLVER [TOLERANCE]], such as {@code 1 lbfgs 1e-6}. A line each: the first and the median
 * warm fit, iterations, certificate.
 */
public final class RidgeShapes {
  private static final int WARM = 5;

  private RidgeShapes() {}

  /**
   * Fits every shape that the solver takes.
   *
   * @param args threads, solver (auto), tolerance (1e-6)
   */
  public static void main(String[] args) {
    String name = args.length > 1 ? args[1] : "auto";
    String tolerance = args.length > 2 ? args[2] : "1e-6";
    Solver solver =
        Plugins.load().solver(name + "(tolerance=" + tolerance + ", threads=" + args[0] + ")");
    shapes()
        .forEach(
            (shape, problem) -> {
              try {
                solver.check(problem);
              } catch (IllegalArgumentException e) {
                return;
              }
              report(shape, problem, solver);
            });
  }

  private static void report(String shape, LinearProblem problem, Solver solver) {
    double[] seconds = new double[WARM + 1];
    Solution solution = null;
    for (int fit = 0; fit <= WARM; fit++) {
      long start = System.nanoTime();
      solution = solver.solve(problem);
      seconds[fit] = (System.nanoTime() - start) / 1e9;
    }
    double first = seconds[0];
    double[] warm = Arrays.copyOfRange(seconds, 1, seconds.length);
    Arrays.sort(warm);
    System.out.printf(
        "%-28s first %7.1f ms, warm %7.1f ms, %4d iterations, %s, %s%n",
        shape,
        1e3 * first,
        1e3 * warm[WARM / 2],
        solution.iterations(),
        solution.certificate(),
        solution.solver().replaceAll("\\(.*", ""));
  }

  private static Map<String, LinearProblem> shapes() {
    Loss logistic = new LogisticLoss();
    DoubleUnaryOperator even = j -> 1;
    Map<String, LinearProblem> shapes = new LinkedHashMap<>();
    shapes.put("few rows 40 x 8", problem(dense(40, 8, 1, even), logistic, 1));
    shapes.put("tall 200000 x 10", problem(dense(200_000, 10, 2, even), logistic, 10));
    shapes.put("tall, lambda 0", problem(dense(100_000, 30, 3, even), logistic, 0));
    shapes.put("W1's kin 20000 x 150", problem(dense(20_000, 150, 4, even), logistic, 100));
    shapes.put("nearly free 30000 x 200", problem(dense(30_000, 200, 5, even), logistic, 1e-3));
    shapes.put(
        "scales 1e-6 ... 1e6",
        problem(dense(20_000, 50, 6, j -> Math.pow(10, j % 13 - 6)), logistic, 10));
    shapes.put(
        "wide 400 x 8000, squared", problem(dense(400, 8000, 7, even), new SquaredLoss(), 50));
    shapes.put("wide 400 x 8000", problem(dense(400, 8000, 8, even), logistic, 50));
    shapes.put("sparse 20000 x 50000", problem(sparse(20_000, 50_000, 40, 9), logistic, 1));
    shapes.put("one-hot 20000 x 1085", problem(oneHot(20_000, 14), logistic, 1));
    shapes.put("sparse, 5 classes", problem(sparse(5000, 20_000, 40, 10), 5, 1));
    shapes.put("poisson 50000 x 30", problem(dense(50_000, 30, 11, even), new PoissonLoss(), 10));
    shapes.put("huber 20000 x 60", problem(dense(20_000, 60, 12, even), new HuberLoss(1), 10));
    shapes.put("8 classes 5000 x 200", problem(dense(5000, 200, 13, even), 8, 10));
    shapes.put("4 classes 60000 x 20", problem(dense(60_000, 20, 14, even), 4, 1));
    return shapes;
  }

  private static Features dense(int rows, int columns, long seed, DoubleUnaryOperator scale) {
    RandomStream random = new RandomStream(seed);
    double[] cells = new double[rows * columns];
    for (int i = 0, at = 0; i < rows; i++) {
      double common = random.uniform((long) rows * columns + i) - 0.5;
      for (int j = 0; j < columns; j++, at++) {
        cells[at] = scale.applyAsDouble(j) * (1 + common + 2 * random.uniform(at));
      }
    }
    return new DenseFeatures(cells, rows, columns);
  }

  /** Rows of length 1 whose columns thin out as those of words do. */
  private static Features sparse(int rows, int columns, int each, long seed) {
    RandomStream random = new RandomStream(seed);
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * each];
    double[] values = new double[rows * each];
    int at = 0;
    for (int i = 0; i < rows; i++) {
      TreeSet<Integer> row = new TreeSet<>();
      for (int k = 0; k < each; k++) {
        row.add((int) (columns * Math.pow(random.uniform((long) i * each + k), 4)));
      }
      for (int j : row) {
        indices[at] = j;
        values[at++] = 1 / Math.sqrt(row.size());
      }
      starts[i + 1] = at;
    }
    return new SparseFeatures(
        starts, Arrays.copyOf(indices, at), Arrays.copyOf(values, at), columns);
  }

  /** Levels of categorical columns, a column each, some rare. */
  private static Features oneHot(int rows, long seed) {
    RandomStream random = new RandomStream(seed);
    int[] levels = {5, 10, 20, 50, 100, 200, 300, 400};
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * levels.length];
    double[] values = new double[indices.length];
    Arrays.fill(values, 1);
    int from = 0;
    for (int k = 0; k < levels.length; from += levels[k++]) {
      for (int i = 0; i < rows; i++) {
        double u = random.uniform((long) i * levels.length + k);
        indices[i * levels.length + k] = from + (int) (levels[k] * u * u);
      }
    }
    Arrays.setAll(starts, i -> i * levels.length);
    return new SparseFeatures(starts, indices, values, from);
  }

  private static LinearProblem problem(Features x, Loss loss, double lambda) {
    double[] z = linear(x, 21);
    RandomStream random = new RandomStream(22);
    double[] y = new double[z.length];
    for (int i = 0; i < y.length; i++) {
      double u = random.uniform(i);
      if (loss instanceof LogisticLoss) {
        y[i] = u < 1 / (1 + Math.exp(-z[i])) ? 1 : 0;
      } else if (loss instanceof PoissonLoss) {
        y[i] = Math.floor(Math.exp(z[i]) + u);
      } else {
        y[i] = z[i] + Math.pow(2 * u - 1, 9) * 5;
      }
    }
    Dataset data =
        loss instanceof LogisticLoss
            ? Dataset.classification(x, y, List.of("no", "yes"))
            : Dataset.regression(x, y);
    return LinearProblem.of(data, loss, new L2(), lambda);
  }

  private static LinearProblem problem(Features x, int classes, double lambda) {
    double[] best = new double[x.rows()];
    double[] y = new double[x.rows()];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int k = 0; k < classes; k++) {
      double[] z = linear(x, 31 + k);
      for (int i = 0; i < y.length; i++) {
        if (z[i] > best[i]) {
          best[i] = z[i];
          y[i] = k;
        }
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return LinearProblem.of(
        Dataset.classification(x, y, names), new SoftmaxCrossEntropy(), new L2(), lambda);
  }

  /** A centred and scaled combination of the columns, each counted in its own units. */
  private static double[] linear(Features x, long seed) {
    RandomStream random = new RandomStream(seed);
    double[] squares = new double[x.columns()];
    double[] row = new double[x.columns()];
    for (int i = 0; i < x.rows(); i++) {
      x.copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        squares[j] += row[j] * row[j] / x.rows();
      }
    }
    double[] w = new double[x.columns()];
    for (int j = 0; j < w.length; j++) {
      w[j] = squares[j] == 0 ? 0 : (random.uniform(j) - 0.5) / Math.sqrt(squares[j]);
    }
    double[] z = new double[x.rows()];
    double mean = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] = x.dotRow(i, w, 0);
      mean += z[i] / z.length;
    }
    double variance = 0;
    for (double v : z) {
      variance += (v - mean) * (v - mean) / z.length;
    }
    for (int i = 0; i < z.length; i++) {
      z[i] = (z[i] - mean) / Math.sqrt(variance);
    }
    return z;
  }
}
