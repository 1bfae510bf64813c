package dev.ridgeline.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingReaderTest {
  @TempDir Path root;
  private Jars jars;
  private Plugins plugins;

  @BeforeEach
  void load() {
    jars = new Jars(root);
    plugins =
        Plugins.load(
            jars.loader(
                jars.jarOf("Sound"),
                jars.jar("scaled", List.of("Scaled", "Scaled$Provider"), "~Scaled$Provider")));
  }

  @AfterEach
  void close() {
    jars.close();
  }

  @Test
  void settings_that_are_not_given_have_their_defaults() {
    assertEquals(
        "scaled(factor=0.5, times=3, on=true, mode=slow, base=ridge)",
        plugins.penalty("scaled").toString());
  }

  @Test
  void settings_of_every_kind_are_read_in_any_order_and_nested() {
    assertEquals(
        "scaled(factor=1.0E-5, times=9, on=false, mode=fast,"
            + " base=scaled(factor=2, times=3, on=true, mode=slow, base=ridge))",
        plugins
            .penalty(
                "scaled(mode=fast, base=scaled(factor=2,base=sound), on=false,times = 9,"
                    + "factor=1e-5)")
            .toString());
  }

  @Test
  void all_bad_settings_are_reported_together_and_nested_ones_too() {
    assertEquals(
        "penalty scaled has no setting 'tims' (given 2); it takes factor, times, on, mode, base"
            + " (did you mean 'times'?); and "
            + "penalty scaled setting 'factor' is -1; allowed is a number in [0.0, inf) (how much);"
            + " and "
            + "penalty scaled setting 'times' is 2.5; allowed is a whole number in [1, 9] (how"
            + " often); and "
            + "penalty scaled setting 'on' is yes; allowed is true or false (whether); and "
            + "penalty scaled setting 'mode' is empty; allowed is one of [slow, fast] (how); and "
            + "penalty scaled setting 'base': penalty scaled setting 'times' is 0; allowed is a"
            + " whole number in [1, 9] (how often); and penalty scaled setting 'mode' is quick;"
            + " allowed is one of [slow, fast] (how)",
        refusal(
            "scaled(factor=-1, times=2.5, on=yes, mode=, base=scaled(times=0, mode=quick),"
                + " tims=2)"));
  }

  @Test
  void a_setting_of_a_component_that_takes_none_is_refused() {
    assertEquals(
        "penalty sound has no setting 'a' (given 1); it takes none", refusal("sound(a=1)"));
  }

  @Test
  void an_unknown_nested_component_is_named_with_its_setting() {
    assertTrue(
        refusal("scaled(base=sounds)")
            .startsWith(
                "penalty scaled setting 'base': no penalty 'sounds' (did you mean 'sound'?);"
                    + " known penalties: scaled, sound; "));
    assertTrue(
        refusal("scaled(base=9)")
            .startsWith("penalty scaled setting 'base': no penalty can be made: '9' is not a"));
  }

  @Test
  void numbers_must_be_numbers_and_finite() {
    for (String bad : List.of("NaN", "Infinity", "-Infinity", "1e999", "one", "1.2.3")) {
      assertEquals(
          "penalty scaled setting 'factor' is "
              + bad
              + "; allowed is a number in [0.0, inf) (how much)",
          refusal("scaled(factor=" + bad + ")"));
    }
  }

  @Test
  void values_are_read_by_the_type_that_was_declared() {
    SettingValues values = new SettingValues(Map.of("a", 1.5, "b", 2, "c", true, "d", "word"));
    assertEquals(1.5, values.number("a"));
    assertEquals(2, values.whole("b"));
    assertTrue(values.flag("c"));
    assertEquals("word", values.word("d"));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> values.number("b"))
            .getMessage()
            .startsWith(
                "the provider reads setting 'b' as Double, but declares a Integer; it declares"));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> values.flag("z"))
            .getMessage()
            .startsWith("the provider reads setting 'z' as Boolean, but declares no such setting"));
  }

  @Test
  void declared_settings_describe_themselves() {
    Settings settings =
        Settings.none()
            .number("rate", 0.25, Range.openClosed(0.0, 1.0), "how fast")
            .whole("count", 3, Range.atMost(5), "how many")
            .component("base", Kind.OPTIMIZER, "sgd", "what is decorated");
    assertEquals(
        "rate: a number in (0.0, 1.0], default 0.25 - how fast\n"
            + "count: a whole number in (-inf, 5], default 3 - how many\n"
            + "base: the spec of one of the known optimizers, such as sgd, default sgd - what is"
            + " decorated",
        settings.toString());
    assertEquals("no settings", Settings.none().toString());
    assertEquals("count", settings.find("count").orElseThrow().name());
    assertFalse(settings.find("other").isPresent());
    assertEquals(3, settings.all().size());
    assertEquals("(-inf, inf)", Ranges.text(Range.<Double>all()));
  }

  @Test
  void a_setting_is_declared_once_and_has_a_name() {
    Settings settings = Settings.none().flag("on", true, "whether");
    assertEquals(
        "setting 'on' is declared twice",
        assertThrows(IllegalArgumentException.class, () -> settings.flag("on", true, "again"))
            .getMessage());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> settings.flag("l1_ratio", true, "a"))
            .getMessage()
            .startsWith("'l1_ratio' is not a name"));
  }

  @Test
  void a_default_that_is_not_allowed_is_refused_where_it_is_declared() {
    Settings none = Settings.none();
    assertEquals(
        "the default 2 of setting 'share' is not allowed: a number in [0.0, 1.0]",
        assertThrows(
                IllegalArgumentException.class,
                () -> none.number("share", 2, Range.closed(0.0, 1.0), "m"))
            .getMessage());
    assertEquals(
        "the default 0 of setting 'count' is not allowed: a whole number in [1, inf)",
        assertThrows(
                IllegalArgumentException.class, () -> none.whole("count", 0, Range.atLeast(1), "m"))
            .getMessage());
    assertEquals(
        "the default slow of setting 'mode' is not allowed: one of [fast]",
        assertThrows(
                IllegalArgumentException.class,
                () -> none.choice("mode", "slow", List.of("fast"), "m"))
            .getMessage());
  }

  @Test
  void near_names_are_hinted_at_and_strange_ones_are_not() {
    List<String> known = List.of("l1", "l2", "elastic-net", "group-lasso");
    assertEquals(" (did you mean 'elastic-net'?)", Nearest.hint("ElasticNet", known));
    assertEquals(" (did you mean 'elastic-net'?)", Nearest.hint("elastik_nett", known));
    assertEquals(" (did you mean 'l1'?)", Nearest.hint("l3", known));
    assertEquals(" (did you mean 'l2'?)", Nearest.hint("L2", known));
    assertEquals("", Nearest.hint("xy", known));
    assertEquals("", Nearest.hint("nuclear-norm", known));
    assertEquals("", Nearest.hint("anything", List.of()));
  }

  @Test
  void the_edit_distance_of_kitten_and_sitting_is_3() {
    assertEquals(3, Nearest.distance("kitten", "sitting"));
    assertEquals(3, Nearest.distance("sitting", "kitten"));
    assertEquals(0, Nearest.distance("Elastic-Net", "elasticnet"));
    assertEquals(4, Nearest.distance("", "four"));
    assertEquals(4, Nearest.distance("four", ""));
  }

  private String refusal(String spec) {
    return assertThrows(PluginException.class, () -> plugins.penalty(spec)).getMessage();
  }
}
