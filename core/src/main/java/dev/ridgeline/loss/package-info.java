/** The contract of losses: value and gradient with respect to the prediction. */
package dev.ridgeline.loss;
