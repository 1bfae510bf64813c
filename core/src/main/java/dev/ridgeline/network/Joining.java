package dev.ridgeline.network;

import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which stages may do neighbouring shares as one: those that then give the same bits.
 *
 * <p>A product is the faster the fewer parts it is cut into, since each part rearranges the operand
 * that they have in common; with one or two threads fewer parts do. Whether a cell of a product
 * depends on where the product is cut is up to the BLAS; most add up a cell's terms in an order
 * that follows from their number alone. So it is tried, on random numbers and in the very shapes of
 * the calls to come: a stage whose bits depend on its cut keeps the shares that any number of
 * threads would do.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

  private Joining() {}

  /** Whether there is anything to decide: a stage with more shares than threads. */
  static boolean isPossible(List<Stage> stages, int threads) {
    return stages.stream().anyMatch(stage -> joins(stage, threads));
  }

  private static boolean joins(Stage stage, int threads) {
    return stage instanceof JoinableStage joinable && joinable.join(threads);
  }

  /**
   * Joins what may be joined.
   *
   * @param stages the stages of a pass that is set to its largest number of rows
   * @param threads number of threads
   * @param memory all that the stages read and write; overwritten
   */
  static void decide(List<Stage> stages, int threads, List<float[]> memory) {
    memory.forEach(Joining::fill);
    for (Stage stage : stages) {
      if (joins(stage, threads)) {
        JoinableStage joinable = (JoinableStage) stage;
        if (!keepsBits(joinable, threads)) {
          joinable.join(Integer.MAX_VALUE);
          LOG.debug("the bits of a stage of {} tasks depend on its cut", joinable.tasks());
        }
        // Not what the stage made of them: numbers that grow from layer to layer would overflow.
        joinable.written().forEach(Joining::fill);
      }
    }
  }

  private static boolean keepsBits(JoinableStage stage, int threads) {
    float[][] joined = run(stage);
    stage.join(Integer.MAX_VALUE);
    float[][] apart = run(stage);
    stage.join(threads);
    return Arrays.deepEquals(joined, apart);
  }

  private static float[][] run(JoinableStage stage) {
    stage.written().forEach(cells -> Arrays.fill(cells, Float.NaN));
    for (int task = 0; task < stage.tasks(); task++) {
      stage.run(task, 0);
    }
    return stage.written().stream().map(float[]::clone).toArray(float[][]::new);
  }

  private static void fill(float[] cells) {
    RandomStream random = new RandomStream(cells.length);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) (random.uniform(i) - 0.5);
    }
  }
}
