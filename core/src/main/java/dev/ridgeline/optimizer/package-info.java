/**
 * The contract of optimizers: one rule for one step on a flat parameter vector, state apart, and
 * the cache-blocked pass that applies penalties around it in a fixed order.
 */
package dev.ridgeline.optimizer;
