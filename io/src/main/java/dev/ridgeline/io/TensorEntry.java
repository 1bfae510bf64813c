package dev.ridgeline.io;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line of a safetensors header: what a tensor is and which bytes it has, counted from the end
 * of the header.
 */
record TensorEntry(String name, String type, List<Long> shape, long begin, long end) {
  static final String FLOAT = "F32";
  static final String DOUBLE = "F64";
  static final String LONG = "I64";

  /** Bytes a cell of each type of the format. */
  private static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("I16", 2),
          Map.entry("U16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("I32", 4),
          Map.entry("U32", 4),
          Map.entry(FLOAT, 4),
          Map.entry(DOUBLE, 8),
          Map.entry(LONG, 8),
          Map.entry("U64", 8));

  /** Bytes a cell; 0 for a type that is not known. */
  int width() {
    return WIDTHS.getOrDefault(type, 0);
  }

  long bytes() {
    return end - begin;
  }

  /** Number of cells; -1 beyond 2^63. */
  long cells() {
    try {
      return shape.stream().reduce(1L, Math::multiplyExact);
    } catch (ArithmeticException tooMany) {
      return -1;
    }
  }

  /** What is wrong with it alone; empty if nothing is. */
  String problem() {
    if (width() == 0) {
      return "has the unknown type '"
          + type
          + "', known are "
          + WIDTHS.keySet().stream().sorted().collect(Collectors.joining(", "));
    }
    if (shape.stream().anyMatch(size -> size < 0) || cells() < 0) {
      return "has the shape " + shape + ", sizes are at least 0 and their product below 2^63";
    }
    if (begin < 0 || end < begin) {
      return "lies from byte " + begin + " to " + end + ", which is no range";
    }
    // Division, since the product may not fit.
    if (bytes() % width() != 0 || bytes() / width() != cells()) {
      return "of type "
          + type
          + " and shape "
          + shape
          + " needs "
          + cells()
          + " cells of "
          + width()
          + " bytes, its offsets give it "
          + bytes()
          + " bytes";
    }
    return "";
  }

  @Override
  public String toString() {
    return name + " " + type + shape;
  }
}
