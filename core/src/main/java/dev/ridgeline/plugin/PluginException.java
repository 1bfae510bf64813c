package dev.ridgeline.plugin;

/**
 * A component cannot be found or made as asked: an unknown name, a bad setting, two providers of
 * one name, a broken provider. The message says what was asked, what there is, and what to do.
 */
public final class PluginException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  PluginException(String message) {
    super(message);
  }
}
