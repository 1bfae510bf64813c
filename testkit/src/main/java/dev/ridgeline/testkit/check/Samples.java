package dev.ridgeline.testkit.check;

import dev.ridgeline.linalg.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * The kit's samples: fixed seeds, scales 1e-8 to 1e4, zeros, negative zeros, ties and exact
 * thresholds.
 */
public final class Samples {
  private static final long SEED = 20260101;
  private static final double[] SCALES = {1e-8, 1e-4, 1, 1e4};

  private Samples() {}

  /**
   * Samples of one shape.
   *
   * @param shape the shape
   * @param thresholds magnitudes that cells shall hit exactly, such as strength * step
   * @return all different, except that a shape of one cell may not show all that is special
   */
  public static List<Sample> of(Shape shape, double... thresholds) {
    List<Sample> samples = new ArrayList<>();
    RandomStream random = new RandomStream(SEED).derive(shape.toString());
    for (double scale : SCALES) {
      RandomStream r = random.derive("scale " + scale);
      add(samples, "normal of scale " + scale, r, shape, i -> scale * r.gaussian(i));
    }
    RandomStream sparse = random.derive("sparse");
    add(
        samples,
        "half zeros, some of them -0.0",
        sparse,
        shape,
        i -> i % 2 == 0 ? sparse.gaussian(i) : (i % 4 == 1 ? 0.0 : -0.0));
    add(samples, "ties", random.derive("ties"), shape, i -> i % 3 == 2 ? -0.5 : 0.5);
    add(samples, "zeros", random.derive("zeros"), shape, i -> 0.0);
    add(samples, "negative zeros", random.derive("negative zeros"), shape, i -> -0.0);
    for (double t : thresholds) {
      add(
          samples,
          "exact thresholds " + t,
          random.derive("t" + t),
          shape,
          i -> i % 2 == 0 ? t : -t);
    }
    return samples;
  }

  /**
   * Standard normal samples of one shape, different for each index.
   *
   * @param shape the shape
   * @param count how many
   * @return the samples
   */
  public static List<Sample> normal(Shape shape, int count) {
    List<Sample> samples = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      RandomStream r = new RandomStream(SEED).derive("normal " + shape).derive(k);
      add(samples, "standard normal " + k, r, shape, r::gaussian);
    }
    return samples;
  }

  /**
   * Asserts that the samples of some shapes differ from each other.
   *
   * @param shapes the shapes
   * @return the check KIT-1
   */
  public static Check differ(List<Shape> shapes) {
    return new Check(
        "KIT-1",
        "the kit's samples differ",
        "dev.ridgeline.testkit.check.Samples",
        probe -> {
          for (Shape shape : shapes) {
            List<Sample> all = new ArrayList<>(of(shape));
            all.addAll(normal(shape, 4));
            Set<List<Double>> seen = new HashSet<>();
            for (Sample s : all) {
              probe.at(s.seed(), s::toString);
              boolean fresh = seen.add(Arrays.stream(s.cells()).boxed().toList());
              probe.isTrue(fresh, "a sample unlike those before it", () -> "a repeated sample");
            }
          }
        });
  }

  private static void add(
      List<Sample> to, String label, RandomStream random, Shape shape, IntToDoubleFunction cell) {
    double[] cells = new double[shape.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) cell.applyAsDouble(i);
    }
    to.add(new Sample(label, random.seed(), shape, cells));
  }
}
