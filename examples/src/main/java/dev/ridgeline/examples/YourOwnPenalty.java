package dev.ridgeline.examples;

import dev.ridgeline.data.Split;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.train.Trainer;
import java.io.PrintStream;
import java.util.List;

/** {@link SmoothL1}, found by name, in a solver and in a network without another line of code. */
public final class YourOwnPenalty {
  private YourOwnPenalty() {}

  /**
   * Searches lambda for both on ad_data.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    run(System.out);
  }

  static List<SearchResult> run(PrintStream out) {
    Penalty penalty = Plugins.load().penalty("smooth-l1");
    Split split = Split.of(ShippedData.AD_DATA.load(), 0.2, 0.2, 7);
    LambdaSearch search = LambdaSearch.over(LambdaGrid.standard());
    Trainer network =
        Trainer.builder(new LogisticLoss(), new Adam(0.01))
            .layers(new Dense(8), new ReLU(), new Dense(1))
            .epochs(40)
            .batchSize(32)
            .seed(7)
            .build();
    List<SearchResult> results =
        List.of(
            search.run(LinearModel.of(new LogisticLoss(), penalty), split),
            search.run(network.learner(penalty), split));
    results.forEach(out::println);
    return results;
  }
}
