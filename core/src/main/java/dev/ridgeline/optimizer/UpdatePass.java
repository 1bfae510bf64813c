package dev.ridgeline.optimizer;

import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import java.util.ArrayList;
import java.util.List;

/**
 * One training step on the flat parameter vector: penalty gradients, optimizer, decay and prox, in
 * that order, block by block while the block is in cache.
 *
 * <p>Built once a run, which is when an optimizer refuses a penalty that it cannot take. Allocates
 * nothing in a step for separable penalties. Not thread-safe.
 */
public final class UpdatePass {
  private final Optimizer optimizer;
  private final ParameterLayout layout;
  private final List<Segment> segments;
  private final Block block = new Block();
  private final float[] cells = new float[Block.CELLS];

  private UpdatePass(Optimizer optimizer, ParameterLayout layout, List<Segment> segments) {
    this.optimizer = optimizer;
    this.layout = layout;
    this.segments = segments;
  }

  /** A parameter with what acts on it. */
  private record Segment(
      Parameter parameter,
      SmoothSeparablePenalty[] gradients,
      double[] gradientStrengths,
      SubgradientPenalty[] subgradients,
      double[] subgradientStrengths,
      SmoothPenalty[] wholeGradients,
      double[] wholeStrengths,
      double decay,
      SeparablePenalty[] prox,
      ProximablePenalty[] wholeProx,
      double proxStrength) {}

  /**
   * Plans the step.
   *
   * @param layout the model's parameters
   * @param plan what is penalised
   * @param m number of training examples (sum of sample weights), not the batch size
   * @param optimizer the rule
   * @return the pass
   * @throws PenaltyNotSupportedException if the optimizer cannot take a penalty of the plan
   * @throws IllegalArgumentException if the plan does not fit the layout
   */
  public static UpdatePass of(
      ParameterLayout layout, Regularization plan, double m, Optimizer optimizer) {
    List<Regularization.Term> terms = plan.terms(layout, m);
    List<Segment> segments = new ArrayList<>();
    for (Parameter parameter : layout.parameters()) {
      segments.add(
          segment(
              parameter,
              terms.stream().filter(t -> t.parameter() == parameter).toList(),
              optimizer));
    }
    return new UpdatePass(optimizer, layout, segments);
  }

  private static Segment segment(
      Parameter parameter, List<Regularization.Term> terms, Optimizer optimizer) {
    List<Regularization.Term> gradients = new ArrayList<>();
    List<Regularization.Term> subgradients = new ArrayList<>();
    List<Regularization.Term> whole = new ArrayList<>();
    List<Regularization.Term> prox = new ArrayList<>();
    double decay = 0;
    for (Regularization.Term term : terms) {
      if (term.rule().application() == Regularization.Application.SUBGRADIENT) {
        subgradients.add(term);
        continue;
      }
      Treatment treatment = optimizer.treatmentOf(term.rule().penalty());
      if (term.strength() == 0) {
        continue;
      }
      switch (treatment) {
        case DECAY -> decay += decayRate(term, optimizer);
        case PROX -> prox.add(term);
        case GRADIENT ->
            (term.rule().penalty() instanceof SmoothSeparablePenalty ? gradients : whole).add(term);
      }
    }
    // A plan holds at most one penalty that needs a prox; an optimizer may ask for more of its own.
    if (prox.size() > 1) {
      throw new PenaltyNotSupportedException(
          optimizer + " would apply two proxes to " + parameter.name() + "; use one penalty");
    }
    return new Segment(
        parameter,
        gradients.stream().map(t -> t.rule().penalty()).toArray(SmoothSeparablePenalty[]::new),
        gradients.stream().mapToDouble(Regularization.Term::strength).toArray(),
        subgradients.stream().map(t -> t.rule().penalty()).toArray(SubgradientPenalty[]::new),
        subgradients.stream().mapToDouble(Regularization.Term::strength).toArray(),
        whole.stream().map(t -> t.rule().penalty()).toArray(SmoothPenalty[]::new),
        whole.stream().mapToDouble(Regularization.Term::strength).toArray(),
        decay,
        prox.stream()
            .map(t -> t.rule().penalty())
            .filter(SeparablePenalty.class::isInstance)
            .toArray(SeparablePenalty[]::new),
        prox.stream()
            .map(t -> t.rule().penalty())
            .filter(p -> !(p instanceof SeparablePenalty))
            .toArray(ProximablePenalty[]::new),
        prox.stream().mapToDouble(Regularization.Term::strength).sum());
  }

