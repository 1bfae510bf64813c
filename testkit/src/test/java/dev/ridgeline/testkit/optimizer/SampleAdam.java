package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;

/** Adam with its usual constants. Kingma and Ba, "Adam", 2015, algorithm 1. Not registered. */
record SampleAdam(double learningRate) implements Optimizer {
  @Override
  public int slots() {
    return 2;
  }

  @Override
  public boolean isPerCoordinate() {
    return true;
  }

  @Override
  public void update(Block block) {
    double one = 1 - Math.pow(0.9, block.step());
    double two = 1 - Math.pow(0.999, block.step());
    for (int i = block.from(); i < block.to(); i++) {
      float g = block.gradients()[i];
      float m = (float) (0.9 * block.slot(0)[i] + 0.1 * g);
      float v = (float) (0.999 * block.slot(1)[i] + 0.001 * g * g);
      block.slot(0)[i] = m;
      block.slot(1)[i] = v;
      double step = block.rate() / one / (Math.sqrt(v / two) + 1e-8);
      block.weights()[i] -= (float) (step * m);
      if (block.wantsSteps()) {
        block.steps()[i] = (float) step;
      }
    }
  }

  @Override
  public String toString() {
    return "sample-adam";
  }
}
