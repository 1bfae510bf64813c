package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/** Matrix operations of grouped penalties, one group at a time through a scratch array. */
final class Groups {
  private Groups() {}

  /** Sum of the group values after a prox of the given step; step 0 leaves the weights alone. */
  static double apply(GroupedPenalty p, Matrix w, double strength, double step) {
    Grouping grouping = p.grouping();
    int groups = grouping.groups(w);
    int largest = 0;
    for (int g = 0; g < groups; g++) {
      largest = Math.max(largest, grouping.size(w, g));
    }
    double[] block = new double[largest];
    double sum = 0;
    for (int g = 0; g < groups; g++) {
      int size = grouping.size(w, g);
      gather(w, grouping, g, size, block);
      if (step > 0) {
        p.groupProx(block, size, strength, step);
        for (int k = 0; k < size; k++) {
          w.set(grouping.row(w, g, k), grouping.column(w, g, k), block[k]);
        }
        // Float storage rounds: the value is that of what was stored.
        gather(w, grouping, g, size, block);
      }
      sum += p.groupValue(block, size, strength);
    }
    return sum;
  }

  private static void gather(Matrix w, Grouping grouping, int g, int size, double[] block) {
    for (int k = 0; k < size; k++) {
      block[k] = w.get(grouping.row(w, g, k), grouping.column(w, g, k));
    }
  }
}
