/**
 * Choosing lambda: search over a grid on a dev set or by k-fold, with a verdict for every lambda.
 */
package dev.ridgeline.select;
