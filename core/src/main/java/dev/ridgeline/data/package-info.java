/** Data sets: features (dense or sparse), targets, splits and standardisation. */
package dev.ridgeline.data;
