#!/usr/bin/env python3
"""Prints the curves in BalancedFoldsTest: scikit-learn's GridSearchCV with class_weight='balanced' on heart_scale.

Run with Debian 12's python3-sklearn (1.2.1):  /usr/bin/python3 balanced-folds.py

Row i is held out in fold i mod 5, 54 of 270 rows each, so that a fold's C = 1 / (0.8 lambda) is that of lambda/m.
Nothing is standardised, since our scales would be those of the weighted rows. The second curve has the weights of all rows in every fold, which is another thing.
"""
import os

import numpy as np
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, PredefinedSplit
from sklearn.utils.class_weight import compute_class_weight

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, *[".."] * 5, "main", "resources", "dev", "ridgeline", "examples", "data", "heart_scale")
x, y = load_svmlight_file(DATA)
x = x.toarray()
lambdas = np.array([100.0, 10.0, 1.0, 0.1])
whole = compute_class_weight("balanced", classes=np.unique(y), y=y)
for weight in ["balanced", dict(zip(np.unique(y), whole))]:
    model = LogisticRegression(class_weight=weight, tol=1e-13, max_iter=1000, solver="newton-cholesky")
    grid = {"C": 1 / (0.8 * lambdas)}
    search = GridSearchCV(model, grid, scoring="neg_log_loss", cv=PredefinedSplit(np.arange(len(y)) % 5)).fit(x, y)
    print(weight, [float("%.12g" % -v) for v in search.cv_results_["mean_test_score"]])
