package dev.ridgeline.io;

import dev.ridgeline.train.CheckpointSink;
import dev.ridgeline.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one training run, as files of a folder.
 *
 * <pre>{@code
 * Checkpoints kept = Checkpoints.in(Path.of("run-7"));
 * Trainer trainer = Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.001))
 *     .layers(new Dense(64), new ReLU(), new Dense(10))
 *     .checkpoints(Every.epochs(1), kept)
 *     .build();
 * Optional<TrainingState> left = kept.latest();
 * TrainingRun run = left.isPresent() ? trainer.resume(left.get(), train) : trainer.fit(train);
 * }</pre>
 *
 * <p>A file is written aside, forced to the disk and then renamed, and an older one is deleted only
 * after that: a process killed at any moment, or a machine that loses power, leaves the last good
 * checkpoint. What was left half written is deleted when the next run begins. A disk that is full
 * ends the run with the last good checkpoint kept. One run at a time may use a folder.
 *
 * <p>The files are safetensors with a checksum, about as large as the parameters, once for
 * themselves, once for each number that the optimizer remembers and once for the best epoch of
 * early stopping. Immutable and thread-safe.
 */
public final class Checkpoints implements CheckpointSink {
  private static final Pattern NAME = Pattern.compile("checkpoint-[0-9]{12}\\.safetensors");
  private static final Pattern UNFINISHED =
      Pattern.compile(NAME.pattern() + Pattern.quote(DurableFile.SUFFIX));

  private final Path folder;
  private final int kept;

  private Checkpoints(Path folder, int kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * Checkpoints in a folder, the last two of them.
   *
   * @param folder made when the run begins; may hold other files, which are left alone
   * @return the checkpoints
   */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 2);
  }

  /**
   * The same folder with another number of files kept.
   *
   * @param count how many of the last checkpoints are kept, at least 1; 2 unless set
   * @return the changed checkpoints
   * @throws IllegalArgumentException if below 1
   */
  public Checkpoints keeping(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 checkpoint is to be kept, found " + count);
    }
    return new Checkpoints(folder, count);
  }

  /**
   * The state that was saved last.
   *
   * @return empty if the folder holds no checkpoint or does not exist
   * @throws IOException if the file cannot be read
   * @throws DataFileException if the file is damaged or of a newer version, with what was found and
   *     which older checkpoint there is
   */
  public Optional<TrainingState> latest() throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Path last = files.get(files.size() - 1);
    try {
      return Optional.of(read(last));
    } catch (DataFileException damaged) {
      DataFileException error =
          new DataFileException(
              last.toString(),
              damaged.getMessage().substring(last.toString().length() + 2)
                  + (files.size() > 1
                      ? "; delete this file to resume from "
                          + files.get(files.size() - 2).getFileName()
                      : "; there is no other checkpoint: delete this file and begin anew"));
      error.initCause(damaged);
      throw error;
    }
  }

  /**
   * The state of one file.
   *
   * @param file written by this class
   * @return the state
   * @throws IOException if the file cannot be read
   * @throws DataFileException if it is no checkpoint, damaged, or of a newer version, with what was
   *     found
   */
  public static TrainingState read(Path file) throws IOException {
    return CheckpointFile.read(file);
  }

  /**
   * The checkpoints that are there.
   *
   * @return files named by their step, the last step last
   * @throws IOException if the folder cannot be read
   */
  public List<Path> files() throws IOException {
    return named(NAME.asMatchPredicate());
  }

  private List<Path> named(Predicate<String> name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> name.test(file.getFileName().toString())).sorted().toList();
    }
  }

  private Path file(long steps) {
    return folder.resolve(String.format(Locale.ROOT, "checkpoint-%012d.safetensors", steps));
  }

  /**
   * Makes the folder, and deletes what an earlier run left half written.
   *
   * @param steps optimizer steps done so far
   * @throws IllegalStateException if the folder has a checkpoint of a later step, which the run
   *     would come to overwrite
   * @throws UncheckedIOException if the folder cannot be used
   */
  @Override
  public void begin(long steps) {
    try {
      List<Path> later = files().stream().filter(f -> f.compareTo(file(steps)) > 0).toList();
      if (!later.isEmpty()) {
        throw new IllegalStateException(
            "the run is at step "
                + steps
                + ", but "
                + folder
                + " holds "
                + later.get(later.size() - 1).getFileName()
                + " of another or a later run; resume from latest(), use another folder, or delete"
                + " the later checkpoints");
      }
      Files.createDirectories(folder);
      for (Path unfinished : named(UNFINISHED.asMatchPredicate())) {
        Files.delete(unfinished);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "the folder " + folder + " cannot take checkpoints: " + failed, failed);
    }
  }

  /**
   * Writes a checkpoint and deletes those that are one too many, once it is on the disk.
   *
   * @param state a snapshot
   * @throws UncheckedIOException if it cannot be written; the checkpoints before it are kept
   */
  @Override
  public void save(TrainingState state) {
    Path file = file(state.steps());
    try {
      CheckpointFile.write(state, file);
      List<Path> files = files();
      for (Path old : files.subList(0, Math.max(0, files.size() - kept))) {
        Files.delete(old);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "the checkpoint " + file + " cannot be written: " + failed + "; earlier ones are kept",
          failed);
    }
  }

  /** The folder, for messages. */
  @Override
  public String toString() {
    return "Checkpoints[the last " + kept + " in " + folder + "]";
  }
}
