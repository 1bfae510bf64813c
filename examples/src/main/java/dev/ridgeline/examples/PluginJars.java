package dev.ridgeline.examples;

import com.google.common.base.Splitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of {@code -Dplugins=FILE,FILE}, which Maven would leave out in silence if missing. */
final class PluginJars {
  private PluginJars() {}

  /**
   * Checks that the class path has all that was asked for.
   *
   * @param plugins files apart by commas; empty for none
   * @throws IllegalArgumentException naming all that are not there or not given by their whole path
   */
  static void check(String plugins) {
    List<String> wrong =
        Splitter.on(',').trimResults().omitEmptyStrings().splitToList(plugins).stream()
            .filter(file -> !Path.of(file).isAbsolute() || !Files.exists(Path.of(file)))
            .toList();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "-Dplugins names what cannot be loaded: "
              + String.join(", ", wrong)
              + "; give the whole path, from the root, of jars or class folders that exist, apart"
              + " by commas");
    }
  }
}
