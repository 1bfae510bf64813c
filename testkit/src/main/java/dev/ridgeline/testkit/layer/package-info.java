/** The rules of layers as plain checks. */
package dev.ridgeline.testkit.layer;
