package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Linear models of data sets with class weights. */
class ClassWeightsFitTest {
  private static LinearFit fit(Loss loss, Penalty penalty, Dataset data, double lambda) {
    LinearFit fit =
        LinearModel.of(loss, penalty).withSolver(new AutoSolver(1e-13)).fit(data, lambda);
    Certificate certificate = fit.solution().certificate();
    assertEquals(Certificate.Status.CERTIFIED, certificate.status(), certificate::toString);
    return fit;
  }

  @Test
  void a_class_weight_of_k_is_its_rows_k_times() {
    int compared = 0;
    for (Loss loss : List.of(new LogisticLoss(), new SoftmaxCrossEntropy())) {
      Dataset data =
          loss instanceof LogisticLoss
              ? Problems.classes(40, 4, 2)
              : Problems.threeClasses(40, 4, 4);
      String name = data.classNames().get(1);
      int extra = 0;
      for (int i = 0; i < 40; i++) {
        extra += data.target(i) == 1 ? 2 : 0;
      }
      int[] repeated = new int[40 + extra];
      for (int i = 0, at = 0; i < 40; i++) {
        for (int k = 0; k < (data.target(i) == 1 ? 3 : 1); k++) {
          repeated[at++] = i;
        }
      }
      for (Penalty penalty : List.of(new L2(), new L1())) {
        LinearFit one = fit(loss, penalty, data.withClassWeights(Map.of(name, 3.0)), 1.5);
        LinearFit other = fit(loss, penalty, data.select(repeated), 1.5);
        LinearFit plain = fit(loss, penalty, data, 1.5);
        double[] w = one.solution().weights().data();
        assertArrayEquals(other.solution().weights().data(), w, 1e-5);
        assertEquals(other.objective().value(), one.objective().value(), 1e-10);
        double change = 0;
        for (int j = 0; j < w.length; j++) {
          change = Math.max(change, Math.abs(w[j] - plain.solution().weights().data()[j]));
        }
        assertTrue(change > 0.01, "weights that the class weight changes");
        compared++;
      }
    }
    assertEquals(4, compared);
  }

  /**
   * {@code python3 classweights.py}, in core's test resources of dev.ridgeline.data: scikit-learn
   * 1.2.1, whose C is 1 / lambda. A gap of 1e-13 leaves weights off by its root.
   */
  @Test
  void fits_are_those_of_scikit_learn() {
    int n = 12;
    double[] cells = new double[2 * n];
    double[] two = new double[n];
    double[] three = new double[n];
    for (int i = 0; i < n; i++) {
      cells[2 * i] = Math.sin(1 + 3 * i);
      cells[2 * i + 1] = Math.cos(2 * i);
      two[i] = i % 4 == 1 ? 1 : 0;
      three[i] = i % 4 == 1 ? 1 : i > 7 ? 2 : 0;
    }
    DenseFeatures x = new DenseFeatures(cells, n, 2);
    LinearModel model =
        LinearModel.of(new LogisticLoss(), new L2())
            .withSolver(new AutoSolver(1e-13))
            .withStandardize(false);
    Dataset data = Dataset.classification(x, two, List.of("no", "yes"));
    assertFit(
        new double[] {-0.454973030465, -0.194210883782},
        -0.0338131462465,
        model.fit(data.withBalancedClasses(), 2));
    assertFit(
        new double[] {-0.480680140485, -0.180285629475},
        0.910021942567,
        model.fit(data.withClassWeights(Map.of("no", 0.5, "yes", 4.0)), 2));
    LinearFit softmax =
        LinearModel.of(new SoftmaxCrossEntropy(), new L2())
            .withSolver(new AutoSolver(1e-13))
            .withStandardize(false)
            .fit(Dataset.classification(x, three, List.of("a", "b", "c")).withBalancedClasses(), 2);
    assertArrayEquals(
        new double[] {
          0.345462536916, 0.458664930081,
          -0.3496190921, -0.0695544204882,
          0.004156555184, -0.389110509593
        },
        softmax.solution().weights().data(),
        1e-6);
  }

  private static void assertFit(double[] weights, double intercept, LinearFit fit) {
    assertArrayEquals(weights, fit.solution().weights().data(), 1e-6);
    assertEquals(intercept, fit.solution().intercepts()[0], 1e-6);
  }
}
