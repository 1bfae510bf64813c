package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.plugin.Plugins;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coefficients that scikit-learn, glmnet and liblinear found on the shipped data, each at the
 * tolerance where it stands still; the scripts that wrote the files are beside them.
 */
class PeerAgreementTest {
  private static final double AGREEMENT = 1e-6;

  /** A peer whose coefficients still moved by more is compared by its objective alone. */
  private static final double SETTLED = 1e-7;

  /** A fit of a peer; moved is how far the peer's own last tightening moved a coefficient. */
  record Fit(
      String file,
      String data,
      String scaling,
      String loss,
      String penalty,
      double[] factors,
      double lambda,
      boolean intercept,
      double moved,
      double[] b,
      double[] w) {
    @Override
    public String toString() {
      return file
          + " "
          + data
          + " "
          + loss
          + " "
          + penalty
          + " factors "
          + factors.length
          + " at "
          + lambda;
    }
  }

  static Stream<Fit> fits() {
    return Stream.of("scikit-learn", "glmnet", "liblinear").flatMap(PeerAgreementTest::read);
  }

  private static Stream<Fit> read(String file) {
    return lines(file)
        .map(
            line -> {
              String[] part = line.split("\\|");
              String[] penalty = part[3].split("; factors ");
              return new Fit(
                  file,
                  part[0],
                  part[1],
                  part[2],
                  penalty[0],
                  penalty.length > 1 ? numbers(penalty[1]) : new double[0],
                  Double.parseDouble(part[4]),
                  Boolean.parseBoolean(part[5]),
                  Double.parseDouble(part[6]),
                  numbers(part[7]),
                  numbers(part[8]));
            });
  }

  private static Stream<String> lines(String file) {
    String name = "reference/" + file + ".txt";
    try (InputStream in = PeerAgreementTest.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.trim().split(" +")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Dataset data(Fit fit) {
    Dataset data = ShippedData.valueOf(fit.data.replace('-', '_').toUpperCase(Locale.ROOT)).load();
    if (fit.scaling.equals("standardized")) {
      return Standardizer.fit(data).apply(data);
    }
    double unit = fit.scaling.equals("sixteenths") ? 16 : 1;
    double[][] x = new double[data.rows()][data.columns()];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] = data.features().get(i, j) / unit;
      }
    }
    return data.withFeatures(DenseFeatures.of(x));
  }

  @ParameterizedTest
  @MethodSource("fits")
  void coefficients_agree_and_our_objective_is_not_larger(Fit peer) {
    Dataset data = data(peer);
    LinearModel model =
        LinearModel.of(Plugins.load().loss(peer.loss), Plugins.load().penalty(peer.penalty))
            .withSolver(Plugins.load().solver("auto(tolerance=1e-14)"))
            .withStandardize(false)
            .withIntercept(peer.intercept)
            .withFactors(
                peer.factors.length > 0 ? PenaltyFactors.of(peer.factors) : PenaltyFactors.ones());
    LinearFit ours = model.fit(data, peer.lambda);
    assertTrue(ours.certificate().residual() <= 1e-12, ours.certificate()::toString);
    double[] w = ours.solution().weights().data();
    double[] b = ours.solution().intercepts();

    double j = objective(model, data, peer.lambda, w, b);
    assertEquals(j, ours.objective().value(), 1e-13 * j);
    double theirs = objective(model, data, peer.lambda, peer.w, peer.b);
    assertTrue(j <= theirs * (1 + 1e-13), "J " + j + ", the peer's " + theirs);
    assertTrue(theirs <= j * (1 + 1e-10), "J " + j + ", the peer's " + theirs);

    if (peer.moved <= SETTLED) {
      // Intercepts of all classes may be shifted together: the peer's have the mean 0.
      double shift = b.length > 1 ? Arrays.stream(b).average().orElseThrow() : 0;
      for (int k = 0; k < b.length; k++) {
        assertAgree(peer.b[k], b[k] - shift, "intercept " + k);
      }
      for (int at = 0; at < w.length; at++) {
        assertAgree(peer.w[at], w[at], "weight " + at);
      }
    }
  }

  private static void assertAgree(double theirs, double ours, String what) {
    assertEquals(theirs, ours, AGREEMENT * Math.max(1, Math.abs(theirs)), what);
  }

  @Test
  void most_peers_stand_still_so_that_coefficients_are_compared() {
    assertEquals(81, fits().count());
    assertTrue(fits().filter(f -> f.moved <= SETTLED).count() >= 74);
    assertTrue(fits().filter(f -> Arrays.stream(f.w).anyMatch(w -> w != 0)).count() == 81);
  }

  /** J by plain loops. */
  private static double objective(
      LinearModel model, Dataset data, double lambda, double[] w, double[] b) {
    int outputs = b.length;
    double sum = 0;
    double[] eta = new double[outputs];
    for (int i = 0; i < data.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        eta[k] = b[k];
        for (int j = 0; j < data.columns(); j++) {
          eta[k] += data.features().get(i, j) * w[k * data.columns() + j];
        }
      }
      sum += model.loss().rowLoss(eta, 0, outputs, data.target(i), new double[outputs]);
    }
    sum /= data.rows();
    for (int at = 0; at < w.length; at++) {
      double factor = model.factors().resolve(data.featureNames()).factor(at % data.columns());
      sum += ((SeparablePenalty) model.penalty()).value(w[at], factor * lambda / data.rows());
    }
    return sum;
  }
}
