package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.losses.SquaredLoss;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class DenseColumnsTest {
  @Test
  void a_table_of_more_cells_than_an_array_has_is_refused_with_who_can_take_it() {
    int rows = 70_000;
    Features wide =
        (Features)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Features.class},
                (self, method, arguments) -> {
                  assertTrue(method.getName().equals("columns"), method::getName);
                  return 40_000;
                });
    Dataset narrow =
        Dataset.regression(new FloatFeatures(new float[rows], rows, 1), new double[rows]);
    DataLoss loss = new DataLoss(narrow, new SquaredLoss());
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> ColumnDesign.columnsOf(wide, loss, true, 0))
            .getMessage();
    assertTrue(message.contains("70000 rows x 40000 columns are 2800000000 cells"), message);
    assertTrue(message.contains("proximal-gradient"), message);
  }
}
