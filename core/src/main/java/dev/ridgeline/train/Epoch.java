package dev.ridgeline.train;

import java.util.OptionalDouble;

/**
 * One line of a training history.
 *
 * @param number from 1
 * @param steps optimizer steps done so far
 * @param dataLoss mean training loss over the epoch's batches, each before its step, with dropout
 *     and label smoothing
 * @param penalty sum of R(W; lambda/m) after the epoch
 * @param devLoss mean dev loss after the epoch, without penalty and label smoothing; empty without
 *     a dev set
 * @param learningRate of the epoch's last step
 */
public record Epoch(
    int number,
    long steps,
    double dataLoss,
    double penalty,
    OptionalDouble devLoss,
    double learningRate) {}
