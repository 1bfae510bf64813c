/**
 * Finding components by name: providers registered through {@link java.util.ServiceLoader}, their
 * typed settings, and spec strings such as {@code elastic-net(l1-ratio=0.5)}.
 */
package dev.ridgeline.plugin;
