package dev.ridgeline.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTest {
  @Test
  void a_name_alone_is_a_spec() {
    assertEquals(Spec.of("l2"), Spec.parse("l2"));
    assertEquals(Spec.of("l2"), Spec.parse("  l2\n"));
    assertEquals(Spec.of("l2"), Spec.parse("l2()"));
    assertEquals("l2", Spec.parse("l2()").toString());
  }

  @Test
  void settings_keep_their_order_and_lose_their_spaces() {
    Spec spec = Spec.parse(" adam ( beta2 = 0.9 ,beta1=0.5 ) ");
    assertEquals("adam", spec.name());
    assertEquals(List.of("beta2", "beta1"), List.copyOf(spec.values().keySet()));
    assertEquals("0.9", spec.values().get("beta2"));
    assertEquals("adam(beta2=0.9, beta1=0.5)", spec.toString());
  }

  @Test
  void nested_specs_stay_text() {
    Spec spec = Spec.parse("decay(base=adam(rate=0.1, inner=x(a=1,b=2)), mode=fast)");
    assertEquals(Map.of("base", "adam(rate=0.1, inner=x(a=1,b=2))", "mode", "fast"), spec.values());
    assertEquals(spec, Spec.parse(spec.toString()));
    assertEquals("x()", Spec.parse("a(b=x())").values().get("b"));
    assertEquals("c=d", Spec.parse("a(b=c=d)").values().get("b"));
  }

  @Test
  void an_empty_value_is_kept_for_whoever_reads_it() {
    assertEquals(Map.of("b", ""), Spec.parse("a(b=)").values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "l1(            | it has '(' but does not end in ')'",
        "l1(a=1         | it has '(' but does not end in ')'",
        "l1(a=1)x       | it has '(' but does not end in ')'",
        "l1(a=1))       | its parentheses do not match",
        "l1((a=1)       | its parentheses do not match",
        "l1(a=1)(b=2)   | its parentheses do not match",
        "l1(a=x(1)      | its parentheses do not match",
        "l1(a=1,)       | a setting is empty",
        "l1(,)          | a setting is empty",
        "l1(,a=1)       | a setting is empty",
        "l1(a=1,,b=2)   | a setting is empty",
        "l1(,b=x())     | a setting is empty",
        "l1(0.5)        | '0.5' is not of the form setting=value",
        "l1(a=1, flag)  | 'flag' is not of the form setting=value",
        "l1(a=1, a=1)   | setting 'a' is given twice",
      })
  void a_malformed_spec_is_refused_with_the_place(String text, String why) {
    assertEquals(
        "'" + text + "' is not a spec: " + why + "; write name or name(setting=value, ...)",
        message(() -> Spec.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "L1", "1l", "-l", "l_1", "l 1", "l1)", "(a=1)", "é", "l1=2", "l1,l2"})
  void a_name_that_is_none_is_refused(String text) {
    String name = text.contains("(") ? "" : text.strip();
    assertEquals(
        "'" + name + "' is not a name; names match [a-z][a-z0-9-]*, such as elastic-net",
        message(() -> Spec.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a(=1)", "a(B=1)", "a(b c=1)", "a(l1_ratio=1)"})
  void a_setting_name_that_is_none_is_refused(String text) {
    assertTrue(message(() -> Spec.parse(text)).contains("is not a name"));
  }

  @Test
  void settings_are_added_or_replaced() {
    Spec spec = Spec.of("a").with("x", 0.5).with("flag", true).with("x", 2.0);
    assertEquals("a(x=2, flag=true)", spec.toString());
    assertEquals("a", Spec.of("a").toString());
  }

  @Test
  void a_component_as_a_setting_is_its_text() {
    assertEquals(
        "a(base=b(c=1))", Spec.of("a").with("base", Spec.of("b").with("c", 1.0)).toString());
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
