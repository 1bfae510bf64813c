package dev.ridgeline.examples;

import dev.ridgeline.data.Split;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.evaluate.Metric;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network with the squared Frobenius norm of every layer's weights in J: the larger lambda, the
 * smaller the weights and the gap between training and dev error.
 */
public final class NetworkWithFrobeniusPenalty {
  private NetworkWithFrobeniusPenalty() {}

  /**
   * One lambda's outcome.
   *
   * @param lambda how much penalty
   * @param norm of all weights
   * @param trainAccuracy on the rows fitted to
   * @param devAccuracy on the others
   */
  record Outcome(double lambda, double norm, double trainAccuracy, double devAccuracy) {}

  /**
   * Trains on digits.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    run(System.out);
  }

  static List<Outcome> run(PrintStream out) {
    Split split = Split.of(ShippedData.DIGITS.load(), 0.3, 0.3, 7);
    List<Outcome> outcomes = new ArrayList<>();
    for (double lambda : new double[] {0, 1, 10, 100}) {
      Regularization plan = Regularization.of(new L2(), lambda);
      Trainer trainer =
          Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.01))
              .layers(new Dense(32), new ReLU(), new Dense(10))
              .regularization(plan)
              .epochs(30)
              .batchSize(64)
              .seed(7)
              .build();
      if (lambda == 1) {
        out.print(plan.table(trainer.network(split.train()).layout(), split.train().weightSum()));
      }
      TrainingRun run = trainer.fit(split.train(), split.dev());
      Outcome outcome =
          new Outcome(
              lambda,
              run.model().weights().norm(),
              Evaluation.of(run.model(), split.train()).get(Metric.ACCURACY).value(),
              Evaluation.of(run.model(), split.dev()).get(Metric.ACCURACY).value());
      outcomes.add(outcome);
      out.println(run.model().objective());
      out.printf(
          Locale.ROOT,
          "lambda %5.1f: ||W|| %6.2f, accuracy %.3f on train, %.3f on dev%n",
          lambda,
          outcome.norm(),
          outcome.trainAccuracy(),
          outcome.devAccuracy());
    }
    return outcomes;
  }
}
