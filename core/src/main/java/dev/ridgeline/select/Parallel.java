package dev.ridgeline.select;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Independent jobs on a few threads; results in the order of the jobs. */
final class Parallel {
  private Parallel() {}

  static <A, B> List<B> map(int threads, List<A> jobs, Function<A, B> work) {
    if (threads == 1 || jobs.size() == 1) {
      return jobs.stream().map(work).toList();
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, jobs.size()));
    try {
      List<Future<B>> futures = new ArrayList<>();
      for (A job : jobs) {
        futures.add(pool.submit(() -> work.apply(job)));
      }
      List<B> results = new ArrayList<>();
      for (Future<B> future : futures) {
        results.add(future.get());
      }
      return results;
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
