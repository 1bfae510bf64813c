/**
 * Speed: JMH benchmarks, runs side by side with other libraries, the peer benchmark's contender.
 */
package dev.ridgeline.benchmarks;
