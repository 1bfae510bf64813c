package dev.ridgeline.testkit.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import java.util.ArrayList;
import java.util.List;

/** SOL-5, SOL-6, SOL-7, SOL-8, SOL-11 and SOL-12: problems with the same answer. */
final class EquivalenceRules {
  private EquivalenceRules() {}

  static List<Check> of(SolverCase c) {
    return List.of(
        new Check(
            "SOL-5",
            "lambda 0 gives the unpenalised minimum",
            "a penalty that acts at strength 0",
            probe -> unpenalised(c, probe)),
        new Check(
            "SOL-6",
            "a warm start ends where a cold start does, within the certificate",
            "the stop rule on the first iterate",
            probe -> warm(c, probe)),
        new Check(
            "SOL-7",
            "an elastic net of ratio 1 is the lasso, of ratio 0 ridge with its closed form",
            "the mixing ratio; the closed form centres the features",
            probe -> ratios(c, probe)),
        new Check(
            "SOL-8",
            "a row of weight k counts as the row repeated k times",
            "sample weights, and m as their sum",
            probe -> weights(c, probe)),
        new Check(
            "SOL-11",
            "permuting the features permutes the answer",
            "column numbers in the working set",
            probe -> permuted(c, probe)),
        new Check(
            "SOL-12",
            "sparse and dense storage of the same features give the same answer",
            "the sparse code path: implied zeros, centring, column norms",
            probe -> sparse(c, probe)));
  }

  private static List<Penalty> usual() {
    return List.of(
        ReferencePenalties.l2(), ReferencePenalties.l1(), ReferencePenalties.elasticNet(0.5));
  }

  private static void unpenalised(SolverCase c, Probe probe) {
    c.each(
        probe,
        c.problems(0, usual()),
        problem -> {
          Solution solution = c.solver().solve(problem);
          LinearProblem plain =
              new LinearProblem(
                  problem.data(),
                  problem.loss(),
                  ReferencePenalties.l2(),
                  0,
                  problem.intercept(),
                  problem.start());
          SlowReference slow = new SlowReference(plain);
          double best = slow.objective(slow.solve());
          double slack = SolverCase.slack(problem, solution);
          probe.close("J", best, SolverCase.objective(problem, solution), slack);
        });
  }

  private static void warm(SolverCase c, Probe probe) {
    c.each(
        probe,
        c.problems(1, usual()),
        problem -> {
          Solution cold = c.solver().solve(problem);
          for (double from : new double[] {0.2, 5}) {
            Solution start = c.solver().solve(problem.withLambda(from));
            Solution warm = c.solver().solve(problem.withStart(start));
            probe.close(
                "J from the solution at lambda " + from,
                SolverCase.objective(problem, cold),
                SolverCase.objective(problem, warm),
                2 * SolverCase.slack(problem, cold));
          }
        });
  }

  private static void ratios(SolverCase c, Probe probe) {
    List<Penalty> mixed =
        List.of(
            ReferencePenalties.elasticNet(1),
            ReferencePenalties.elasticNet(0),
            ReferencePenalties.l2());
    c.each(
        probe,
        c.problems(2, mixed),
        problem -> {
          boolean lasso = problem.penalty().equals(mixed.get(0));
          Penalty pure = lasso ? ReferencePenalties.l1() : ReferencePenalties.l2();
          LinearProblem other =
              new LinearProblem(
                  problem.data(),
                  problem.loss(),
                  pure,
                  problem.lambda(),
                  problem.intercept(),
                  problem.start());
          Solution solution = c.solver().solve(problem);
          double slack = SolverCase.slack(problem, solution);
          if (c.takes(other) && !pure.equals(problem.penalty())) {
            probe.close(
                "J of " + pure,
                SolverCase.objective(other, c.solver().solve(other)),
                SolverCase.objective(problem, solution),
                2 * slack);
          }
          if (!lasso && problem.loss().equals(new SquaredLoss())) {
            double[] w = RidgeClosedForm.weights(problem);
            // J is strongly convex with lambda / m: (lambda/2m) ||w - w*||^2 <= J(w) - J(w*).
            double room = Math.sqrt(2 * slack / problem.strength());
            for (int j = 0; j < w.length; j++) {
              probe.close(
                  "weight " + j + " by the normal equations",
                  w[j],
                  solution.weights().get(0, j),
                  room);
            }
          }
        });
  }

