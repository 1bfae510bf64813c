package dev.ridgeline.penalty;

import com.google.common.collect.ImmutableMap;
import dev.ridgeline.linalg.Decimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of a penalty single features of a linear model get: feature j has the strength factor_j
 * lambda / m. A factor of 0 leaves its feature without penalty (bounds still hold), one of 1
 * changes nothing. Factors are taken as they are: unlike glmnet, nothing rescales them to a mean of
 * 1.
 *
 * <pre>{@code
 * PenaltyFactors factors = PenaltyFactors.ones().with("age", 0).with("dose", 2);
 * }</pre>
 *
 * <p>Immutable. One object serves any penalty that is separable and any lambda; networks choose
 * strengths for whole parameters in a {@link Regularization} instead. Compare the adaptive lasso,
 * Zou, "The adaptive lasso and its oracle properties", 2006.
 */
public final class PenaltyFactors {
  private static final int SHOWN = 4;
  private static final int LISTED = 12;
  private static final PenaltyFactors ONES =
      new PenaltyFactors(new double[0], ImmutableMap.of(), ImmutableMap.of());

  private final double[] all;
  private final ImmutableMap<Integer, Double> byIndex;
  private final ImmutableMap<String, Double> byName;

  private PenaltyFactors(double[] all, Map<Integer, Double> byIndex, Map<String, Double> byName) {
    this.all = all;
    this.byIndex = ImmutableMap.copyOf(byIndex);
    this.byName = ImmutableMap.copyOf(byName);
  }

  /**
   * A factor of 1 for every feature.
   *
   * @return the factors that change nothing
   */
  public static PenaltyFactors ones() {
    return ONES;
  }

  /**
   * One factor for each feature, in the order of the features.
   *
   * @param factors finite and at least 0, one a feature; copied
   * @return the factors
   * @throws IllegalArgumentException if a factor is not allowed, with its index
   */
  public static PenaltyFactors of(double... factors) {
    for (int j = 0; j < factors.length; j++) {
      check("feature " + j, factors[j]);
    }
    return new PenaltyFactors(factors.clone(), Map.of(), Map.of());
  }

  /**
   * The same factors but for one feature, by name.
   *
   * @param feature its name
   * @param factor finite and at least 0
   * @return new factors
   * @throws IllegalArgumentException if the factor is not allowed
   */
  public PenaltyFactors with(String feature, double factor) {
    check("feature \"" + feature + "\"", factor);
    Map<String, Double> more = new LinkedHashMap<>(byName);
    more.put(feature, factor);
    return new PenaltyFactors(all, byIndex, more);
  }

  /**
   * The same factors but for one feature, by index.
   *
   * @param feature its column, from 0
   * @param factor finite and at least 0
   * @return new factors
   * @throws IllegalArgumentException if the index is negative or the factor not allowed
   */
  public PenaltyFactors with(int feature, double factor) {
    if (feature < 0) {
      throw new IllegalArgumentException("a feature's index must be at least 0, found " + feature);
    }
    check("feature " + feature, factor);
    Map<Integer, Double> more = new TreeMap<>(byIndex);
    more.put(feature, factor);
    return new PenaltyFactors(all, more, byName);
  }

  private static void check(String feature, double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the penalty factor of "
              + feature
              + " must be finite and at least 0 (0: not penalised), found "
              + factor);
    }
  }

  /**
   * The factors of given features, by index: those of {@link #of(double...)} or 1, then those given
   * by index, then those given by name.
   *
   * @param names of the features, in their order
   * @return these factors if they are {@link #ones} or such already, else new ones
   * @throws IllegalArgumentException if there is another number of factors than of features, or an
   *     index or a name that is none of theirs, with the names there are
   */
  public PenaltyFactors resolve(List<String> names) {
    int columns = names.size();
    if (all.length > 0 && all.length != columns) {
      throw new IllegalArgumentException(
          "there are " + columns + " features, but penalty factors for " + all.length);
    }
    if (byIndex.isEmpty() && byName.isEmpty()) {
      return this;
    }
    double[] each = Arrays.copyOf(all, columns);
    if (all.length == 0) {
      Arrays.fill(each, 1);
    }
    byIndex.forEach(
        (j, factor) -> {
          if (j >= columns) {
            throw new IllegalArgumentException(
                "there is a penalty factor for feature "
                    + j
                    + ", but features are 0 ... "
                    + (columns - 1));
          }
          each[j] = factor;
        });
    byName.forEach(
        (name, factor) -> {
          boolean found = false;
          for (int j = 0; j < columns; j++) {
            if (names.get(j).equals(name)) {
              each[j] = factor;
              found = true;
            }
          }
          if (!found) {
            throw new IllegalArgumentException(
                "there is a penalty factor for feature \""
                    + name
                    + "\", but the features are "
                    + String.join(", ", names.subList(0, Math.min(LISTED, columns)))
                    + (columns > LISTED ? ", ... (" + columns + " in all)" : ""));
          }
        });
    return new PenaltyFactors(each, Map.of(), Map.of());
  }

  /**
   * Whether every factor is 1.
   *
   * @return true for {@link #ones} and what equals them in effect
   */
  public boolean areOnes() {
    if (all.length == 0 && byIndex.isEmpty() && byName.isEmpty()) {
      return true;
    }
    return Arrays.stream(all).allMatch(f -> f == 1)
        && byIndex.values().stream().allMatch(f -> f == 1)
        && byName.values().stream().allMatch(f -> f == 1);
  }

  /**
   * The factor of a feature, of factors that {@link #resolve} has returned.
   *
   * @param feature its column
   * @return at least 0
   */
  public double factor(int feature) {
    return all.length == 0 ? 1 : all[feature];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PenaltyFactors f
        && Arrays.equals(all, f.all)
        && byIndex.equals(f.byIndex)
        && byName.equals(f.byName);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(all) + byIndex.hashCode()) + byName.hashCode();
  }

  /** The factors that are not 1, for people: penalty factors age = 0, dose = 2. */
  @Override
  public String toString() {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int j = 0; j < all.length; j++) {
      named.put("feature " + j, all[j]);
    }
    byIndex.forEach((j, factor) -> named.put("feature " + j, factor));
    named.putAll(byName);
    return text(named);
  }

  /**
   * The factors that are not 1, with the names of their features.
   *
   * @param names of the features, in their order
   * @return such as {@code penalty factors age = 0, dose = 2}, the first four of them
   */
  public String describe(List<String> names) {
    PenaltyFactors resolved = resolve(names);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int j = 0; j < resolved.all.length; j++) {
      named.put(names.get(j), resolved.all[j]);
    }
    return text(named);
  }

  private static String text(Map<String, Double> named) {
    List<String> other =
        named.entrySet().stream()
            .filter(e -> e.getValue() != 1)
            .map(e -> e.getKey() + " = " + Decimal.exact(e.getValue()))
            .toList();
    if (other.isEmpty()) {
      return "penalty factors 1";
    }
    String shown = String.join(", ", other.subList(0, Math.min(SHOWN, other.size())));
    return "penalty factors "
        + shown
        + (other.size() > SHOWN ? " and " + (other.size() - SHOWN) + " more" : "");
  }
}
