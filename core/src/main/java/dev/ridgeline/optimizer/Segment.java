package dev.ridgeline.optimizer;

import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.FloatBounds;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.Penalty;
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
 * A parameter with what acts on it in a step.
 *
 * @param parameter the cells
 * @param decay rate of the quadratic penalties that the optimizer applies by decay
 * @param ridge rate of the quadratic penalties that it adds to the gradient itself
 * @param l1 factor of the absolute values in the prox that it applies itself
 * @param l2 factor of half the squares in that prox
 * @param bounds to which the weights are cut after the update, block by block
 * @param gradients penalties added to the gradient before the update, block by block
 * @param subgradients the same by their subgradients
 * @param wholeGradients the same on the whole matrix
 * @param prox at most one penalty whose prox follows the update, block by block
 * @param wholeProx at most one whose prox follows on the whole matrix
 */
record Segment(
    Parameter parameter,
    double decay,
    double ridge,
    double l1,
    double l2,
    FloatBounds bounds,
    List<Acting<SmoothSeparablePenalty>> gradients,
    List<Acting<SubgradientPenalty>> subgradients,
    List<Acting<SmoothPenalty>> wholeGradients,
    List<Acting<SeparablePenalty>> prox,
    List<Acting<ProximablePenalty>> wholeProx) {
  /**
   * A penalty at its strength.
   *
   * @param <P> its capability
   * @param penalty the penalty
   * @param strength lambda / m
   * @param inFloats whether it has a loop of its own over float storage
   */
  record Acting<P>(P penalty, double strength, boolean inFloats) {}

  /** Whether the optimizer must leave its steps for a prox that follows. */
  boolean wantsSteps(Optimizer optimizer) {
    return !prox.isEmpty() && optimizer.isPerCoordinate();
  }

  static Segment of(Parameter parameter, List<Regularization.Term> terms, Optimizer optimizer) {
    List<Acting<SmoothSeparablePenalty>> gradients = new ArrayList<>();
    List<Acting<SubgradientPenalty>> subgradients = new ArrayList<>();
    List<Acting<SmoothPenalty>> wholeGradients = new ArrayList<>();
    List<Acting<SeparablePenalty>> prox = new ArrayList<>();
    List<Acting<ProximablePenalty>> wholeProx = new ArrayList<>();
    double decay = 0;
    for (Regularization.Term term : terms) {
      Penalty penalty = term.rule().penalty();
      double s = term.strength();
      if (term.rule().application() == Regularization.Application.SUBGRADIENT) {
        subgradients.add(new Acting<>((SubgradientPenalty) penalty, s, true));
        continue;
      }
      Treatment treatment = optimizer.treatmentOf(penalty);
      if (!penalty.actsAt(s)) {
        continue;
      }
      checkCapable(optimizer, penalty, treatment);
      switch (treatment) {
        case DECAY -> decay += decayRate(term, optimizer);
        case PROX -> {
          if (penalty instanceof SeparablePenalty p) {
            prox.add(new Acting<>(p, s, proxInFloats(p, optimizer)));
          } else {
            wholeProx.add(new Acting<>((ProximablePenalty) penalty, s, true));
          }
        }
        case GRADIENT -> {
          if (!(penalty instanceof SmoothSeparablePenalty p)) {
            wholeGradients.add(new Acting<>((SmoothPenalty) penalty, s, true));
          } else if (p.lipschitz(s) != 0 || p.derivative(0, s) != 0) {
            gradients.add(new Acting<>(p, s, gradientInFloats(p)));
          }
        }
      }
    }
    // A plan holds at most one penalty that needs a prox; an optimizer may ask for more of its own.
    if (prox.size() + wholeProx.size() > 1) {
      throw new PenaltyNotSupportedException(
          optimizer + " would apply two proxes to " + parameter.name() + "; use one penalty");
    }
    double ridge = 0;
    double l1 = 0;
    double l2 = 0;
    FloatBounds bounds = FloatBounds.NONE;
    if (optimizer.fusesPenalties()) {
      if (prox.size() == 1 && inside(prox.get(0).penalty()) instanceof L1L2Penalty p) {
        l1 = p.l1(prox.get(0).strength());
        l2 = p.l2(prox.get(0).strength());
        bounds = bounds(prox.get(0).penalty());
        prox.clear();
      } else if (decay == 0
          && prox.isEmpty()
          && gradients.stream().allMatch(g -> g.penalty() instanceof QuadraticPenalty)) {
        for (Acting<SmoothSeparablePenalty> g : gradients) {
          ridge += ((QuadraticPenalty) g.penalty()).rate(g.strength());
        }
        gradients.clear();
      }
    }
    return new Segment(
        parameter,
        decay,
        ridge,
        l1,
        l2,
        bounds,
        List.copyOf(gradients),
        List.copyOf(subgradients),
        List.copyOf(wholeGradients),
        List.copyOf(prox),
        List.copyOf(wholeProx));
  }

  /** What is within all bounds; the prox of a bounded penalty is this one's, cut to them. */
  private static SeparablePenalty inside(SeparablePenalty penalty) {
    return penalty instanceof BoundedPenalty bounded ? inside(bounded.base()) : penalty;
  }

  private static FloatBounds bounds(SeparablePenalty penalty) {
    FloatBounds all = FloatBounds.NONE;
    for (SeparablePenalty p = penalty; p instanceof BoundedPenalty b; p = b.base()) {
      all = all.and(FloatBounds.of(b));
    }
    return all;
  }

  private static boolean proxInFloats(SeparablePenalty p, Optimizer optimizer) {
    Class<?> step = optimizer.isPerCoordinate() ? float[].class : double.class;
    return overrides(
        p, SeparablePenalty.class, "prox", float[].class, int.class, int.class, double.class, step);
  }

  private static boolean gradientInFloats(SmoothSeparablePenalty p) {
    return overrides(
        p,
        SmoothSeparablePenalty.class,
        "addGradientTo",
        float[].class,
        float[].class,
        int.class,
        int.class,
        double.class);
  }

  /** Whether an author has written a loop over floats, rather than the scalar methods only. */
  private static boolean overrides(
      Penalty penalty, Class<?> contract, String method, Class<?>... types) {
    try {
      return penalty.getClass().getMethod(method, types).getDeclaringClass() != contract;
    } catch (NoSuchMethodException withoutReflection) {
      return false;
    }
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
}
