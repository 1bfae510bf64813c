/** Network layers: dense, activations, dropout, normalisation. */
package dev.ridgeline.layers;
