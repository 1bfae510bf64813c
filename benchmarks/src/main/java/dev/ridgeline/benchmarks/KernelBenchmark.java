package dev.ridgeline.benchmarks;

import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.optimizers.Momentum;
import dev.ridgeline.optimizers.Sgd;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Loops over {@value Block#CELLS} cells in cache, and products of a small and a large size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
  private static final int N = Block.CELLS;
  private static final int CLASSES = 16;

  private final float[] x = numbers(N);
  private final float[] y = numbers(N);
  private final float[] z = numbers(N);
  private final float[] weights = numbers(N);
  private final OptimizerState state = new OptimizerState(N, 2);
  private final Block block = new Block();
  private final double[] targets = new double[N / CLASSES];
  private final double[] scales = new double[N / CLASSES];
  private final double[] scratch = new double[2 * CLASSES];
  private final LayerPass pass =
      new LayerPass()
          .shape(1, 0, N, N)
          .values(x, 0, y, 0)
          .gradients(x, 0, z, 0, true)
          .parameters(weights, weights, new int[0]);
  private final float[] a = numbers(128 * 784);
  private final float[] b = numbers(512 * 784);
  private final float[] c = new float[128 * 512];

  /** For JMH. */
  public KernelBenchmark() {
    Arrays.fill(scales, 1);
  }

  private static float[] numbers(int n) {
    float[] all = new float[n];
    RandomStream random = new RandomStream(n);
    for (int i = 0; i < n; i++) {
      all[i] = (float) random.gaussian(i);
    }
    return all;
  }

  private Block cells() {
    return block.at(weights, x, state, 100, 1e-6).cells(0, N, 1e-4, false);
  }

  /** Stochastic gradient descent with decay. */
  @Benchmark
  public void sgd() {
    new Sgd(0.1).update(cells());
  }

  /** Momentum with decay. */
  @Benchmark
  public void momentum() {
    new Momentum(0.1).update(cells());
  }

  /** AdamW. */
  @Benchmark
  public void adam() {
    new Adam(0.1).update(cells());
  }

  /** ReLU forward. */
  @Benchmark
  public void reluForward() {
    new ReLU().forward(pass);
  }

  /** ReLU backward. */
  @Benchmark
  public void reluBackward() {
    new ReLU().backward(pass);
  }

  /**
   * Softmax loss and gradient, 16 classes.
   *
   * @return the loss
   */
  @Benchmark
  public double softmax() {
    return new SoftmaxCrossEntropy()
        .computeGradient(x, 0, N / CLASSES, CLASSES, targets, scales, 0, z, scratch);
  }

  /** A product of 128 x 512 x 784. */
  @Benchmark
  public void largeProduct() {
    Blas.best().multiply(false, true, 128, 512, 784, a, 0, b, 0, 0f, c, 0);
  }

  /** A product of 32 x 64 x 30. */
  @Benchmark
  public void smallProduct() {
    Blas.best().multiply(false, true, 32, 64, 30, a, 0, b, 0, 0f, c, 0);
  }
}
