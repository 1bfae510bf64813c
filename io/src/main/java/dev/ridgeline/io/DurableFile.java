package dev.ridgeline.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file aside, then renames it: whatever happens, under its name there is the old file or
 * the whole new one.
 */
final class DurableFile {
  /** What the file is called until it is whole. */
  static final String SUFFIX = ".tmp";

  private DurableFile() {}

  /** Writes to an open file, from its beginning. */
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  static Path aside(Path target) {
    return target.resolveSibling(target.getFileName() + SUFFIX);
  }

  /** Returns when the content is on the disk under its name. */
  static void write(Path target, Content content) throws IOException {
    Path aside = aside(target);
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException failed) {
      Files.deleteIfExists(aside);
      throw failed;
    }
    forceFolder(target.toAbsolutePath().getParent());
  }

  /** The new name itself has to reach the disk. Windows opens no folders, and journals names. */
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }
}
