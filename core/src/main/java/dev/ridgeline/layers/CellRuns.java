package dev.ridgeline.layers;

import dev.ridgeline.layer.LayerPass;

/**
 * The cells of some columns of a block as runs of neighbours, whichever order the block has: one
 * run a row of a row-major block, one a column of a column-major one, and a single run where they
 * follow each other.
 *
 * @param first first cell, counted from the block's
 * @param count number of runs
 * @param length cells of a run
 * @param stride distance between the first cells of runs, at least the length
 */
record CellRuns(int first, int count, int length, int stride) {
  /** Columns from ... to - 1 of all rows of a pass through a layer as wide as its inputs. */
  static CellRuns of(LayerPass pass, int from, int to) {
    boolean byColumns = pass.hasColumnMajorOutputs();
    int stride = byColumns ? pass.columnStride() : pass.outputs();
    int first = byColumns ? from * stride : from;
    int count = byColumns ? to - from : pass.rows();
    int length = byColumns ? pass.rows() : to - from;
    return length == stride
        ? new CellRuns(first, 1, count * length, count * length)
        : new CellRuns(first, count, length, stride);
  }

  /** First cell of a run. */
  int start(int run) {
    return first + run * stride;
  }
}
