package dev.ridgeline.parameter;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parameters of a model, one after the other in a flat vector. Immutable. */
public final class ParameterLayout {
  private final ImmutableList<Parameter> parameters;
  private final int size;

  private ParameterLayout(ImmutableList<Parameter> parameters, int size) {
    this.parameters = parameters;
    this.size = size;
  }

  /**
   * Starts an empty layout.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * All parameters in order.
   *
   * @return immutable
   */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * Length of the flat vector.
   *
   * @return sum of the sizes
   */
  public int size() {
    return size;
  }

  /**
   * A parameter by its full name.
   *
   * @param name such as "dense1.weight"
   * @return the parameter
   * @throws IllegalArgumentException if there is none, listing the names
   */
  public Parameter parameter(String name) {
    return parameters.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no parameter '"
                        + name
                        + "'; there are "
                        + parameters.stream().map(Parameter::name).toList()));
  }

  /**
   * The parameter that owns a cell of the flat vector.
   *
   * @param index 0 &lt;= index &lt; size
   * @return its owner
   * @throws IndexOutOfBoundsException outside the vector
   */
  public Parameter owner(int index) {
    for (Parameter p : parameters) {
      if (index >= p.offset() && index < p.end()) {
        return p;
      }
    }
    throw new IndexOutOfBoundsException("cell " + index + " of a layout of " + size);
  }

  /** Collects parameters. Not thread-safe. */
  public static final class Builder {
    private final ImmutableList.Builder<Parameter> parameters = ImmutableList.builder();
    private final Set<String> names = new HashSet<>();
    private int size;

    private Builder() {}

    /**
     * Appends a parameter.
     *
     * @param layer name of the owning layer
     * @param spec name, role and shape
     * @return this
     * @throws IllegalArgumentException if the name is taken or the vector would pass 2^31 cells
     */
    public Builder add(String layer, ParameterSpec spec) {
      Parameter p = new Parameter(layer, spec, size);
      if (!names.add(p.name())) {
        throw new IllegalArgumentException("parameter '" + p.name() + "' is declared twice");
      }
      long total = (long) size + p.size();
      if (total > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "with parameter '"
                + p.name()
                + "' the model has "
                + total
                + " cells; at most 2^31 - 9");
      }
      parameters.add(p);
      size = (int) total;
      return this;
    }

    /**
     * The layout so far.
     *
     * @return immutable
     */
    public ParameterLayout build() {
      return new ParameterLayout(parameters.build(), size);
    }
  }
}
