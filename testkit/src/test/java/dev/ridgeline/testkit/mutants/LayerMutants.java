package dev.ridgeline.testkit.mutants;

import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.testkit.layer.LayerChecks;
import java.util.Arrays;
import java.util.List;

/** Layers that are wrong in one way each. */
final class LayerMutants {
  private LayerMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("the derivative of another function", "LAY-1", new WrongDerivative()),
        mutant("an activation cached in the layer", "LAY-2", new Caches()),
        mutant("a mask that ignores the first row", "LAY-3", new IgnoresFirstRow()),
        mutant("noise in prediction too", "LAY-4", new AlwaysNoisy()),
        mutant("the last output is not written", "LAY-5", new ForgetsOutput()),
        mutant("parameter gradients are overwritten", "LAY-6", new Overwrites()),
        mutant("an input gradient that is not wanted", "LAY-6", new Unasked()),
        mutant("a shape error without numbers", "LAY-7", new NoNumbers()),
        mutant("an empty shard touches the output", "LAY-8", new WritesWithoutRows()),
        mutant(
            "a layer that couples rows and does not say so", "LAY-3", new Normalizes(false, 1, 0)),
        mutant("a statistic that runs away", "LAY-9", new Normalizes(true, -1, 0)),
        mutant("a statistic that moves in prediction", "LAY-9", new Normalizes(true, 1, 1)),
        mutant("a statistic that training reads", "LAY-9", new ReadsStatistic()),
        mutant("a range of columns that writes all", "LAY-10", new Doubles(true, false)),
        mutant("rows where columns were announced", "LAY-11", new Doubles(false, true)));
  }

  private static Mutant mutant(String name, String rule, Layer layer) {
    return new Mutant(name, rule, () -> LayerChecks.all(layer));
  }

  /** y = x^2 / 2 cell by cell, of which the mutants change one method. */
  private abstract static class HalfSquare implements Layer {
    @Override
    public String name() {
      return "half-square";
    }

    @Override
    public int outputs(int inputs) {
      return inputs;
    }

    double forward(LayerPass pass, int cell, double x) {
      return x * x / 2;
    }

    double backward(LayerPass pass, int cell, double x) {
      return x;
    }

    @Override
    public void forward(LayerPass pass) {
      for (int i = 0; i < pass.rows() * pass.inputs(); i++) {
        float x = pass.input()[pass.inputOffset() + i];
        pass.output()[pass.outputOffset() + i] = (float) forward(pass, i, x);
      }
    }

    @Override
    public void backward(LayerPass pass) {
      for (int i = 0; i < pass.rows() * pass.inputs() && pass.wantsInputGradient(); i++) {
        float x = pass.input()[pass.inputOffset() + i];
        pass.inputGradient()[pass.inputGradientOffset() + i] =
            (float) (backward(pass, i, x) * pass.outputGradient()[pass.outputGradientOffset() + i]);
      }
    }
  }

  private static final class WrongDerivative extends HalfSquare {
    @Override
    double backward(LayerPass pass, int cell, double x) {
      return 2 * x;
    }
  }

  private static final class Caches extends HalfSquare {
    private float[] seen = new float[0];

    @Override
    public void forward(LayerPass pass) {
      super.forward(pass);
      seen = pass.input().clone();
    }

    @Override
    double backward(LayerPass pass, int cell, double x) {
      return seen[Math.min(seen.length - 1, pass.inputOffset() + cell)];
    }
  }

  private static final class IgnoresFirstRow extends HalfSquare {
    private double kept(LayerPass pass, int cell) {
      return pass.isTraining() && pass.random().uniform(cell) < 0.5 ? 0 : 1;
    }

    @Override
    double forward(LayerPass pass, int cell, double x) {
      return kept(pass, cell) * x * x / 2;
    }

    @Override
    double backward(LayerPass pass, int cell, double x) {
      return kept(pass, cell) * x;
    }
  }

  private static final class AlwaysNoisy extends HalfSquare {
    @Override
    double forward(LayerPass pass, int cell, double x) {
      int place = pass.firstRow() * pass.inputs() + cell;
      return x * x / 2 + pass.random().uniform(place);
    }
  }

  private static final class ForgetsOutput extends HalfSquare {
    @Override
    public void forward(LayerPass pass) {
      int last = pass.outputOffset() + pass.rows() * pass.outputs() - 1;
      float before = pass.output()[Math.max(0, last)];
      super.forward(pass);
      pass.output()[Math.max(0, last)] = before;
    }
  }

  private static final class Unasked extends HalfSquare {
    @Override
    public void backward(LayerPass pass) {
      super.backward(pass);
      if (pass.rows() > 0 && !pass.wantsInputGradient()) {
        pass.inputGradient()[pass.inputGradientOffset()] = 0;
      }
    }
  }

  private static final class NoNumbers extends HalfSquare {
    @Override
    public int outputs(int inputs) {
      if (inputs > 8) {
        throw new IllegalArgumentException("too many inputs");
      }
      return inputs;
    }
  }

  private static final class WritesWithoutRows extends HalfSquare {
    @Override
    public void forward(LayerPass pass) {
      if (pass.rows() == 0) {
        pass.output()[0] = 0;
      }
      super.forward(pass);
    }
  }

  private static final class Overwrites implements Layer {
    private final Dense right = new Dense(2);

    @Override
    public String name() {
      return "dense";
    }

    @Override
    public int outputs(int inputs) {
      return right.outputs(inputs);
    }

    @Override
    public List<ParameterSpec> parameters(int inputs) {
      return right.parameters(inputs);
    }

    @Override
    public void initialize(int index, FloatMatrix values, RandomStream random) {
      right.initialize(index, values, random);
    }

    @Override
    public void forward(LayerPass pass) {
      right.forward(pass);
    }

    @Override
    public void backward(LayerPass pass) {
      int bias = pass.parameterOffset(1);
      Arrays.fill(pass.parameterGradients(), bias, bias + 2, 0f);
      right.backward(pass);
    }
  }

  /** Batch normalisation, of which the mutants change the move of the statistics. */
  private static class Normalizes implements Layer {
    private final BatchNorm right = new BatchNorm(0.3, 0.1);
    private final boolean couplesRows;
    private final float inTraining;
    private final float inPrediction;

    Normalizes(boolean couplesRows, float inTraining, float inPrediction) {
      this.couplesRows = couplesRows;
      this.inTraining = inTraining;
      this.inPrediction = inPrediction;
    }

    @Override
    public String name() {
      return "batch-norm";
    }

    @Override
    public boolean couplesRows() {
      return couplesRows;
    }

    @Override
    public int outputs(int inputs) {
      return inputs;
    }

    @Override
    public List<ParameterSpec> parameters(int inputs) {
      return right.parameters(inputs);
    }

    @Override
    public void initialize(int index, FloatMatrix values, RandomStream random) {
      right.initialize(index, values, random);
    }

    @Override
    public void forward(LayerPass pass) {
      right.forward(pass);
    }

    @Override
    public void backward(LayerPass pass) {
      right.backward(pass);
      for (int j = 0; j < pass.inputs(); j++) {
        int mean = pass.parameterOffset(2) + j;
        pass.parameterGradients()[mean] *= inTraining;
        pass.parameterGradients()[mean] += pass.isTraining() ? 0 : inPrediction;
      }
    }
  }

  private static final class ReadsStatistic extends Normalizes {
    ReadsStatistic() {
      super(true, 1, 0);
    }

    @Override
    public void forward(LayerPass pass) {
      super.forward(pass);
      if (pass.rows() > 0) {
        pass.output()[pass.outputOffset()] += pass.parameters()[pass.parameterOffset(2)];
      }
    }
  }

  /** y = 2 x, cut by columns in either order but for what the mutants ignore. */
  private record Doubles(boolean ignoresRange, boolean ignoresOrder)
      implements ColumnwiseLayer, ColumnMajorLayer {
    @Override
    public String name() {
      return "doubles";
    }

    @Override
    public void forward(LayerPass pass, int from, int to) {
      copy(pass, from, to, pass.input(), pass.inputOffset(), pass.output(), pass.outputOffset());
    }

    @Override
    public void backwardInputs(LayerPass pass, int from, int to) {
      copy(
          pass,
          from,
          to,
          pass.outputGradient(),
          pass.outputGradientOffset(),
          pass.inputGradient(),
          pass.inputGradientOffset());
    }

    private void copy(
        LayerPass pass, int from, int to, float[] source, int at, float[] target, int toAt) {
      boolean byColumn = pass.hasColumnMajorOutputs() && !ignoresOrder;
      int low = ignoresRange ? 0 : from;
      int high = ignoresRange && to > from ? pass.inputs() : to;
      for (int i = 0; i < pass.rows(); i++) {
        for (int j = low; j < high; j++) {
          int cell = byColumn ? j * pass.columnStride() + i : i * pass.inputs() + j;
          target[toAt + cell] = 2 * source[at + cell];
        }
      }
    }
  }
}
