package dev.ridgeline.doubles;

import dev.ridgeline.data.Features;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.WeightSummary;
import dev.ridgeline.objective.Objective;
import java.util.List;
import java.util.function.Function;

/**
 * A model whose scores a function makes.
 *
 * @param scorer raw features to scores
 * @param outputs numbers in a prediction
 * @param loss its loss
 * @param classNames empty for regression
 * @param weights what it says of its weights
 */
public record FakeModel(
    Function<Features, double[]> scorer,
    int outputs,
    Loss loss,
    List<String> classNames,
    WeightSummary weights)
    implements Model {
  @Override
  public double[] scores(Features raw) {
    return scorer.apply(raw);
  }

  @Override
  public int features() {
    return 1;
  }

  @Override
  public Objective objective() {
    return new Objective(0.5, 0.25, loss.toString(), "fake plan", 4);
  }

  @Override
  public String fitStatus() {
    return "fake fit";
  }
}
