package dev.ridgeline.select;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Independent jobs on a few threads. */
final class Parallel {
  private Parallel() {}

  /** Does all jobs; of several failures the first in the order of the jobs is thrown. */
  static <A> void run(int threads, List<A> jobs, Consumer<A> work) {
    if (threads == 1 || jobs.size() == 1) {
      jobs.forEach(work);
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, jobs.size()));
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (A job : jobs) {
        futures.add(pool.submit(() -> work.accept(job)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fitting", interrupted);
    } finally {
      pool.shutdownNow();
    }
  }
}
