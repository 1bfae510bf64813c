package dev.ridgeline.solver;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.objective.Objective;

/**
 * What a solver found.
 *
 * @param weights outputs x features, in double; not to be modified
 * @param intercepts one an output; not to be modified
 * @param objective J at these coefficients
 * @param iterations rounds of the algorithm
 * @param certificate whether they are optimal
 * @param solver the spec string of the algorithm that ran, and why it was chosen where it was
 *     chosen
 */
public record Solution(
    DoubleMatrix weights,
    double[] intercepts,
    Objective objective,
    int iterations,
    Certificate certificate,
    String solver) {}
