/** Linear and logistic models, fitted by certified solvers. */
package dev.ridgeline.linear;
