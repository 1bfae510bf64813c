package dev.ridgeline.train;

/**
 * When to stop before the last epoch: the dev loss has not fallen for some epochs. The parameters
 * of the best epoch are kept.
 *
 * @param patience epochs to wait for a better dev loss, at least 1
 * @param minimumDrop how much lower counts as better, in units of the loss, at least 0
 */
public record EarlyStopping(int patience, double minimumDrop) {
  /**
   * Checks the numbers.
   *
   * @param patience epochs to wait for a better dev loss, at least 1
   * @param minimumDrop how much lower counts as better, at least 0
   * @throws IllegalArgumentException if one is out of range
   */
  public EarlyStopping {
    if (patience < 1 || !(minimumDrop >= 0)) {
      throw new IllegalArgumentException(
          "early stopping needs patience >= 1 and minimum drop >= 0, found "
              + patience
              + " and "
              + minimumDrop);
    }
  }

  /**
   * Any drop counts.
   *
   * @param patience epochs to wait for a better dev loss, at least 1
   * @return the rule
   */
  public static EarlyStopping patience(int patience) {
    return new EarlyStopping(patience, 0);
  }
}
