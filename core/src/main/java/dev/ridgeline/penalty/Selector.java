package dev.ridgeline.penalty;

import com.google.common.collect.ImmutableSet;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.Role;
import java.util.Set;

/**
 * Which parameters a rule of a {@link Regularization} acts on: by role, and optionally by layer.
 *
 * @param roles the parameter's role must be one of these
 * @param layers the parameter's layer must be one of these; empty for every layer
 */
public record Selector(Set<Role> roles, Set<String> layers) {
  /**
   * Copies the sets.
   *
   * @param roles the parameter's role must be one of these
   * @param layers the parameter's layer must be one of these; empty for every layer
   * @throws IllegalArgumentException if there is no role, or one that cannot be penalised
   */
  public Selector {
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a selector needs at least one role, found none");
    }
    if (roles.contains(Role.STATISTIC)) {
      throw new IllegalArgumentException(
          "a penalty cannot act on role STATISTIC, which is measured and not trained; allowed are"
              + " WEIGHT, BIAS and NORMALIZATION");
    }
    roles = ImmutableSet.copyOf(roles);
    layers = ImmutableSet.copyOf(layers);
  }

  /**
   * All weights and no biases: the default.
   *
   * @return the selector
   */
  public static Selector weights() {
    return roles(Role.WEIGHT);
  }

  /**
   * Weights and biases.
   *
   * @return the selector
   */
  public static Selector weightsAndBiases() {
    return roles(Role.WEIGHT, Role.BIAS);
  }

  /**
   * Parameters of some roles.
   *
   * @param roles at least one
   * @return the selector
   */
  public static Selector roles(Role... roles) {
    return new Selector(ImmutableSet.copyOf(roles), ImmutableSet.of());
  }

  /**
   * The same roles, in some layers only.
   *
   * @param names layer names such as "dense1"
   * @return a new selector
   */
  public Selector inLayers(String... names) {
    return new Selector(roles, ImmutableSet.copyOf(names));
  }

  /**
   * Whether a parameter is chosen.
   *
   * @param parameter the parameter
   * @return true if role and layer fit
   */
  public boolean selects(Parameter parameter) {
    return roles.contains(parameter.role())
        && (layers.isEmpty() || layers.contains(parameter.layer()));
  }
}
