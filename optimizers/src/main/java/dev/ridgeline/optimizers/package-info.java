/** The built-in optimizers and convex solvers, each found by name through the service loader. */
package dev.ridgeline.optimizers;
