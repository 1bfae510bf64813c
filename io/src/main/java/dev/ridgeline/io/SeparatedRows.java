package dev.ridgeline.io;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Records after RFC 4180 with any one separator, by FastCSV. */
final class SeparatedRows implements RowSource {
  private static final Pattern RECORD_LINE =
      Pattern.compile(" \\(record starting at line (\\d+)\\)$");

  private final String file;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private CsvRecord current;

  SeparatedRows(String file, Reader text, CsvSettings settings) {
    this.file = file;
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(settings.separator)
            .skipEmptyLines(false)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    settings.comment.ifPresent(
        mark -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter((char) mark));
    this.reader = builder.ofCsvRecord(text);
    try {
      reader.skipLines(settings.skipLines);
    } catch (CsvParseException e) {
      throw CsvHeader.tooShort(file, settings.skipLines);
    }
    this.records = reader.iterator();
  }

  @Override
  public boolean advance() throws IOException {
    try {
      if (!records.hasNext()) {
        return false;
      }
      current = records.next();
      return true;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw malformed(e);
    }
  }

  private DataFileException malformed(CsvParseException e) throws IOException {
    if (e.getCause() instanceof IOException io) {
      throw io;
    }
    if (e.getCause() instanceof UncheckedIOException io) {
      throw io.getCause();
    }
    Matcher line = RECORD_LINE.matcher(e.getMessage());
    boolean found = line.find();
    DataFileException error =
        new DataFileException(
            file,
            found ? Long.parseLong(line.group(1)) : 0,
            0,
            "",
            "this record is not well-formed: "
                + (found ? e.getMessage().substring(0, line.start()) : e.getMessage())
                + "; a quoted field ends with a quote before the separator, and a quote within it"
                + " is written twice");
    error.initCause(e);
    return error;
  }

  @Override
  public long line() {
    return current.getStartingLineNumber();
  }

  @Override
  public List<String> fields() {
    boolean blank = current.getFieldCount() == 1 && current.getField(0).isBlank();
    return blank ? List.of() : current.getFields();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
