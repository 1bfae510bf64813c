package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossPointTest {
  static Stream<Loss> losses() {
    return Stream.of(new LogisticLoss(), new LogisticLoss(0.1), new PoissonLoss());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void a_nudge_is_an_evaluation_nearby(Loss loss) {
    Dataset classes = Problems.classes(25, 3, 4);
    double[] counts = IntStream.range(0, 25).mapToDouble(i -> i % 4).toArray();
    Dataset data =
        loss instanceof PoissonLoss ? Dataset.regression(classes.features(), counts) : classes;
    DataLoss rows = new DataLoss(data, loss);
    LossPoint nudged = new LossPoint(rows);
    LossPoint fresh = new LossPoint(rows);
    for (double shift : new double[] {1e-7, -1e-7}) {
      Arrays.setAll(nudged.newPredictions(), i -> i - 12);
      Arrays.setAll(fresh.newPredictions(), i -> i - 12 + shift);
      double before = nudged.value();
      nudged.nudge(shift);
      assertArrayEquals(fresh.predictions(), nudged.predictions());
      assertEquals(fresh.value() - before, nudged.value() - before, 1e-15 * before);
      double[] curvatures = fresh.curvatures();
      for (int i = 0; i < 25; i++) {
        // Rounding of predictions, and what a shift of 1e-7 leaves of a second derivative.
        double slope = Math.abs(fresh.slopes()[i]);
        assertEquals(fresh.slopes()[i], nudged.slopes()[i], 2e-14 * curvatures[i] + 1e-15 * slope);
      }
    }
  }
}
