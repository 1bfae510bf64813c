package dev.ridgeline.linear;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.WeightSummary;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.Solution;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A fitted linear model: coefficients in both scales, certificate, predictions. Immutable. */
public final class LinearFit implements Model {
  private final Solution solution;
  private final Standardizer standardizer;
  private final Loss loss;
  private final List<String> classNames;
  private final List<String> featureNames;
  private final PenaltyFactors factors;
  private final double[] rawWeights;
  private final double[] rawIntercepts;

  /**
   * Puts the parts together.
   *
   * @param solution in the scale of the standardised features
   * @param standardizer fitted on the training set
   * @param loss what was minimised
   * @param factors of the penalty, by index or by name
   * @param classNames empty for regression
   * @param featureNames one a feature
   * @throws IllegalArgumentException if the parts differ in their numbers of outputs or features,
   *     with what was found
   */
  public LinearFit(
      Solution solution,
      Standardizer standardizer,
      Loss loss,
      PenaltyFactors factors,
      List<String> classNames,
      List<String> featureNames) {
    this.solution = solution;
    this.standardizer = standardizer;
    this.loss = loss;
    this.classNames = List.copyOf(classNames);
    this.featureNames = List.copyOf(featureNames);
    this.factors = factors.resolve(featureNames);
    DoubleMatrix w = solution.weights();
    if (solution.intercepts().length != w.rows()
        || standardizer.columns() != w.columns()
        || featureNames.size() != w.columns()) {
      throw new IllegalArgumentException(
          "weights "
              + w.rows()
              + " x "
              + w.columns()
              + " need as many intercepts and features, found "
              + solution.intercepts().length
              + " intercepts, a standardisation of "
              + standardizer.columns()
              + " features and "
              + featureNames.size()
              + " names");
    }
    rawWeights = new double[w.size()];
    rawIntercepts = solution.intercepts().clone();
    for (int k = 0; k < w.rows(); k++) {
      for (int j = 0; j < w.columns(); j++) {
        double perUnit = w.get(k, j) / standardizer.scale(j);
        rawWeights[k * w.columns() + j] = perUnit;
        rawIntercepts[k] -= perUnit * standardizer.center(j);
      }
    }
  }

  @Override
  public double[] scores(Features raw) {
    DoubleMatrix w = solution.weights();
    if (raw.columns() != w.columns()) {
      throw new IllegalArgumentException(
          "the model was fitted to "
              + w.columns()
              + " features, found "
              + raw.columns()
              + "; give the same columns in the same order");
    }
    int outputs = w.rows();
    double[] scores = new double[Math.multiplyExact(raw.rows(), outputs)];
    if (raw.isSparse()) {
      for (int i = 0; i < raw.rows(); i++) {
        for (int k = 0; k < outputs; k++) {
          scores[i * outputs + k] = rawIntercepts[k] + raw.dotRow(i, rawWeights, k * w.columns());
        }
      }
      return scores;
    }
    LinearScores.compute(raw, rawWeights, solution.intercepts(), standardizer.center(), scores);
    return scores;
  }

  /** Whether another fit has the standardisation and outputs of this one, for such features. */
  boolean sharesScale(LinearFit other, Features raw) {
    return standardizer == other.standardizer
        && outputs() == other.outputs()
        && features() == raw.columns();
  }

  @Override
  public List<String> featureNames() {
    return featureNames;
  }

  /**
   * All coefficients, output by output in feature order.
   *
   * @return outputs x features of them
   */
  public List<Coefficient> coefficients() {
    DoubleMatrix w = solution.weights();
    ImmutableList.Builder<Coefficient> all = ImmutableList.builder();
    for (int k = 0; k < w.rows(); k++) {
      for (int j = 0; j < w.columns(); j++) {
        all.add(coefficient(j, k));
      }
    }
    return all.build();
  }

  /**
   * One coefficient.
   *
   * @param feature its column, 0 &lt;= feature &lt; features
   * @param output its class for softmax, 0 otherwise
   * @return in both scales
   * @throws IndexOutOfBoundsException if there is no such feature or output
   */
  public Coefficient coefficient(int feature, int output) {
    DoubleMatrix w = solution.weights();
    Objects.checkIndex(output, w.rows());
    return new Coefficient(
        featureNames.get(feature),
        output,
        w.get(output, feature),
        rawWeights[output * w.columns() + feature],
        factors.factor(feature));
  }

  /**
   * How much of the penalty each feature got.
   *
   * @return by index
   */
  public PenaltyFactors factors() {
    return factors;
  }

  /**
   * The coefficients that are not exactly 0: the selected features.
   *
   * @return the largest in absolute standardised value first, equals in feature order
   */
  public List<Coefficient> nonZero() {
    return coefficients().stream()
        .filter(c -> c.standardized() != 0)
        .sorted(Comparator.comparingDouble(c -> -Math.abs(c.standardized())))
        .toList();
  }

  /**
   * The intercept of an output in the scale of the raw features.
   *
   * @param output 0 &lt;= output &lt; outputs
   * @return the prediction at raw features of 0
   */
  public double rawIntercept(int output) {
    return rawIntercepts[output];
  }

  /**
   * What the solver found, in the scale of the standardised features.
   *
   * @return weights, intercepts, iterations and certificate
   */
  public Solution solution() {
    return solution;
  }

  /**
   * Whether the coefficients are proved optimal.
   *
   * @return the certificate
   */
  public Certificate certificate() {
    return solution.certificate();
  }

  /**
   * The standardisation of the features.
   *
   * @return fitted on the training set
   */
  public Standardizer standardizer() {
    return standardizer;
  }

  @Override
  public int outputs() {
    return solution.weights().rows();
  }

  @Override
  public int features() {
    return solution.weights().columns();
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
  public Objective objective() {
    return solution.objective();
  }

  @Override
  public String fitStatus() {
    return solution.certificate() + " by " + solution.solver();
  }

  @Override
  public WeightSummary weights() {
    return WeightSummary.EMPTY.plus(solution.weights());
  }
}
