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
    FileChannel channel = open(target);
    try {
      content.writeTo(channel);
      commit(channel, target);
    } catch (IOException | RuntimeException failed) {
      abandon(channel, target);
      throw failed;
    }
  }

  /** An empty file aside, to be written and then committed or abandoned. */
  static FileChannel open(Path target) throws IOException {
    return FileChannel.open(
        aside(target),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  /** Gives a written file its name, once it is on the disk. */
  static void commit(FileChannel channel, Path target) throws IOException {
    channel.force(true);
    channel.close();
    Files.move(aside(target), target, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(target.toAbsolutePath().getParent());
  }

  /** Deletes what has been written; does nothing to a file that has its name. */
  static void abandon(FileChannel channel, Path target) throws IOException {
    channel.close();
    Files.deleteIfExists(aside(target));
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
