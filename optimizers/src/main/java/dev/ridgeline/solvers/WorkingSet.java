package dev.ridgeline.solvers;

import java.util.Arrays;

/** The columns that a descent moves, in the order in which they came in. */
final class WorkingSet {
  /** So few columns are all in. */
  private static final int SMALL = 128;

  /** Columns that come in at once: at least so many, at most so many times those with weight. */
  private static final int LEAST = 100;

  private static final double GROWTH = 2;

  /**
   * Where a pass over the set costs no more than its cells, also one in so many of all: the some
   * five passes of a round then cost little beside the look at all columns that it ends with, and
   * fewer rounds find the set.
   */
  private static final int ONE_IN = 32;

  /**
   * The share of the columns with weight by which these hardly ever grow at one lambda of a path.
   */
  private static final double USUAL = 0.25;

  /** The share of an l1 factor's fall by which a gradient is expected to grow. */
  private static final double AHEAD = 0.3;

  private final ColumnDesign design;
  private final double[] w;
  private final boolean[] isMember;
  private final int[] order;
  private final double[] scores;
  private final double[] outside;
  private int size;

  /**
   * An empty set.
   *
   * @param w the descent's weights, read whenever the set changes
   */
  WorkingSet(ColumnDesign design, double[] w) {
    this.design = design;
    this.w = w;
    this.isMember = new boolean[w.length];
    this.order = new int[w.length];
    this.scores = new double[w.length];
    this.outside = new double[w.length];
  }

  int size() {
    return size;
  }

  /** The columns; a new array. */
  int[] members() {
    return Arrays.copyOf(order, size);
  }

  private void add(int j) {
    isMember[j] = true;
    order[size++] = j;
  }

  /** Starts again from the columns with weight. */
  void prune() {
    Arrays.fill(isMember, false);
    size = 0;
    for (int j = 0; j < w.length; j++) {
      if (w[j] != 0) {
        add(j);
      }
    }
  }

  /**
   * Adds the columns whose gradient would reach the new l1 factor if it grew by a share of what the
   * factor falls; by all of it in the strong rule of Tibshirani et al., 2012, which is seldom so.
   *
   * @param room how many columns may come in: the nearest ones, if more are likely
   */
  void lookAhead(double[] gradient, Threshold before, Threshold rule, int room) {
    int count = countLikely(gradient, before, rule);
    double cut = 0;
    if (count > room && room > 0) {
      Arrays.sort(outside, 0, count);
      cut = outside[count - room];
    }
    int left = Math.min(count, room);
    for (int j = 0; j < gradient.length && left > 0; j++) {
      if (scores[j] > 0 && scores[j] >= cut) {
        add(j);
        left--;
      }
    }
  }

  /** As many columns as hardly ever get their weight at one lambda of a path, or a few more. */
  int usualGrowth() {
    int support = 0;
    for (double weight : w) {
      support += weight != 0 ? 1 : 0;
    }
    return Math.max(LEAST, (int) (USUAL * support));
  }

  /** How many columns that would add, given room. */
  int countLikely(double[] gradient, Threshold before, Threshold rule) {
    int count = 0;
    for (int j = 0; j < gradient.length; j++) {
      double l1 = rule.l1(j);
      double likely = l1 - AHEAD * (before.l1(j) - l1);
      double size = Math.abs(gradient[j]);
      scores[j] = !isMember[j] && likely > 0 && size >= likely ? size / l1 : 0;
      if (scores[j] > 0) {
        outside[count++] = scores[j];
      }
    }
    return count;
  }

  /**
   * Adds the columns that violate optimality most.
   *
   * @param isThroughRows whether a pass over the set costs its cells, and not the products of all
   *     its columns with each other
   * @return the largest violation
   */
  double grow(double[] gradient, Threshold rule, boolean isThroughRows) {
    int p = w.length;
    double worst = 0;
    int support = 0;
    for (int j = 0; j < p; j++) {
      support += w[j] != 0 ? 1 : 0;
      double violation = rule.violation(j, w[j], gradient[j]);
      scores[j] = 0;
      if (violation > 0) {
        double square = design.square(j);
        scores[j] = violation / Math.sqrt(square > 0 ? square : 1);
        worst = Math.max(worst, scores[j]);
      }
    }
    int count = 0;
    for (int j = 0; j < p; j++) {
      boolean in = isMember[j] || w[j] != 0 || p <= SMALL;
      if (in && !isMember[j]) {
        add(j);
      } else if (!in && scores[j] > 0) {
        outside[count++] = scores[j];
      }
    }
    int least = isThroughRows ? Math.max(LEAST, p / ONE_IN) : LEAST;
    int wanted = Math.min(count, Math.max(least, (int) (GROWTH * support)));
    if (wanted > 0) {
      Arrays.sort(outside, 0, count);
      double cut = outside[count - wanted];
      for (int j = 0; j < p && wanted > 0; j++) {
        if (!isMember[j] && scores[j] >= cut) {
          add(j);
          wanted--;
        }
      }
    }
    return worst;
  }
}
