/**
 * The built-in learning-rate schedules, each found by name through the service loader, usable by
 * constructor too. A schedule knows steps and the length of the run, not epochs, so all its places
 * are shares of the run.
 */
package dev.ridgeline.schedules;
