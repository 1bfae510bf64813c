package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberTextTest {
  @Test
  void random_decimals_are_read_to_the_last_bit_as_the_jdk_does() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200_000; i++) {
      String text =
          switch (i % 4) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Float.toString(random.nextFloat());
            case 2 -> random.nextLong() + "." + random.nextLong(0, 1L << random.nextInt(1, 60));
            default -> random.nextInt() + "e" + random.nextInt(-330, 310);
          };
      if (!text.contains("N") && !text.contains("I")) {
        assertEquals(Double.parseDouble(text), NumberText.parse(text, '.'), 0.0, text);
      }
    }
  }

  @Test
  void signs_and_bare_points_are_read() {
    assertEquals(0.5, NumberText.parse("+.5", '.'));
    assertEquals(5, NumberText.parse("5.", '.'));
    assertEquals(-1250, NumberText.parse("-1.25E+3", '.'));
    assertEquals(-0.0, NumberText.parse("-0", '.'));
    assertEquals(1.25, NumberText.parse("1,25", ','));
    assertEquals(12, NumberText.parse("x12y", 1, 3, '.'));
  }

  @Test
  void what_is_no_plain_decimal_number_is_not_read() {
    List<String> others =
        List.of(
            "", "+", ".", "e5", "1e", "1e+", "1d", "1f", "0x10", "0x1p3", "1_000", "1,5", "1.2.3",
            "--1", "NaN", "nan", " 1", "1 ", "12%", "1e5.0", "infinit");
    for (String other : others) {
      assertTrue(Double.isNaN(NumberText.parse(other, '.')), other);
    }
  }

  @Test
  void infinite_numbers_are_seen_as_such() {
    assertEquals(Double.POSITIVE_INFINITY, NumberText.parse("Inf", '.'));
    assertEquals(Double.NEGATIVE_INFINITY, NumberText.parse("-Infinity", '.'));
    assertEquals(Double.POSITIVE_INFINITY, NumberText.parse("1e309", '.'));
    assertEquals(0, NumberText.parse("1e-999999999999", '.'));
  }

  @Test
  void equal_numbers_have_one_spelling() {
    assertEquals("1", NumberText.canonical(1.0));
    assertEquals("0", NumberText.canonical(-0.0));
    assertEquals("2.5", NumberText.canonical(2.5));
  }
}
