package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.PluginException;
import dev.ridgeline.plugin.Plugins;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationTest {
  @Test
  void everyOptimizerIsFoundByName() {
    Plugins plugins = Plugins.load();
    assertEquals(
        List.of("adagrad", "adam", "lion", "momentum", "rmsprop", "sgd", "weight-decay"),
        plugins.names(Kind.OPTIMIZER));
    assertEquals(List.of(), plugins.problems());
  }

  static List<Optimizer> notByDefault() {
    return List.of(
        new Sgd(1.0 / 3),
        new Momentum(0.3, 0.7, true),
        new Adam(0.01, 0.8, 0.99, 1e-6),
        new RmsProp(0.02, 0.95, 1e-5),
        new AdaGrad(0.5, 1e-7),
        new Lion(2e-4, 0.95, 0.98),
        new WeightDecay(new Momentum(0.3, 0.7, true)));
  }

  @ParameterizedTest
  @MethodSource("notByDefault")
  void theTextOfAnOptimizerParsesBackToAnEqualOne(Optimizer optimizer) {
    assertEquals(optimizer, Plugins.load().optimizer(optimizer.toString()));
  }

  @Test
  void defaultsAreThoseOfThePapers() {
    Plugins plugins = Plugins.load();
    assertEquals(new Sgd(0.1), plugins.optimizer("sgd"));
    assertEquals(new Momentum(0.01, 0.9, false), plugins.optimizer("momentum"));
    assertEquals(new Adam(0.001, 0.9, 0.999, 1e-8), plugins.optimizer("adam"));
    assertEquals(new Adam(0.001), plugins.optimizer("adam"));
    assertEquals(new WeightDecay(new Sgd(0.1)), plugins.optimizer("weight-decay"));
    assertEquals(
        new WeightDecay(new Adam(0.5)),
        plugins.optimizer("weight-decay(base=adam(learning-rate=0.5))"));
    assertEquals(new RmsProp(0.001), plugins.optimizer("rmsprop"));
    assertEquals(new AdaGrad(0.01), plugins.optimizer("adagrad"));
    assertEquals(new Lion(0.0001), plugins.optimizer("lion"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "adam(beta1=1, beta2=-2);beta1;beta2",
        "sgd(learning-rate=0);learning-rate;0",
        "momentum(nesterov=yes);nesterov;true or false",
        "weight-decay(base=weight-decay);weight-decay;lambda",
        "weight-decay(base=adamw);adamw;adam"
      })
  void badSettingsAreRefusedNamingThem(String spec, String first, String second) {
    Exception e = assertThrows(PluginException.class, () -> Plugins.load().optimizer(spec));
    assertTrue(e.getMessage().contains(first), e.getMessage());
    assertTrue(e.getMessage().contains(second), e.getMessage());
  }

  @Test
  void theOrderOfTheServiceFileDoesNotMatter(@TempDir Path dir) throws IOException {
    String service = "META-INF/services/" + OptimizerProvider.class.getName();
    ClassLoader mine = getClass().getClassLoader();
    Path reversed = dir.resolve("reversed");
    List<String> lines = new ArrayList<>();
    for (URL url : Collections.list(mine.getResources(service))) {
      lines.addAll(new String(url.openStream().readAllBytes()).lines().toList());
    }
    Collections.reverse(lines);
    Files.write(reversed, lines);
    ClassLoader other =
        new ClassLoader(mine) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(service)
                ? Collections.enumeration(List.of(reversed.toUri().toURL()))
                : super.getResources(name);
          }
        };
    Plugins usual = Plugins.load();
    Plugins turned = Plugins.load(other);
    assertEquals(usual.names(Kind.OPTIMIZER), turned.names(Kind.OPTIMIZER));
    for (String name : usual.names(Kind.OPTIMIZER)) {
      assertEquals(usual.optimizer(name), turned.optimizer(name));
    }
  }
}
