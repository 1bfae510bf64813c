package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Learner;

/**
 * What a search tries: a grid given beforehand, or one that depends on the learner and the data.
 */
public interface Lambdas {
  /**
   * The grid for a learner on a training set.
   *
   * @param learner what will be fitted
   * @param train raw rows to fit to; under k-fold all rows, so that every fold meets the same grid
   * @return the lambdas to try
   * @throws IllegalArgumentException if there is none for this learner or these data
   */
  LambdaGrid grid(Learner learner, Dataset train);
}
