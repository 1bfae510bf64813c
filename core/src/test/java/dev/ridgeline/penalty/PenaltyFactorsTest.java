package dev.ridgeline.penalty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltyFactorsTest {
  private static final List<String> NAMES = List.of("age", "sex", "bmi");

  @Test
  void names_go_before_indices_and_indices_before_the_list() {
    PenaltyFactors f = PenaltyFactors.of(2, 3, 4).with(0, 5).with("bmi", 0).resolve(NAMES);
    assertEquals(5, f.factor(0));
    assertEquals(3, f.factor(1));
    assertEquals(0, f.factor(2));
    PenaltyFactors g = PenaltyFactors.ones().with("sex", 0.5).resolve(NAMES);
    assertEquals(PenaltyFactors.of(1, 0.5, 1), g);
    assertEquals(1, PenaltyFactors.ones().resolve(NAMES).factor(2));
  }

  @Test
  void factors_are_not_rescaled() {
    PenaltyFactors f = PenaltyFactors.of(0, 10, 10).resolve(NAMES);
    assertEquals(10, f.factor(1));
    assertEquals(0, f.factor(0));
  }

  @Test
  void what_is_resolved_is_not_copied_again() {
    PenaltyFactors f = PenaltyFactors.ones().with("sex", 0.5).resolve(NAMES);
    assertSame(f, f.resolve(NAMES));
    assertSame(PenaltyFactors.ones(), PenaltyFactors.ones().resolve(NAMES));
  }

  @Test
  void a_caller_cannot_change_them_afterwards() {
    double[] given = {1, 2, 3};
    PenaltyFactors f = PenaltyFactors.of(given);
    given[0] = 7;
    assertEquals(1, f.factor(0));
    PenaltyFactors other = f.with("age", 9);
    assertEquals(PenaltyFactors.of(1, 2, 3), f);
    assertNotEquals(f, other);
  }

  @Test
  void ones_are_known_however_they_are_written() {
    assertTrue(PenaltyFactors.ones().areOnes());
    assertTrue(PenaltyFactors.of(1, 1, 1).areOnes());
    assertTrue(PenaltyFactors.ones().with("age", 1).areOnes());
    assertFalse(PenaltyFactors.ones().with(2, 0).areOnes());
  }

  @Test
  void the_text_names_what_differs_from_one() {
    PenaltyFactors f = PenaltyFactors.ones().with("bmi", 0).with(0, 2.5);
    assertEquals("penalty factors age = 2.5, bmi = 0", f.describe(NAMES));
    assertEquals("penalty factors feature 0 = 2.5, bmi = 0", f.toString());
    PenaltyFactors many = PenaltyFactors.of(2, 2, 2, 2, 2, 2);
    assertEquals(
        "penalty factors a = 2, b = 2, c = 2, d = 2 and 2 more",
        many.describe(List.of("a", "b", "c", "d", "e", "f")));
  }

  @Test
  void what_does_not_fit_is_refused_with_what_was_found() {
    assertTrue(message(() -> PenaltyFactors.of(1, -0.5)).contains("feature 1"));
    assertTrue(message(() -> PenaltyFactors.of(1, Double.NaN)).contains("NaN"));
    assertTrue(
        message(() -> PenaltyFactors.ones().with("age", Double.POSITIVE_INFINITY))
            .contains("\"age\""));
    assertTrue(message(() -> PenaltyFactors.ones().with(-1, 1)).contains("-1"));
    String length = message(() -> PenaltyFactors.of(1, 2).resolve(NAMES));
    assertTrue(length.contains("3 features") && length.contains("for 2"), length);
    String index = message(() -> PenaltyFactors.ones().with(3, 2).resolve(NAMES));
    assertTrue(index.contains("feature 3") && index.contains("0 ... 2"), index);
    String name = message(() -> PenaltyFactors.ones().with("wage", 2).resolve(NAMES));
    assertTrue(name.contains("\"wage\"") && name.contains("age, sex, bmi"), name);
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
