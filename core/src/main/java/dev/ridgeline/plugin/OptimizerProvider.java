package dev.ridgeline.plugin;

import dev.ridgeline.optimizer.Optimizer;

/** Provides an optimizer by name. */
public interface OptimizerProvider extends Provider<Optimizer> {}
