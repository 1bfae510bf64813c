package dev.ridgeline.optimizer;

/** How an optimizer takes a penalty into its step. */
public enum Treatment {
  /** The penalty's gradient is added to the data gradient before the step. */
  GRADIENT,
  /**
   * The optimizer itself multiplies the weights by 1 - alpha * rate, apart from the data gradient:
   * for quadratic penalties only.
   */
  DECAY,
  /** The penalty's prox follows the step, in the step's own metric. */
  PROX
}
