package dev.ridgeline.io;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Bytes with a name that errors can show: a file, a class-path resource, or any stream.
 *
 * <p>Gzip is recognised by its first bytes, whatever the name; a byte order mark is skipped.
 */
public final class DataSource {
  private static final int GZIP_BUFFER = 1 << 16;

  private final String name;
  private final Opener opener;

  @FunctionalInterface
  private interface Opener {
    InputStream open() throws IOException;
  }

  private DataSource(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /**
   * A file.
   *
   * @param path where; opened at each reading, named in full in errors
   * @return a source that can be read any number of times
   */
  public static DataSource file(Path path) {
    return new DataSource(path.toString(), () -> Files.newInputStream(path));
  }

  /**
   * A resource on the class path.
   *
   * @param owner the class whose loader and package find it, as in {@link Class#getResource}
   * @param resource its name, relative to the package of {@code owner} unless it begins with "/"
   * @return a source that can be read any number of times; reading a resource that does not exist
   *     throws {@link FileNotFoundException} with both names
   */
  public static DataSource resource(Class<?> owner, String resource) {
    return new DataSource(
        resource,
        () -> {
          InputStream stream = owner.getResourceAsStream(resource);
          if (stream == null) {
            throw new FileNotFoundException(
                "no resource '" + resource + "' beside " + owner.getName());
          }
          return stream;
        });
  }

  /**
   * An open stream.
   *
   * @param name what errors call it
   * @param stream read to its end, once, and left open
   * @return a source that can be read once
   */
  public static DataSource stream(String name, InputStream stream) {
    return new DataSource(
        name,
        () ->
            new FilterInputStream(stream) {
              @Override
              public void close() {
                // Whoever opened it closes it.
              }

              @Override
              public int read(byte[] bytes, int from, int length) throws IOException {
                return stream.read(bytes, from, length);
              }
            });
  }

  /**
   * What errors call it.
   *
   * @return the path, resource or stated name
   */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Unpacked text without byte order mark; bytes that are no text become U+FFFD. */
  BufferedReader openText(Charset charset) throws IOException {
    InputStream raw = opener.open();
    try {
      BufferedInputStream bytes = unpacked(raw);
      refuseZip(bytes);
      skipMark(bytes, charset);
      return new BufferedReader(new InputStreamReader(bytes, charset), GZIP_BUFFER);
    } catch (ZipException | EOFException e) {
      raw.close();
      throw damaged(e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Unpacked bytes, as they are. */
  BufferedInputStream openBytes() throws IOException {
    InputStream raw = opener.open();
    try {
      return unpacked(raw);
    } catch (ZipException | EOFException e) {
      raw.close();
      throw damaged(e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** The error for gzip data that end early or do not fit their checksum. */
  DataFileException damaged(IOException cause) {
    DataFileException error =
        new DataFileException(
            name,
            "the gzip data are cut off or damaged (" + cause.getMessage() + "); fetch it again");
    error.initCause(cause);
    return error;
  }

  private static BufferedInputStream unpacked(InputStream raw) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(raw);
    return begins(peek(bytes, 2), 0x1f, 0x8b)
        ? new BufferedInputStream(new GZIPInputStream(bytes, GZIP_BUFFER))
        : bytes;
  }

  private void refuseZip(BufferedInputStream bytes) throws IOException {
    if (begins(peek(bytes, 4), 'P', 'K', 3, 4)) {
      throw new DataFileException(
          name,
          "found a zip archive (spreadsheets as .xlsx are such), expected text or gzipped text;"
              + " unpack it, or export the sheet as CSV");
    }
  }

  private void skipMark(BufferedInputStream bytes, Charset charset) throws IOException {
    byte[] start = peek(bytes, 3);
    if (begins(start, 0xef, 0xbb, 0xbf) && charset.equals(StandardCharsets.UTF_8)) {
      bytes.skipNBytes(3);
    } else if ((begins(start, 0xff, 0xfe) || begins(start, 0xfe, 0xff))
        && !charset.name().startsWith("UTF-16")) {
      throw new DataFileException(
          name,
          "the byte order mark says UTF-16, the format says "
              + charset
              + "; save it as UTF-8, or read it with charset(StandardCharsets.UTF_16)");
    }
  }

  private static byte[] peek(BufferedInputStream bytes, int count) throws IOException {
    bytes.mark(count);
    byte[] start = bytes.readNBytes(count);
    bytes.reset();
    return start;
  }

  private static boolean begins(byte[] start, int... with) {
    if (start.length < with.length) {
      return false;
    }
    for (int i = 0; i < with.length; i++) {
      if ((start[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
