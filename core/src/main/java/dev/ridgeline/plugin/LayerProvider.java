package dev.ridgeline.plugin;

import dev.ridgeline.layer.Layer;

/** Provides a network layer by name. */
public interface LayerProvider extends Provider<Layer> {}
