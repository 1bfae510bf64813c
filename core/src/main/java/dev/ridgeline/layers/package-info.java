/** Network layers: dense, activations, dropout. */
package dev.ridgeline.layers;
