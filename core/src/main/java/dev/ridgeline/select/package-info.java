/**
 * Choosing lambda: search over a grid or a path on a dev set or by k-fold, with a verdict for every
 * lambda; linear models fitted along a path.
 */
package dev.ridgeline.select;
