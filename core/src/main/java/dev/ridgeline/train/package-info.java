/** Training networks by gradient steps: batches, schedules, early stopping, history, progress. */
package dev.ridgeline.train;
