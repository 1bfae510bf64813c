package dev.ridgeline.plugin;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.Solver;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The components that the class path offers, by name. Immutable and thread-safe; no global state:
 * whoever needs one loads one.
 *
 * <pre>{@code
 * Plugins plugins = Plugins.load();
 * Penalty penalty = plugins.penalty("elastic-net(l1-ratio=0.5)"); // equals new ElasticNet(0.5)
 * }</pre>
 */
public final class Plugins {
  private final Map<Kind, TreeMap<String, Provider<?>>> providers;
  private final ImmutableList<String> problems;

  private Plugins(ProviderScan scan) {
    this.providers = new EnumMap<>(scan.providers());
    this.problems = ImmutableList.copyOf(scan.problems());
  }

  /**
   * Finds all providers that the current thread's context class loader (or this class's own) sees.
   *
   * @return the registry; the order of jars on the class path does not matter
   * @throws PluginException if two providers of a kind have one name, naming both classes and jars
   */
  public static Plugins load() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(context != null ? context : Plugins.class.getClassLoader());
  }

  /**
   * Finds all providers that a class loader sees.
   *
   * @param loader where to look
   * @return the registry
   * @throws PluginException if two providers of a kind have one name, naming both classes and jars
   */
  public static Plugins load(ClassLoader loader) {
    return new Plugins(ProviderScan.of(loader));
  }

  /**
   * A penalty.
   *
   * @param spec such as {@code l2} or {@code elastic-net(l1-ratio=0.5)}
   * @return equal to what the constructor makes
   * @throws PluginException if the name is unknown (with the known ones, the nearest, and the
   *     artifact to add) or settings are bad (all of them, with what is allowed)
   */
  public Penalty penalty(String spec) {
    return create(Kind.PENALTY, spec, Penalty.class);
  }

  /**
   * An optimizer.
   *
   * @param spec such as {@code adam} or {@code weight-decay(base=adam)}
   * @return equal to what the constructor makes
   * @throws PluginException as {@link #penalty}
   */
  public Optimizer optimizer(String spec) {
    return create(Kind.OPTIMIZER, spec, Optimizer.class);
  }

  /**
   * A learning-rate schedule.
   *
   * @param spec such as {@code cosine}
   * @return equal to what the constructor makes
   * @throws PluginException as {@link #penalty}
   */
  public Schedule schedule(String spec) {
    return create(Kind.SCHEDULE, spec, Schedule.class);
  }

  /**
   * A convex solver.
   *
   * @param spec such as {@code proximal-gradient}
   * @return equal to what the constructor makes
   * @throws PluginException as {@link #penalty}
   */
  public Solver solver(String spec) {
    return create(Kind.SOLVER, spec, Solver.class);
  }

  /**
   * A loss.
   *
   * @param spec such as {@code huber(delta=1.5)}
   * @return equal to what the constructor makes
   * @throws PluginException as {@link #penalty}
   */
  public Loss loss(String spec) {
    return create(Kind.LOSS, spec, Loss.class);
  }

  /**
   * A network layer.
   *
   * @param spec such as {@code dense(units=64)}
   * @return equal to what the constructor makes
   * @throws PluginException as {@link #penalty}
   */
  public Layer layer(String spec) {
    return create(Kind.LAYER, spec, Layer.class);
  }

  /**
   * The providers of a kind, by name in alphabetical order.
   *
   * @param kind which kind
   * @return immutable
   */
  public Collection<Provider<?>> providers(Kind kind) {
    return ImmutableList.copyOf(providers.get(kind).values());
  }

  /**
   * The names of a kind.
   *
   * @param kind which kind
   * @return in alphabetical order
   */
  public List<String> names(Kind kind) {
    return ImmutableList.copyOf(providers.get(kind).keySet());
  }

  /**
   * The provider of a name.
   *
   * @param kind which kind
   * @param name the name without settings
   * @return empty if there is none
   */
  public Optional<Provider<?>> find(Kind kind, String name) {
    return Optional.ofNullable(providers.get(kind).get(name));
  }

  /**
   * Providers that are listed but could not be loaded, one sentence each.
   *
   * @return empty if all is well
   */
  public List<String> problems() {
    return problems;
  }

  private <T> T create(Kind kind, String spec, Class<T> type) {
    SettingReader reader = new SettingReader(this);
    Object component = create(kind, spec, reader);
    return type.cast(component);
  }

  /** Makes a component; a nested one leaves its faults to the outermost, which reports them all. */
  Object create(Kind kind, String text, SettingReader outer) {
    Spec spec;
    try {
      spec = Spec.parse(text);
    } catch (IllegalArgumentException malformed) {
      String name = text.strip().replaceFirst("\\s*\\(.*", "");
      String hint = names(kind).contains(name) ? "" : Nearest.hint(name, names(kind));
      throw new PluginException(
          "no " + kind.word() + " can be made: " + malformed.getMessage() + hint);
    }
    Provider<?> provider = providers.get(kind).get(spec.name());
    if (provider == null) {
      throw unknown(kind, spec.name());
    }
    int before = outer.faults().size();
    SettingValues values = outer.read(kind.word() + " " + spec.name(), provider.settings(), spec);
    if (outer.faults().size() > before) {
      List<String> mine = List.copyOf(outer.faults().subList(before, outer.faults().size()));
      outer.faults().subList(before, outer.faults().size()).clear();
      throw new PluginException(String.join("; and ", mine));
    }
    Object component;
    try {
      component = provider.create(values);
    } catch (IllegalArgumentException refused) {
      throw new PluginException(
          kind.word() + " " + spec.name() + " cannot be made: " + refused.getMessage());
    }
    if (component == null) {
      throw new PluginException(
          provider.getClass().getName() + " made nothing for '" + text + "': create returned null");
    }
    return component;
  }

  private PluginException unknown(Kind kind, String name) {
    List<String> known = names(kind);
    StringBuilder message = new StringBuilder("no " + kind.word() + " '" + name + "'");
    message.append(Nearest.hint(name, known));
    message.append(
        known.isEmpty()
            ? "; the class path has no " + kind.plural()
            : "; known " + kind.plural() + ": " + String.join(", ", known));
    message.append("; the built-in ones are in ").append(kind.artifact());
    message.append(
        ", your own need their jar on the class path and a line in META-INF/services/"
            + kind.providerType().getName());
    problems.forEach(p -> message.append("; ").append(p));
    return new PluginException(message.toString());
  }
}
