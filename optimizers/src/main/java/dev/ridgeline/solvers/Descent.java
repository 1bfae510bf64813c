package dev.ridgeline.solvers;

import dev.ridgeline.objective.Objective;
import dev.ridgeline.solver.Certificate;

/** A run of coordinate descent that can go on to other lambdas of the same problem. */
abstract class Descent {
  /** Descends until the residual is below the tolerance. */
  abstract void run(double tolerance, int maxEpochs);

  /** Goes on to another lambda from where the last one ended. */
  abstract void moveTo(double lambda);

  /** outputs x columns, row-major. */
  abstract double[] weights();

  /** One an output, for centred features. */
  abstract double[] intercepts();

  /** What the last residual measures. */
  abstract Certificate.Measure measure();

  /** The residual of the weights as they are now, from predictions made of them anew. */
  abstract double residual();

  /** J as it is now. */
  abstract Objective objective();

  /** Passes over the working sets for the last lambda. */
  abstract int epochs();

  /** Why the last run ended. */
  abstract String ending();
}
