/**
 * Files to data sets: {@link dev.ridgeline.io.CsvFormat} and {@link dev.ridgeline.io.LibsvmFormat}
 * say how a {@link dev.ridgeline.io.DataSource} is read; what does not fit is a {@link
 * dev.ridgeline.io.DataFileException}.
 */
package dev.ridgeline.io;
