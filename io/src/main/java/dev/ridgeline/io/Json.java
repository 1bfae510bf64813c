package dev.ridgeline.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The JSON that files of tensors hold: shallow, strict, no key twice. */
final class Json {
  private static final int DEPTH = 4;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(SafetensorsHeader.LONGEST)
                  .build())
          .build();

  private Json() {}

  static JsonParser parser(byte[] utf8) throws IOException {
    return FACTORY.createParser(utf8);
  }

  static JsonGenerator generator(StringWriter out) {
    try {
      return FACTORY.createGenerator(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** ["a", "b"] */
  static String array(List<String> texts) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = generator(out)) {
      json.writeStartArray();
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  /** The texts of {@link #array}. */
  static List<String> texts(String array) throws IOException {
    List<String> texts = new ArrayList<>();
    try (JsonParser json = FACTORY.createParser(array)) {
      expect(json, json.nextToken(), JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json, json.currentToken(), JsonToken.VALUE_STRING);
        texts.add(json.getText());
      }
      expect(json, json.nextToken(), null);
    }
    return texts;
  }

  /** Goes on only at the expected token; null is the end of the text. */
  static void expect(JsonParser json, JsonToken found, JsonToken expected) throws IOException {
    if (found != expected) {
      throw new IOException(
          "at character "
              + json.currentTokenLocation().getColumnNr()
              + " expected "
              + (expected == null ? "the end" : expected)
              + ", found "
              + (found == null ? "the end" : found));
    }
  }
}
