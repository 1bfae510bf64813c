package dev.ridgeline.solvers;

/**
 * Whether the next Newton step of {@link ClassDescent} takes less time through the Gram matrix or
 * through the rows, by counts of cells: a matrix costs its products and then little a pass, and
 * serves until the second derivatives have moved away. How soon they do, and how many passes a
 * model takes either way, is what the steps so far say.
 */
final class GramChoice {
  /** The largest matrix. */
  static final int MOST = 1500;

  /** How far second derivatives may have moved, as a share of theirs, while a matrix serves. */
  static final double DRIFT = 0.5;

  /** The most steps that a matrix is expected to serve. */
  private static final double LONGEST = 20;

  /** Of a cell of a pass through the rows, what one takes in products of many dense columns. */
  private static final double DENSE_PRODUCT = 0.4;

  /** Cells that take as long as a sweep, or a step, takes for each row and class. */
  private static final double SWEEP = 8;

  private static final double STEP = 30;

  /** Sparse cells that take as long as a row of a column that is spread out. */
  private static final double SCATTER = 0.2;

  /** What passes that ran out stand for, of a model that may take any number. */
  private static final double COUNTLESS = 10_000;

  private final double rows;
  private final double outputs;
  private final double cells;
  private final boolean isDense;
  private int steps;
  private int stepsHere;
  private double rate = DRIFT;
  private double gramPasses = 10;
  private double sweepPasses = 10;

  /**
   * Before the first step.
   *
   * @param cells stored in a column
   * @param isDense whether that is all of them
   */
  GramChoice(int rows, int outputs, double cells, boolean isDense) {
    this.rows = rows;
    this.outputs = outputs;
    this.cells = cells;
    this.isDense = isDense;
  }

  /**
   * Whether a step through the matrix, with its share of what the matrix costs, takes less time
   * than passes through the rows.
   *
   * @param size coordinates
   * @param held how many of them a matrix that still serves holds
   */
  boolean isWorthGram(int size, int held) {
    double served = Math.max(1, DRIFT / rate - (held > 0 ? steps : 0));
    double square = (double) size * size;
    double sweeps = size * cells * (outputs + 2 + 2 * sweepPasses);
    sweeps += SWEEP * rows * outputs * sweepPasses;
    return size <= MOST && matrixCost(size, held) / served + square * gramPasses <= sweeps;
  }

  private double matrixCost(double size, double held) {
    double products = cells * Math.max(0, size * size - held * held) / 2;
    return isDense ? DENSE_PRODUCT * products : products + SCATTER * rows * outputs * (size - held);
  }

  /**
   * Whether steps with second derivatives of another place, which get there more slowly, have cost
   * as much at this lambda as a matrix with new ones would.
   */
  boolean isOutworn(int size) {
    double step = 2 * size * cells + STEP * rows * outputs;
    return stepsHere > 1 && (stepsHere - 1) * step > matrixCost(size, 0);
  }

  /** Another lambda. */
  void moveOn() {
    stepsHere = 0;
  }

  /** The metric is new. */
  void renew() {
    steps = 0;
    stepsHere = 0;
  }

  /** How far the second derivatives have moved since the metric was new. */
  void learnDrift(double drift) {
    double last = Math.max(drift / Math.max(1, steps), DRIFT / LONGEST);
    rate = (rate + Math.min(last, DRIFT)) / 2;
  }

  /** A step has taken its passes; at the most allowed, it may have needed many more. */
  void learnPasses(boolean isGram, int passes, int most) {
    steps++;
    stepsHere++;
    if (isGram) {
      gramPasses = (gramPasses + passes) / 2;
    } else {
      sweepPasses = passes < most ? (sweepPasses + passes) / 2 : COUNTLESS;
    }
  }
}
