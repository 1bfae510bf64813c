package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.penalty.Penalty;

/** An optimizer that leaves the penalties to the update pass. */
record Unfused(Optimizer base) implements Optimizer {
  @Override
  public double learningRate() {
    return base.learningRate();
  }

  @Override
  public int slots() {
    return base.slots();
  }

  @Override
  public boolean isPerCoordinate() {
    return base.isPerCoordinate();
  }

  @Override
  public double proxStep(long step, double rate) {
    return base.proxStep(step, rate);
  }

  @Override
  public Treatment treatmentOf(Penalty penalty) {
    return base.treatmentOf(penalty);
  }

  @Override
  public void update(Block block) {
    assertEquals(0, block.ridge());
    assertTrue(!block.hasProx());
    base.update(block);
  }
}
