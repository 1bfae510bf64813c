package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.io.CsvFormat;
import dev.ridgeline.io.DataSource;
import dev.ridgeline.io.LibsvmFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The data sets in this module's resources; data/NOTICE says where they come from. */
public enum ShippedData {
  /** 569 x 30, malignant or benign. */
  BREAST_CANCER {
    @Override
    Dataset read() throws IOException {
      return CsvFormat.withoutHeader()
          .skipLines(1)
          .target(-1)
          .classes("0", "1")
          .classNames("malignant", "benign")
          .read(resource("breast_cancer.csv"));
    }
  },
  /** 333 x 130, impaired or not; one categorical column. */
  AD_DATA {
    @Override
    Dataset read() throws IOException {
      return CsvFormat.withHeader()
          .target("label")
          .classes("Control", "Impaired")
          .read(resource("ad_data.csv.gz"));
    }
  },
  /** 252 x 751, Parkinson's disease or not; more features than examples. */
  PD_SPEECH {
    @Override
    Dataset read() throws IOException {
      return CsvFormat.withHeader()
          .target("label")
          .classes("control", "PD")
          .read(resource("pd_speech.csv.gz"));
    }
  },
  /** 1797 x 64, ten digits. */
  DIGITS {
    @Override
    Dataset read() throws IOException {
      return CsvFormat.withoutHeader().target(-1).classification().read(resource("digits.csv.gz"));
    }
  },
  /** 442 x 10, a number: disease progression after a year. */
  DIABETES {
    @Override
    Dataset read() throws IOException {
      CsvFormat blanks = CsvFormat.withoutHeader().separatedByBlanks();
      return Dataset.regression(
              blanks.readFeatures(resource("diabetes_data_raw.csv.gz")),
              blanks.readColumn(resource("diabetes_target.csv.gz")))
          .withFeatureNames(List.of("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"))
          .withTargetName("progression");
    }
  },
  /** 270 x 13, heart disease or not; LIBSVM format, already scaled. */
  HEART_SCALE {
    @Override
    Dataset read() throws IOException {
      return new LibsvmFormat().read(resource("heart_scale"));
    }
  };

  abstract Dataset read() throws IOException;

  /**
   * Reads the data set.
   *
   * @return features, targets and names
   */
  public Dataset load() {
    try {
      return read();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static DataSource resource(String file) {
    return DataSource.resource(ShippedData.class, "data/" + file);
  }
}
