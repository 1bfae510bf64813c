package dev.ridgeline.io;

import dev.ridgeline.data.Standardizer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Model;
import dev.ridgeline.network.FittedNetwork;
import dev.ridgeline.network.Network;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.plugin.PluginException;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.Solution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Fitted models as files: what is read predicts what was written predicts, to the last bit.
 *
 * <pre>{@code
 * ModelFile.write(fit, Path.of("model.safetensors"));
 * Model same = ModelFile.read(Path.of("model.safetensors"));
 * }</pre>
 *
 * <p>A file is safetensors with a checksum: the tensors are the parameters by their names, the
 * metadata hold the layers and the loss as spec strings, the class names, and what the fit has to
 * say of itself. Layers and losses are found by name among the plugins, one's own among them.
 */
public final class ModelFile {
  private static final String LAYERS = "layers";
  private static final String LOSS = "loss";
  private static final String CLASSES = "classes";
  private static final String FEATURES = "features";
  private static final String STATUS = "status";
  private static final String SOLVER = "solver";
  private static final String MEASURE = "certificate.measure";
  private static final String REASON = "certificate.reason";
  private static final String CERTIFICATE = "certificate";
  private static final String WEIGHTS = "weights";
  private static final String INTERCEPTS = "intercepts";
  private static final String FACTORS = "penalty-factors";
  private static final String ITERATIONS = "iterations";
  private static final String OBJECTIVE = "objective";
  private static final String OBJECTIVE_LOSS = "objective.loss";
  private static final String PLAN = "objective.plan";
  private static final String CENTER = "standardizer.center";
  private static final String SCALE = "standardizer.scale";

  private ModelFile() {}

  /**
   * Writes a network.
   *
   * @param model any, with layers and a loss that the class path offers by name
   * @param path written aside and renamed; a file that is there is replaced
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if a layer or the loss is not found by its own spec string, so
   *     that the file could not be read
   */
  public static void write(FittedNetwork model, Path path) throws IOException {
    Plugins plugins = Plugins.load();
    List<String> layers = model.network().layers().stream().map(Layer::toString).toList();
    for (int l = 0; l < layers.size(); l++) {
      checkFound(layers.get(l), model.network().layers().get(l), plugins::layer);
    }
    checkFound(model.loss().toString(), model.loss(), plugins::loss);
    SafetensorsDraft draft =
        new SafetensorsDraft(FileKind.NETWORK)
            .put(LAYERS, Json.array(layers))
            .put(FEATURES, Json.array(model.featureNames()))
            .put(STATUS, model.fitStatus());
    putCommon(draft, model, model.standardizer());
    float[] flat = model.parameters();
    for (Parameter p : model.network().layout().parameters()) {
      draft.floats(p.name(), flat, p.offset(), p.spec().rows(), p.spec().columns());
    }
    draft.write(path);
  }

  /**
   * Writes a linear model.
   *
   * @param model any, with a loss that the class path offers by name
   * @param path written aside and renamed; a file that is there is replaced
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the loss is not found by its own spec string, so that the
   *     file could not be read
   */
  public static void write(LinearFit model, Path path) throws IOException {
    checkFound(model.loss().toString(), model.loss(), Plugins.load()::loss);
    Solution solution = model.solution();
    DoubleMatrix w = solution.weights();
    double[] weights = new double[w.size()];
    for (int k = 0, at = 0; k < w.rows(); k++) {
      for (int j = 0; j < w.columns(); j++, at++) {
        weights[at] = w.get(k, j);
      }
    }
    Certificate certificate = solution.certificate();
    SafetensorsDraft draft =
        new SafetensorsDraft(FileKind.LINEAR)
            .put(FEATURES, Json.array(model.featureNames()))
            .put(SOLVER, solution.solver())
            .put(MEASURE, certificate.measure().name())
            .put(REASON, certificate.reason());
    putCommon(draft, model, model.standardizer());
    double[] factors = new double[w.columns()];
    Arrays.setAll(factors, model.factors()::factor);
    draft
        .doubles(FACTORS, factors)
        .doubles(WEIGHTS, weights, w.rows(), w.columns())
        .doubles(INTERCEPTS, solution.intercepts())
        .doubles(CERTIFICATE, new double[] {certificate.residual(), certificate.tolerance()})
        .longs(ITERATIONS, solution.iterations())
        .write(path);
  }

  private static void putCommon(SafetensorsDraft draft, Model model, Standardizer standardizer) {
    Objective j = model.objective();
    draft
        .put(LOSS, model.loss().toString())
        .put(CLASSES, Json.array(model.classNames()))
        .put(OBJECTIVE_LOSS, j.loss())
        .put(PLAN, j.plan())
        .doubles(OBJECTIVE, new double[] {j.dataLoss(), j.penalty(), j.m()})
        .doubles(CENTER, standardizer.center())
        .doubles(SCALE, standardizer.scale());
  }

  /** Finds a component by its spec string. */
  @FunctionalInterface
  private interface Finder {
    Object find(String spec);
  }

