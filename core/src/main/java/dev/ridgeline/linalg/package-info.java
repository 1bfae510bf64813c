/**
 * Matrix views over flat arrays, matrix products, stable scalar functions and seeded randomness.
 */
package dev.ridgeline.linalg;
