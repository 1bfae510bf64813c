package dev.ridgeline.solver;

import dev.ridgeline.data.KFold;
import java.util.Optional;

/**
 * A path solver that gains from seeing all folds of a cross-validation at once: what it learns of a
 * row serves every fold that trains on it.
 */
public interface FoldSolver extends PathSolver {
  /**
   * Looks at all rows, for the paths of the folds that follow.
   *
   * @param whole the problem of all rows, before any standardisation; its lambda and start are not
   *     used
   * @param folds of its data
   * @return what the folds share; empty where it would not pay, or the problem is not of that kind:
   *     then each fold is solved by itself
   * @throws IllegalArgumentException as {@link Solver#check}
   */
  Optional<FoldPaths> share(LinearProblem whole, KFold folds);
}
