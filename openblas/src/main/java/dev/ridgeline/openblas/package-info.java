/** OpenBLAS from Maven Central for Linux: putting this module on the class path is all it takes. */
package dev.ridgeline.openblas;
