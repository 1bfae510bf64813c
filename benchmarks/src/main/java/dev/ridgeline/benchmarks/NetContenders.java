package dev.ridgeline.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The contenders that this machine has for a task, Ridgeline first. What is missing is named on
 * standard error. Closing it ends their processes.
 */
final class NetContenders implements AutoCloseable {
  private static final String SCRIPT = "net_peer.py";

  private final NetTask task;
  private final int threads;
  private final TaskFolder folder;
  private final List<NetContender> all = new ArrayList<>();

  /** Starts all whose names begin with one of the words: ridgeline, djl, python, sklearn, dl4j. */
  NetContenders(NetTask task, int threads, List<String> wanted) {
    this.task = task;
    this.threads = threads;
    folder = TaskFolder.of(task);
    try {
      start(wanted);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(List<String> wanted) {
    boolean l1 = task.net().isL1();
    if (wanted.contains("ridgeline")) {
      all.add(new RidgelineNet(task, threads));
    }
    if (wanted.contains("djl")) {
      all.add(new PyTorchNet(task, threads, true));
      if (l1) {
        all.add(new PyTorchNet(task, threads, false));
      }
    }
    if (wanted.contains("python")) {
      python("torch", "torch");
      if (l1) {
        python("torch", "torch-subgradient");
      }
    }
    // The recipes of these two know rectifiers only.
    boolean plain = task.net().hidden() == Hidden.RELU;
    if (plain && wanted.contains("sklearn")) {
      python("sklearn", "sklearn");
    }
    if (plain && wanted.contains("dl4j")) {
      dl4j();
    }
  }

  List<NetContender> all() {
    return all;
  }

  private void python(String module, String peer) {
    Optional<String> python = interpreterWith(module);
    if (python.isEmpty()) {
      System.err.println(
          "skipped: no python3 on the path has the module "
              + module
              + "; in Debian it is python3-"
              + module);
      return;
    }
    all.add(
        new NetProcess(
            List.of(
                python.get(), script().toString(), peer, folder.path().toString(), "" + threads),
            threads));
  }

  private static Optional<String> interpreterWith(String module) {
    String test = "import importlib.util as u, sys; sys.exit(not u.find_spec('" + module + "'))";
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(place -> place + "/python3")
        .filter(python -> Files.isExecutable(Path.of(python)))
        .filter(python -> succeeds(List.of(python, "-c", test)))
        .findFirst();
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Path script() {
    Path file = folder.path().resolve(SCRIPT);
    try (InputStream in = NetContenders.class.getResourceAsStream(SCRIPT)) {
      if (!Files.exists(file)) {
        Files.copy(in, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void dl4j() {
    String classPath = System.getenv("BENCH_DL4J");
    if (classPath == null || classPath.isBlank()) {
      System.err.println(
          "skipped: DL4J, whose class path benchmarks/bench puts into BENCH_DL4J; start this by"
              + " it");
      return;
    }
    all.add(
        new NetProcess(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx2g",
                "-cp",
                classPath,
                "dev.ridgeline.benchmarks.dl4j.Dl4jPeer",
                folder.path().toString()),
            threads));
  }

  @Override
  public void close() {
    all.forEach(NetContender::close);
    folder.close();
  }
}
