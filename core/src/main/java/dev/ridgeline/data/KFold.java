package dev.ridgeline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * k disjoint dev sets that cover all rows, each with the remaining rows to train on.
 *
 * <p>Folds depend on the data and the seed alone, so every lambda of a search meets the same folds.
 */
public final class KFold {
  private final Dataset data;
  private final int[] foldOfRow;
  private final int folds;

  private KFold(Dataset data, int[] foldOfRow, int folds) {
    this.data = data;
    this.foldOfRow = foldOfRow;
    this.folds = folds;
  }

  /**
   * Seeded folds of nearly equal size, stratified by class for classification.
   *
   * @param data at least k rows
   * @param k number of folds, at least 2
   * @param seed the same seed gives the same folds
   * @return the folds
   * @throws IllegalArgumentException if k is below 2 or above the number of rows
   */
  public static KFold of(Dataset data, int k, long seed) {
    if (k < 2 || k > data.rows()) {
      throw new IllegalArgumentException(
          "k-fold needs 2 <= k <= rows, found k = " + k + " and " + data.rows() + " rows");
    }
    int[] order = Stratification.order(data, seed);
    int[] fold = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      fold[order[i]] = i % k;
    }
    return new KFold(data, fold, k);
  }

  /**
   * Given folds.
   *
   * @param data n rows
   * @param foldOfRow n fold numbers 0 ... k-1, each used at least once and none by all; copied
   * @return the folds
   * @throws IllegalArgumentException if a fold number is negative, or a fold is empty, naming it
   */
  public static KFold given(Dataset data, int[] foldOfRow) {
    if (foldOfRow.length != data.rows()) {
      throw new IllegalArgumentException(
          "the data have " + data.rows() + " rows, found " + foldOfRow.length + " fold numbers");
    }
    int k = Arrays.stream(foldOfRow).max().orElse(-1) + 1;
    if (k < 2) {
      throw new IllegalArgumentException("fold numbers must name at least two folds, 0 and 1");
    }
    int[] sizes = new int[k];
    for (int i = 0; i < foldOfRow.length; i++) {
      if (foldOfRow[i] < 0) {
        throw new IllegalArgumentException(
            "row " + i + " has fold number " + foldOfRow[i] + "; allowed are 0, 1, 2, ...");
      }
      sizes[foldOfRow[i]]++;
    }
    for (int f = 0; f < k; f++) {
      if (sizes[f] == 0) {
        throw new IllegalArgumentException(
            "fold " + f + " of 0 to " + (k - 1) + " has no rows; number the folds without gaps");
      }
    }
    return new KFold(data, foldOfRow.clone(), k);
  }

  /**
   * Number of folds.
   *
   * @return k
   */
  public int folds() {
    return folds;
  }

  /**
   * The fold that holds a row out.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return 0 ... k-1
   */
  public int foldOf(int row) {
    return foldOfRow[row];
  }

  /**
   * The row numbers that a fold holds out.
   *
   * @param fold 0 &lt;= fold &lt; k
   * @return ascending
   */
  public int[] devRows(int fold) {
    return rows(fold, true);
  }

  /**
   * The row numbers that a fold trains on.
   *
   * @param fold 0 &lt;= fold &lt; k
   * @return ascending
   */
  public int[] trainRows(int fold) {
    return rows(fold, false);
  }

  /**
   * The training set of a fold.
   *
   * @param fold 0 &lt;= fold &lt; k
   * @return a copy of its rows
   */
  public Dataset train(int fold) {
    return data.select(trainRows(fold));
  }

  /**
   * The dev set of a fold.
   *
   * @param fold 0 &lt;= fold &lt; k
   * @return a copy of its rows
   */
  public Dataset dev(int fold) {
    return data.select(devRows(fold));
  }

  private int[] rows(int fold, boolean dev) {
    if (fold < 0 || fold >= folds) {
      throw new IndexOutOfBoundsException("fold " + fold + "; allowed are 0 to " + (folds - 1));
    }
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < foldOfRow.length; i++) {
      if (foldOfRow[i] == fold == dev) {
        chosen.add(i);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }
}
