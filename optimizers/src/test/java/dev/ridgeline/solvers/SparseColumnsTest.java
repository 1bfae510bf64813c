package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that can have no weight are left out, which changes nothing. */
class SparseColumnsTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 90;

  /** Column j has a cell in about one row of j + 2. */
  private static double[][] table() {
    RandomStream random = new RandomStream(8);
    double[][] x = new double[ROWS][COLUMNS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        double draw = random.gaussian((long) i * COLUMNS + j);
        x[i][j] = (i * 7 + j * 3) % (j + 2) == 0 ? draw : 0;
      }
    }
    return x;
  }

  private static SparseFeatures sparse(double[][] table) {
    int[] starts = new int[ROWS + 1];
    int[] columns = new int[ROWS * COLUMNS];
    double[] values = new double[ROWS * COLUMNS];
    int at = 0;
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        if (table[i][j] != 0) {
          columns[at] = j;
          values[at++] = table[i][j];
        }
      }
      starts[i + 1] = at;
    }
    return new SparseFeatures(
        starts, Arrays.copyOf(columns, at), Arrays.copyOf(values, at), COLUMNS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.4})
  void rare_columns_are_left_out_and_the_solution_stays(double ratio) {
    double[][] table = table();
    double[] y = new double[ROWS];
    double[] weights = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      y[i] = table[i][0] - table[i][1] + table[i][3] > 0.1 * (i % 5) ? 1 : 0;
      weights[i] = i % 9 == 0 ? 0 : 1 + i % 2;
    }
    List<String> names = List.of("no", "yes");
    Dataset dense = Dataset.classification(DenseFeatures.of(table), y, names).withWeights(weights);
    Dataset sparse = Dataset.classification(sparse(table), y, names).withWeights(weights);
    double[] lambdas = {6, 4, 3};
    LinearProblem problem = LinearProblem.of(sparse, new LogisticLoss(), new ElasticNet(ratio), 3);
    DataLoss loss = new DataLoss(sparse, new LogisticLoss());
    int kept;
    try (Team team = Team.of(1)) {
      kept = ColumnDesign.columnsOf(problem, loss, 3, team).columns();
    }
    assertTrue(kept > 5 && kept < COLUMNS - 5, kept + " columns are kept");
    CoordinateDescent solver = new CoordinateDescent(1e-12, 10_000);
    List<Solution> path = solver.solvePath(problem, lambdas);
    for (int k = 0; k < lambdas.length; k++) {
      Solution expected =
          new ProximalGradient(1e-13, 100_000)
              .solve(
                  LinearProblem.of(dense, new LogisticLoss(), new ElasticNet(ratio), lambdas[k]));
      for (Solution found : List.of(path.get(k), solver.solve(problem.withLambda(lambdas[k])))) {
        assertEquals(Certificate.Status.CERTIFIED, found.certificate().status());
        assertEquals(COLUMNS, found.weights().columns());
        for (int j = 0; j < COLUMNS; j++) {
          assertEquals(expected.weights().get(0, j), found.weights().get(0, j), 1e-5);
        }
        assertEquals(expected.objective().value(), found.objective().value(), 1e-11);
      }
    }
  }
}
