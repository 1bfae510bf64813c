package dev.ridgeline.select;

import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.List;

/** Fits models at some lambdas and scores them on rows held out. */
interface Scoring {
  /** A lambda with its scores and the model that is kept. */
  record Scored(double lambda, HeldOut scores, Model model) {}

  /** One of them for each lambda, in the given order. */
  List<Scored> score(Learner learner, double[] lambdas, int threads);

  /** What the scores come from, in words. */
  String heldOut();
}
