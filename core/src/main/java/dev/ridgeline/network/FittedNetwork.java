package dev.ridgeline.network;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.WeightSummary;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.Role;
import java.util.List;

/** A network with its parameters and the standardisation of its inputs. Immutable. */
public final class FittedNetwork implements Model {
  private static final int CHUNK = 256;

  private final Network network;
  private final float[] parameters;
  private final Standardizer standardizer;
  private final Loss loss;
  private final List<String> classNames;
  private final List<String> featureNames;
  private final Objective objective;
  private final String fitStatus;

  /**
   * Puts the parts together.
   *
   * @param network the layers
   * @param parameters flat, copied
   * @param standardizer fitted on the training set
   * @param loss what was minimised
   * @param classNames empty for regression
   * @param featureNames one a feature, or empty if they have no names
   * @param objective J at these parameters
   * @param fitStatus how training ended, one line
   * @throws IllegalArgumentException if the parameters or the names do not fit the network, with
   *     both numbers
   */
  public FittedNetwork(
      Network network,
      float[] parameters,
      Standardizer standardizer,
      Loss loss,
      List<String> classNames,
      List<String> featureNames,
      Objective objective,
      String fitStatus) {
    if (parameters.length != network.layout().size()) {
      throw new IllegalArgumentException(
          "the network has " + network.layout().size() + " parameters, found " + parameters.length);
    }
    if (!featureNames.isEmpty() && featureNames.size() != network.inputs()) {
      throw new IllegalArgumentException(
          "the network has "
              + network.inputs()
              + " inputs, found "
              + featureNames.size()
              + " names of features");
    }
    this.network = network;
    this.parameters = parameters.clone();
    this.standardizer = standardizer;
    this.loss = loss;
    this.classNames = List.copyOf(classNames);
    this.featureNames = List.copyOf(featureNames);
    this.objective = objective;
    this.fitStatus = fitStatus;
  }

  @Override
  public double[] scores(Features raw) {
    Features x = standardizer.apply(raw);
    int n = x.rows();
    int outputs = outputs();
    double[] scores = new double[Math.multiplyExact(n, outputs)];
    NetworkPass pass = new NetworkPass(network, Math.max(1, Math.min(n, CHUNK)));
    int[] rows = new int[pass.capacity()];
    for (int from = 0; from < n; from += rows.length) {
      int count = Math.min(rows.length, n - from);
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      x.copyRows(rows, 0, count, pass.inputs(), 0);
      float[] out = pass.predict(parameters, count);
      for (int i = 0; i < count * outputs; i++) {
        scores[from * outputs + i] = out[i];
      }
    }
    return scores;
  }

  /**
   * The layers.
   *
   * @return the network
   */
  public Network network() {
    return network;
  }

  /**
   * The standardisation of the inputs.
   *
   * @return fitted on the training set
   */
  public Standardizer standardizer() {
    return standardizer;
  }

  /**
   * All parameters.
   *
   * @return a copy of the flat vector
   */
  public float[] parameters() {
    return parameters.clone();
  }

  /**
   * One parameter.
   *
   * @param name such as "dense1.weight"
   * @return a copy, in the scale of the standardised inputs
   * @throws IllegalArgumentException if there is none, listing the names
   */
  public Matrix parameter(String name) {
    return network.layout().parameter(name).view(parameters.clone());
  }

  @Override
  public int outputs() {
    return network.outputs();
  }

  @Override
  public int features() {
    return network.inputs();
  }

  @Override
  public Loss loss() {
    return loss;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public List<String> featureNames() {
    return featureNames;
  }

  @Override
  public Objective objective() {
    return objective;
  }

  @Override
  public String fitStatus() {
    return fitStatus;
  }

  @Override
  public WeightSummary weights() {
    WeightSummary summary = WeightSummary.EMPTY;
    for (Parameter p : network.layout().parameters()) {
      if (p.role() == Role.WEIGHT) {
        summary = summary.plus(p.view(parameters));
      }
    }
    return summary;
  }
}
