package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DecimalTest {
  @Test
  void numbers_are_written_short_and_read_back_to_the_same_bits() {
    assertEquals("1", Decimal.exact(1.0));
    assertEquals("0", Decimal.exact(0.0));
    assertEquals("-0.0", Decimal.exact(-0.0));
    assertEquals("-25", Decimal.exact(-25));
    assertEquals("0.1", Decimal.exact(0.1));
    assertEquals("1.0E-5", Decimal.exact(1e-5));
    assertEquals("1.0E15", Decimal.exact(1e15));
    RandomStream random = new RandomStream(1);
    for (int i = 0; i < 10_000; i++) {
      double x = Double.longBitsToDouble(random.bits(i));
      if (Double.isFinite(x)) {
        assertEquals(x, Double.parseDouble(Decimal.exact(x)));
      }
      long whole = random.bits(i) >> 20;
      assertEquals(whole, Double.parseDouble(Decimal.exact(whole)));
    }
  }
}
