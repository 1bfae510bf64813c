package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts and sums were taken from the files with Python's csv module. */
class RealFilesTest {
  private static DataSource resource(String name) {
    return DataSource.resource(RealFilesTest.class, name);
  }

  private static double columnSum(Features x, int column) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += x.get(i, column);
    }
    return sum;
  }

  @Test
  void breast_cancer_skips_its_first_line_and_takes_the_last_column_as_classes()
      throws IOException {
    Dataset data =
        CsvFormat.withoutHeader()
            .skipLines(1)
            .target(-1)
            .classes("0", "1")
            .classNames("malignant", "benign")
            .read(resource("breast_cancer.csv"));
    assertEquals(569, data.rows());
    assertEquals(30, data.columns());
    assertEquals(List.of("malignant", "benign"), data.classNames());
    assertEquals(357, Arrays.stream(data.targets()).sum());
    assertEquals(8038.429, columnSum(data.features(), 0), 1e-9);
    assertEquals(0.07039, data.features().get(568, 29));
    assertEquals("x29", data.featureNames().get(29));
    assertEquals("target", data.targetName());
  }

  @Test
  void the_same_file_without_a_task_is_a_regression_on_zeros_and_ones() throws IOException {
    Dataset data =
        CsvFormat.withoutHeader().skipLines(1).target(-1).read(resource("breast_cancer.csv"));
    assertEquals(Task.REGRESSION, data.task());
    assertEquals(357, Arrays.stream(data.targets()).sum());
  }

  @Test
  void ad_data_gives_each_genotype_a_column_and_text_labels_are_classes() throws IOException {
    Dataset data = CsvFormat.withHeader().target("label").read(resource("ad_data.csv.gz"));
    assertEquals(Task.CLASSIFICATION, data.task());
    assertEquals(List.of("Control", "Impaired"), data.classNames());
    assertEquals("label", data.targetName());
    assertEquals(333, data.rows());
    assertEquals(129 + 6, data.columns());
    assertEquals(91, Arrays.stream(data.targets()).sum());
    assertEquals(
        List.of(
            "male",
            "Genotype=E2E2",
            "Genotype=E2E3",
            "Genotype=E2E4",
            "Genotype=E3E3",
            "Genotype=E3E4",
            "Genotype=E4E4"),
        data.featureNames().subList(128, 135));
    double[] counts = {2, 37, 8, 167, 106, 13};
    for (int level = 0; level < 6; level++) {
      assertEquals(counts[level], columnSum(data.features(), 129 + level));
    }
    assertEquals(1, data.features().get(0, 132));
    int age = data.featureNames().indexOf("age");
    assertEquals(328.3673252, columnSum(data.features(), age), 1e-9);
  }

  @Test
  void given_classes_decide_which_is_positive() throws IOException {
    Dataset data =
        CsvFormat.withHeader()
            .target("label")
            .classes("Impaired", "Control")
            .read(resource("ad_data.csv.gz"));
    assertEquals(List.of("Impaired", "Control"), data.classNames());
    assertEquals(242, Arrays.stream(data.targets()).sum());
  }

  @Test
  void diabetes_comes_as_a_table_and_a_column() throws IOException {
    CsvFormat format = CsvFormat.withoutHeader().separatedByBlanks();
    Features x = format.readFeatures(resource("diabetes_data_raw.csv.gz"));
    double[] y = format.readColumn(resource("diabetes_target.csv.gz"));
    Dataset data = Dataset.regression(x, y);
    assertEquals(442, data.rows());
    assertEquals(10, data.columns());
    assertEquals(11658.1, columnSum(x, 2), 1e-9);
    assertEquals(4.5951, x.get(441, 8));
    assertEquals(67243, Arrays.stream(y).sum());
    assertEquals(151, y[0]);
  }

  @Test
  void heart_scale_is_sparse_with_two_classes() throws IOException {
    Dataset data = new LibsvmFormat().read(resource("heart_scale"));
    assertTrue(data.features().isSparse());
    assertEquals(270, data.rows());
    assertEquals(13, data.columns());
    assertEquals(3378, data.features().storedCells());
    assertEquals(List.of("-1", "1"), data.classNames());
    assertEquals(120, Arrays.stream(data.targets()).sum());
    assertEquals(-79.754702, columnSum(data.features(), 3), 1e-6);
    assertEquals(-0.435115, data.features().get(269, 7));
    assertEquals(0, data.features().get(269, 10));
    assertEquals("x1", data.featureNames().get(0));
  }

  @Test
  void a_path_is_read_whatever_its_name_says_about_gzip(@TempDir Path folder) throws IOException {
    Path misnamed = folder.resolve("ad_data.csv");
    try (var stream = RealFilesTest.class.getResourceAsStream("ad_data.csv.gz")) {
      Files.copy(stream, misnamed);
    }
    assertEquals(333, CsvFormat.withHeader().target("label").read(misnamed).rows());
  }
}
