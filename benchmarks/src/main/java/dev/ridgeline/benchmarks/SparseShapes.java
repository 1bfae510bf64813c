package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Lasso and elastic-net fits on data of many shapes, so that no solver is tuned to one of them:
 * {@code NAMES|all TOLERANCES REPEATS [THREADS]}, with a folder of the peer benchmark as a name
 * too. One line a problem: the first time, the median of the later ones, passes, weights, the worst
 * residual.
 */
public final class SparseShapes {
  /** A problem: where its data come from, and at which shares of lambda_max it is solved. */
  private record Shape(
      String name, Loss loss, double ratio, double least, int lambdas, int n, int p, Cells cells) {}

  /** How features are drawn. */
  @FunctionalInterface
  private interface Cells {
    Features draw(int n, int p, Random random);
  }

  private static final List<Shape> SHAPES =
      List.of(
          // name, loss, ratio, least lambda, lambdas, n, p
          new Shape("tall", new LogisticLoss(), 1, 1e-3, 50, 20_000, 60, correlated(0.3)),
          new Shape("tall-squared", new SquaredLoss(), 1, 1e-3, 50, 50_000, 100, correlated(0.8)),
          new Shape("square", new LogisticLoss(), 1, 1e-2, 50, 1000, 1000, correlated(0.9)),
          new Shape("square-net", new SquaredLoss(), 0.5, 1e-3, 50, 1500, 1500, correlated(0.5)),
          new Shape("wide", new LogisticLoss(), 1, 1e-2, 50, 100, 20_000, correlated(0.6)),
          new Shape("wide-net", new LogisticLoss(), 0.2, 1e-2, 50, 200, 5000, correlated(0.3)),
          new Shape("wide-squared", new SquaredLoss(), 0.8, 1e-2, 100, 200, 50_000, correlated(0)),
          new Shape("one-factor", new SquaredLoss(), 1, 1e-3, 50, 300, 2000, oneFactor()),
          new Shape("huber", new HuberLoss(1), 1, 1e-2, 30, 500, 2000, correlated(0.5)),
          new Shape("sparse", new LogisticLoss(), 1, 1e-2, 20, 5000, 20_000, sparse(30)),
          new Shape("sparse-wide", new LogisticLoss(), 1, 0.05, 5, 2000, 100_000, sparse(200)),
          new Shape("sparse-squared", new SquaredLoss(), 1, 1e-2, 20, 10_000, 30_000, sparse(50)),
          new Shape("sparse-tall", new LogisticLoss(), 0.9, 1e-3, 20, 50_000, 1000, sparse(20)),
          new Shape(
              "softmax-tall", new SoftmaxCrossEntropy(), 1, 1e-3, 40, 10_000, 30, correlated(0.7)),
          new Shape(
              "softmax-net", new SoftmaxCrossEntropy(), 0.5, 1e-3, 40, 1500, 100, correlated(0.9)),
          new Shape(
              "softmax-wide", new SoftmaxCrossEntropy(), 1, 0.05, 30, 300, 1500, correlated(0.6)),
          new Shape(
              "softmax-sparse", new SoftmaxCrossEntropy(), 1, 0.02, 20, 2000, 2000, sparse(50)),
          new Shape(
              "softmax-counts", new SoftmaxCrossEntropy(), 1, 0.02, 20, 3000, 3000, counts(80)),
          new Shape(
              "softmax-one", new SoftmaxCrossEntropy(), 1, 1e-2, 1, 3000, 200, correlated(0.5)),
          new Shape("poisson-net", new PoissonLoss(), 0.5, 1e-3, 30, 5000, 50, correlated(0.7)),
          new Shape("poisson-wide", new PoissonLoss(), 1, 1e-2, 30, 300, 1000, correlated(0.6)),
          new Shape("onehot", new LogisticLoss(), 1, 1e-3, 60, 20_000, 1085, oneHot()),
          new Shape("onehot-poisson", new PoissonLoss(), 1, 1e-3, 60, 10_000, 1085, oneHot()),
          new Shape("onehot-squared", new SquaredLoss(), 1, 1e-3, 60, 20_000, 1085, oneHot()),
          new Shape("doubled", new SquaredLoss(), 1, 1e-3, 60, 800, 600, doubled()),
          new Shape("near-equal", new LogisticLoss(), 1, 1e-3, 60, 2000, 200, correlated(0.99)),
          new Shape("single", new LogisticLoss(), 1, 0.05, 1, 3000, 3000, correlated(0.5)),
          new Shape("single-low", new LogisticLoss(), 1, 1e-3, 1, 2000, 500, correlated(0.7)),
          new Shape("single-squared", new SquaredLoss(), 1, 0.01, 1, 1000, 10_000, correlated(0)),
          new Shape("single-sparse", new SquaredLoss(), 1, 0.02, 1, 10_000, 50_000, sparse(40)));

