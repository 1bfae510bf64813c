/** Losses: logistic, softmax cross-entropy, squared error, Huber. */
package dev.ridgeline.losses;