  private static void checkFound(String spec, Object component, Finder finder) {
    Object found;
    try {
      found = finder.find(spec);
    } catch (PluginException unknown) {
      throw new IllegalArgumentException(
          "a model with "
              + component.getClass().getName()
              + " cannot be written, since it could not be read: "
              + unknown.getMessage(),
          unknown);
    }
    if (!found.equals(component)) {
      throw new IllegalArgumentException(
          "a model with "
              + component.getClass().getName()
              + " cannot be written: its toString() '"
              + spec
              + "' gives "
              + found
              + ", which is not equal to it; let toString() name every setting, and write equals");
    }
  }

  /**
   * Reads a model with the plugins of the class path.
   *
   * @param path written by this class
   * @return a {@link FittedNetwork} or a {@link LinearFit}, as was written
   * @throws IOException if the file cannot be read
   * @throws DataFileException if it is no model, damaged, or of a newer version, with what was
   *     found
   * @throws PluginException if a layer or the loss is not on the class path, with what to add
   */
  public static Model read(Path path) throws IOException {
    return read(path, Plugins.load());
  }

  /**
   * Reads a model with given plugins.
   *
   * @param path written by this class
   * @param plugins where layers and losses are found by name
   * @return a {@link FittedNetwork} or a {@link LinearFit}, as was written
   * @throws IOException if the file cannot be read
   * @throws DataFileException if it is no model, damaged, or of a newer version, with what was
   *     found
   * @throws PluginException if there is no such layer or loss, with what to add
   */
  public static Model read(Path path, Plugins plugins) throws IOException {
    try (SafetensorsContent content = SafetensorsContent.open(path)) {
      boolean linear = content.is(FileKind.LINEAR);
      content.check(linear ? FileKind.LINEAR : FileKind.NETWORK);
      try {
        Loss loss = plugins.loss(content.text(LOSS));
        return linear ? linear(content, loss) : network(content, loss, plugins);
      } catch (PluginException missing) {
        throw missing;
      } catch (IllegalArgumentException refused) {
        throw content.contradiction(refused);
      }
    }
  }

  private static FittedNetwork network(SafetensorsContent content, Loss loss, Plugins plugins)
      throws IOException {
    Standardizer standardizer = standardizer(content);
    List<Layer> layers = content.texts(LAYERS).stream().map(plugins::layer).toList();
    Network network = Network.of(standardizer.columns(), layers);
    List<Parameter> parameters = network.layout().parameters();
    for (Parameter p : parameters) {
      List<Long> shape = List.of((long) p.spec().rows(), (long) p.spec().columns());
      if (!content.shape(p.name()).equals(shape)) {
        throw content.problem(
            "the layers "
                + layers
                + " of "
                + standardizer.columns()
                + " inputs have "
                + p.name()
                + shape
                + ", the file has "
                + p.name()
                + content.shape(p.name()));
      }
    }
    float[] flat = new float[network.layout().size()];
    for (Parameter p : parameters) {
      content.readFloats(p.name(), flat, p.offset());
    }
    return new FittedNetwork(
        network,
        flat,
        standardizer,
        loss,
        content.texts(CLASSES),
        content.header().metadata().containsKey(FEATURES) ? content.texts(FEATURES) : List.of(),
        objective(content),
        content.text(STATUS));
  }

  private static LinearFit linear(SafetensorsContent content, Loss loss) throws IOException {
    List<Long> shape = content.shape(WEIGHTS);
    double[] weights = content.doubles(WEIGHTS);
    double[] certificate = content.doubles(CERTIFICATE);
    if (shape.size() != 2 || certificate.length != 2) {
      throw content.problem(
          "found " + shape + " weights and " + certificate.length + " certificates");
    }
    int outputs = shape.get(0).intValue();
    int columns = shape.get(1).intValue();
    Solution solution =
        new Solution(
            new DoubleMatrix(weights, 0, outputs, columns, columns, 1),
            content.doubles(INTERCEPTS),
            objective(content),
            content.wholeInt(ITERATIONS),
            new Certificate(
                Certificate.Measure.valueOf(content.text(MEASURE)),
                certificate[0],
                certificate[1],
                content.text(REASON)),
            content.text(SOLVER));
    return new LinearFit(
        solution,
        standardizer(content),
        loss,
        PenaltyFactors.of(content.doubles(FACTORS)),
        content.texts(CLASSES),
        content.texts(FEATURES));
  }

  private static Standardizer standardizer(SafetensorsContent content) throws IOException {
    return Standardizer.of(content.doubles(CENTER), content.doubles(SCALE));
  }

  private static Objective objective(SafetensorsContent content) throws IOException {
    double[] parts = content.doubles(OBJECTIVE);
    if (parts.length != 3) {
      throw content.problem("the objective has 3 parts, found " + parts.length);
    }
    return new Objective(
        parts[0], parts[1], content.text(OBJECTIVE_LOSS), content.text(PLAN), parts[2]);
  }
}
