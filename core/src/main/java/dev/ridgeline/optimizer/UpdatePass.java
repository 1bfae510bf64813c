package dev.ridgeline.optimizer;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.FloatBounds;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
  private final BlockPenalties[] penalties;
  private final float[] squares;
  private final Team.Job addSquares = this::addSquares;
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
    squares = new float[ranges.size()];
    this.team = team;
    blocks = new Block[team.size()];
    Arrays.setAll(blocks, worker -> new Block());
    penalties = new BlockPenalties[team.size()];
    Arrays.setAll(penalties, worker -> new BlockPenalties());
  }

  /** The cells of one task. */
  private record Range(Segment segment, int from, int to) {}

  /**
   * The upper half of each segment's rows, and the lower halves from the last segment to the first:
   * where threads that begin at either end find in their cache gradients that they have computed. A
   * segment no longer than a range stays whole.
   */
  private static List<Range> ranges(List<Segment> segments) {
    List<Range> front = new ArrayList<>();
    List<Range> back = new ArrayList<>();
    for (Segment s : segments) {
      Parameter p = s.parameter();
      int lowerRows = p.size() > RANGE ? p.spec().rows() / 2 : 0;
      int half = p.end() - lowerRows * p.spec().columns();
      addRanges(s, p.offset(), half, front);
      List<Range> lower = new ArrayList<>();
      addRanges(s, half, p.end(), lower);
      Collections.reverse(lower);
      back.addAll(0, lower);
    }
    front.addAll(back);
    return front;
  }

  /** Cuts cells to ranges of much the same number of blocks. */
  private static void addRanges(Segment s, int from, int to, List<Range> ranges) {
    int blocks = (to - from + Block.CELLS - 1) / Block.CELLS;
    int count = (to - from + RANGE - 1) / RANGE;
    int at = from;
    for (int k = 1; k <= count; k++) {
      int end = Math.min(to, from + (int) ((long) blocks * k / count) * Block.CELLS);
      ranges.add(new Range(s, at, end));
      at = end;
    }
  }

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
          Segment.of(
              parameter,
              terms.stream().filter(t -> t.parameter() == parameter).toList(),
              optimizer));
    }
    return new UpdatePass(optimizer, layout, segments, team);
  }

  /**
   * One step.
   *
   * @param weights flat parameters, modified
   * @param gradients flat gradients of the mean data loss; modified: they gain the gradients of
   *     penalties that the optimizer does not add itself, or become the steps of a prox
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
      for (int k = 0; k < s.wholeGradients().size(); k++) {
        Segment.Acting<SmoothPenalty> p = s.wholeGradients().get(k);
        p.penalty()
            .addGradientTo(
                s.parameter().view(weights), p.strength(), s.parameter().view(gradients));
      }
    }
    run(addSquares);
    checkFinite();
    run(updateRange);
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      for (int k = 0; k < s.wholeProx().size(); k++) {
        Segment.Acting<ProximablePenalty> p = s.wholeProx().get(k);
        p.penalty().prox(s.parameter().view(weights), p.strength(), proxStep);
      }
    }
    state.setSteps(step);
  }

  private void run(Team.Job job) {
    if (layout.size() > RANGE) {
      team.run(ranges.size(), job);
      return;
    }
    // One thread goes through a small model before another has woken up.
    for (int task = 0; task < ranges.size(); task++) {
      job.run(task, 0);
    }
  }

  private void updateRange(int task, int worker) {
    Range range = ranges.get(task);
    for (int from = range.from; from < range.to; from += Block.CELLS) {
      updateBlock(range.segment, from, Math.min(range.to, from + Block.CELLS), worker);
    }
  }

  private void updateBlock(Segment s, int from, int to, int worker) {
    if (s.parameter().role() == Role.STATISTIC) {
      for (int i = from; i < to; i++) {
        weights[i] -= gradients[i];
      }
      return;
    }
    Block block = blocks[worker];
    BlockPenalties around = penalties[worker];
    for (int k = 0; k < s.gradients().size(); k++) {
      around.addGradient(s.gradients().get(k), weights, gradients, from, to);
    }
    for (int k = 0; k < s.subgradients().size(); k++) {
      Segment.Acting<SubgradientPenalty> p = s.subgradients().get(k);
      p.penalty().addSubgradientTo(weights, gradients, from, to, p.strength());
    }
    boolean steps = s.wantsSteps(optimizer);
    block.cells(from, to, s.decay(), steps).withRidge(s.ridge()).withProx(s.l1(), s.l2());
    // With a step of 0 a prox leaves the weights where they are, even outside of bounds.
    optimizer.update(block.withBounds(block.rate() == 0 ? FloatBounds.NONE : s.bounds()));
    if (!block.isCut()) {
      block.bounds().cut(weights, from, to);
    }
    for (int k = 0; k < s.prox().size(); k++) {
      if (steps) {
        around.prox(s.prox().get(k), weights, from, to, block.steps());
      } else {
        around.prox(s.prox().get(k), weights, from, to, proxStep);
      }
    }
  }

  /**
   * Both halves of the ranges from last to first: what a thread looks at last it updates first,
   * when it still is in its cache.
   */
  private void addSquares(int task, int worker) {
    int half = team.size() == 1 ? ranges.size() : ranges.size() / 2;
    Range range = ranges.get(task < half ? half - 1 - task : ranges.size() - 1 - (task - half));
    squares[task] =
        Blas.best().dot(range.to - range.from, gradients, range.from, gradients, range.from);
  }

  /**
   * NaN and infinity carry over into the sums of squares, which are as fast as memory; so does an
   * overflow, and then the cells are looked at one by one.
   */
  private void checkFinite() {
    boolean finite = true;
    for (float sum : squares) {
      finite &= Float.isFinite(sum);
    }
    for (int i = 0; !finite && i < gradients.length; i++) {
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
