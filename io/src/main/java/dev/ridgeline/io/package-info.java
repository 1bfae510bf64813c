/** Files to data sets, models to files. */
package dev.ridgeline.io;
