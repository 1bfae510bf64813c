package dev.ridgeline.doubles;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;

/**
 * w := w - rate * g.
 *
 * @param learningRate the rate
 */
public record PlainSgd(double learningRate) implements Optimizer {
  @Override
  public int slots() {
    return 0;
  }

  @Override
  public boolean isPerCoordinate() {
    return false;
  }

  @Override
  public void update(Block block) {
    float[] w = block.weights();
    for (int i = block.from(); i < block.to(); i++) {
      w[i] = (float) (w[i] - block.rate() * block.gradients()[i]);
    }
  }

  @Override
  public String toString() {
    return "plain-sgd";
  }
}
