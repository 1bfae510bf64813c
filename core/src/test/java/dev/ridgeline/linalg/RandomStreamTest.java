package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void the_first_numbers_of_seed_1234567_are_the_published_ones_of_splitmix64() {
    RandomStream random = new RandomStream(1234567);
    assertEquals("6457827717110365317", Long.toUnsignedString(random.bits(0)));
    assertEquals("3203168211198807973", Long.toUnsignedString(random.bits(1)));
    assertEquals("9817491932198370423", Long.toUnsignedString(random.bits(2)));
    assertEquals("4593380528125082431", Long.toUnsignedString(random.bits(3)));
    assertEquals("16408922859458223821", Long.toUnsignedString(random.bits(4)));
  }

  @Test
  void the_bits_are_those_of_the_jdk_generator_of_the_same_family() {
    for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE}) {
      SplittableRandom jdk = new SplittableRandom(seed);
      RandomStream random = new RandomStream(seed);
      for (int i = 0; i < 100; i++) {
        assertEquals(jdk.nextLong(), random.bits(i), "seed " + seed + ", position " + i);
      }
    }
  }

  @Test
  void a_position_has_the_same_bits_whatever_was_read_before_and_on_any_thread() {
    RandomStream random = new RandomStream(5);
    long[] forwards = LongStream.range(0, 1000).map(random::bits).toArray();
    long[] backwards = new long[1000];
    for (int i = 999; i >= 0; i--) {
      backwards[i] = new RandomStream(5).bits(i);
    }
    assertArrayEquals(forwards, backwards);
    assertArrayEquals(forwards, LongStream.range(0, 1000).parallel().map(random::bits).toArray());
  }

  @Test
  void uniform_numbers_are_in_the_unit_interval_and_evenly_spread() {
    RandomStream random = new RandomStream(11);
    int[] tenths = new int[10];
    for (int i = 0; i < 100_000; i++) {
      double u = random.uniform(i);
      assertTrue(u >= 0 && u < 1);
      tenths[(int) (10 * u)]++;
    }
    // 10 000 expected in each tenth, with a standard deviation of 95.
    for (int count : tenths) {
      assertEquals(10_000, count, 480);
    }
  }

  @Test
  void gaussian_numbers_have_the_moments_of_a_standard_normal() {
    RandomStream random = new RandomStream(3);
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    int withinOne = 0;
    for (int i = 0; i < n; i++) {
      double z = random.gaussian(i);
      assertTrue(Double.isFinite(z));
      sum += z;
      squares += z * z;
      fourth += z * z * z * z;
      withinOne += Math.abs(z) < 1 ? 1 : 0;
    }
    // Five standard deviations of each estimate.
    assertEquals(0, sum / n, 5 / Math.sqrt(n));
    assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n));
    assertEquals(3, fourth / n, 5 * Math.sqrt(96.0 / n));
    assertEquals(0.6827, (double) withinOne / n, 5 * Math.sqrt(0.6827 * 0.3173 / n));
  }

  @Test
  void whole_numbers_stay_below_their_bound_and_are_roughly_uniform() {
    RandomStream random = new RandomStream(9);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.below(i, 7)]++;
    }
    // 10 000 expected of each, with a standard deviation of 93.
    for (int count : counts) {
      assertEquals(10_000, count, 470);
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(0, random.below(i, 1));
      int large = random.below(i, Integer.MAX_VALUE);
      assertTrue(large >= 0 && large < Integer.MAX_VALUE);
    }
  }

  @Test
  void a_bound_that_is_not_positive_is_refused() {
    RandomStream random = new RandomStream(0);
    for (int bound : new int[] {0, -3}) {
      assertEquals(
          "the bound must be positive, found " + bound,
          assertThrows(IllegalArgumentException.class, () -> random.below(0, bound)).getMessage());
    }
  }

  @Test
  void a_permutation_holds_every_number_once() {
    for (int n : new int[] {0, 1, 2, 3, 10, 1000}) {
      int[] order = new RandomStream(n).permutation(n);
      assertArrayEquals(IntStream.range(0, n).toArray(), IntStream.of(order).sorted().toArray());
    }
  }

  @Test
  void all_six_orders_of_three_are_equally_likely() {
    int[] counts = new int[27];
    for (int seed = 0; seed < 60_000; seed++) {
      int[] p = new RandomStream(seed).derive("test").permutation(3);
      counts[9 * p[0] + 3 * p[1] + p[2]]++;
    }
    // 10 000 expected of each order, with a standard deviation of 91.
    for (int code : new int[] {5, 7, 11, 15, 19, 21}) {
      assertEquals(10_000, counts[code], 460);
    }
  }

  @Test
  void streams_of_other_labels_indices_or_seeds_differ() {
    Set<Long> seeds = new HashSet<>();
    RandomStream root = new RandomStream(1);
    for (int i = 0; i < 1000; i++) {
      assertTrue(seeds.add(root.derive(i).seed()));
      assertTrue(seeds.add(root.derive("label" + i).seed()));
      assertTrue(seeds.add(new RandomStream(2).derive(i).seed()));
      assertTrue(seeds.add(root.derive("a").derive(i).seed()));
    }
    assertNotEquals(root.derive("ab").seed(), root.derive("ba").seed());
    assertNotEquals(root.derive("a").derive("b").seed(), root.derive("b").derive("a").seed());
  }

  @Test
  void a_derived_stream_is_the_same_each_time_and_unlike_its_parent() {
    RandomStream root = new RandomStream(77);
    assertEquals(root.derive("dropout"), new RandomStream(77).derive("dropout"));
    assertEquals(root.derive(3), new RandomStream(77).derive(3));
    int equalBits = 0;
    for (int i = 0; i < 1000; i++) {
      equalBits += 64 - Long.bitCount(root.bits(i) ^ root.derive("dropout").bits(i));
    }
    // 32 000 of 64 000 bits agree by chance, with a standard deviation of 126.
    assertEquals(32_000, equalBits, 640);
  }
}
