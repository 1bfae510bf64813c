package dev.ridgeline.select;

import dev.ridgeline.evaluate.Score;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.WeightSummary;

/**
 * One lambda of a search. Under k-fold the scores are over all folds and the model is fitted to the
 * whole training set.
 *
 * @param lambda how much penalty
 * @param trainLoss mean loss on the rows that were fitted to, without penalty
 * @param trainError share of wrong classes, or mean squared error, on the same rows
 * @param devLoss mean loss on the rows held out, without penalty
 * @param devError share of wrong classes, or mean squared error, on the same rows
 * @param weights norm and exact zeros of the model's weights
 * @param verdict what is wrong with this lambda, if anything
 * @param model the fit
 */
public record Trial(
    double lambda,
    Score trainLoss,
    Score trainError,
    Score devLoss,
    Score devError,
    WeightSummary weights,
    Verdict verdict,
    Model model) {}
