package dev.ridgeline.optimizer;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One training step on the flat parameter vector: penalty gradients, optimizer, decay and prox, in
 * that order, block by block while the block is in cache, on the threads of a team. From statistics
 * it subtracts what stands in the place of their gradients.
 *
 * <p>Built once a run, which is when an optimizer refuses a penalty that it cannot take. Allocates
 * nothing in a step for separable penalties. Cells depend on no others but through penalties on
 * whole matrices, which take one thread, so results do not depend on the number of threads. Not
 * thread-safe.
 */
public final class UpdatePass {
  // Sixteen blocks: half a megabyte of weights, gradients and two slots, within a second-level
  // cache.
  private static final int RANGE = 16 * Block.CELLS;

  private final Optimizer optimizer;
  private final ParameterLayout layout;
  private final List<Segment> segments;
  private final List<Range> ranges;
  private final Team team;
  private final Block[] blocks;
  private final float[][] cells;
  private final Team.Job updateRange = this::updateRange;

  // What the current step works on.
  private float[] weights = new float[0];
  private float[] gradients = weights;
  private long step;
  private double proxStep;

  private UpdatePass(
      Optimizer optimizer, ParameterLayout layout, List<Segment> segments, Team team) {
    this.optimizer = optimizer;
    this.layout = layout;
    this.segments = segments;
    this.ranges = ranges(segments);
    this.team = team;
    blocks = new Block[team.size()];
    Arrays.setAll(blocks, worker -> new Block());
    cells = new float[team.size()][Block.CELLS];
  }

  /** The cells of one task. */
  private record Range(Segment segment, int from, int to) {}

  private static List<Range> ranges(List<Segment> segments) {
    List<Range> all = new ArrayList<>();
    for (Segment s : segments) {
      int end = s.parameter.end();
      for (int from = s.parameter.offset(); from < end; from += RANGE) {
        all.add(new Range(s, from, Math.min(end, from + RANGE)));
      }
    }
    return all;
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
    return of(layout, plan, m, optimizer, Team.of(1));
  }

  /**
   * Plans the step for a team.
   *
   * @param layout the model's parameters
   * @param plan what is penalised
   * @param m number of training examples (sum of sample weights), not the batch size
   * @param optimizer the rule
   * @param team the threads; not closed
   * @return the pass
   * @throws PenaltyNotSupportedException if the optimizer cannot take a penalty of the plan
   * @throws IllegalArgumentException if the plan does not fit the layout
   */
  public static UpdatePass of(
      ParameterLayout layout, Regularization plan, double m, Optimizer optimizer, Team team) {
    List<Regularization.Term> terms = plan.terms(layout, m);
    List<Segment> segments = new ArrayList<>();
    for (Parameter parameter : layout.parameters()) {
      segments.add(
          segment(
              parameter,
              terms.stream().filter(t -> t.parameter() == parameter).toList(),
              optimizer));
    }
    return new UpdatePass(optimizer, layout, segments, team);
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
      if (!term.rule().penalty().actsAt(term.strength())) {
        continue;
      }
      checkCapable(optimizer, term.rule().penalty(), treatment);
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

  /** An optimizer of somebody else's may promise what a penalty cannot keep. */
  private static void checkCapable(Optimizer optimizer, Penalty penalty, Treatment treatment) {
    Class<?> needed =
        switch (treatment) {
          case DECAY -> Penalty.class; // decayRate has the words for it
          case GRADIENT -> SmoothPenalty.class;
          case PROX ->
              optimizer.isPerCoordinate() ? SeparablePenalty.class : ProximablePenalty.class;
        };
    if (!needed.isInstance(penalty)) {
      throw new PenaltyNotSupportedException(
          optimizer
              + " says that it takes "
              + penalty
              + " by "
              + treatment
              + ", which needs a "
              + needed.getSimpleName()
              + "; "
              + penalty.getClass().getName()
              + " is none: mend treatmentOf of the optimizer, or implement the interface");
    }
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
    this.weights = weights;
    this.gradients = gradients;
    step = state.steps() + 1;
    proxStep = optimizer.proxStep(step, rate);
    for (Block block : blocks) {
      block.at(weights, gradients, state, step, rate);
    }
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      for (int k = 0; k < s.wholeGradients.length; k++) {
        s.wholeGradients[k].addGradientTo(
            s.parameter.view(weights), s.wholeStrengths[k], s.parameter.view(gradients));
      }
    }
    // One thread goes through a small model before another has woken up.
    if (layout.size() <= RANGE) {
      for (int task = 0; task < ranges.size(); task++) {
        updateRange(task, 0);
      }
    } else {
      team.run(ranges.size(), updateRange);
    }
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      for (ProximablePenalty p : s.wholeProx) {
        p.prox(s.parameter.view(weights), s.proxStrength, proxStep);
      }
    }
    state.setSteps(step);
  }

  private void updateRange(int task, int worker) {
    Range range = ranges.get(task);
    checkFinite(range.from, range.to);
    for (int from = range.from; from < range.to; from += Block.CELLS) {
      updateBlock(range.segment, from, Math.min(range.to, from + Block.CELLS), worker);
    }
  }

  private void updateBlock(Segment s, int from, int to, int worker) {
    if (s.parameter.role() == Role.STATISTIC) {
      for (int i = from; i < to; i++) {
        weights[i] -= gradients[i];
      }
      return;
    }
    Block block = blocks[worker];
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
        float[] copy = cells[worker];
        System.arraycopy(weights, from, copy, 0, to - from);
        p.prox(copy, 0, to - from, s.proxStrength, block.steps());
        System.arraycopy(copy, 0, weights, from, to - from);
      } else {
        p.prox(weights, from, to, s.proxStrength, proxStep);
      }
    }
  }

  private void checkFinite(int from, int to) {
    // NaN and infinity carry over into the sum of squares, which is as fast as memory; so does an
    // overflow, and then the cells are looked at one by one.
    if (Float.isFinite(Blas.best().dot(to - from, gradients, from, gradients, from))) {
      return;
    }
    for (int i = from; i < to; i++) {
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
