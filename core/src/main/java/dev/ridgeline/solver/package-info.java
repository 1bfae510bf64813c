/**
 * The contract of solvers: a whole linear problem in, a solution with a certificate of optimality
 * out.
 */
package dev.ridgeline.solver;
