package dev.ridgeline.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the texts of a spec into checked values, collecting every fault before it complains. */
final class SettingReader {
  private final Plugins plugins;
  private final List<String> faults = new ArrayList<>();

  SettingReader(Plugins plugins) {
    this.plugins = plugins;
  }

  /** Reads the values of a spec; faults are collected, not thrown. */
  SettingValues read(String component, Settings settings, Spec spec) {
    for (Map.Entry<String, String> given : spec.values().entrySet()) {
      if (settings.find(given.getKey()).isEmpty()) {
        List<String> names = settings.all().stream().map(Setting::name).toList();
        faults.add(
            component
                + " has no setting '"
                + given.getKey()
                + "' (given "
                + given.getValue()
                + "); "
                + (names.isEmpty() ? "it takes none" : "it takes " + String.join(", ", names))
                + Nearest.hint(given.getKey(), names));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Setting setting : settings.all()) {
      String text = spec.values().getOrDefault(setting.name(), setting.defaultText());
      Object value = value(component, setting, text);
      if (value != null) {
        values.put(setting.name(), value);
      }
    }
    return new SettingValues(values);
  }

  /** Every fault found so far. */
  List<String> faults() {
    return faults;
  }

  // Null stands for "faulty, and already noted"; it does not leave this class.
  private Object value(String component, Setting setting, String text) {
    try {
      if (setting instanceof Setting.Number n) {
        double x = Double.parseDouble(text);
        return n.isAllowed(x) ? x : fault(component, setting, text);
      } else if (setting instanceof Setting.Whole w) {
        int x = Integer.parseInt(text);
        return w.range().contains(x) ? x : fault(component, setting, text);
      } else if (setting instanceof Setting.Flag) {
        return text.equals("true") || text.equals("false")
            ? Boolean.valueOf(text)
            : fault(component, setting, text);
      } else if (setting instanceof Setting.Choice c) {
        return c.words().contains(text) ? text : fault(component, setting, text);
      } else {
        return plugins.create(((Setting.Component) setting).kind(), text, this);
      }
    } catch (NumberFormatException notANumber) {
      return fault(component, setting, text);
    } catch (PluginException nested) {
      faults.add(component + " setting '" + setting.name() + "': " + nested.getMessage());
      return null;
    }
  }

  private Object fault(String component, Setting setting, String text) {
    faults.add(
        component
            + " setting '"
            + setting.name()
            + "' is "
            + (text.isEmpty() ? "empty" : text)
            + "; allowed is "
            + setting.allowed()
            + " ("
            + setting.meaning()
            + ")");
    return null;
  }
}
