package dev.ridgeline.solvers;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.LinearProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Small problems of any kind, a seed each: tall and wide, dense and sparse, well and badly scaled,
 * collinear, uncentred, separable, weighted, with factors, bounds, and lambda 0.
 */
final class RandomProblems {
  private final Random random;
  private final int rows;
  private final int columns;
  private final int kind;
  private final int classes;

  private RandomProblems(long seed) {
    random = new Random(seed * 7919 + 13);
    rows = 1 + (int) Math.pow(10, random.nextDouble() * 2.2);
    columns = 1 + (int) Math.pow(10, random.nextDouble() * 1.9);
    kind = random.nextInt(5);
    classes = kind == 1 ? 2 : 2 + (int) (seed % 3);
  }

  /** The problem of a seed. */
  static LinearProblem of(long seed) {
    return new RandomProblems(seed).create();
  }

  private LinearProblem create() {
    double[][] x = cells();
    double[] y = targets(x);
    Features features = features(x);
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
    Dataset data =
        kind == 1 || kind == 2
            ? Dataset.classification(features, y, names)
            : Dataset.regression(features, y);
    if (random.nextInt(3) == 0) {
      data = data.withWeights(weights());
    }
    double lambda = random.nextInt(8) == 0 ? 0 : Math.pow(10, random.nextDouble() * 5 - 3);
    LinearProblem problem =
        LinearProblem.of(data, loss(), penalty(), lambda).withIntercept(random.nextInt(4) != 0);
    return random.nextInt(4) == 0 ? problem.withFactors(factors()) : problem;
  }

  private double[][] cells() {
    int design = random.nextInt(7);
    double[][] x = new double[rows][columns];
    for (double[] row : x) {
      double common = random.nextGaussian();
      for (int j = 0; j < columns; j++) {
        row[j] = cell(design, j, common);
        if (j > 0 && random.nextInt(400) == 0) {
          row[j] = row[j - 1];
        }
      }
    }
    boolean repeats = columns > 2 && random.nextInt(3) == 0;
    boolean isConstant = columns > 3 && random.nextInt(3) == 0;
    for (double[] row : x) {
      row[columns - 1] = repeats ? row[0] : row[columns - 1];
      if (isConstant) {
        row[1] = 3;
      }
    }
    return x;
  }

  private double cell(int design, int j, double common) {
    return switch (design) {
      case 0 -> random.nextGaussian();
      case 1 -> common * 0.95 + 0.3 * random.nextGaussian();
      case 2 -> random.nextInt(4) == 0 ? 1 : 0;
      case 3 -> random.nextGaussian() * Math.pow(10, j % 7 - 3);
      case 4 -> random.nextInt(3) == 0 ? random.nextInt(6) : 0;
      case 5 -> random.nextGaussian() + 100 * (j % 3);
      default -> Math.round(random.nextGaussian());
    };
  }

  private double[] targets(double[][] x) {
    double[] w = random.doubles(columns, -2, 2).map(v -> Math.abs(v) < 1 ? v : 0).toArray();
    double noise = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 2;
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      double score = noise * random.nextGaussian();
      for (int j = 0; j < columns; j++) {
        score += w[j] * x[i][j] / Math.sqrt(columns);
      }
      y[i] = target(score);
    }
    return y;
  }

  private double target(double score) {
    return switch (kind) {
      case 0 -> score * 10;
      case 1 -> score > 0 ? 1 : 0;
      case 2 -> Math.floorMod((int) Math.floor(score * 2), classes);
      case 3 -> score * 5 + (random.nextInt(5) == 0 ? 50 * random.nextGaussian() : 0);
      default ->
          Math.max(0, Math.round(Math.exp(Math.min(3, score)) + random.nextGaussian() * 0.5));
    };
  }

  private Features features(double[][] x) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> sparse(x);
      case 2 -> {
        float[] cells = new float[rows * columns];
        for (int at = 0; at < cells.length; at++) {
          cells[at] = (float) x[at / columns][at % columns];
        }
        yield new FloatFeatures(cells, rows, columns);
      }
      default -> DenseFeatures.of(x);
    };
  }

  private SparseFeatures sparse(double[][] x) {
    int[] starts = new int[rows + 1];
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        if (x[i][j] != 0) {
          indices.add(j);
          values.add(x[i][j]);
        }
      }
      starts[i + 1] = indices.size();
    }
    int[] places = indices.stream().mapToInt(Integer::intValue).toArray();
    double[] cells = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new SparseFeatures(starts, places, cells, columns);
  }

  private double[] weights() {
    double[] weights = new double[rows];
    Arrays.setAll(
        weights,
        i -> random.nextInt(4) == 0 ? 0 : random.nextInt(2) == 0 ? random.nextDouble() * 3 : 1);
    weights[random.nextInt(rows)] = 1;
    return weights;
  }

  private PenaltyFactors factors() {
    double[] factors = new double[columns];
    Arrays.setAll(factors, j -> random.nextInt(4) == 0 ? 0 : 0.5 + random.nextInt(3));
    factors[0] = 1;
    return PenaltyFactors.of(factors);
  }

  private Loss loss() {
    return switch (kind) {
      case 0 -> new SquaredLoss();
      case 1 -> new LogisticLoss();
      case 2 -> new SoftmaxCrossEntropy();
      case 3 -> new HuberLoss(random.nextDouble() * 3 + 0.1);
      default -> new PoissonLoss();
    };
  }

  private Penalty penalty() {
    return switch (random.nextInt(7)) {
      case 0 -> new L2();
      case 1, 2 -> new L1();
      case 3 -> new ElasticNet(0.5);
      case 4 -> new ElasticNet(0.1 + 0.8 * random.nextDouble());
      case 5 -> Plugins.load().penalty("non-negative(base=l1)");
      default -> Plugins.load().penalty("box(base=l2, lower=-0.3, upper=0.4)");
    };
  }
}
