package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.evaluate.Score;
import dev.ridgeline.io.IdxFormat;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.optimizers.WeightDecay;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.schedules.OneCycle;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.train.Epoch;
import dev.ridgeline.train.ProgressListener;
import dev.ridgeline.train.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Ten kinds of clothes from 60000 pictures of 28 x 28 pixels: IDX files, AdamW with a one-cycle
 * schedule, the weight decay chosen on pictures held out from the training set, one look at the
 * test set.
 *
 * <p>Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
 * learning algorithms", 2017.
 */
public final class FashionMnist {
  private static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
  private static final int EPOCHS = 12;
  private static final int DEV_SHARE = 12;
  private static final double[] LAMBDAS = {1000, 5000, 25000};

  private static final String[] CLASSES = {
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot"
  };

  private FashionMnist() {}

  /**
   * Trains on Fashion-MNIST, or on other pictures under the same file names.
   *
   * @param args the folder of the four files, and the number of epochs; both optional
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    Path folder = args.length > 0 ? Path.of(args[0]) : FOLDER;
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : EPOCHS;
    try {
      run(folder, epochs, System.out);
    } catch (MissingData missing) {
      System.err.println(missing.getMessage());
      System.exit(1);
    }
  }

  /** A file that is not there; the message says how to get it. */
  static final class MissingData extends IOException {
    private static final long serialVersionUID = 1;

    private MissingData(Path folder, String name) {
      super(
          "there is no "
              + name
              + ".gz in "
              + folder
              + ": install the Debian package dataset-fashion-mnist, or take the four files from"
              + " https://github.com/zalandoresearch/fashion-mnist and give their folder as the"
              + " argument");
    }
  }

  static SearchResult run(Path folder, int epochs, PrintStream out) throws IOException {
    Dataset all = read(folder, "train");
    Dataset test = read(folder, "t10k");
    KFold parts = KFold.of(all, DEV_SHARE, 7);
    Dataset train = parts.train(0);
    Dataset dev = parts.dev(0);
    Trainer trainer =
        Trainer.builder(new SoftmaxCrossEntropy(), new WeightDecay(new Adam(0.002)))
            .layers(new Dense(512), new ReLU(), new Dense(256), new ReLU(), new Dense(10))
            .schedule(new OneCycle())
            .standardize(false)
            .batchSize(128)
            .epochs(epochs)
            .threads(Runtime.getRuntime().availableProcessors())
            .seed(7)
            .listener(new EpochLines(out))
            .build();
    SearchResult result =
        LambdaSearch.over(LambdaGrid.of(LAMBDAS))
            .run(trainer.learner(new L2()), train, dev)
            .withTest(test);
    out.print(result);
    double lambda = result.chosen().lambda();
    out.printf(
        Locale.ROOT,
        "chosen: lambda %.0f, which takes alpha %.2g of each weight in a step%n",
        lambda,
        lambda / train.weightSum());
    print(out, "train", Evaluation.of(result.chosen().model(), train));
    print(out, "dev", Evaluation.of(result.chosen().model(), dev));
    print(out, "test", result.test().orElseThrow());
    return result;
  }

  private static Dataset read(Path folder, String part) throws IOException {
    return new IdxFormat()
        .scaled()
        .classes(CLASSES)
        .read(file(folder, part + "-images-idx3-ubyte"), file(folder, part + "-labels-idx1-ubyte"));
  }

  private static Path file(Path folder, String name) throws MissingData {
    Path packed = folder.resolve(name + ".gz");
    Path plain = folder.resolve(name);
    if (!Files.exists(packed) && !Files.exists(plain)) {
      throw new MissingData(folder, name);
    }
    return Files.exists(packed) ? packed : plain;
  }

  private static void print(PrintStream out, String part, Evaluation scores) {
    Score error = scores.error();
    out.printf(
        Locale.ROOT,
        "%-5s error %5.2f %% +/- %.2f %% of %d%n",
        part,
        100 * error.value(),
        100 * error.standardError(),
        scores.rows());
  }

  /** One line an epoch, with the time since the one before. */
  private static final class EpochLines implements ProgressListener {
    private final PrintStream out;
    private long last = System.nanoTime();

    EpochLines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void epochDone(Epoch epoch, int epochs) {
      long now = System.nanoTime();
      out.printf(
          Locale.ROOT,
          "epoch %2d of %d: %5.2f s, train loss %.4f, dev loss %.4f%n",
          epoch.number(),
          epochs,
          (now - last) * 1e-9,
          epoch.dataLoss(),
          epoch.devLoss().orElseThrow());
      last = now;
    }
  }
}
