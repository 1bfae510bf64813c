package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import java.util.Arrays;
import java.util.List;

/** OPT-4, OPT-6 and OPT-12: all memory is in the state. */
final class StateRules {
  private StateRules() {}

  static List<Check> of(Optimizer o) {
    return List.of(
        new Check(
            "OPT-4",
            "two runs interleaved, or again, equal two separate runs to the last bit",
            "fields of the optimizer that change from step to step",
            probe -> interleaved(o, probe)),
        new Check(
            "OPT-6",
            "a run from a saved state equals the uninterrupted one to the last bit",
            "memory outside the slots and the count of steps",
            probe -> restored(o, probe)),
        new Check(
            "OPT-12",
            "a new state is zeros of the declared slots; a cell's steps do not depend on its block",
            "slots(), newState(n), and sums over the cells of a block",
            probe -> declared(o, probe)));
  }

  private static void interleaved(Optimizer o, Probe probe) {
    int n = 7;
    float[] separate = Runs.run(o, n, 12, Regularization.none());
    float[] other = other(o, n, 12);
    float[] a = Runs.start(n);
    float[] b = negative(n);
    UpdatePass passA = Runs.pass(o, n);
    UpdatePass passB = Runs.pass(o, n);
    OptimizerState stateA = o.newState(n);
    OptimizerState stateB = o.newState(n);
    for (int k = 0; k < 12; k++) {
      Runs.go(passA, a, stateA, 1, o.learningRate());
      Runs.go(passB, b, stateB, 1, o.learningRate());
    }
    probe.at(Runs.SEED, () -> "12 steps each, a step of one run after a step of the other");
    StepRules.same("weights of the first run", separate, a, probe);
    StepRules.same("weights of the second run", other, b, probe);
    probe.at(Runs.SEED, () -> "12 steps, once more");
    StepRules.same("weights", separate, Runs.run(o, n, 12, Regularization.none()), probe);
  }

  private static float[] negative(int n) {
    float[] w = Runs.start(n);
    for (int i = 0; i < n; i++) {
      w[i] *= -2;
    }
    return w;
  }

  private static float[] other(Optimizer o, int n, int steps) {
    float[] w = negative(n);
    Runs.go(Runs.pass(o, n), w, o.newState(n), steps, o.learningRate());
    return w;
  }

  private static void restored(Optimizer o, Probe probe) {
    int n = 7;
    float[] whole = Runs.run(o, n, 12, Regularization.none());
    float[] w = Runs.start(n);
    OptimizerState state = o.newState(n);
    Runs.go(Runs.pass(o, n), w, state, 5, o.learningRate());
    OptimizerState copy = state.copy();
    OptimizerState rebuilt = o.newState(n);
    for (int k = 0; k < state.slotCount(); k++) {
      System.arraycopy(state.slot(k), 0, rebuilt.slot(k), 0, n);
    }
    rebuilt.setSteps(state.steps());
    float[] saved = w.clone();
    // The interrupted run goes on and another one runs, as in a process that lives on.
    Runs.go(Runs.pass(o, n), w, state, 3, o.learningRate());
    other(o, n, 4);
    for (OptimizerState from : List.of(copy, rebuilt)) {
      String how = from == copy ? "state.copy()" : "slots and count of steps";
      probe.at(Runs.SEED, () -> "saved after step 5 of 12 by " + how);
      float[] again = saved.clone();
      Runs.go(Runs.pass(o, n), again, from, 7, o.learningRate());
      StepRules.same("weights", whole, again, probe);
    }
  }

  private static void declared(Optimizer o, Probe probe) {
    probe.at(0, () -> "a new state of 9 cells");
    OptimizerState state = o.newState(9);
    probe.close("slots", o.slots(), state.slotCount(), 0);
    probe.close("cells", 9, state.size(), 0);
    probe.close("steps done", 0, state.steps(), 0);
    for (int k = 0; k < state.slotCount(); k++) {
      float[] slot = state.slot(k);
      probe.isTrue(Arrays.equals(slot, new float[9]), "zeros", () -> Arrays.toString(slot));
    }
    probe.isTrue(o.learningRate() > 0, "a positive learningRate", () -> "" + o.learningRate());

    int n = 5000;
    float[] together = Runs.run(o, n, 3, Regularization.none());
    ParameterLayout.Builder parts = ParameterLayout.builder();
    int[] sizes = {1, 2047, 2048, 904};
    for (int size : sizes) {
      parts.add("part" + size, new ParameterSpec("weight", Role.WEIGHT, 1, size));
    }
    UpdatePass pass = UpdatePass.of(parts.build(), Regularization.none(), Runs.M, o);
    float[] apart = Runs.start(n);
    Runs.go(pass, apart, o.newState(n), 3, o.learningRate());
    probe.at(Runs.SEED, () -> "5000 cells in one parameter and in parts of 1, 2047, 2048, 904");
    StepRules.same("weights", together, apart, probe);
  }
}
