package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TeamTest {
  @Test
  void every_task_of_many_rounds_runs_exactly_once_whatever_the_size() {
    for (int size : new int[] {1, 2, 4}) {
      try (Team team = Team.of(size)) {
        int[] runs = new int[37];
        for (int round = 0; round < 5000; round++) {
          int tasks = round % 38;
          team.run(tasks, (task, worker) -> runs[task]++);
        }
        // Of 38 rounds in a row, 37 - t have more than t tasks; 5000 = 131 * 38 + 22.
        int[] expected = new int[37];
        Arrays.setAll(expected, t -> 131 * (37 - t) + Math.max(0, 21 - t));
        assertArrayEquals(expected, runs, "size " + size);
      }
    }
  }

  @Test
  void what_tasks_wrote_is_seen_by_the_caller_and_by_the_next_round() {
    try (Team team = Team.of(3)) {
      long[] cells = new long[64];
      long[] next = new long[64];
      for (int round = 0; round < 2000; round++) {
        // Each task moves on from a cell that another task wrote in the round before.
        team.run(64, (task, worker) -> next[task] = cells[(task + 1) % 64] + 1);
        team.run(64, (task, worker) -> cells[task] = next[task]);
        for (long cell : cells) {
          assertEquals(round + 1, cell);
        }
      }
    }
  }

  @Test
  void sleeping_threads_are_woken_and_workers_are_numbered() {
    try (Team team = Team.of(4)) {
      for (int round = 0; round < 5; round++) {
        LockSupport.parkNanos(5_000_000);
        AtomicInteger sum = new AtomicInteger();
        team.run(
            100,
            (task, worker) -> {
              assertTrue(worker >= 0 && worker < 4, () -> "worker " + worker);
              sum.addAndGet(task);
            });
        assertEquals(4950, sum.get());
      }
    }
  }

  @Test
  void a_failure_of_a_task_reaches_the_caller_after_the_others_ran() {
    try (Team team = Team.of(2)) {
      AtomicInteger ran = new AtomicInteger();
      Team.Job job =
          (task, worker) -> {
            ran.incrementAndGet();
            if (task == 3) {
              throw new ArithmeticException("task 3");
            }
          };
      ArithmeticException e = assertThrows(ArithmeticException.class, () -> team.run(8, job));
      assertEquals("task 3", e.getMessage());
      assertEquals(8, ran.get());
      team.run(2, (task, worker) -> ran.incrementAndGet());
      assertEquals(10, ran.get());
    }
  }

  @Test
  void refuses_no_threads_too_many_tasks_and_work_after_closing() {
    assertThrows(IllegalArgumentException.class, () -> Team.of(0));
    Team team = Team.of(2);
    assertThrows(IllegalArgumentException.class, () -> team.run(65536, (task, worker) -> {}));
    team.close();
    assertThrows(IllegalStateException.class, () -> team.run(2, (task, worker) -> {}));
  }
}
