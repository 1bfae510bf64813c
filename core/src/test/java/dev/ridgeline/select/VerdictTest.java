package dev.ridgeline.select;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.evaluate.Score;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Four dev rows: the best lambda, 1, has loss 1 on each; another has losses 1 + excess + 1 and 1 +
 * excess - 1 in turn, so its excess has the standard error sqrt(4 / (4 * 3)) = 0.57735, and so has
 * its dev loss.
 */
class VerdictTest {
  private static final HeldOut BEST = held(new Score(0.9, 0.1), 1, 1, 1, 1);

  private static HeldOut held(Score train, double... devLosses) {
    double[] ones = new double[devLosses.length];
    Arrays.fill(ones, 1);
    Score dev = Score.mean(devLosses, ones);
    return new HeldOut(train, new Score(0, 0), dev, new Score(0, 0), devLosses, ones, ones);
  }

  private static Verdict verdict(double lambda, double excess, Score train) {
    HeldOut other = held(train, 2 + excess, excess, 2 + excess, excess);
    return Verdict.of(lambda, other, 1, BEST);
  }

  @Test
  void the_best_lambda_is_just_right() {
    assertEquals(Verdict.JUST_RIGHT, Verdict.of(1, BEST, 1, BEST));
  }

  @Test
  void within_one_standard_error_of_the_difference_is_just_right_on_either_side() {
    assertEquals(Verdict.JUST_RIGHT, verdict(0.1, 0.57, new Score(0, 0)));
    assertEquals(Verdict.JUST_RIGHT, verdict(10, 0.57, new Score(0.5, 0)));
  }

  @Test
  void above_the_best_lambda_a_larger_excess_is_underfitting() {
    assertEquals(Verdict.UNDERFITTING, verdict(10, 0.58, new Score(0.5, 0)));
    assertEquals(Verdict.UNDERFITTING, verdict(10, 50, new Score(50, 0)));
  }

  @Test
  void below_the_best_lambda_an_excess_of_two_errors_is_overfitting() {
    // 2 * 0.57735 = 1.1547; the training loss equals the dev loss, so no gap speaks.
    assertEquals(Verdict.WEAK, verdict(0.1, 0.58, new Score(1.58, 0)));
    assertEquals(Verdict.WEAK, verdict(0.1, 1.15, new Score(2.15, 0)));
    assertEquals(Verdict.OVERFITTING, verdict(0.1, 1.16, new Score(2.16, 0)));
  }

  @Test
  void below_the_best_lambda_a_clear_gap_to_the_training_loss_is_overfitting() {
    // The dev loss is 1.6 with error 0.57735: a gap counts from 1.1547 on.
    assertEquals(Verdict.WEAK, verdict(0.1, 0.6, new Score(0.5, 0)));
    assertEquals(Verdict.OVERFITTING, verdict(0.1, 0.6, new Score(0.4, 0)));
    // The error of the training loss counts too: 2 * hypot(0.577, 0.6) = 1.67.
    assertEquals(Verdict.WEAK, verdict(0.1, 0.6, new Score(0.4, 0.6)));
  }

  @Test
  void a_lambda_that_cannot_fit_its_training_rows_is_underfitting_whatever_the_dev_set_says() {
    assertEquals(Verdict.UNDERFITTING, verdict(10, 0, new Score(1.5, 0.2)));
    // Within two errors of the training loss of the best, 0.9 + 2 * 0.4.
    assertEquals(Verdict.JUST_RIGHT, verdict(10, 0, new Score(1.5, 0.4)));
    // Not above the best dev loss.
    assertEquals(Verdict.JUST_RIGHT, verdict(10, 0, new Score(0.99, 0.01)));
    // Below the best lambda it says nothing.
    assertEquals(Verdict.JUST_RIGHT, verdict(0.1, 0, new Score(1.5, 0.2)));
  }

  @Test
  void on_a_single_dev_row_any_excess_counts() {
    HeldOut best = held(new Score(1, 0), 1);
    assertEquals(Verdict.UNDERFITTING, Verdict.of(10, held(new Score(0, 0), 1.01), 1, best));
    assertEquals(Verdict.JUST_RIGHT, Verdict.of(10, held(new Score(0, 0), 1), 1, best));
  }

  @Test
  void an_excess_that_is_clear_but_too_small_to_matter_is_just_right_on_either_side() {
    // Mean 1, standard error 0.57735; each row of the other is worse by about 1e-6.
    HeldOut best = held(new Score(1, 0.1), 0, 0, 2, 2);
    HeldOut same = held(new Score(1, 0.1), 0.000001, 0.000002, 2.000001, 2.000002);
    assertEquals(Verdict.JUST_RIGHT, Verdict.of(10, same, 1, best));
    assertEquals(Verdict.JUST_RIGHT, Verdict.of(0.1, same, 1, best));
    // A quarter of 0.57735 is 0.1443.
    HeldOut worse = held(new Score(1, 0.1), 0.15, 0.151, 2.15, 2.151);
    assertEquals(Verdict.UNDERFITTING, Verdict.of(10, worse, 1, best));
    assertEquals(Verdict.OVERFITTING, Verdict.of(0.1, worse, 1, best));
  }

  @Test
  void verdicts_have_words_for_a_table() {
    assertEquals(
        "[overfitting, weak, just right, underfitting]", Arrays.toString(Verdict.values()));
  }
}
