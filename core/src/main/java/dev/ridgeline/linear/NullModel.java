package dev.ridgeline.linear;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The best model without any penalised feature: the intercept, and the weights of features whose
 * penalty factor is 0. Its gradient says at which lambda the first penalised weight moves.
 */
final class NullModel {
  private static final int POLISHES = 50;

  private final LinearProblem problem;
  private final double[] predictions;

  NullModel(LinearProblem problem, Solver solver) {
    this.problem = problem;
    int[] free =
        IntStream.range(0, problem.data().columns())
            .filter(j -> problem.factors().factor(j) == 0)
            .toArray();
    this.predictions = free.length == 0 ? constant() : fitted(free, solver);
  }

  private double[] constant() {
    int outputs = problem.outputs();
    double[] best =
        problem.intercept() ? problem.loss().bestConstant(problem.data()) : new double[outputs];
    double[] eta = new double[Math.multiplyExact(problem.data().rows(), outputs)];
    for (int at = 0; at < eta.length; at++) {
      eta[at] = best[at % outputs];
    }
    return eta;
  }

  private double[] fitted(int[] free, Solver solver) {
    Dataset data = columns(free);
    Solution solution =
        solver.solve(
            new LinearProblem(
                data, problem.loss(), problem.penalty(), 0, problem.intercept(), Optional.empty()));
    int outputs = problem.outputs();
    double[] eta = new double[Math.multiplyExact(data.rows(), outputs)];
    for (int at = 0; at < eta.length; at++) {
      int k = at % outputs;
      eta[at] = solution.intercepts()[k];
      for (int a = 0; a < free.length; a++) {
        eta[at] += solution.weights().get(k, a) * data.features().get(at / outputs, a);
      }
    }
    if (problem.loss() instanceof ScalarLoss loss && !problem.penalty().actsAt(0)) {
      polish(data, loss, eta);
    }
    return eta;
  }

  private Dataset columns(int[] free) {
    Dataset all = problem.data();
    double[] cells = new double[Math.multiplyExact(all.rows(), free.length)];
    double[] weights = new double[all.rows()];
    for (int i = 0, at = 0; i < weights.length; i++) {
      weights[i] = all.weight(i);
      for (int j : free) {
        cells[at++] = all.features().get(i, j);
      }
    }
    DenseFeatures features = new DenseFeatures(cells, weights.length, free.length);
    Dataset some =
        all.task() == Task.CLASSIFICATION
            ? Dataset.classification(features, all.targets(), all.classNames())
            : Dataset.regression(features, all.targets());
    return some.withWeights(weights);
  }

  /** Newton steps that take the solver's predictions to rounding level. */
  private void polish(Dataset data, ScalarLoss loss, double[] eta) {
    int first = problem.intercept() ? 1 : 0;
    int size = first + data.columns();
    double[] x = new double[size];
    double least = Double.POSITIVE_INFINITY;
    double[] best = eta.clone();
    for (int round = 0; round < POLISHES; round++) {
      double[][] system = new double[size][size + 1];
      for (int i = 0; i < eta.length; i++) {
        double share = data.weight(i) / data.weightSum();
        double slope = share * loss.derivative(eta[i], data.target(i));
        double bend = share * loss.secondDerivative(eta[i], data.target(i));
        row(data, i, first, x);
        for (int a = 0; a < size; a++) {
          system[a][size] -= slope * x[a];
          for (int b = 0; b < size; b++) {
            system[a][b] += bend * x[a] * x[b];
          }
        }
      }
      double worst = 0;
      for (double[] line : system) {
        worst = Math.max(worst, Math.abs(line[size]));
      }
      if (!(worst < least)) {
        break;
      }
      least = worst;
      System.arraycopy(eta, 0, best, 0, eta.length);
      double[] step = solve(system);
      for (int i = 0; i < eta.length; i++) {
        row(data, i, first, x);
        for (int a = 0; a < size; a++) {
          eta[i] += step[a] * x[a];
        }
      }
    }
    System.arraycopy(best, 0, eta, 0, eta.length);
  }

  private static void row(Dataset data, int i, int first, double[] x) {
    if (first == 1) {
      x[0] = 1;
    }
    data.features().copyRow(i, x, first);
  }

  /** Gauss and Jordan's elimination with the largest pivot; directions without one stay 0. */
  private static double[] solve(double[][] system) {
    int size = system.length;
    double[] scale = new double[size];
    for (int a = 0; a < size; a++) {
      scale[a] = system[a][a];
    }
    boolean[] used = new boolean[size];
    double[] x = new double[size];
    for (int turn = 0; turn < size; turn++) {
      int pivot = -1;
      for (int a = 0; a < size; a++) {
        // What is left of a diagonal beside its first value is rounding below this share.
        boolean alive = !used[a] && system[a][a] > 1e-12 * scale[a];
        pivot =
            alive && (pivot < 0 || system[a][a] / scale[a] > system[pivot][pivot] / scale[pivot])
                ? a
                : pivot;
      }
      if (pivot < 0) {
        break;
      }
      used[pivot] = true;
      for (int a = 0; a < size; a++) {
        double f = a == pivot ? 0 : system[a][pivot] / system[pivot][pivot];
        for (int b = 0; f != 0 && b <= size; b++) {
          system[a][b] -= f * system[pivot][b];
        }
      }
    }
    for (int a = 0; a < size; a++) {
      x[a] = used[a] ? system[a][size] / system[a][a] : 0;
    }
    return x;
  }

  /** The smallest lambda at which no penalised weight moves. */
  double lambdaMax(ZeroingPenalty zeroing) {
    Matrix gradient = gradient();
    double largest = 0;
    if (problem.factors().areOnes()) {
      largest = zeroing.zeroingStrength(gradient);
    } else {
      for (int j = 0; j < gradient.columns(); j++) {
        double factor = problem.factors().factor(j);
        if (factor > 0) {
          largest = Math.max(largest, zeroing.zeroingStrength(column(gradient, j)) / factor);
        }
      }
    }
    return largest * problem.data().weightSum();
  }

  /** m times the largest gradient of a penalised weight, each divided by its penalty factor. */
  double largestGradient() {
    Matrix gradient = gradient();
    double largest = 0;
    for (int j = 0; j < gradient.columns(); j++) {
      double factor = problem.factors().factor(j);
      for (int k = 0; factor > 0 && k < gradient.rows(); k++) {
        largest = Math.max(largest, Math.abs(gradient.get(k, j)) / factor);
      }
    }
    return largest * problem.data().weightSum();
  }

  private static Matrix column(Matrix all, int j) {
    double[] cells = new double[all.rows()];
    for (int k = 0; k < cells.length; k++) {
      cells[k] = all.get(k, j);
    }
    return Matrix.of(cells, cells.length, 1);
  }

  /** The gradient of the mean loss in all weights, outputs x columns. */
  private Matrix gradient() {
    Dataset data = problem.data();
    int outputs = problem.outputs();
    double[] slope = new double[outputs];
    double[] gradient = new double[Math.multiplyExact(outputs, data.columns())];
    for (int i = 0; i < data.rows(); i++) {
      problem.loss().rowLoss(predictions, i * outputs, outputs, data.target(i), slope);
      double share = data.weight(i) / data.weightSum();
      for (int k = 0; k < outputs && share > 0; k++) {
        data.features().addRowTo(i, share * slope[k], gradient, k * data.columns());
      }
    }
    return Matrix.of(gradient, outputs, data.columns());
  }
}
