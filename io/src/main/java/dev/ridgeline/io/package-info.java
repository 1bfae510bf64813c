/**
 * Files to data sets: {@link dev.ridgeline.io.CsvFormat}, {@link dev.ridgeline.io.LibsvmFormat} and
 * {@link dev.ridgeline.io.IdxFormat} say how a {@link dev.ridgeline.io.DataSource} is read; what
 * does not fit is a {@link dev.ridgeline.io.DataFileException}.
 */
package dev.ridgeline.io;
