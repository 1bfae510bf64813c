package dev.ridgeline.examples;

/** Placeholder of the main job. */
public final class Main {
  private Main() {}

  /**
   * Prints one line.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    System.out.println("Ridgeline: no main job yet.");
  }
}
