/** The rules of optimizers as plain checks. */
package dev.ridgeline.testkit.optimizer;
