package dev.ridgeline.testkit.mutants;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.testkit.optimizer.OptimizerChecks;
import dev.ridgeline.testkit.optimizer.Trace;
import dev.ridgeline.testkit.optimizer.Trial;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Optimizers that are wrong in one way each. */
final class OptimizerMutants {
  private OptimizerMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("a step uphill", "OPT-1", new Uphill()),
        mutant("the step before the momentum", "OPT-2", new LateMomentum()),
        mutant("a decay that nobody asked for", "OPT-3", new AlwaysDecays()),
        mutant("state kept in the optimizer", "OPT-4", new KeepsState()),
        mutant("a setting lost on copy", "OPT-5", new LostSetting(0.2, 0.9)),
        mutant("memory outside the slots", "OPT-6", new OutsideSlots()),
        mutant("momentum written to the gradients", "OPT-7", new WritesGradients()),
        mutant("a NaN gradient is swallowed", "OPT-8", new SwallowsNan()),
        mutant("every penalty is taken", "OPT-9", new TakesAll()),
        mutant("a decay that is promised and not done", "OPT-10", new ForgetsDecay()),
        mutant("a cut to bounds that is promised and not done", "OPT-10", new ForgetsBounds()),
        mutant("per-coordinate steps that are not left", "OPT-11", new NoSteps()),
        mutant("a step that depends on the block", "OPT-12", new ByBlock()));
  }

  private static Mutant mutant(String name, String rule, Optimizer optimizer) {
    // Momentum 1/2, rate 1/2: v = 2, 0, 4 and w = 0, 0, -2.
    Trace trace = Trace.ofOne(0.5, 1, new double[] {2, -1, 4}, new double[] {0, 0, -2});
    return new Mutant(name, rule, () -> OptimizerChecks.all(optimizer, trace, Trial.of(optimizer)));
  }

  /** Correct momentum of 1/2, of which the mutants change one method. */
  private abstract static class Momentum implements Optimizer {
    @Override
    public double learningRate() {
      return 0.2;
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public boolean isPerCoordinate() {
      return false;
    }

    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to(); i++) {
        float[] v = block.slot(0);
        v[i] = v[i] / 2 + block.gradients()[i];
        block.weights()[i] -= (float) block.rate() * v[i];
      }
    }

    @Override
    public String toString() {
      return "mutant";
    }
  }

  private static final class Uphill extends Momentum {
    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to(); i++) {
        block.weights()[i] += (float) block.rate() * block.gradients()[i];
      }
    }
  }

  private static final class LateMomentum extends Momentum {
    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to(); i++) {
        float[] v = block.slot(0);
        block.weights()[i] -= (float) block.rate() * v[i];
        v[i] = v[i] / 2 + block.gradients()[i];
      }
    }
  }

  private static final class AlwaysDecays extends Momentum {
    @Override
    public void update(Block block) {
      super.update(block);
      for (int i = block.from(); i < block.to(); i++) {
        block.weights()[i] *= 0.999f;
      }
    }
  }

  private static final class KeepsState extends Momentum {
    private float[] velocity = new float[0];

    @Override
    public void update(Block block) {
      velocity = Arrays.copyOf(velocity, Math.max(velocity.length, block.to()));
      for (int i = block.from(); i < block.to(); i++) {
        velocity[i] = velocity[i] / 2 + block.gradients()[i];
        block.weights()[i] -= (float) block.rate() * velocity[i];
      }
    }
  }

  private static final class OutsideSlots extends Momentum {
    private final Map<float[], float[]> velocities = new IdentityHashMap<>();

    @Override
    public void update(Block block) {
      float[] v = velocities.computeIfAbsent(block.slot(0), slot -> new float[slot.length]);
      for (int i = block.from(); i < block.to(); i++) {
        v[i] = v[i] / 2 + block.gradients()[i];
        block.weights()[i] -= (float) block.rate() * v[i];
      }
    }
  }

  private static final class WritesGradients extends Momentum {
    @Override
    public void update(Block block) {
      super.update(block);
      System.arraycopy(
          block.slot(0), block.from(), block.gradients(), block.from(), block.to() - block.from());
    }
  }

  private static final class SwallowsNan extends Momentum {
    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to(); i++) {
        float g = block.gradients()[i];
        float[] v = block.slot(0);
        v[i] = v[i] / 2 + (g == g ? g : 0);
        block.weights()[i] -= (float) block.rate() * v[i];
      }
    }
  }

  private static final class TakesAll extends Momentum {
    @Override
    public Treatment treatmentOf(Penalty penalty) {
      return Treatment.PROX;
    }
  }

  private static final class ForgetsDecay extends Momentum {
    @Override
    public Treatment treatmentOf(Penalty penalty) {
      return penalty instanceof QuadraticPenalty ? Treatment.DECAY : super.treatmentOf(penalty);
    }
  }

  private static final class ForgetsBounds extends Momentum {
    @Override
    public boolean fusesPenalties() {
      return true;
    }

    @Override
    public void update(Block block) {
      // Momentum with the other penalties of two factors in its loop, as fusesPenalties promises.
      for (int i = block.from(); i < block.to(); i++) {
        float[] v = block.slot(0);
        float[] w = block.weights();
        v[i] = v[i] / 2 + block.gradients()[i] + (float) block.ridge() * w[i];
        double u = w[i] - block.rate() * v[i];
        double t = block.rate() * block.l1();
        u -= Math.min(Math.max(u, -t), t);
        w[i] = (float) (u / (1 + block.rate() * block.l2()));
      }
      block.markCut();
    }
  }

  private static final class NoSteps extends Momentum {
    @Override
    public boolean isPerCoordinate() {
      return true;
    }
  }

  private static final class ByBlock extends Momentum {
    @Override
    public OptimizerState newState(int n) {
      return new OptimizerState(n, 1);
    }

    @Override
    public void update(Block block) {
      float mean = 0;
      for (int i = block.from(); i < block.to(); i++) {
        mean += block.gradients()[i] / (block.to() - block.from());
      }
      super.update(block);
      for (int i = block.from(); i < block.to(); i++) {
        block.weights()[i] -= 0.01f * (float) block.rate() * mean;
      }
    }
  }
}
