package dev.ridgeline.plugin;

import dev.ridgeline.penalty.Penalty;

/** Provides a penalty by name. */
public interface PenaltyProvider extends Provider<Penalty> {}
