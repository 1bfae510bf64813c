/** Names, roles and places of trainable numbers in one flat vector. */
package dev.ridgeline.parameter;
