/** The smallest penalties, optimizers, models and solvers, to test the rest of core with. */
package dev.ridgeline.doubles;
