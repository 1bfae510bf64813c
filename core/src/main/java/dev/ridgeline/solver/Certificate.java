package dev.ridgeline.solver;

import java.util.Locale;

/**
 * Proof, or its absence, that a solution is optimal: computed at the end from the returned
 * coefficients.
 *
 * @param measure what was computed
 * @param residual its value, at least 0, or NaN where it could not be computed
 * @param tolerance the residual at which the solution counts as optimal
 * @param reason why not certified; empty if certified
 */
public record Certificate(Measure measure, double residual, double tolerance, String reason) {
  /** What a certificate rests on. */
  public enum Measure {
    /** (primal - dual) / primal at zero weights: bounds how much J could still fall. */
    RELATIVE_DUALITY_GAP,
    /**
     * Largest violation of the optimality conditions: of a weight as a share of sigma times the
     * root mean square of its column (about its mean, with an intercept), of an intercept as a
     * share of sigma, the root mean square of the rows' slopes at zero weights and the best
     * intercept. No gradient there exceeds 1 in these units, whatever the units of the data.
     */
    KKT_RESIDUAL
  }

  /** The verdict. */
  public enum Status {
    /** The residual is within the tolerance. */
    CERTIFIED,
    /** It is not, and the reason says why. */
    NOT_CERTIFIED
  }

  /**
   * Judges a residual.
   *
   * @param measure what was computed
   * @param residual its value
   * @param tolerance what counts as optimal
   * @param otherwise why a larger residual was left, such as "10000 iterations were not enough"
   * @return certified if and only if residual &lt;= tolerance
   */
  public static Certificate of(
      Measure measure, double residual, double tolerance, String otherwise) {
    return new Certificate(measure, residual, tolerance, residual <= tolerance ? "" : otherwise);
  }

  /**
   * The verdict.
   *
   * @return certified if residual &lt;= tolerance
   */
  public Status status() {
    return residual <= tolerance ? Status.CERTIFIED : Status.NOT_CERTIFIED;
  }

  /** The verdict on one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s %.3g (tolerance %.3g)%s",
        status(),
        measure.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        residual,
        tolerance,
        reason.isEmpty() ? "" : ": " + reason);
  }
}