  private static double decayRate(Regularization.Term term, Optimizer optimizer) {
    if (term.rule().penalty() instanceof QuadraticPenalty quadratic) {
      return quadratic.rate(term.strength());
    }
    throw new PenaltyNotSupportedException(
        optimizer
            + " applies weight decay, which is for quadratic penalties (QuadraticPenalty, such as"
            + " l2); "
            + term.rule().penalty()
            + " is none");
  }

  /**
   * One step.
   *
   * @param weights flat parameters, modified
   * @param gradients flat gradients of the mean data loss; gain the gradients of smooth penalties
   * @param state the optimizer's memory, modified; its count of steps goes up by one
   * @param rate current learning rate
   * @throws ArithmeticException if a gradient is NaN or infinite, naming step and parameter;
   *     nothing has then been updated
   */
  public void step(float[] weights, float[] gradients, OptimizerState state, double rate) {
    long step = state.steps() + 1;
    checkFinite(gradients, step);
    block.at(weights, gradients, state, step, rate);
    double proxStep = optimizer.proxStep(step, rate);
    for (Segment s : segments) {
      for (int k = 0; k < s.wholeGradients.length; k++) {
        s.wholeGradients[k].addGradientTo(
            s.parameter.view(weights), s.wholeStrengths[k], s.parameter.view(gradients));
      }
      int end = s.parameter.end();
      for (int from = s.parameter.offset(); from < end; from += Block.CELLS) {
        stepBlock(s, weights, gradients, from, Math.min(end, from + Block.CELLS), proxStep);
      }
      for (ProximablePenalty p : s.wholeProx) {
        p.prox(s.parameter.view(weights), s.proxStrength, proxStep);
      }
    }
    state.setSteps(step);
  }

  private void stepBlock(
      Segment s, float[] weights, float[] gradients, int from, int to, double proxStep) {
    for (int k = 0; k < s.gradients.length; k++) {
      s.gradients[k].addGradientTo(weights, gradients, from, to, s.gradientStrengths[k]);
    }
    for (int k = 0; k < s.subgradients.length; k++) {
      s.subgradients[k].addSubgradientTo(weights, gradients, from, to, s.subgradientStrengths[k]);
    }
    boolean steps = s.prox.length > 0 && optimizer.isPerCoordinate();
    optimizer.update(block.cells(from, to, s.decay, steps));
    for (SeparablePenalty p : s.prox) {
      if (steps) {
        // Cell and step at the same index: only then does the JIT vectorise the prox.
        System.arraycopy(weights, from, cells, 0, to - from);
        p.prox(cells, 0, to - from, s.proxStrength, block.steps());
        System.arraycopy(cells, 0, weights, from, to - from);
      } else {
        p.prox(weights, from, to, s.proxStrength, proxStep);
      }
    }
  }

  private void checkFinite(float[] gradients, long step) {
    // The exponent of NaN and infinity is all ones: adding one to it carries into the sign bit.
    int carry = 0;
    for (int i = 0; i < gradients.length; i++) {
      carry |= (Float.floatToRawIntBits(gradients[i]) & 0x7f800000) + 0x00800000;
    }
    if (carry >= 0) {
      return;
    }
    for (int i = 0; i < gradients.length; i++) {
      if (!Float.isFinite(gradients[i])) {
        Parameter p = layout.owner(i);
        int cell = i - p.offset();
        throw new ArithmeticException(
            "the gradient of "
                + p.name()
                + "["
                + cell / p.spec().columns()
                + ", "
                + cell % p.spec().columns()
                + "] is "
                + gradients[i]
                + " at step "
                + step
                + "; use a smaller learning rate, or look for extreme values in the data");
      }
    }
  }
}