  private SparseShapes() {}

  /**
   * Runs problems.
   *
   * @param args names apart by commas or {@code all}, tolerances, repeats, threads
   * @throws IOException if the data of a folder cannot be read
   */
  public static void main(String[] args) throws IOException {
    double[] tolerances =
        Arrays.stream(args[1].split(",")).mapToDouble(Double::parseDouble).toArray();
    int repeats = Integer.parseInt(args[2]);
    int threads = args.length > 3 ? Integer.parseInt(args[3]) : 1;
    System.out.printf(
        "%-16s %8s %9s %9s %8s %7s %10s%n",
        "shape", "tol", "first s", "median s", "epochs", "nnz", "worst");
    for (Shape shape : SHAPES) {
      if (args[0].equals("all") || List.of(args[0].split(",")).contains(shape.name)) {
        Dataset data = draw(shape);
        LinearModel model = model(shape.loss, shape.ratio, 1e-6, 1);
        double max = model.lambdaMax(data);
        double[] lambdas = new double[shape.lambdas];
        int steps = Math.max(1, shape.lambdas - 1);
        Arrays.setAll(
            lambdas, k -> max * Math.pow(shape.least, shape.lambdas == 1 ? 1 : (double) k / steps));
        run(shape.name, data, shape.loss, shape.ratio, lambdas, tolerances, repeats, threads);
      }
    }
    for (String name : args[0].split(",")) {
      Path folder = Path.of(name);
      if (Files.isDirectory(folder)) {
        PeersData peers = new PeersData(folder);
        Dataset data = peers.dataset();
        Loss loss = data.classNames().isEmpty() ? new SquaredLoss() : new LogisticLoss();
        double[] lambdas = peers.lambdas();
        List<double[]> groups = new ArrayList<>();
        if (lambdas.length > 5) {
          groups.add(lambdas);
        } else {
          Arrays.stream(lambdas).forEach(l -> groups.add(new double[] {l}));
        }
        for (double[] group : groups) {
          String title = folder.getFileName() + "/" + groups.indexOf(group);
          run(title, data, loss, peers.number("r"), group, tolerances, repeats, threads);
        }
      }
    }
  }

  private static void run(
      String name,
      Dataset data,
      Loss loss,
      double ratio,
      double[] lambdas,
      double[] tolerances,
      int repeats,
      int threads) {
    for (double tolerance : tolerances) {
      LinearModel model = model(loss, ratio, tolerance, threads);
      double[] seconds = new double[repeats + 1];
      List<LinearFit> fits = List.of();
      for (int k = 0; k <= repeats; k++) {
        long start = System.nanoTime();
        fits =
            lambdas.length == 1
                ? List.of(model.fit(data, lambdas[0]))
                : model.fitAll(data, data, lambdas).stream().map(LinearFit.class::cast).toList();
        seconds[k] = (System.nanoTime() - start) / 1e9;
      }
      double first = seconds[0];
      double[] warm = Arrays.copyOfRange(seconds, Math.min(1, repeats), seconds.length);
      Arrays.sort(warm);
      int epochs = 0;
      double worst = 0;
      String status = "";
      for (LinearFit fit : fits) {
        Certificate certificate = fit.solution().certificate();
        epochs += fit.solution().iterations();
        worst = Math.max(worst, certificate.residual());
        if (certificate.status() != Certificate.Status.CERTIFIED) {
          status = certificate.toString();
        }
      }
      System.out.printf(
          "%-16s %8.0e %9.4f %9.4f %8d %7d %10.2e %s%n",
          name,
          tolerance,
          first,
          warm[warm.length / 2],
          epochs,
          count(fits.get(fits.size() - 1)),
          worst,
          status);
    }
  }

  private static int count(Model model) {
    int count = 0;
    for (double w : ((LinearFit) model).solution().weights().data()) {
      count += w != 0 ? 1 : 0;
    }
    return count;
  }

  private static LinearModel model(Loss loss, double ratio, double tolerance, int threads) {
    String solver = "auto(tolerance=" + tolerance + ", threads=" + threads + ")";
    return new LinearModel(loss, new ElasticNet(ratio), Plugins.load().solver(solver), false, true);
  }

