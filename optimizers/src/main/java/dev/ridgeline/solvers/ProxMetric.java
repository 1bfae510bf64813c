package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * The prox of a penalty in a diagonal metric as fine as the penalty allows: one step a cell for a
 * separable penalty, one a group for a grouped one, one for all otherwise. The steps follow the
 * curvature of the data loss, so that the units of the features do not matter.
 */
final class ProxMetric {
  private final LinearProblem problem;
  private final Penalty penalty;
  private final double strength;
  private final int outputs;
  private final int columns;
  private final double[] curvatures;
  private final double longest;

  /**
   * Chooses the metric.
   *
   * @param curvature of the data loss in one cell, one number a column; 0 for constant columns
   */
  ProxMetric(LinearProblem problem, int outputs, double[] curvature) {
    this.problem = problem;
    this.penalty = problem.penalty();
    this.strength = problem.strength();
    this.outputs = outputs;
    this.columns = curvature.length;
    double mu = problem.isUnpenalized() ? 0 : penalty.curvature(largestStrength());
    this.longest = mu < 0 ? 0.9 / -mu : Double.MAX_VALUE;
    this.curvatures = new double[outputs * columns];
    double largest = Arrays.stream(curvature).max().orElse(0);
    // Constant columns have no gradient: any step will do, and a long one lets the penalty settle.
    double floor = largest > 0 ? 1e-12 * largest : 1;
    for (int at = 0; at < curvatures.length; at++) {
      double c = curvature[at % columns];
      curvatures[at] = c > 0 ? c : floor;
    }
    if (strength > 0 && !(penalty instanceof SeparablePenalty)) {
      if (penalty instanceof GroupedPenalty grouped) {
        evenOut(grouped.grouping());
      } else {
        Arrays.fill(curvatures, Math.max(largest, floor));
      }
    }
  }

  private double largestStrength() {
    double largest = problem.factors().areOnes() ? strength : 0;
    for (int j = 0; j < columns && !problem.factors().areOnes(); j++) {
      largest = Math.max(largest, problem.strength(j));
    }
    return largest;
  }

  /** Gives all cells of a group the largest curvature among them. */
  private void evenOut(Grouping grouping) {
    Matrix c = Matrix.of(curvatures, outputs, columns);
    for (int g = 0; g < grouping.groups(c); g++) {
      double largest = 0;
      int size = grouping.size(c, g);
      for (int i = 0; i < size; i++) {
        largest = Math.max(largest, c.get(grouping.row(c, g, i), grouping.column(c, g, i)));
      }
      for (int i = 0; i < size; i++) {
        c.set(grouping.row(c, g, i), grouping.column(c, g, i), largest);
      }
    }
  }

  /** The step of each cell where the metric is scaled by a factor; overwrites steps. */
  void computeSteps(double scale, double[] steps) {
    for (int at = 0; at < steps.length; at++) {
      steps[at] = Math.min(1 / (scale * curvatures[at]), longest);
    }
  }

  /** Overwrites w by its prox; returns R there. */
  double prox(double[] w, double[] steps) {
    Matrix weights = Matrix.of(w, outputs, columns);
    if (problem.isUnpenalized()) {
      return 0;
    } else if (penalty instanceof SeparablePenalty p) {
      for (int at = 0; at < w.length; at++) {
        double s = problem.strength(at % columns);
        w[at] = p.actsAt(s) ? p.prox(w[at], s, steps[at]) : w[at];
      }
      return problem.penaltyValue(weights);
    } else if (penalty instanceof GroupedPenalty p) {
      return proxGroups(p, weights, steps);
    } else if (penalty instanceof ProximablePenalty p) {
      return p.prox(weights, strength, steps.length == 0 ? 0 : steps[0]);
    }
    return penalty.value(weights, strength);
  }

  private double proxGroups(GroupedPenalty p, Matrix w, double[] steps) {
    Grouping grouping = p.grouping();
    double sum = 0;
    for (int g = 0; g < grouping.groups(w); g++) {
      int size = grouping.size(w, g);
      if (size == 0) {
        continue;
      }
      double[] block = new double[size];
      for (int i = 0; i < size; i++) {
        block[i] = w.get(grouping.row(w, g, i), grouping.column(w, g, i));
      }
      double step = steps[grouping.row(w, g, 0) * columns + grouping.column(w, g, 0)];
      p.groupProx(block, size, strength, step);
      for (int i = 0; i < size; i++) {
        w.set(grouping.row(w, g, i), grouping.column(w, g, i), block[i]);
      }
      sum += p.groupValue(block, size, strength);
    }
    return sum;
  }
}
