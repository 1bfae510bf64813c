package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.optimizers.Sgd;
import dev.ridgeline.optimizers.WeightDecay;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.train.Trainer;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Weight decay is L2 under plain gradient descent, to the last bit, and something else under Adam.
 */
public final class WeightDecayAndL2 {
  private WeightDecayAndL2() {}

  /**
   * The largest differences between a parameter trained with L2 and with weight decay.
   *
   * @param sgd under gradient descent
   * @param adam under Adam
   */
  record Differences(double sgd, double adam) {}

  /**
   * Trains on breast_cancer four times.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    run(System.out);
  }

  static Differences run(PrintStream out) {
    Dataset data = ShippedData.BREAST_CANCER.load();
    Optimizer sgd = new Sgd(0.1);
    Optimizer adam = new Adam(0.01);
    out.printf(
        Locale.ROOT,
        "one step multiplies W by 1 - alpha lambda/m, for alpha = lambda = 0.01 and m = 10000 by"
            + " %s%n",
        WeightDecay.factor(0.01, 0.01 / 10000));
    Differences differences =
        new Differences(
            difference(train(data, sgd), train(data, new WeightDecay(sgd))),
            difference(train(data, adam), train(data, new WeightDecay(adam))));
    out.println("largest difference between L2 and weight decay after 100 steps");
    out.println("  under sgd:  " + differences.sgd());
    out.println("  under adam: " + differences.adam());
    return differences;
  }

  private static float[] train(Dataset data, Optimizer optimizer) {
    return Trainer.builder(new LogisticLoss(), optimizer)
        .layers(new Dense(8), new Tanh(), new Dense(1))
        .regularization(Regularization.of(new L2(), 10))
        .epochs(100)
        .seed(7)
        .build()
        .fit(data)
        .model()
        .parameters();
  }

  private static double difference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }
}
