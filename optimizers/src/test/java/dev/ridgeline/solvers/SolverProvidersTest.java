package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.PluginException;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.Solver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solvers by name. */
class SolverProvidersTest {
  @Test
  void every_solver_parses_back_from_its_text() {
    Plugins plugins = Plugins.load();
    List<Solver> solvers =
        List.of(
            new AutoSolver(),
            new AutoSolver(3e-9, 2),
            new ProximalGradient(),
            new ProximalGradient(1e-3, 7),
            new CoordinateDescent(),
            new CoordinateDescent(1e-3, 7),
            new Newton(),
            new Newton(1e-3, 7, 2),
            new Lbfgs(),
            new Lbfgs(1e-3, 5, 7, 2));
    for (Solver solver : solvers) {
      assertEquals(solver, plugins.solver(solver.toString()));
    }
  }

  @Test
  void the_names_alone_give_the_defaults() {
    Plugins plugins = Plugins.load();
    assertEquals(
        List.of("auto", "coordinate-descent", "lbfgs", "newton", "proximal-gradient"),
        plugins.names(Kind.SOLVER));
    assertEquals(new AutoSolver(), plugins.solver("auto"));
    assertEquals(new CoordinateDescent(), plugins.solver("coordinate-descent"));
    assertEquals(new Lbfgs(), plugins.solver("lbfgs"));
    assertEquals(new Newton(), plugins.solver("newton"));
    assertEquals(new ProximalGradient(), plugins.solver("proximal-gradient"));
  }

  @Test
  void settings_out_of_range_are_refused_with_their_value() {
    Plugins plugins = Plugins.load();
    String why =
        assertThrows(
                PluginException.class,
                () -> plugins.solver("coordinate-descent(tolerance=0, max-epochs=0)"))
            .getMessage();
    assertTrue(why.contains("'tolerance' is 0") && why.contains("'max-epochs' is 0"), why);
    assertThrows(IllegalArgumentException.class, () -> new ProximalGradient(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new ProximalGradient(1e-6, 0));
    assertThrows(IllegalArgumentException.class, () -> new CoordinateDescent(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Newton(1e-6, 0));
    assertThrows(IllegalArgumentException.class, () -> new Newton(1e-6, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Lbfgs(1e-6, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new AutoSolver(0));
  }
}
