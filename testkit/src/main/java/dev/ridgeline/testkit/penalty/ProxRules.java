package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.check.Vectors;
import java.util.Arrays;
import java.util.List;

/** PRX-1, PRX-3 and PRX-7: the prox as a minimiser, its returned value, and its step. */
final class ProxRules {
  private ProxRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PRX-1",
            "p = prox(x) minimises (1/2) ||u-x||^2 / step + f(u)",
            "the step's place in the prox; ties between two branches",
            probe -> minimiser(c, probe)),
        new Check(
            "PRX-3",
            "the number that prox returns is value(prox(x))",
            "the order of prox and value in the method",
            probe -> returned(c, probe)),
        new Check(
            "PRX-7",
            "step 0 gives x, small steps nearly x, larger steps never a larger value",
            "the step's place in the prox",
            probe -> steps(c, probe)));
  }

  private static void minimiser(PenaltyCase c, Probe probe) {
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    c.eachProx(probe, c.isWeaklyConvex(), (x, s, step) -> minimiser(c, f, x, s, step, probe));
  }

  private static void minimiser(
      PenaltyCase c, ProximablePenalty f, Sample x, double s, double step, Probe probe) {
    double[] p = PenaltyCase.prox(f, x.cells(), x.shape(), s, step);
    double best = cost(c, p, x, s, step);
    probe.isTrue(Double.isFinite(best), "a finite minimum", () -> "p = " + Arrays.toString(p));
    Candidates compare = new Candidates(c, x, s, step, p, best, probe);
    compare.with("x", x.cells());
    compare.with("0", new double[p.length]);
    compare.with("2p", Vectors.combine(2, p, 0, p));
    compare.with("-p", Vectors.combine(-1, p, 0, p));
    for (int k = 0; k < p.length; k++) {
      compare.withCell("p with cell " + k + " zeroed", k, 0);
    }
    double reach = 1.5 * Math.max(Vectors.maxAbs(x.cells()), s * step);
    int cell = (int) Math.floorMod(x.seed(), (long) p.length);
    for (int k = -20; k <= 20; k++) {
      compare.withCell("p with cell " + cell + " on a grid", cell, k / 20.0 * reach);
    }
    double scale = Math.max(Vectors.maxAbs(x.cells()), s * step);
    RandomStream random = new RandomStream(x.seed()).derive("perturb");
    for (int power = 1; power <= 6; power++) {
      double size = Math.pow(10, -power) * scale;
      double[] d = new double[p.length];
      for (int i = 0; i < d.length; i++) {
        d[i] = random.gaussian((long) power * d.length + i);
      }
      compare.with("p + 1e-" + power + " noise", Vectors.combine(1, p, size, d));
      compare.with("p - 1e-" + power + " noise", Vectors.combine(1, p, -size, d));
      compare.withCell("p with a cell up 1e-" + power, cell, p[cell] + size);
      compare.withCell("p with a cell down 1e-" + power, cell, p[cell] - size);
      compare.with("p moved 1e-" + power + " towards x", mix(p, x.cells(), Math.pow(10, -power)));
      compare.with("p shrunk by 1e-" + power, Vectors.combine(1 - Math.pow(10, -power), p, 0, p));
    }
  }

  private static double[] mix(double[] p, double[] x, double share) {
    return Vectors.combine(1 - share, p, share, x);
  }

  private static double cost(PenaltyCase c, double[] u, Sample x, double s, double step) {
    double[] d = Vectors.combine(1, u, -1, x.cells());
    return Vectors.dot(d, d) / (2 * step) + c.value(u, x.shape(), s);
  }

  /** Compares the cost at p with that at other points. */
  private record Candidates(
      PenaltyCase c, Sample x, double s, double step, double[] p, double best, Probe probe) {
    void with(String what, double[] u) {
      double other = cost(c, u, x, s, step);
      double slack = Tolerance.IDENTITY * Math.max(Math.abs(best), Math.abs(other));
      if (!(best <= other + slack)) {
        probe.fail(
            "cost at p = prox(x) <= cost at " + what + " = " + other,
            best + ", p = " + Arrays.toString(p) + ", u = " + Arrays.toString(u));
      }
      probe.atMost("cost at p against " + what, best, other + slack);
    }

    void withCell(String what, int cell, double value) {
      double[] u = p.clone();
      u[cell] = value;
      with(what, u);
    }
  }

  private static void returned(PenaltyCase c, Probe probe) {
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    c.eachProx(
        probe,
        false,
        (x, s, step) -> {
          DoubleMatrix m = x.matrix();
          double value = f.prox(m, s, step);
          probe.identical("returned value, double storage", f.value(m, s), value);
          FloatMatrix floats = x.floatMatrix();
          double rough = f.prox(floats, s, step);
          double stored = f.value(floats, s);
          // The value may be that before or after rounding to float.
          double slack = Tolerance.FLOAT * Math.max(Math.abs(stored), Math.abs(value));
          probe.close("returned value, float storage", stored, rough, slack);
        });
  }

  private static void steps(PenaltyCase c, Probe probe) {
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    for (Shape shape : c.shapes()) {
      for (double s : PenaltyCase.STRENGTHS) {
        for (Sample x : Samples.of(shape, s)) {
          probe.at(x.seed(), () -> "strength " + s + ", " + x);
          DoubleMatrix still = x.matrix();
          probe.identical(
              "the value that prox returns at step 0", f.value(x.matrix(), s), f.prox(still, s, 0));
          probe.isTrue(
              Arrays.equals(x.cells(), still.data()),
              "step 0 leaves x as it is",
              () -> Arrays.toString(still.data()));
          growing(c, f, x, s, probe);
        }
      }
    }
  }

  private static void growing(PenaltyCase c, ProximablePenalty f, Sample x, double s, Probe probe) {
    double last = c.value(x.cells(), x.shape(), s);
    double tiny = 1e-14;
    double[] near = PenaltyCase.prox(f, x.cells(), x.shape(), s, tiny);
    double[] moved = Vectors.combine(1, near, -1, x.cells());
    // (1/2) ||p-x||^2 / step <= f(x) bounds how far any prox can move.
    double reach = Math.sqrt(2 * tiny * last) * (1 + Tolerance.IDENTITY);
    double rounding = 4 * Math.ulp(Vectors.maxAbs(x.cells())) * Math.sqrt(x.cells().length);
    probe.atMost("||prox(x) - x|| at step " + tiny, Vectors.norm(moved), reach + rounding);
    double[] steps = c.uniqueSteps(s);
    for (double step : steps) {
      double[] p = PenaltyCase.prox(f, x.cells(), x.shape(), s, step);
      double value = c.value(p, x.shape(), s);
      probe.atMost("value after step " + step, value, last * (1 + Tolerance.IDENTITY));
      last = value;
    }
  }
}
