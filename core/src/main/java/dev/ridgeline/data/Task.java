package dev.ridgeline.data;

/** What the targets of a {@link Dataset} mean. */
public enum Task {
  /** Targets are real numbers. */
  REGRESSION,
  /** Targets are class indices 0 ... K-1. */
  CLASSIFICATION
}
