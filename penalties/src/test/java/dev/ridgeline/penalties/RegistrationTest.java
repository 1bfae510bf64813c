package dev.ridgeline.penalties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.PenaltyProvider;
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

class RegistrationTest {
  @Test
  void everyPenaltyIsFoundByName() {
    Plugins plugins = Plugins.load();
    assertEquals(
        List.of("box", "elastic-net", "l1", "l2", "non-negative", "none"),
        plugins.names(Kind.PENALTY));
    assertEquals(List.of(), plugins.problems());
  }

  @Test
  void theTextOfAPenaltyParsesBackToAnEqualOne() {
    Plugins plugins = Plugins.load();
    for (Penalty p :
        List.of(
            new L1(),
            new L2(),
            new NoPenalty(),
            new ElasticNet(),
            new ElasticNet(1.0 / 3),
            new NonNegative(),
            new NonNegative(new ElasticNet(1.0 / 3)),
            new Box(-0.1, 1.0 / 3, new L1()),
            new Box(-1e300, 0),
            new Box(-0.0, 2, new L2()),
            new NonNegative(new Box(-1, 2, new L1())))) {
      assertEquals(p, plugins.penalty(p.toString()));
    }
    assertEquals(new ElasticNet(0.5), plugins.penalty("elastic-net"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "elastic-net(l1-ratio=1.5);1.5",
        "elastic-net(l1-ratio=NaN);NaN",
        "l2(rate=3);rate",
        "box(lower=0.5);0.5",
        "box(upper=-1);-1",
        "box(lower=0, upper=0);lower < upper",
        "box(lower=NaN);NaN",
        "non-negative(base=ridge);ridge"
      })
  void aBadSettingIsRefusedWithWhatWasGiven(String spec, String given) {
    Exception e = assertThrows(PluginException.class, () -> Plugins.load().penalty(spec));
    assertTrue(e.getMessage().contains(given), e.getMessage());
  }

  @Test
  void theOrderOfTheServiceFileDoesNotMatter(@TempDir Path dir) throws IOException {
    String service = "META-INF/services/" + PenaltyProvider.class.getName();
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
    assertEquals(usual.names(Kind.PENALTY), turned.names(Kind.PENALTY));
    for (String name : usual.names(Kind.PENALTY)) {
      assertEquals(usual.penalty(name), turned.penalty(name));
    }
  }
}
