package dev.ridgeline.plugin;

/** The kinds of component that can be found by name. */
public enum Kind {
  /** Penalties. */
  PENALTY("penalty", "penalties", PenaltyProvider.class, "dev.ridgeline:ridgeline-penalties"),
  /** Optimizers. */
  OPTIMIZER(
      "optimizer", "optimizers", OptimizerProvider.class, "dev.ridgeline:ridgeline-optimizers"),
  /** Learning-rate schedules. */
  SCHEDULE("schedule", "schedules", ScheduleProvider.class, "dev.ridgeline:ridgeline-optimizers"),
  /** Convex solvers. */
  SOLVER("solver", "solvers", SolverProvider.class, "dev.ridgeline:ridgeline-optimizers"),
  /** Losses. */
  LOSS("loss", "losses", LossProvider.class, "dev.ridgeline:ridgeline-core"),
  /** Network layers. */
  LAYER("layer", "layers", LayerProvider.class, "dev.ridgeline:ridgeline-core");

  private final String word;
  private final String plural;
  private final Class<? extends Provider<?>> providerType;
  private final String artifact;

  Kind(String word, String plural, Class<? extends Provider<?>> providerType, String artifact) {
    this.word = word;
    this.plural = plural;
    this.providerType = providerType;
    this.artifact = artifact;
  }

  /**
   * The word for one component of this kind.
   *
   * @return such as "penalty"
   */
  public String word() {
    return word;
  }

  /**
   * The word for several components of this kind.
   *
   * @return such as "penalties"
   */
  public String plural() {
    return plural;
  }

  /**
   * The service type, which is also the name of the file in META-INF/services.
   *
   * @return the provider interface
   */
  public Class<? extends Provider<?>> providerType() {
    return providerType;
  }

  /**
   * The artifact that holds the built-in components of this kind.
   *
   * @return groupId:artifactId
   */
  public String artifact() {
    return artifact;
  }
}
