package dev.ridgeline.plugin;

import dev.ridgeline.optimizer.Schedule;

/** Provides a learning-rate schedule by name. */
public interface ScheduleProvider extends Provider<Schedule> {}
