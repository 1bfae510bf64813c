/** Names, roles and places of a model's numbers in one flat vector. */
package dev.ridgeline.parameter;
