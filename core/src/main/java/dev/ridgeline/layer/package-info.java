/** The contract of network layers. */
package dev.ridgeline.layer;
