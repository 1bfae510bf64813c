package dev.ridgeline.benchmarks;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.VectorTuple;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.slm.ElasticNetCDTrainer;
import org.tribuo.regression.slm.SparseLinearModel;

/**
 * Tribuo's coordinate descent for the lasso: alpha = lambda/m. It centres columns and target, so
 * the weight of the column of ones has no part in its fit; the evaluator gives it the best one,
 * which only helps it. (Its logistic regression is liblinear's.)
 */
final class TribuoConvex implements ConvexContender {
  private static final int ITERATIONS = 10_000;

  /** Held, since the log manager forgets loggers that nobody holds. */
  private final Logger log = Logger.getLogger(ElasticNetCDTrainer.class.getName());

  private final MutableDataset<Regressor> data;
  private final ConvexWorkload workload;

  TribuoConvex(ConvexWorkload workload) {
    this.workload = workload;
    log.setLevel(Level.WARNING);
    RegressionFactory factory = new RegressionFactory();
    data =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("drawn", OffsetDateTime.now(), factory), factory);
    int p = workload.data().columns() - 1;
    String[] names = new String[p];
    for (int j = 0; j < p; j++) {
      names[j] = String.format("%06d", j);
    }
    for (int i = 0; i < workload.data().rows(); i++) {
      double[] row = new double[p];
      for (int j = 0; j < p; j++) {
        row[j] = workload.data().features().get(i, j);
      }
      data.add(new ArrayExample<>(new Regressor("y", workload.data().target(i)), names, row));
    }
  }

  @Override
  public String name() {
    return "tribuo 4.3.2 ElasticNetCD";
  }

  @Override
  public List<Double> tolerances() {
    return List.of(1e-2, 1e-4, 1e-6);
  }

  @Override
  public double[] fit(double tolerance) {
    int n = workload.data().rows();
    SparseLinearModel model =
        (SparseLinearModel)
            new ElasticNetCDTrainer(workload.lambda() / n, 1, tolerance, ITERATIONS, false, 1L)
                .train(data);
    double[] w = new double[workload.data().columns()];
    for (VectorTuple cell : model.getWeights().values().iterator().next()) {
      if (cell.index < w.length - 1) {
        w[Integer.parseInt(model.getFeatureIDMap().get(cell.index).getName())] = cell.value;
      }
    }
    double rest = 0;
    for (int i = 0; i < n; i++) {
      rest += workload.data().target(i) - workload.data().features().dotRow(i, w, 0);
    }
    w[w.length - 1] = Math.signum(rest) * Math.max(Math.abs(rest) - workload.lambda(), 0) / n;
    return w;
  }
}