  /** Targets of a tenth of the columns, at most 30, with noise. */
  private static Dataset draw(Shape shape) {
    Random random = new Random(shape.name.hashCode());
    Features x = shape.cells.draw(shape.n, shape.p, random);
    double[] w = new double[shape.p];
    for (int k = 0; k < Math.min(30, shape.p / 10); k++) {
      w[random.nextInt(shape.p)] = random.nextGaussian();
    }
    double[] y = new double[shape.n];
    double squares = 0;
    for (int i = 0; i < shape.n; i++) {
      y[i] = x.dotRow(i, w, 0) + random.nextGaussian();
      squares += y[i] * y[i] / shape.n;
    }
    boolean isSoftmax = shape.loss instanceof SoftmaxCrossEntropy;
    if (!isSoftmax && !(shape.loss instanceof LogisticLoss)) {
      boolean isRate = shape.loss instanceof PoissonLoss;
      double size = Math.sqrt(squares);
      return Dataset.regression(
          x, isRate ? Arrays.stream(y).map(v -> Math.rint(2 * Math.exp(v / size))).toArray() : y);
    }
    List<String> names = isSoftmax ? List.of("0", "1", "2", "3", "4") : List.of("0", "1");
    double[] sorted = y.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < shape.n; i++) {
      int k = isSoftmax ? 0 : y[i] > 0 ? 1 : 0;
      while (isSoftmax && k < 4 && y[i] > sorted[(k + 1) * (shape.n / 5)]) {
        k++;
      }
      y[i] = k;
    }
    return Dataset.classification(x, y, names);
  }

  private static Cells correlated(double rho) {
    return (n, p, random) -> {
      double[] x = new double[n * p];
      for (int i = 0, at = 0; i < n; i++) {
        double last = random.nextGaussian();
        for (int j = 0; j < p; j++, at++) {
          x[at] = last;
          last = rho * last + Math.sqrt(1 - rho * rho) * random.nextGaussian();
        }
      }
      return new DenseFeatures(x, n, p);
    };
  }

  /** Columns of which the second half are the first half again. */
  private static Cells doubled() {
    return (n, p, random) -> {
      DenseFeatures half = (DenseFeatures) correlated(0.5).draw(n, p / 2, random);
      double[] x = new double[n * (p / 2) * 2];
      for (int i = 0; i < n; i++) {
        half.copyRow(i, x, i * (p / 2) * 2);
        half.copyRow(i, x, i * (p / 2) * 2 + p / 2);
      }
      return new DenseFeatures(x, n, p / 2 * 2);
    };
  }

  /** Columns that all share one factor, of scales from 0.1 to 10 and with means. */
  private static Cells oneFactor() {
    return (n, p, random) -> {
      double[] x = new double[n * p];
      for (int i = 0, at = 0; i < n; i++) {
        double factor = random.nextGaussian();
        for (int j = 0; j < p; j++, at++) {
          double scale = Math.pow(10, (j % 5) / 2.0 - 1);
          x[at] = scale * (factor + random.nextGaussian()) + j % 3;
        }
      }
      return new DenseFeatures(x, n, p);
    };
  }

  /** Levels of categorical columns, a column each: 5, 10, 20, 50, 100, 200, 300, 400 of them. */
  private static Cells oneHot() {
    int[] levels = {5, 10, 20, 50, 100, 200, 300, 400};
    return (n, p, random) -> {
      int[] starts = new int[n + 1];
      int[] columns = new int[n * levels.length];
      double[] values = new double[columns.length];
      Arrays.fill(values, 1);
      for (int i = 0, at = 0; i < n; i++) {
        for (int k = 0, from = 0; k < levels.length; from += levels[k++]) {
          double u = random.nextDouble();
          columns[at++] = from + (int) (levels[k] * u * u);
        }
        starts[i + 1] = at;
      }
      return new SparseFeatures(starts, columns, values, p);
    };
  }

  /** Rows of some stored cells each, few columns in most rows. */
  private static Cells sparse(int stored) {
    return (n, p, random) -> draw(n, p, stored, false, random);
  }

  /** Rows of some words each, few words in most rows: how often each occurs. */
  private static Cells counts(int words) {
    return (n, p, random) -> draw(n, p, words, true, random);
  }

  private static Features draw(int n, int p, int drawn, boolean isCounted, Random random) {
    int[] starts = new int[n + 1];
    int[] columns = new int[n * drawn];
    double[] values = new double[n * drawn];
    int at = 0;
    for (int i = 0; i < n; i++) {
      int[] sorted =
          random
              .ints(drawn, 0, 1 << 30)
              .map(r -> (int) (p * Math.pow(r / (double) (1 << 30), 3)))
              .sorted()
              .toArray();
      for (int j : sorted) {
        if (at == starts[i] || columns[at - 1] != j) {
          columns[at] = j;
          values[at++] = isCounted ? 1 : 0.5 + random.nextDouble();
        } else {
          values[at - 1] += isCounted ? 1 : 0;
        }
      }
      starts[i + 1] = at;
    }
    return new SparseFeatures(starts, Arrays.copyOf(columns, at), Arrays.copyOf(values, at), p);
  }
}
