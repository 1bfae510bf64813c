/** The number that a fit minimises, data loss and penalty apart. */
package dev.ridgeline.objective;
