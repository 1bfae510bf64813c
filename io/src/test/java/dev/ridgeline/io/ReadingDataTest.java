package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps docs/reading-data.md true: its code is the code below, its errors are what is thrown. */
class ReadingDataTest {
  private static final Path PAGE = Path.of("../docs/reading-data.md");
  private static final Path HERE = Path.of("src/test/java/dev/ridgeline/io/ReadingDataTest.java");

  @Test
  void the_code_of_the_page_runs() throws IOException {
    // begin page
    Dataset proteins =
        CsvFormat.withHeader()
            .target("label")
            .classes("Control", "Impaired")
            .read(DataSource.resource(ReadingDataTest.class, "ad_data.csv.gz"));

    Dataset tumours =
        CsvFormat.withoutHeader()
            .skipLines(1)
            .target(-1)
            .classes("0", "1")
            .classNames("malignant", "benign")
            .read(DataSource.resource(ReadingDataTest.class, "breast_cancer.csv"));

    CsvFormat plain = CsvFormat.withoutHeader().separatedByBlanks();
    Features x =
        plain.readFeatures(DataSource.resource(ReadingDataTest.class, "diabetes_data_raw.csv.gz"));
    double[] y =
        plain.readColumn(DataSource.resource(ReadingDataTest.class, "diabetes_target.csv.gz"));
    Dataset diabetes = Dataset.regression(x, y);

    Dataset heart =
        new LibsvmFormat().read(DataSource.resource(ReadingDataTest.class, "heart_scale"));
    // end page
    assertEquals("Dataset[333 x 135, 2 classes [Control, Impaired]]", proteins.toString());
    assertEquals("Dataset[569 x 30, 2 classes [malignant, benign]]", tumours.toString());
    assertEquals("Dataset[442 x 10, regression]", diabetes.toString());
    assertEquals("Dataset[270 x 13, 2 classes [-1, 1]]", heart.toString());
  }

  @Test
  void the_code_for_further_files_runs(@TempDir Path folder) throws IOException {
    Path trainFile = Files.writeString(folder.resolve("train.csv"), "dose,label\nlow,a\nhigh,b\n");
    Path testFile = Files.writeString(folder.resolve("test.csv"), "label,dose\nb,low\n");
    Path newFile = Files.writeString(folder.resolve("new.csv"), "dose\nhigh\n");
    // begin further
    CsvEncoding encoding = CsvFormat.withHeader().target("label").fit(trainFile);
    Dataset train = encoding.read(trainFile);
    Dataset test = encoding.read(testFile);
    Features unlabelled = encoding.readFeatures(newFile);
    // end further
    assertEquals(List.of("dose=high", "dose=low"), train.featureNames());
    assertEquals(1, test.features().get(0, 1));
    assertEquals(1, test.target(0));
    assertEquals(1, unlabelled.get(0, 0));
  }

  @Test
  void the_code_of_the_page_is_the_code_above() throws IOException {
    String source = Files.readString(HERE);
    String[] parts = {"page", "further"};
    for (int k = 0; k < parts.length; k++) {
      String mark = "// begin " + parts[k];
      int begin = source.indexOf(mark) + mark.length();
      String shown = source.substring(begin, source.indexOf("// end " + parts[k]));
      assertEquals(withoutBlanks(shown), withoutBlanks(block("java", k)));
    }
  }

  @Test
  void the_errors_of_the_page_are_what_reading_says() throws IOException {
    CsvFormat format = CsvFormat.withHeader();
    List<String> thrown =
        List.of(
            csv(format.target("y"), "age,dose,y", "1,2,3", "4,5"),
            csv(format.target("y"), "age,dose,y", "1,2,3", "4,5 mg,6", "7,8,9"),
            csv(format.target("y"), "age,dose,y", "NA,2,3", "4,5,6"),
            csv(format.target("outcom"), "age,dose,outcome", "1,2,3"),
            assertThrows(
                    DataFileException.class,
                    () -> new LibsvmFormat().read(source("survey.svm", "1 1:2", "0 1:3 3:x")))
                .getMessage());
    assertEquals(String.join("\n", thrown), block("text", 0).strip());
  }

  @Test
  void every_setting_that_the_page_names_exists() throws IOException {
    List<String> settings =
        Arrays.stream(CsvFormat.class.getMethods()).map(Method::getName).toList();
    String rules = Files.readString(PAGE).split("## Rules for CSV")[1].split("## Rules")[0];
    rules
        .lines()
        .filter(row -> row.startsWith("| ") && !row.startsWith("| about"))
        .map(row -> row.split("\\|")[3].strip())
        .filter(cell -> !cell.isEmpty())
        .flatMap(cell -> Arrays.stream(cell.replace("`", "").split(", ")))
        .forEach(name -> assertTrue(settings.contains(name), name));
  }

  private static String csv(CsvFormat format, String... lines) {
    return assertThrows(DataFileException.class, () -> format.read(source("survey.csv", lines)))
        .getMessage();
  }

  private static DataSource source(String name, String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return DataSource.stream(name, new ByteArrayInputStream(bytes));
  }

  private static String block(String language, int index) throws IOException {
    return Files.readString(PAGE).split("```" + language + "\n")[1 + index].split("```")[0];
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }
}
