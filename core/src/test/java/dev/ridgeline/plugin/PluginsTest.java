package dev.ridgeline.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  @TempDir Path root;
  private Jars jars;

  @BeforeEach
  void open() {
    jars = new Jars(root);
  }

  @AfterEach
  void close() {
    jars.close();
  }

  @Test
  void losses_and_layers_of_core_are_found_by_name() {
    Plugins plugins = Plugins.load();
    assertEquals(new HuberLoss(1.5), plugins.loss("huber(delta=1.5)"));
    assertEquals(new LogisticLoss(), plugins.loss("logistic"));
    assertEquals(new Dense(16), plugins.layer("dense(units=16)"));
    assertEquals(new Dense(16, false), plugins.layer(" dense( bias = false , units = 16 ) "));
    assertEquals(new ReLU(), plugins.layer("relu"));
    assertEquals(
        List.of("huber", "logistic", "poisson", "softmax", "squared"), plugins.names(Kind.LOSS));
    assertEquals(
        List.of(
            "batch-norm",
            "dense",
            "dropout",
            "gelu",
            "layer-norm",
            "leaky-relu",
            "relu",
            "sigmoid",
            "tanh"),
        plugins.names(Kind.LAYER));
    assertEquals(List.of(), plugins.problems());
  }

  @Test
  void the_text_of_a_component_parses_back_to_an_equal_one() {
    Plugins plugins = Plugins.load();
    assertEquals("dense(units=7, bias=true)", new Dense(7).toString());
    assertEquals(new Dense(7), plugins.layer(new Dense(7).toString()));
    assertEquals(new Dropout(0.1), plugins.layer(new Dropout(0.1).toString()));
    assertEquals(new HuberLoss(1 / 3.0), plugins.loss(new HuberLoss(1 / 3.0).toString()));
    for (String name : plugins.names(Kind.LOSS)) {
      assertEquals(plugins.loss(name), plugins.loss(plugins.loss(name).toString()));
    }
  }

  @Test
  void a_provider_in_a_jar_is_found() {
    Plugins plugins = Plugins.load(jars.loader(jars.jarOf("Sound")));
    assertEquals(new Ridge(), plugins.penalty("sound"));
    assertEquals("sound", plugins.providers(Kind.PENALTY).iterator().next().name());
    assertTrue(plugins.find(Kind.PENALTY, "sound").isPresent());
    assertFalse(plugins.find(Kind.LOSS, "sound").isPresent());
  }

  @Test
  void the_context_class_loader_is_asked_first() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(jars.loader(jars.jarOf("Sound")));
      assertEquals(List.of("sound"), Plugins.load().names(Kind.PENALTY));
      thread.setContextClassLoader(null);
      assertEquals(List.of(), Plugins.load().names(Kind.PENALTY));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void an_unknown_name_on_an_empty_class_path_says_what_to_add() {
    assertEquals(
        "no penalty 'l2'; the class path has no penalties; the built-in ones are in"
            + " dev.ridgeline:ridgeline-penalties, your own need their jar on the class path and a"
            + " line in META-INF/services/dev.ridgeline.plugin.PenaltyProvider",
        refusal(() -> Plugins.load(jars.loader()).penalty("l2")));
    assertEquals(
        "no solver 'auto'; the class path has no solvers; the built-in ones are in"
            + " dev.ridgeline:ridgeline-optimizers, your own need their jar on the class path and a"
            + " line in META-INF/services/dev.ridgeline.plugin.SolverProvider",
        refusal(() -> Plugins.load(jars.loader()).solver("auto")));
    assertTrue(
        refusal(() -> Plugins.load(jars.loader()).optimizer("adam")).startsWith("no optimizer"));
    assertTrue(
        refusal(() -> Plugins.load(jars.loader()).schedule("cosine")).startsWith("no schedule"));
  }

  @Test
  void a_misspelt_name_brings_the_nearest_and_all_known_ones() {
    String text = refusal(() -> Plugins.load().layer("drop-out(rate=0.5)"));
    assertTrue(
        text.startsWith(
            "no layer 'drop-out' (did you mean 'dropout'?); known layers: batch-norm, dense,"
                + " dropout, gelu, layer-norm, leaky-relu, relu, sigmoid, tanh; the built-in ones"
                + " are in dev.ridgeline:ridgeline-core"),
        text);
    assertTrue(refusal(() -> Plugins.load().loss("logisitc")).contains("did you mean 'logistic'?"));
    assertFalse(refusal(() -> Plugins.load().loss("binomial")).contains("did you mean"));
  }

  @Test
  void a_malformed_spec_says_what_was_to_be_made() {
    assertEquals(
        "no layer can be made: 'dense(units=3' is not a spec: it has '(' but does not end in ')';"
            + " write name or name(setting=value, ...)",
        refusal(() -> Plugins.load().layer("dense(units=3")));
    assertEquals(
        "no loss can be made: 'Huber' is not a name; names match [a-z][a-z0-9-]*, such as"
            + " elastic-net (did you mean 'huber'?)",
        refusal(() -> Plugins.load().loss("Huber")));
  }

  @Test
  void two_providers_of_one_name_are_refused_with_both_classes_and_places_in_any_order() {
    Path a = jars.jarOf("FirstTwin");
    Path b = jars.jarOf("SecondTwin");
    String expected =
        "two providers of penalty 'twin': dev.ridgeline.plugin.fixtures.FirstTwin in "
            + Jars.url(a)
            + " and dev.ridgeline.plugin.fixtures.SecondTwin in "
            + Jars.url(b)
            + "; rename one, or take one jar off the class path";
    assertEquals(expected, refusal(() -> Plugins.load(jars.loader(a, b))));
    assertEquals(expected, refusal(() -> Plugins.load(jars.loader(b, a))));
  }

  @Test
  void one_class_listed_in_two_jars_is_one_provider() {
    Path a = jars.jarOf("Sound");
    Path b = jars.jar("again", List.of(), "~Sound", "~Sound");
    assertEquals(List.of("sound"), Plugins.load(jars.loader(a, b)).names(Kind.PENALTY));
  }

  @Test
  void the_order_of_jars_and_lines_does_not_matter() {
    Path a = jars.jar("a", List.of("FirstTwin"), "~FirstTwin", "~Gone");
    Path b =
        jars.jar(
            "b",
            List.of("Sound", "Throwing", "Scaled", "Scaled$Provider"),
            "~Throwing",
            "~Sound",
            "~Scaled$Provider");
    Plugins one = Plugins.load(jars.loader(a, b));
    Plugins other = Plugins.load(jars.loader(b, a));
    assertEquals(List.of("scaled", "sound", "twin"), one.names(Kind.PENALTY));
    assertEquals(one.names(Kind.PENALTY), other.names(Kind.PENALTY));
    assertEquals(2, one.problems().size());
    assertEquals(one.problems(), other.problems());
    assertEquals(
        refusal(() -> one.penalty("nothing-like-it")),
        refusal(() -> other.penalty("nothing-like-it")));
  }

  @Test
  void a_listed_class_that_is_not_there_is_one_problem_and_the_others_work() {
    brokenButOthersWork(
        jars.jar("broken", List.of(), "~Gone"), "dev.ridgeline.plugin.fixtures.Gone");
  }

  @Test
  void a_class_whose_parent_is_missing_is_one_problem_and_the_others_work() {
    Path broken = jars.jar("broken", List.of("Orphan"), "~Orphan");
    Path good = jars.jarOf("FirstTwin");
    for (Plugins plugins :
        List.of(Plugins.load(jars.loader(broken, good)), Plugins.load(jars.loader(good, broken)))) {
      assertEquals(new Ridge(), plugins.penalty("twin"));
      assertEquals(1, plugins.problems().size(), plugins.problems().toString());
      assertTrue(plugins.problems().get(0).contains("fixtures/Sound"), plugins.problems().get(0));
    }
  }

  @Test
  void a_constructor_that_throws_is_one_problem_with_its_reason() {
    String problem = brokenButOthersWork(jars.jarOf("Throwing"), "fixtures.Throwing");
    assertTrue(problem.contains("no licence"), problem);
  }

  @Test
  void a_class_that_is_no_provider_is_one_problem() {
    brokenButOthersWork(jars.jarOf("NoProvider"), "fixtures.NoProvider");
  }

  @Test
  void a_name_that_is_none_is_one_problem_with_class_and_place() {
    Path jar = jars.jarOf("BadlyNamed");
    String problem = brokenButOthersWork(jar, "fixtures.BadlyNamed");
    assertTrue(problem.contains(Jars.url(jar).toString()), problem);
    assertTrue(problem.contains("'Bad Name' is not a name"), problem);
  }

  @Test
  void settings_that_are_null_are_one_problem() {
    String problem = brokenButOthersWork(jars.jarOf("WithoutSettings"), "fixtures.WithoutSettings");
    assertTrue(problem.contains("settings"), problem);
  }

  @Test
  void a_service_file_that_is_none_is_one_problem() {
    brokenButOthersWork(jars.jar("broken", List.of(), "this is no class"), "broken/META-INF");
  }

  private String brokenButOthersWork(Path broken, String mentioned) {
    Path good = jars.jarOf("Sound");
    Plugins first = Plugins.load(jars.loader(broken, good));
    Plugins last = Plugins.load(jars.loader(good, broken));
    for (Plugins plugins : List.of(first, last)) {
      assertEquals(List.of("sound"), plugins.names(Kind.PENALTY));
      assertEquals(new Ridge(), plugins.penalty("sound"));
      assertEquals(1, plugins.problems().size(), plugins.problems().toString());
      String problem = plugins.problems().get(0);
      assertTrue(problem.contains(mentioned), problem);
      assertTrue(problem.contains("is broken and left out"), problem);
      assertTrue(problem.contains(Jars.url(broken).toString()), "no place in " + problem);
      assertTrue(problem.contains("take its jar off the class path"), "no remedy in " + problem);
      assertTrue(refusal(() -> plugins.penalty("other")).endsWith("; " + problem));
    }
    return first.problems().get(0);
  }

  private static String refusal(Runnable bad) {
    return assertThrows(PluginException.class, bad::run).getMessage();
  }
}
