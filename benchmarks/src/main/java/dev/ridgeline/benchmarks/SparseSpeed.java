package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.Trial;
import dev.ridgeline.solver.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** W2, W3, W4 and W7: lasso and elastic net, single fits, paths and cross-validation. */
final class SparseSpeed {
  private static final double[] TOLERANCES = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7};
  private static final int WARM = 5;

  private SparseSpeed() {}

  /** What a run took and gave. */
  private record Timed<T>(double[] seconds, T last) {}

  /** W2: one fit a lambda. */
  static void single(Path folder, RunsFile runs, int threads) throws IOException {
    PeersData peers = new PeersData(folder);
    Dataset data = peers.dataset();
    for (double lambda : peers.lambdas()) {
      for (double tolerance : TOLERANCES) {
        LinearModel model = model(peers, new LogisticLoss(), tolerance, threads);
        Timed<LinearFit> fit = time(() -> model.fit(data, lambda));
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("weights", runs.addWeights(new double[][] {row(fit.last)}));
        extra.put("lam", lambda);
        record(runs, tolerance, fit, List.of(fit.last), extra);
      }
    }
  }

  /** W3: a lasso path. */
  static void squaredPath(Path folder, RunsFile runs, int threads) throws IOException {
    path(folder, new SquaredLoss(), runs, threads);
  }

  /** W4: an elastic-net path. */
  static void logisticPath(Path folder, RunsFile runs, int threads) throws IOException {
    path(folder, new LogisticLoss(), runs, threads);
  }

  private static void path(Path folder, Loss loss, RunsFile runs, int threads) throws IOException {
    PeersData peers = new PeersData(folder);
    Dataset data = peers.dataset();
    double[] lambdas = peers.lambdas();
    for (double tolerance : TOLERANCES) {
      LinearModel model = model(peers, loss, tolerance, threads);
      Timed<List<Model>> fits = time(() -> model.fitAll(data, data, lambdas));
      double[][] rows = fits.last.stream().map(SparseSpeed::row).toArray(double[][]::new);
      Map<String, Object> extra = new LinkedHashMap<>();
      extra.put("weights", runs.addWeights(rows));
      record(runs, tolerance, fits, fits.last, extra);
    }
  }

  /** W7: the curve of mean held-out losses, row i in fold i mod 5, and the final path. */
  static void crossValidation(Path folder, RunsFile runs, int threads) throws IOException {
    PeersData peers = new PeersData(folder);
    Dataset data = peers.dataset();
    int[] fold = new int[data.rows()];
    int folds = (int) peers.number("folds");
    Arrays.setAll(fold, i -> i % folds);
    LambdaSearch search = LambdaSearch.over(LambdaGrid.of(peers.lambdas())).withThreads(threads);
    for (double tolerance : TOLERANCES) {
      LinearModel model = model(peers, new LogisticLoss(), tolerance, 1);
      Timed<List<Trial>> trials =
          time(() -> search.run(model, data, KFold.given(data, fold)).trials());
      int count = trials.last.size();
      double[] curve = new double[count];
      // Trials ascend, the workload's lambdas descend.
      Arrays.setAll(curve, k -> trials.last.get(count - 1 - k).devLoss().value());
      Map<String, Object> extra = new LinkedHashMap<>();
      extra.put("weights", runs.addWeights(new double[][] {curve}));
      record(runs, tolerance, trials, trials.last.stream().map(Trial::model).toList(), extra);
    }
  }

  private static LinearModel model(PeersData peers, Loss loss, double tolerance, int threads) {
    return new LinearModel(
        loss,
        new ElasticNet(peers.number("r")),
        Plugins.load().solver("auto(tolerance=" + tolerance + ", threads=" + threads + ")"),
        false,
        true);
  }

  private static <T> Timed<T> time(Supplier<T> fit) {
    double budget = Double.parseDouble(System.getenv().getOrDefault("PEERS_BUDGET", "30"));
    double[] seconds = new double[WARM + 1];
    T last = null;
    int count = 0;
    for (double spent = 0; count < 2 || count <= WARM && spent < budget; count++) {
      long start = System.nanoTime();
      last = fit.get();
      seconds[count] = (System.nanoTime() - start) / 1e9;
      spent += seconds[count];
    }
    return new Timed<>(Arrays.copyOf(seconds, count), last);
  }

  private static void record(
      RunsFile runs,
      double tolerance,
      Timed<?> timed,
      List<? extends Model> models,
      Map<String, Object> extra)
      throws IOException {
    long certified =
        models.stream()
            .map(m -> ((LinearFit) m).solution().certificate().status())
            .filter(Certificate.Status.CERTIFIED::equals)
            .count();
    extra.put("variant", "auto");
    extra.put("certified", certified + " of " + models.size());
    runs.add("tol=" + tolerance, timed.seconds, extra);
    System.err.println(
        tolerance + " " + Arrays.toString(timed.seconds) + " " + extra.get("certified"));
  }

  private static double[] row(Model model) {
    LinearFit fit = (LinearFit) model;
    DoubleMatrix w = fit.solution().weights();
    double[] row = new double[w.columns() + 1];
    for (int j = 0; j < w.columns(); j++) {
      row[j] = w.get(0, j);
    }
    row[w.columns()] = fit.solution().intercepts()[0];
    return row;
  }
}
