package dev.ridgeline.linear;

/**
 * The weight of one feature in one output.
 *
 * @param feature its name
 * @param output its class for softmax, 0 otherwise
 * @param standardized per standard deviation of the feature: comparable between features, and what
 *     was penalised
 * @param raw per unit of the feature as it was given
 * @param factor its penalty factor: the feature had the strength factor lambda / m
 */
public record Coefficient(
    String feature, int output, double standardized, double raw, double factor) {
  /**
   * A weight under the whole penalty, factor 1.
   *
   * @param feature its name
   * @param output its class for softmax, 0 otherwise
   * @param standardized per standard deviation of the feature
   * @param raw per unit of the feature as it was given
   */
  public Coefficient(String feature, int output, double standardized, double raw) {
    this(feature, output, standardized, raw, 1);
  }
}
