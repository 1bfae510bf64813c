package dev.ridgeline.select;

import dev.ridgeline.linalg.Decimal;

/**
 * Where a path ends before its last lambda.
 *
 * @param explained share of the deviance at which it ends; above 1 for no such end
 * @param change least share that a lambda must add to what is explained; 0 for no such end
 */
record PathStop(double explained, double change) {
  static final PathStop NEVER = new PathStop(Double.POSITIVE_INFINITY, 0);
  private static final int FIRST = 5;

  PathStop {
    if (!(explained > 0 && change >= 0)) {
      throw new IllegalArgumentException(
          "a path stops at an explained share above 0 or a change of at least 0, found "
              + explained
              + " and "
              + change);
    }
  }

  /**
   * Whether to end here.
   *
   * @param count fits so far, this one included
   * @param before explained by the fit before
   * @param now explained by this fit
   */
  boolean endsAt(int count, double before, double now) {
    return count >= FIRST && (now >= explained || now - before < change * now);
  }

  @Override
  public String toString() {
    return equals(NEVER)
        ? ""
        : ", stopping at "
            + Decimal.exact(explained)
            + " of the deviance explained or a change below "
            + Decimal.exact(change)
            + " of it";
  }
}
