package dev.ridgeline.io;

import java.util.Map;

/** What a safetensors file of ours is for, and in which version of its layout it is written. */
enum FileKind {
  CHECKPOINT("ridgeline-checkpoint", "a checkpoint"),
  NETWORK("ridgeline-network", "a network"),
  LINEAR("ridgeline-linear-model", "a linear model");

  private static final String FORMAT = "format";
  private static final String VERSION = "version";
  private static final String CURRENT = "1";

  private final String format;
  private final String words;

  FileKind(String format, String words) {
    this.format = format;
    this.words = words;
  }

  void describe(Map<String, String> metadata) {
    metadata.put(FORMAT, format);
    metadata.put(VERSION, CURRENT);
  }

  boolean isKindOf(SafetensorsHeader header) {
    return format.equals(header.metadata().get(FORMAT));
  }

  /** Refuses files of another kind, and of versions to come. */
  void check(String file, SafetensorsHeader header) {
    if (!isKindOf(header)) {
      throw new DataFileException(
          file,
          "expected "
              + words
              + " (format '"
              + format
              + "' in the metadata), found "
              + (header.metadata().containsKey(FORMAT)
                  ? "format '" + header.metadata().get(FORMAT) + "'"
                  : "a safetensors file of other origin")
              + " with the tensors "
              + header.tensors().keySet().stream().limit(5).toList());
    }
    String version = header.metadata().getOrDefault(VERSION, "none");
    if (!version.equals(CURRENT)) {
      throw new DataFileException(
          file,
          "found "
              + words
              + " in version "
              + version
              + " of its layout, this Ridgeline reads version "
              + CURRENT
              + "; read it with the Ridgeline that wrote it, or a newer one");
    }
  }
}
