package dev.ridgeline.solvers;

import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/** Where an algorithm begins: the warm start, or zero weights and the best intercepts. */
record Start(double[] weights, double[] intercepts) {
  static Start of(LinearProblem problem, CentredDesign design) {
    int outputs = problem.outputs();
    int columns = design.columns();
    int[] numbers = design instanceof ColumnDesign some ? some.numbers() : new int[0];
    double[] w = new double[outputs * columns];
    double[] b = new double[outputs];
    if (problem.start().isPresent()) {
      var start = problem.start().get();
      for (int k = 0, at = 0; k < outputs; k++) {
        for (int j = 0; j < columns; j++, at++) {
          w[at] = start.weights().get(k, numbers.length > 0 ? numbers[j] : j);
        }
      }
      if (problem.intercept()) {
        b = Arrays.copyOf(start.intercepts(), outputs);
        design.shiftIntercepts(w, b, 1);
      }
    } else if (problem.intercept()) {
      b = problem.loss().bestConstant(problem.data());
    }
    return new Start(w, b);
  }
}
