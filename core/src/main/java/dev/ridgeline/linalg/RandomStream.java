package dev.ridgeline.linalg;

/**
 * A counter-based stream of random numbers: element i is a pure function of the seed and i.
 *
 * <p>There is no state to share, so the same seed gives the same bits in any order and on any
 * number of threads, and one use cannot change another. The generator is SplitMix64 (Steele, Lea
 * and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) read by position.
 *
 * <pre>{@code
 * RandomStream random = new RandomStream(7).derive("dropout");
 * double u = random.uniform(41);
 * }</pre>
 *
 * @param seed any number
 */
public record RandomStream(long seed) {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  /**
   * The 64 bits at a position.
   *
   * @param position any number
   * @return 64 random bits
   */
  public long bits(long position) {
    return mix(seed + (position + 1) * GAMMA);
  }

  /**
   * A number uniform on [0, 1) with 53 random bits.
   *
   * @param position any number
   * @return the number
   */
  public double uniform(long position) {
    return (bits(position) >>> 11) * 0x1.0p-53;
  }

  /**
   * A standard normal number (Box and Muller 1958), the same bits on every platform.
   *
   * @param position any number
   * @return the number
   */
  public double gaussian(long position) {
    double u = 1 - uniform(2 * position);
    double v = uniform(2 * position + 1);
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
  }

  /**
   * A whole number uniform on [0, bound), up to a bias below 2^-32.
   *
   * @param position any number
   * @param bound positive
   * @return the number
   * @throws IllegalArgumentException if the bound is not positive
   */
  public int below(long position, int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("the bound must be positive, found " + bound);
    }
    return (int) Math.multiplyHigh(bits(position) >>> 1, (long) bound << 1);
  }

  /**
   * A random order of 0 ... n-1 (Fisher and Yates).
   *
   * @param n at least 0
   * @return a new array
   */
  public int[] permutation(int n) {
    int[] order = new int[n];
    permute(order);
    return order;
  }

  /**
   * A random order of 0 ... n-1 in an array that is there, the same as {@link #permutation}.
   *
   * @param order of length n, overwritten
   */
  public void permute(int[] order) {
    for (int i = 0; i < order.length; i++) {
      int j = below(i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  /**
   * An independent stream for one purpose.
   *
   * @param label what it is for
   * @return a stream whose seed depends on this one's and the label
   */
  public RandomStream derive(String label) {
    long h = mix(seed);
    for (int i = 0; i < label.length(); i++) {
      h = mix(h ^ label.charAt(i));
    }
    return new RandomStream(h);
  }

  /**
   * An independent stream for one of many.
   *
   * @param index which
   * @return a stream whose seed depends on this one's and the index
   */
  public RandomStream derive(long index) {
    return new RandomStream(mix(mix(seed) ^ (index * GAMMA + 1)));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
