package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.io.Checkpoints;
import dev.ridgeline.io.DataFileException;
import dev.ridgeline.io.ModelFile;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.LeakyReLU;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.model.Model;
import dev.ridgeline.network.FittedNetwork;
import dev.ridgeline.network.Network;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.train.Trainer;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are written and read again, with every module on the class path. */
class ModelFileTest {
  @TempDir Path folder;

  private static FittedNetwork network() {
    return Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.01))
        .layers(new Dense(7), new BatchNorm(), new LeakyReLU(0.02), new Dropout(0.25), new Dense(3))
        .regularization(Regularization.of(new L2(), 0.1))
        .batchSize(64)
        .epochs(2)
        .build()
        .fit(ResumedTraining.TRAIN)
        .model();
  }

  private static void assertSame(Model expected, Model found) {
    assertArrayEquals(
        expected.scores(ResumedTraining.DEV.features()),
        found.scores(ResumedTraining.DEV.features()));
    assertEquals(expected.classNames(), found.classNames());
    assertEquals(expected.featureNames(), found.featureNames());
    assertEquals(expected.loss(), found.loss());
    assertEquals(expected.objective(), found.objective());
    assertEquals(expected.fitStatus(), found.fitStatus());
    assertEquals(expected.weights(), found.weights());
  }

  @Test
  void a_network_comes_back_to_the_last_bit() throws IOException {
    FittedNetwork model = network();
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    FittedNetwork found = (FittedNetwork) ModelFile.read(file);
    assertSame(model, found);
    assertArrayEquals(model.parameters(), found.parameters());
    assertEquals(model.network().layers(), found.network().layers());
  }

  @Test
  void parameters_stand_in_the_file_under_their_names() throws IOException {
    FittedNetwork model = network();
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong(0);
    String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
    String before = "\"dense2.weight\":{\"dtype\":\"F32\",\"shape\":[3,7],\"data_offsets\":[";
    int at = header.indexOf(before);
    assertTrue(at > 0, header);
    String offsets =
        header.substring(at + before.length(), header.indexOf(']', at + before.length()));
    int begin = Integer.parseInt(offsets.split(",")[0]);
    for (int k = 0; k < 21; k++) {
      assertEquals(
          (float) model.parameter("dense2.weight").get(k / 7, k % 7),
          bytes.getFloat(8 + length + begin + 4 * k));
    }
    assertTrue(header.contains("\\\"leaky-relu(slope=0.02)\\\""), header);
  }

  @Test
  void linear_models_come_back_with_names_and_certificate() throws IOException {
    Path file = folder.resolve("model.safetensors");
    LinearFit softmax =
        LinearModel.of(new SoftmaxCrossEntropy(), new ElasticNet(0.5))
            .fit(ResumedTraining.TRAIN, 9);
    ModelFile.write(softmax, file);
    LinearFit found = (LinearFit) ModelFile.read(file);
    assertSame(softmax, found);
    assertEquals(softmax.coefficients(), found.coefficients());
    assertEquals(softmax.certificate(), found.certificate());
    assertEquals(softmax.solution().iterations(), found.solution().iterations());
    assertEquals(softmax.rawIntercept(2), found.rawIntercept(2));
    double[][] x = {{1, 5}, {2, 3}, {4, 4}, {7, 1}};
    Dataset numbers =
        Dataset.regression(DenseFeatures.of(x), new double[] {1, 2, 3, 9})
            .withFeatureNames(List.of("a \"quoted\"", "\u00e4"));
    LinearFit huber =
        LinearModel.of(new HuberLoss(1.5), new L2())
            .withFactors(PenaltyFactors.ones().with("\u00e4", 0.25))
            .fit(numbers, 0.5);
    assertEquals(0.25, huber.coefficients().get(1).factor());
    ModelFile.write(huber, file);
    LinearFit again = (LinearFit) ModelFile.read(file);
    assertEquals(huber.coefficients(), again.coefficients());
    assertArrayEquals(huber.scores(numbers.features()), again.scores(numbers.features()));
    assertEquals(new HuberLoss(1.5), again.loss());
  }

  @Test
  void what_is_no_model_is_refused_with_what_was_found() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(network(), file);
    String message =
        assertThrows(DataFileException.class, () -> Checkpoints.read(file)).getMessage();
    assertTrue(message.contains("expected a checkpoint"), message);
    assertTrue(message.contains("found format 'ridgeline-network'"), message);
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {3, 20, whole.length / 2, whole.length - 1}) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(file, flipped);
      assertThrows(DataFileException.class, () -> ModelFile.read(file), "byte " + at);
      Files.write(file, Arrays.copyOf(whole, at));
      assertThrows(DataFileException.class, () -> ModelFile.read(file), "byte " + at);
    }
  }

  /** A layer of somebody's own that is not offered by name. */
  private static Layer nameless() {
    Layer dense = new Dense(1);
    InvocationHandler handler =
        (self, method, arguments) ->
            method.getName().equals("toString") ? "swish" : method.invoke(dense, arguments);
    return (Layer)
        Proxy.newProxyInstance(Layer.class.getClassLoader(), new Class<?>[] {Layer.class}, handler);
  }

  @Test
  void a_layer_that_no_plugin_offers_is_refused_before_anything_is_written() {
    FittedNetwork model = network();
    FittedNetwork own =
        new FittedNetwork(
            Network.of(1, nameless()),
            new float[2],
            Standardizer.identity(1),
            model.loss(),
            List.of(),
            List.of(),
            model.objective(),
            "");
    Path file = folder.resolve("model.safetensors");
    String message =
        assertThrows(IllegalArgumentException.class, () -> ModelFile.write(own, file)).getMessage();
    assertTrue(message.contains("no layer 'swish'"), message);
    assertTrue(Files.notExists(file));
  }
}
