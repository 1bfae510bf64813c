package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One small fit of each kind, on drawn data: what {@code benchmarks/archive} runs so that the JVM
 * knows which classes to keep in an archive. None of them has the shape of a workload.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Fits each kind of model once.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Loss logistic = new LogisticLoss();
    fit(logistic, new L2(), dense(3000, 40), 2, 1);
    fit(logistic, new L2(), dense(10_500, 100), 2, 1);
    fit(new SoftmaxCrossEntropy(), new L2(), dense(800, 50), 5, 1);
    fit(new SquaredLoss(), new L1(), dense(150, 900), 0, 100, 30, 10, 3);
    fit(logistic, new ElasticNet(0.5), dense(400, 300), 2, 50, 15, 5);
    fit(logistic, new L1(), sparse(2000, 5000, 20), 2, 20, 5);
    LambdaSearch.over(LambdaGrid.of(new double[] {10, 3, 1}))
        .run(
            LinearModel.of(logistic, new ElasticNet(0.5)),
            data(dense(300, 40), 2),
            KFold.given(
                data(dense(300, 40), 2), IntStream.range(0, 300).map(i -> i % 3).toArray()));
    Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.01))
        .layers(new Dense(32), new ReLU(), new Dense(4))
        .regularization(Regularization.of(new L2(), 1))
        .epochs(2)
        .batchSize(64)
        .threads(2)
        .seed(1)
        .build()
        .fit(data(dense(600, 30), 4));
  }

  private static void fit(
      Loss loss, Penalty penalty, Features features, int classes, double... lambdas) {
    Dataset data = data(features, classes);
    LinearModel.of(loss, penalty).fitAll(data, data, lambdas);
  }

  /** Targets that follow the first columns; numbers where there are no classes. */
  private static Dataset data(Features x, int classes) {
    double[] row = new double[x.columns()];
    double[] y = new double[x.rows()];
    for (int i = 0; i < y.length; i++) {
      x.copyRow(i, row, 0);
      double sum = Arrays.stream(row, 0, 10).sum();
      y[i] = classes == 0 ? sum : Math.floorMod((int) Math.floor(sum), classes);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return classes == 0 ? Dataset.regression(x, y) : Dataset.classification(x, y, names);
  }

  private static Features dense(int rows, int columns) {
    RandomStream random = new RandomStream(rows);
    double[] cells = new double[rows * columns];
    Arrays.setAll(cells, k -> random.uniform(k) - 0.5);
    return new DenseFeatures(cells, rows, columns);
  }

  private static Features sparse(int rows, int columns, int each) {
    RandomStream random = new RandomStream(rows);
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * each];
    double[] values = new double[rows * each];
    int width = columns / each;
    for (int k = 0; k < indices.length; k++) {
      indices[k] = k % each * width + (int) (width * random.uniform(k));
      values[k] = 1;
      starts[k / each + 1] = k + 1;
    }
    return new SparseFeatures(starts, indices, values, columns);
  }
}
