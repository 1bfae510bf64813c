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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

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
    double[] center = standardizer.center();
    double[] scale = standardizer.scale();
    rawWeights = new double[w.size()];
    rawIntercepts = solution.intercepts().clone();
    for (int k = 0; k < w.rows(); k++) {
      for (int j = 0; j < w.columns(); j++) {
        double perUnit = w.get(k, j) / scale[j];
        rawWeights[k * w.columns() + j] = perUnit;
        rawIntercepts[k] -= perUnit * center[j];
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
    // Less the centres first: a mean of 1e12 with deviations of 1 would take all digits otherwise.
    double[] center = standardizer.center();
    double[] row = new double[raw.columns()];
    int[][] supports = new int[outputs][];
    for (int k = 0; k < outputs; k++) {
      int at = k * row.length;
      supports[k] = IntStream.range(0, row.length).filter(j -> rawWeights[at + j] != 0).toArray();
    }
    boolean hasZeros = Arrays.stream(supports).anyMatch(s -> s.length < row.length);
    if (hasZeros && !isFinite(raw)) {
      // A weight of 0 times NaN is NaN: a prediction from such a row must say so.
      Arrays.fill(supports, IntStream.range(0, row.length).toArray());
    }
    for (int i = 0; i < raw.rows(); i++) {
      raw.copyRow(i, row, 0);
      for (int k = 0; k < outputs; k++) {
        scores[i * outputs + k] =
            solution.intercepts()[k] + product(supports[k], row, center, k * row.length);
      }
    }
    return scores;
  }

  private static boolean isFinite(Features x) {
    double[] row = new double[x.columns()];
    double[] taint = new double[row.length];
    for (int i = 0; i < x.rows(); i++) {
      x.copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        taint[j] += 0 * row[j];
      }
    }
    return Arrays.stream(taint).noneMatch(Double::isNaN);
  }

  /** The weights from a place on times a centred row; two sums, so that additions overlap. */
  private double product(int[] support, double[] row, double[] center, int at) {
    double even = 0;
    double odd = 0;
    int n = support.length;
    for (int k = 0; k + 1 < n; k += 2) {
      int a = support[k];
      int b = support[k + 1];
      even += (row[a] - center[a]) * rawWeights[at + a];
      odd += (row[b] - center[b]) * rawWeights[at + b];
    }
    int last = n % 2 == 1 ? support[n - 1] : 0;
    return n % 2 == 1
        ? even + odd + (row[last] - center[last]) * rawWeights[at + last]
        : even + odd;
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
