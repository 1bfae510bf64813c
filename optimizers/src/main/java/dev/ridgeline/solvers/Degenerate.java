package dev.ridgeline.solvers;

import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Problems whose J has no finite minimiser. */
final class Degenerate {
  /** Of the loss at no prediction at all, the share below which a separated loss counts as 0. */
  private static final double SHARE_LEFT = 1e-6;

  /** How many times larger than weights are far away from them. */
  private static final double FAR = 1e30;

  private Degenerate() {}

  /** Whether every label has something of each class, so that no optimum runs to infinity. */
  static boolean isSmoothed(LinearProblem problem) {
    return (problem.loss() instanceof SoftmaxCrossEntropy softmax && softmax.labelSmoothing() > 0)
        || (problem.loss() instanceof LogisticLoss logistic && logistic.labelSmoothing() > 0);
  }

  /** Classes that no label of a row of positive weight has anything of. */
  static List<String> absentClasses(LinearProblem problem) {
    if (problem.data().task() != Task.CLASSIFICATION || isSmoothed(problem)) {
      return List.of();
    }
    List<String> names = problem.data().classNames();
    boolean[] present = new boolean[names.size()];
    int missing = present.length;
    for (int i = 0; missing > 0 && i < problem.data().rows(); i++) {
      int k = (int) problem.data().target(i);
      if (!present[k] && problem.data().weight(i) > 0) {
        present[k] = true;
        missing--;
      }
    }
    return IntStream.range(0, names.size()).filter(k -> !present[k]).mapToObj(names::get).toList();
  }

  /**
   * Which intercepts are fitted: all or none, but for those of absent classes, which are held where
   * {@link dev.ridgeline.loss.Loss#bestConstant} puts them, at half an example.
   */
  static boolean[] freeIntercepts(LinearProblem problem) {
    boolean[] free = new boolean[problem.outputs()];
    Arrays.fill(free, problem.intercept());
    List<String> absent = absentClasses(problem);
    for (int k = 0; free.length > 1 && k < free.length && !absent.isEmpty(); k++) {
      free[k] &= !absent.contains(problem.data().classNames().get(k));
    }
    return free;
  }

  /** Whether a free intercept runs to infinity, since only one class occurs. */
  static boolean hasOneClass(LinearProblem problem) {
    return problem.intercept()
        && problem.data().task() == Task.CLASSIFICATION
        && absentClasses(problem).size() == problem.data().classNames().size() - 1;
  }

  /**
   * Whether these predictions put every row on the right side, strictly, while nothing penalises
   * these weights or smooths the labels: then scaling both up lowers the loss for ever.
   */
  static boolean isSeparated(LinearProblem problem, DataLoss loss, double[] w, double[] eta) {
    if (problem.data().task() != Task.CLASSIFICATION || isSmoothed(problem)) {
      return false;
    }
    int outputs = loss.outputs();
    for (int i = 0; i < loss.rows(); i++) {
      int y = (int) loss.target(i);
      if (outputs == 1) {
        if (!(y == 1 ? eta[i] > 0 : eta[i] < 0)) {
          return false;
        }
        continue;
      }
      for (int k = 0; k < outputs; k++) {
        if (k != y && !(eta[i * outputs + y] > eta[i * outputs + k])) {
          return false;
        }
      }
    }
    return isFreeToGrow(problem, w);
  }

  /** Whether these weights cost nothing however large they get. */
  private static boolean isFreeToGrow(LinearProblem problem, double[] w) {
    double[] far = new double[w.length];
    Arrays.setAll(far, at -> FAR * w[at]);
    int outputs = problem.outputs();
    return problem.isUnpenalized()
        || problem.penaltyValue(Matrix.of(far, outputs, far.length / outputs)) == 0;
  }

  /** Whether a Poisson rate runs to 0 with its free intercept, since nothing was ever counted. */
  static boolean isWithoutEvents(LinearProblem problem, DataLoss loss) {
    return problem.intercept()
        && problem.loss() instanceof PoissonLoss
        && IntStream.range(0, loss.rows()).allMatch(i -> loss.target(i) == 0);
  }

  /**
   * Whether the classes are separated so well that the loss is as good as 0, its infimum. A descent
   * may stop here and no earlier: how far it had come would act like a penalty.
   */
  static boolean isExhausted(LinearProblem problem, DataLoss loss, double[] w, double[] eta) {
    return isSeparated(problem, loss, w, eta)
        && loss.value(eta) <= SHARE_LEFT * loss.value(new double[eta.length]);
  }

  /** Why there is no finite minimiser at these predictions; empty if there is one. */
  static String reason(LinearProblem problem, DataLoss loss, double[] w, double[] eta) {
    List<String> absent = absentClasses(problem);
    if (problem.intercept() && !absent.isEmpty()) {
      return "no row of class "
          + String.join(", ", absent)
          + ", so its intercept has no finite optimum and is held at that of half an example: drop"
          + " the class or fit without intercept";
    }
    if (isWithoutEvents(problem, loss)) {
      return "every target is 0, so the log of the rate, the intercept, has no finite optimum: fit"
          + " without intercept, or drop the rows";
    }
    if (!isSeparated(problem, loss, w, eta)) {
      return "";
    }
    return problem.lambda() == 0
        ? "the classes are separable and lambda is 0, so the weights have no finite optimum: give a"
            + " lambda above 0"
        : "the classes are separable by features that are not penalised, so their weights have no"
            + " finite optimum: give them penalty factors above 0";
  }
}
