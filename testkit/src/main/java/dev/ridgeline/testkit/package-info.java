/** Contract tests for authors of penalties, optimizers, solvers, losses and layers. */
package dev.ridgeline.testkit;
