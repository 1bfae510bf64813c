package dev.ridgeline.linalg;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that run numbered tasks side by side, many thousand times a second.
 *
 * <p>The caller of {@link #run} is one of them and returns when all tasks are done. Which thread
 * takes which task is left to chance, so tasks must write to different places and the order of any
 * sum must not depend on it; then results do not depend on the number of threads. Half of the
 * threads take tasks from the front and half from the back: tasks of the same number in the next
 * run mostly find in their core's cache what they left there. Threads that wait spin for about a
 * twentieth of a millisecond, as long as it takes to be woken, and then sleep. Allocates nothing in
 * a run. One caller at a time.
 *
 * <pre>{@code
 * try (Team team = Team.of(2)) {
 *   team.run(4, (task, worker) -> fill(rows, 8 * task, 8 * task + 8));
 * }
 * }</pre>
 */
public final class Team implements AutoCloseable {
  /** What a run does for each of its numbers. */
  @FunctionalInterface
  public interface Job {
    /**
     * Does one task.
     *
     * @param task number of the task
     * @param worker number of the thread, from 0 to {@link Team#size} - 1, for scratch memory
     */
    void run(int task, int worker);
  }

  private static final long SPIN_NANOS = 60_000;
  // So that the clock is not what is read all the time.
  private static final int SPINS = 32;
  private static final int MOST_TASKS = 0xffff;
  private static final Job NOTHING = (task, worker) -> {};

  // Round (32 bits), task after the last (16), first task (16) of those not yet taken: one word, so
  // a thread that comes late to a round that is over cannot take a task of it, nor take one of the
  // next for one of this.
  private final AtomicLong state = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread[] threads;
  private final boolean[] asleep;
  private Job job = NOTHING;
  private volatile boolean closed;
  private volatile int sleepers;

  private Team(int size) {
    threads = new Thread[size - 1];
    asleep = new boolean[size - 1];
    for (int i = 0; i < threads.length; i++) {
      int worker = i + 1;
      threads[i] = new Thread(() -> serve(worker), "ridgeline-team-" + worker);
      threads[i].setDaemon(true);
      threads[i].start();
    }
  }

  /**
   * Starts a team.
   *
   * @param size number of threads, the caller included; at least 1
   * @return a team to be closed
   * @throws IllegalArgumentException if below 1
   */
  public static Team of(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a team needs at least 1 thread, found " + size);
    }
    return new Team(size);
  }

  /**
   * Number of threads, the caller included.
   *
   * @return at least 1
   */
  public int size() {
    return threads.length + 1;
  }

  /**
   * Runs tasks 0 ... tasks - 1 and waits for them.
   *
   * @param tasks number of tasks, from 0 to 65535
   * @param job does them; if one fails the others still run, and the first failure is thrown
   * @throws IllegalArgumentException if there are too many tasks
   * @throws IllegalStateException if the team is closed
   */
  public void run(int tasks, Job job) {
    if (threads.length == 0 || tasks <= 1) {
      for (int task = 0; task < tasks; task++) {
        job.run(task, 0);
      }
      return;
    }
    if (tasks > MOST_TASKS) {
      throw new IllegalArgumentException("at most " + MOST_TASKS + " tasks, found " + tasks);
    }
    if (closed) {
      throw new IllegalStateException("the team is closed");
    }
    this.job = job;
    open.set(tasks);
    long round = (state.get() >>> 32) + 1;
    state.set(round << 32 | (long) tasks << 16);
    if (sleepers > 0) {
      wake();
    }
    work(round & 0xffffffffL, 0);
    await();
    Throwable failed = failure.getAndSet(null);
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed != null) {
      throw (RuntimeException) failed;
    }
  }

  private void await() {
    long start = System.nanoTime();
    while (open.get() > 0) {
      if (System.nanoTime() - start < SPIN_NANOS) {
        for (int spins = 0; spins < SPINS && open.get() > 0; spins++) {
          Thread.onSpinWait();
        }
      } else {
        Thread.yield();
      }
    }
  }

  /** Takes and does tasks of a round until none is left. */
  private void work(long round, int worker) {
    while (true) {
      long now = state.get();
      int first = (int) (now & 0xffff);
      int end = (int) (now >>> 16 & 0xffff);
      if (now >>> 32 != round || first >= end) {
        return;
      }
      boolean front = (worker & 1) == 0;
      if (state.compareAndSet(now, front ? now + 1 : now - (1L << 16))) {
        // The round cannot end before this task has, so the job is this round's.
        try {
          job.run(front ? first : end - 1, worker);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          open.decrementAndGet();
        }
      }
    }
  }

  private void serve(int worker) {
    long done = 0;
    while (!closed) {
      long round = state.get() >>> 32;
      if (round != done) {
        work(round, worker);
        done = round;
      } else {
        awaitRound(done, worker);
      }
    }
  }

  private void awaitRound(long done, int worker) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SPIN_NANOS) {
      for (int spins = 0; spins < SPINS; spins++) {
        if (state.get() >>> 32 != done || closed) {
          return;
        }
        Thread.onSpinWait();
      }
    }
    synchronized (asleep) {
      asleep[worker - 1] = true;
      sleepers++;
    }
    while (state.get() >>> 32 == done && !closed) {
      LockSupport.park(this);
    }
    synchronized (asleep) {
      asleep[worker - 1] = false;
      sleepers--;
    }
  }

  private void wake() {
    synchronized (asleep) {
      for (int i = 0; i < threads.length; i++) {
        if (asleep[i]) {
          LockSupport.unpark(threads[i]);
        }
      }
    }
  }

  /** Ends the threads; tasks that run are finished first. */
  @Override
  public void close() {
    closed = true;
    wake();
  }
}
