package dev.ridgeline.select;

/** Which lambda a search chooses. */
public enum Rule {
  /** The lambda of least dev loss; the larger of equals. */
  MIN,
  /**
   * The largest lambda whose dev loss is within one standard error of the least: the simplest model
   * that is as good as the best as far as the dev set can tell (Breiman et al., "Classification and
   * regression trees", 1984, section 3.4.3).
   */
  ONE_STANDARD_ERROR
}
