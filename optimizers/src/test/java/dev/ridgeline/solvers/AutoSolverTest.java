package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of solvers at a tight tolerance. */
class AutoSolverTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new AutoSolver(1e-10);
  }

  @ParameterizedTest
  @CsvSource({"2, lbfgs", "200, newton"})
  void sparse_rows_of_few_cells_are_passed_over_and_others_factored(int cells, String solver) {
    int[] starts = IntStream.rangeClosed(0, 1000).map(i -> cells * i).toArray();
    int[] columns =
        IntStream.range(0, 1000 * cells).map(at -> at % cells * (400 / cells)).toArray();
    for (int at = 0; at < columns.length; at++) {
      columns[at] += at / cells % (400 / cells);
    }
    double[] ones = IntStream.range(0, columns.length).mapToDouble(at -> 1).toArray();
    double[] y = IntStream.range(0, 1000).mapToDouble(i -> i * i % 7).toArray();
    Dataset data = Dataset.regression(new SparseFeatures(starts, columns, ones, 400), y);
    LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), new L2(), 1);
    String chosen = new AutoSolver(1e-8).solve(problem).solver();
    assertTrue(chosen.startsWith(solver), chosen);
  }
}
