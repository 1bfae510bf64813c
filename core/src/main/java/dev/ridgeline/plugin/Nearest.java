package dev.ridgeline.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name nearest to a misspelt one, for error messages; stateless. */
public final class Nearest {
  private Nearest() {}

  /**
   * The question to put behind "unknown name".
   *
   * @param asked the name that is not known
   * @param known the names that are, in any order; not modified
   * @return " (did you mean 'x'?)" with a leading blank where a known name is at most max(2, length
   *     / 3) edits away and shares at least a letter or digit, else the empty string
   */
  public static String hint(String asked, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance(asked, name))
                .thenComparing(Comparator.naturalOrder()))
        .filter(name -> distance(asked, name) <= Math.max(2, asked.length() / 3))
        .filter(name -> distance(asked, name) < bare(asked).length())
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }

  /** Levenshtein's edit distance over letters and digits, so that hyphens and case do not count. */
  static int distance(String left, String right) {
    String a = bare(left);
    String b = bare(right);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
