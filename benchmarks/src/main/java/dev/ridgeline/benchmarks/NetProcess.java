package dev.ridgeline.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A contender that is a process of its own, started once and told what to do line by line.
 *
 * <p>It begins with the line {@code NAME;DEPARTURE}. {@code first N} is answered by the losses of
 * the first N steps, {@code train} by the epochs' seconds, the last epoch's loss and the
 * accuracies, {@code S S S;L;A A A}. It ends with its input.
 */
final class NetProcess implements NetContender {
  private static final List<String> THREAD_SETTINGS =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS");

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final String name;
  private final String departure;

  /** Starts a command, with the numbers of threads in its environment. */
  NetProcess(List<String> command, int threads) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    THREAD_SETTINGS.forEach(setting -> builder.environment().put(setting, "" + threads));
    knownKernel().ifPresent(k -> builder.environment().putIfAbsent("OPENBLAS_CORETYPE", k));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    orders = process.outputWriter();
    answers = process.inputReader();
    String[] introduction = answer().split(";", -1);
    name = introduction[0];
    departure = introduction[1];
  }

  /**
   * OpenBLAS of years ago takes processors newer than itself for the oldest that there are, and is
   * four times slower for it.
   */
  private static Optional<String> knownKernel() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512f")
          ? Optional.of("SkylakeX")
          : Optional.empty();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String departure() {
    return departure;
  }

  @Override
  public double[] firstLosses(int steps) {
    return numbers(ask("first " + steps));
  }

  @Override
  public Result train() {
    String[] groups = ask("train").split(";", -1);
    return new Result(numbers(groups[0]), numbers(groups[1])[0], numbers(groups[2]));
  }

  private String ask(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the contender ended: " + process.info().commandLine());
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String words) {
    return words.isEmpty()
        ? new double[0]
        : Arrays.stream(words.split(" "))
            .mapToDouble(w -> w.equals("nan") ? Double.NaN : Double.parseDouble(w))
            .toArray();
  }

  /** Ends the input, and the process if it does not end by itself. */
  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
    }
  }
}
