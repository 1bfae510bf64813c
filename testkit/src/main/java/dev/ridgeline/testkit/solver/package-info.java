/** The rules of solvers as plain checks, against a slow reference that shares no code with them. */
package dev.ridgeline.testkit.solver;
