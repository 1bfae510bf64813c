package dev.ridgeline.plugin;

import dev.ridgeline.loss.Loss;

/** Provides a loss by name. */
public interface LossProvider extends Provider<Loss> {}
