package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L1;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradient that skips columns, against the one that does not. */
class ScreenedDesignTest {
  private static final int ROWS = 20;
  private static final int COLUMNS = 300;
  private static final double LIMIT = 0.4;

  private final Dataset data = Problems.regression(ROWS, COLUMNS, 11);
  private final DataLoss loss = new DataLoss(data, new SquaredLoss());
  private final ColumnDesign design = ColumnDesign.columnsOf(data.features(), loss, true, 0);

  private ScreenedDesign screened(double[] w) {
    ScreenedDesign screened = new ScreenedDesign(design, loss, w, Team.of(1));
    screened.setRule(Optional.of(Threshold.of(new L1(), LIMIT)));
    return screened;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3, 0.1, 0.5, 3})
  void what_it_skips_lies_below_the_l1_factor(double change) {
    double[] w = new double[COLUMNS];
    w[7] = 1;
    ScreenedDesign screened = screened(w);
    RandomStream random = new RandomStream(3);
    double[] slopes = new double[ROWS];
    double[] exact = new double[COLUMNS];
    double[] found = new double[COLUMNS];
    int skipped = 0;
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < ROWS; i++) {
        double fresh = random.gaussian(round * (long) ROWS + i) / ROWS;
        slopes[i] = round == 0 ? fresh : 0.95 * slopes[i] + change * fresh;
      }
      double mean = Arrays.stream(slopes).average().orElseThrow();
      Arrays.setAll(slopes, i -> slopes[i] - mean);
      design.computeGradient(slopes, 1, exact);
      screened.computeGradient(slopes, 1, found);
      assertEquals(exact[7], found[7], "a column with weight is exact");
      for (int j = 0; j < COLUMNS; j++) {
        if (found[j] != exact[j]) {
          skipped++;
          assertTrue(Math.abs(exact[j]) < LIMIT && Math.abs(found[j]) < LIMIT, "column " + j);
        }
      }
    }
    assertTrue(change > 0.5 || skipped > 0, "nothing was skipped");
  }

  @Test
  void columns_asked_for_are_exact_whether_they_were_skipped_or_not() {
    ScreenedDesign screened = screened(new double[COLUMNS]);
    double[] slopes = new double[ROWS];
    double[] exact = new double[COLUMNS];
    double[] skipping = new double[COLUMNS];
    int[] set = {299, 0, 17, 4};
    double[] found = new double[set.length];
    for (int round = 0; round < 4; round++) {
      double factor = 1 - 0.01 * round;
      Arrays.setAll(slopes, i -> factor * (i % 2 == 0 ? 0.05 : -0.05));
      slopes[round] += 1e-3;
      slopes[19] -= 1e-3;
      design.computeGradient(slopes, 1, exact);
      // Before the gradient of these slopes, and after it.
      for (int turn = 0; turn < 2; turn++) {
        screened.computeExactly(set, slopes, 0, found);
        for (int a = 0; a < set.length; a++) {
          assertEquals(exact[set[a]], found[a], 1e-14, "column " + set[a]);
        }
        screened.computeGradient(slopes, 1, skipping);
      }
    }
    assertTrue(!Arrays.equals(exact, skipping), "nothing was skipped");
  }

  @Test
  void a_known_gradient_serves_slopes_that_are_near_enough_and_no_others() {
    ScreenedDesign screened = screened(new double[COLUMNS]);
    double[] slopes = new double[ROWS];
    Arrays.setAll(slopes, i -> i % 2 == 0 ? 0.05 : -0.05);
    double[] known = new double[COLUMNS];
    screened.computeGradient(slopes, 1, known);
    Arrays.setAll(slopes, i -> slopes[i] * (1 + 1e-9));
    double[] exact = new double[COLUMNS];
    design.computeGradient(slopes, 1, exact);
    int[] set = {3, 200};
    double[] found = new double[set.length];
    screened.computeExactly(set, slopes, 1e-8, found);
    for (int a = 0; a < set.length; a++) {
      assertEquals(known[set[a]], found[a]);
    }
    screened.computeExactly(set, slopes, 1e-10, found);
    for (int a = 0; a < set.length; a++) {
      assertEquals(exact[set[a]], found[a]);
    }
  }
}
