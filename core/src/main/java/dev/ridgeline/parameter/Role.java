package dev.ridgeline.parameter;

/** What a parameter does in its layer; decides whether it is penalised by default. */
public enum Role {
  /** Multiplies inputs; penalised unless a plan says otherwise. */
  WEIGHT,
  /** Added to outputs; not penalised unless asked for. */
  BIAS,
  /** Scale or shift of a normalisation layer; not penalised unless asked for. */
  NORMALIZATION,
  /**
   * Measured on the training rows as they pass, not trained: no optimizer, penalty or clipping
   * touches it. What a layer writes in the place of its gradient is the move that a training step
   * subtracts from it.
   */
  STATISTIC
}
