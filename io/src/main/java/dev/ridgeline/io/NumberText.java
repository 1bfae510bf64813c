package dev.ridgeline.io;

import java.util.Locale;

/**
 * Decimal numbers in text: {@code [+-] digits [. digits] [e [+-] digits]}, digits on one side of
 * the point at least. Unlike {@link Double#parseDouble} it takes neither "1d" nor hexadecimal.
 */
final class NumberText {
  /** 10^k for k &lt;= 22 is exact in a double. */
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long EXACT_MANTISSA = 1L << 53;

  private NumberText() {}

  /**
   * The number in text[from, to), or NaN if there is none; infinite if the text says so or the
   * number is beyond double.
   *
   * <p>A mantissa below 2^53 times an exact power of ten rounds once, so it is right as it stands
   * (William Clinger, How to read floating point numbers accurately, 1990, section 5); anything
   * else goes to {@link Double#parseDouble}.
   */
  static double parse(String text, int from, int to, char point) {
    int at = from;
    boolean negative = false;
    if (at < to && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at++) == '-';
    }
    int begin = at;
    long mantissa = 0;
    int digits = 0;
    int afterPoint = 0;
    boolean seenPoint = false;
    boolean fits = true;
    for (; at < to; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
        if (seenPoint) {
          afterPoint++;
        }
        if (fits) {
          mantissa = 10 * mantissa + (c - '0');
          fits = mantissa < EXACT_MANTISSA;
        }
      } else if (c == point && !seenPoint) {
        seenPoint = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return begin < to ? infinity(text, begin, to, negative) : Double.NaN;
    }
    int exponent = 0;
    if (at < to && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      boolean down = false;
      if (at < to && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        down = text.charAt(at++) == '-';
      }
      int first = at;
      for (; at < to && text.charAt(at) >= '0' && text.charAt(at) <= '9'; at++) {
        exponent = Math.min(100_000, 10 * exponent + (text.charAt(at) - '0'));
      }
      if (at == first) {
        return Double.NaN;
      }
      exponent = down ? -exponent : exponent;
    }
    if (at < to) {
      return Double.NaN;
    }
    int power = exponent - afterPoint;
    if (fits && power >= -22 && power <= 22) {
      double value = power < 0 ? mantissa / EXACT_POWERS[-power] : mantissa * EXACT_POWERS[power];
      return negative ? -value : value;
    }
    return Double.parseDouble(text.substring(from, to).replace(point, '.'));
  }

  static double parse(String text, char point) {
    return parse(text, 0, text.length(), point);
  }

  /** One spelling a number: 1 for "1", "01", "+1" and "1.0". */
  static String canonical(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  private static double infinity(String text, int from, int to, boolean negative) {
    String word = text.substring(from, to).toLowerCase(Locale.ROOT);
    if (word.equals("inf") || word.equals("infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.NaN;
  }
}
