/** Runnable examples; the main class does the main job. */
package dev.ridgeline.examples;
