package dev.ridgeline.solvers;

/** The two products with the matrix of features that first-order methods are made of. */
interface Design {
  /** Number of rows that count, those with a positive sample weight. */
  int rows();

  /** Number of features. */
  int columns();

  /**
   * The roots of the weighted mean squares of the columns, as this design holds them.
   *
   * @return one a column; not to be modified
   */
  double[] rootMeanSquares();

  /**
   * The same about the columns' means, whatever this design does with the means.
   *
   * @return one a column; not to be modified
   */
  default double[] spreads() {
    return rootMeanSquares();
  }

  /**
   * eta = X W' + b.
   *
   * @param w outputs x columns, row-major
   * @param b one an output
   * @param eta rows x outputs, row-major; overwritten
   */
  void computePredictions(double[] w, double[] b, double[] eta);

  /**
   * Z = slopes' X, the gradient with respect to W.
   *
   * @param slopes rows x outputs, row-major
   * @param outputs number of outputs
   * @param z outputs x columns, row-major; overwritten
   */
  void computeGradient(double[] slopes, int outputs, double[] z);

  /**
   * The mean loss at some coefficients, with its derivatives.
   *
   * @param w outputs x columns
   * @param b one an output
   * @param eta overwritten by the predictions
   * @param slopes overwritten by the derivatives in the predictions
   * @param z overwritten by the gradient in the weights
   */
  default double evaluate(
      DataLoss loss, double[] w, double[] b, double[] eta, double[] slopes, double[] z) {
    computePredictions(w, b, eta);
    double value = loss.computeSlopes(eta, slopes);
    computeGradient(slopes, b.length, z);
    return value;
  }
}