  private static void weights(SolverCase c, Probe probe) {
    c.each(
        probe,
        c.problems(1, usual()),
        problem -> {
          int n = problem.data().rows();
          double[] weights = new double[n];
          List<Integer> repeats = new ArrayList<>();
          for (int i = 0; i < n; i++) {
            weights[i] = i % 4;
            for (int k = 0; k < i % 4; k++) {
              repeats.add(i);
            }
          }
          int[] rows = repeats.stream().mapToInt(i -> i).toArray();
          LinearProblem weighted = with(problem, problem.data().withWeights(weights));
          LinearProblem repeated = with(problem, problem.data().select(rows));
          Solution one = c.solver().solve(weighted);
          Solution two = c.solver().solve(repeated);
          double slack = 2 * SolverCase.slack(repeated, two);
          double best = SolverCase.objective(repeated, two);
          probe.close("J with weights", best, SolverCase.objective(weighted, one), slack);
          probe.close(
              "J of the weighted solution on the repeated rows",
              best,
              SolverCase.objective(repeated, one),
              slack);
        });
  }

  private static LinearProblem with(LinearProblem p, Dataset data) {
    return new LinearProblem(data, p.loss(), p.penalty(), p.lambda(), p.intercept(), p.start());
  }

  private static void sparse(SolverCase c, Probe probe) {
    c.each(
        probe,
        c.problems(1, usual()),
        problem -> {
          int n = problem.data().rows();
          int p = problem.data().columns();
          double[] cells = new double[n * p];
          List<Integer> columns = new ArrayList<>();
          List<Double> values = new ArrayList<>();
          int[] starts = new int[n + 1];
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < p; j++) {
              if ((i + 2 * j) % 3 != 0) {
                cells[i * p + j] = problem.data().features().get(i, j);
                columns.add(j);
                values.add(cells[i * p + j]);
              }
            }
            starts[i + 1] = columns.size();
          }
          SparseFeatures stored =
              new SparseFeatures(
                  starts,
                  columns.stream().mapToInt(j -> j).toArray(),
                  values.stream().mapToDouble(v -> v).toArray(),
                  p);
          Dataset data = problem.data();
          LinearProblem dense = with(problem, data.withFeatures(new DenseFeatures(cells, n, p)));
          LinearProblem sparse = with(problem, data.withFeatures(stored));
          Solution one = c.solver().solve(dense);
          Solution two = c.solver().solve(sparse);
          probe.close(
              "J of the sparse problem's answer",
              SolverCase.objective(dense, one),
              SolverCase.objective(dense, two),
              2 * SolverCase.slack(dense, one));
        });
  }

  private static void permuted(SolverCase c, Probe probe) {
    int[] order = {2, 0, 3, 1};
    c.each(
        probe,
        c.problems(1, usual()),
        problem -> {
          Dataset data = problem.data();
          double[] cells = new double[data.rows() * order.length];
          for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < order.length; j++) {
              cells[i * order.length + j] = data.features().get(i, order[j]);
            }
          }
          DenseFeatures moved = new DenseFeatures(cells, data.rows(), order.length);
          Solution solution = c.solver().solve(with(problem, data.withFeatures(moved)));
          DoubleMatrix w = solution.weights();
          double[] back = new double[w.size()];
          for (int k = 0; k < w.rows(); k++) {
            for (int j = 0; j < order.length; j++) {
              back[k * order.length + order[j]] = w.get(k, j);
            }
          }
          SlowReference slow = new SlowReference(problem);
          double[] found =
              slow.coefficients(
                  DoubleMatrix.of(back, w.rows(), w.columns()), solution.intercepts());
          Solution plain = c.solver().solve(problem);
          probe.close(
              "J of the answer moved back",
              SolverCase.objective(problem, plain),
              slow.objective(found),
              2 * SolverCase.slack(problem, plain));
        });
  }
}
