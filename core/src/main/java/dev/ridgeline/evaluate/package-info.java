/** Scores of fitted models with standard errors; never with the penalty. */
package dev.ridgeline.evaluate;
