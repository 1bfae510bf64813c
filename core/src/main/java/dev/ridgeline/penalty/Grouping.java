package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;
import java.util.Arrays;
import java.util.List;

/** How the cells of a weight matrix fall into groups. Immutable. */
public sealed interface Grouping {
  /** One group a row: all weights into one unit. */
  record Rows() implements Grouping {
    @Override
    public int groups(Matrix w) {
      return w.rows();
    }

    @Override
    public int size(Matrix w, int group) {
      return w.columns();
    }

    @Override
    public int row(Matrix w, int group, int member) {
      return group;
    }

    @Override
    public int column(Matrix w, int group, int member) {
      return member;
    }
  }

  /** One group a column: all weights out of one input. */
  record Columns() implements Grouping {
    @Override
    public int groups(Matrix w) {
      return w.columns();
    }

    @Override
    public int size(Matrix w, int group) {
      return w.rows();
    }

    @Override
    public int row(Matrix w, int group, int member) {
      return member;
    }

    @Override
    public int column(Matrix w, int group, int member) {
      return group;
    }
  }

  /**
   * Groups of columns, such as the indicator columns of one categorical feature; each group holds
   * these columns of every row. Columns in no group are not penalised.
   *
   * @param sets column numbers of each group, each column in at most one group
   */
  record ColumnSets(List<List<Integer>> sets) implements Grouping {
    /**
     * Checks that the groups are disjoint.
     *
     * @param sets column numbers of each group, each column in at most one group
     * @throws IllegalArgumentException if a group is empty, a number negative or a column repeated
     */
    public ColumnSets {
      sets = sets.stream().map(List::copyOf).toList();
      int[] all =
          sets.stream().flatMap(List::stream).mapToInt(Integer::intValue).sorted().toArray();
      for (int i = 0; i < all.length; i++) {
        if (all[i] < 0 || (i > 0 && all[i] == all[i - 1])) {
          throw new IllegalArgumentException(
              "column " + all[i] + " is negative or in two groups of " + sets);
        }
      }
      if (sets.stream().anyMatch(List::isEmpty)) {
        throw new IllegalArgumentException("a group is empty in " + sets);
      }
    }

    @Override
    public int groups(Matrix w) {
      int last = sets.stream().flatMap(List::stream).mapToInt(Integer::intValue).max().orElse(-1);
      if (last >= w.columns()) {
        throw new IllegalArgumentException(
            "a group names column " + last + ", the weights are " + w.rows() + " x " + w.columns());
      }
      return sets.size();
    }

    @Override
    public int size(Matrix w, int group) {
      return sets.get(group).size() * w.rows();
    }

    @Override
    public int row(Matrix w, int group, int member) {
      return member / sets.get(group).size();
    }

    @Override
    public int column(Matrix w, int group, int member) {
      List<Integer> columns = sets.get(group);
      return columns.get(member % columns.size());
    }
  }

  /**
   * One group a row.
   *
   * @return the grouping
   */
  static Grouping rows() {
    return new Rows();
  }

  /**
   * One group a column.
   *
   * @return the grouping
   */
  static Grouping columns() {
    return new Columns();
  }

  /**
   * Given sets of columns.
   *
   * @param sets column numbers of each group, not modified
   * @return the grouping
   * @throws IllegalArgumentException if the sets are not disjoint
   */
  static Grouping columnSets(int[]... sets) {
    return new ColumnSets(Arrays.stream(sets).map(s -> Arrays.stream(s).boxed().toList()).toList());
  }

  /**
   * Number of groups.
   *
   * @param w weights of the shape in question
   * @return at least 0
   * @throws IllegalArgumentException if the grouping does not fit the shape
   */
  int groups(Matrix w);

  /**
   * Number of cells in a group.
   *
   * @param w weights of the shape in question
   * @param group 0 &lt;= group &lt; groups
   * @return at least 0
   */
  int size(Matrix w, int group);

  /**
   * Row of a group's cell.
   *
   * @param w weights of the shape in question
   * @param group 0 &lt;= group &lt; groups
   * @param member 0 &lt;= member &lt; size
   * @return the row
   */
  int row(Matrix w, int group, int member);

  /**
   * Column of a group's cell.
   *
   * @param w weights of the shape in question
   * @param group 0 &lt;= group &lt; groups
   * @param member 0 &lt;= member &lt; size
   * @return the column
   */
  int column(Matrix w, int group, int member);
}
