/** What all fitted models have in common, and the contract of whatever fits them. */
package dev.ridgeline.model;
