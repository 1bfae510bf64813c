package dev.ridgeline.parameter;

/** What a parameter does in its layer; decides whether it is penalised by default. */
public enum Role {
  /** Multiplies inputs; penalised unless a plan says otherwise. */
  WEIGHT,
  /** Added to outputs; not penalised unless asked for. */
  BIAS,
  /** Scale or shift of a normalisation layer; not penalised unless asked for. */
  NORMALIZATION
}
