/**
 * Files to data sets, and models to files: {@link dev.ridgeline.io.CsvFormat}, {@link
 * dev.ridgeline.io.LibsvmFormat} and {@link dev.ridgeline.io.IdxFormat} say how a {@link
 * dev.ridgeline.io.DataSource} is read, {@link dev.ridgeline.io.DatasetFile} maps data that may be
 * larger than memory; what does not fit is a {@link dev.ridgeline.io.DataFileException}. {@link
 * dev.ridgeline.io.Checkpoints} keeps the states of training runs, {@link
 * dev.ridgeline.io.ModelFile} fitted models.
 */
package dev.ridgeline.io;
