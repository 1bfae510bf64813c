/**
 * Convex solvers for linear predictors: proximal gradient, coordinate descent, Newton, and the
 * choice between them. Each solution carries a certificate that is recomputed at the end.
 */
package dev.ridgeline.solvers;
