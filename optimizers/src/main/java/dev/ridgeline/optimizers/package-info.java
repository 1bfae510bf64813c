/**
 * The built-in optimizers, each found by name through the service loader, usable by constructor
 * too: sgd, momentum, adam and others, and weight-decay, which decorates any of them.
 */
package dev.ridgeline.optimizers;
