package dev.ridgeline.testkit.check;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.plugin.Setting;
import dev.ridgeline.plugin.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spec strings with non-default values, derived from the declared type and range of settings. */
public final class Variants {
  private Variants() {}

  /**
   * Allowed non-default values of a setting.
   *
   * @param setting the setting
   * @param plugins knows the other components
   * @return texts for a spec string; empty if there is only one value
   */
  public static List<String> of(Setting setting, Plugins plugins) {
    List<String> texts = new ArrayList<>();
    if (setting instanceof Setting.Number n) {
      for (double x : candidates(n)) {
        if (n.range().contains(x) && x != n.defaultValue() && Double.isFinite(x)) {
          texts.add(Double.toString(x));
        }
      }
    } else if (setting instanceof Setting.Whole w) {
      for (int x : new int[] {w.defaultValue() + 1, w.defaultValue() - 1, w.defaultValue() + 7}) {
        if (w.range().contains(x)) {
          texts.add(Integer.toString(x));
        }
      }
    } else if (setting instanceof Setting.Flag f) {
      texts.add(Boolean.toString(!f.defaultValue()));
    } else if (setting instanceof Setting.Choice c) {
      c.words().stream().filter(word -> !word.equals(c.defaultText())).forEach(texts::add);
    } else if (setting instanceof Setting.Component c) {
      for (Provider<?> other : plugins.providers(c.kind())) {
        if (!other.name().equals(Spec.parse(c.defaultText()).name())
            && makes(c.kind(), other.name(), plugins)) {
          texts.add(other.name());
        }
      }
    }
    return texts;
  }

  /**
   * Specs of a provider that differ from the defaults in one setting each.
   *
   * @param provider the provider
   * @param plugins knows the other components
   * @return setting = value, and the whole spec
   */
  public static Map<String, String> specs(Provider<?> provider, Plugins plugins) {
    Map<String, String> specs = new LinkedHashMap<>();
    for (Setting setting : provider.settings().all()) {
      for (String text : of(setting, plugins)) {
        String spec = Spec.of(provider.name()).with(setting.name(), (Object) text).toString();
        if (setting instanceof Setting.Component c
            && text.equals(provider.name())
            && !makes(c.kind(), spec, plugins)) {
          continue; // A decorator may refuse to decorate itself.
        }
        specs.put(setting.name() + "=" + text, spec);
      }
    }
    return specs;
  }

  /**
   * Makes a component.
   *
   * @param kind what kind
   * @param spec its spec string
   * @param plugins the registry
   * @return the component
   */
  public static Object make(Kind kind, String spec, Plugins plugins) {
    return switch (kind) {
      case PENALTY -> plugins.penalty(spec);
      case OPTIMIZER -> plugins.optimizer(spec);
      case SCHEDULE -> plugins.schedule(spec);
      case SOLVER -> plugins.solver(spec);
      case LOSS -> plugins.loss(spec);
      case LAYER -> plugins.layer(spec);
    };
  }

  private static boolean makes(Kind kind, String spec, Plugins plugins) {
    try {
      make(kind, spec, plugins);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static List<Double> candidates(Setting.Number n) {
    double d = n.defaultValue();
    Range<Double> range = n.range();
    List<Double> all = new ArrayList<>();
    if (range.hasLowerBound() && range.hasUpperBound()) {
      double low = range.lowerEndpoint();
      double high = range.upperEndpoint();
      if (Double.isFinite(low) && Double.isFinite(high)) {
        all.add(low + (high - low) / 3);
        all.add(high - (high - low) / 7);
      }
    }
    all.add(0.7 * d + 0.1);
    all.add(d == 0 ? 0.3 : d * 0.7);
    all.add(d == 0 ? 1.1 : d * 1.3);
    if (range.hasLowerBound() && range.lowerBoundType() == BoundType.CLOSED) {
      all.add(range.lowerEndpoint());
    }
    return all.stream().distinct().toList();
  }
}
