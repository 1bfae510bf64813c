package dev.ridgeline.plugin;

import dev.ridgeline.solver.Solver;

/** Provides a convex solver by name. */
public interface SolverProvider extends Provider<Solver> {}
