/** The rules of losses as plain checks. */
package dev.ridgeline.testkit.loss;
