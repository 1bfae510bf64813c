#!/usr/bin/env python3
"""Writes scikit-learn.txt and liblinear.txt beside this script: what scikit-learn 1.2.1 and liblinear 2.3.0 find.

Run it with Debian 12's python3-sklearn and liblinear-tools installed:

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 scikit_learn.py

One line a fit: data|scaling|loss|penalty|lambda|intercept|moved|intercepts|weights, lambda in the convention of
J = (1/m) sum loss + R(W; lambda/m). "moved" is the largest change of a coefficient from the tolerance before the
tightest one to the tightest: what the peer itself leaves open.
"""
import gzip
import os
import subprocess
import tempfile

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, PoissonRegressor, Ridge, lars_path
from sklearn.datasets import load_svmlight_file

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, *[".."] * 6, "main", "resources", "dev", "ridgeline", "examples", "data")


def text(numbers):
    return " ".join(repr(float(x)) for x in np.ravel(numbers))


def load(name):
    if name == "diabetes":
        x = np.loadtxt(gzip.open(os.path.join(DATA, "diabetes_data_raw.csv.gz")))
        return x, np.loadtxt(gzip.open(os.path.join(DATA, "diabetes_target.csv.gz")))
    if name == "breast-cancer":
        a = np.loadtxt(os.path.join(DATA, "breast_cancer.csv"), delimiter=",", skiprows=1)
    elif name == "digits":
        a = np.loadtxt(gzip.open(os.path.join(DATA, "digits.csv.gz")), delimiter=",")
    else:
        x, y = load_svmlight_file(os.path.join(DATA, "heart_scale"))
        return np.asarray(x.todense()), (y > 0).astype(float)
    return a[:, :-1], a[:, -1]


def scaled(name, how):
    x, y = load(name)
    if how == "standardized":
        sd = x.std(axis=0)
        x = (x - x.mean(axis=0)) / np.where(sd > 0, sd, 1)
    elif how == "sixteenths":
        x = x / 16
    return x, y


class File:
    def __init__(self, name, head):
        self.path = os.path.join(HERE, name)
        self.lines = [head]

    def add(self, data, how, loss, penalty, lam, intercept, fits):
        (b0, w0), (b, w) = fits
        if loss == "softmax":
            b0, b = b0 - b0.mean(), b - b.mean()
        moved = max(np.abs(np.ravel(w) - np.ravel(w0)).max(), np.abs(np.ravel(b) - np.ravel(b0)).max())
        self.lines.append("|".join([data, how, loss, penalty, repr(float(lam)), str(intercept).lower(),
                                    "%.1e" % moved, text(b), text(w)]))
        print(self.path.rsplit("/", 1)[1], self.lines[-1][:90], flush=True)

    def write(self):
        with open(self.path, "w") as out:
            out.write("\n".join(self.lines) + "\n")


def fitted(make, x, y, tolerances):
    result = []
    for tol in tolerances:
        model = make(tol).fit(x, y)
        result.append((np.atleast_1d(model.intercept_), model.coef_))
    return result


def scikit_learn():
    out = File("scikit-learn.txt", "# scikit-learn " + sklearn.__version__ + ", written by scikit_learn.py")
    x, y = scaled("diabetes", "standardized")
    m = len(y)
    tight = (1e-13, 1e-15)
    for lam in (4000, 400, 40):
        for positive in (False, True):
            wrap = (lambda p: "non-negative(base=" + p + ")") if positive else (lambda p: p)
            out.add("diabetes", "standardized", "squared", wrap("l1"), lam, True,
                    fitted(lambda t: Lasso(lam / m, tol=t, max_iter=10**6, positive=positive), x, y, tight))
            out.add("diabetes", "standardized", "squared", wrap("elastic-net(l1-ratio=0.5)"), lam, True,
                    fitted(lambda t: ElasticNet(lam / m, l1_ratio=0.5, tol=t, max_iter=10**6, positive=positive),
                           x, y, tight))
        out.add("diabetes", "standardized", "squared", "l2", lam, True,
                fitted(lambda t: Ridge(lam, solver="cholesky" if t == 1e-15 else "svd"), x, y, tight))
    out.add("diabetes", "standardized", "poisson", "l2", 442, True,
            fitted(lambda t: PoissonRegressor(alpha=1, tol=t, max_iter=10**5), x, y, (1e-10, 1e-13)))
    x, y = scaled("breast-cancer", "standardized")
    for lam in (1, 10, 100):
        out.add("breast-cancer", "standardized", "logistic", "l2", lam, True,
                fitted(lambda t: LogisticRegression(C=1 / lam, solver="newton-cg", tol=t, max_iter=10**4),
                       x, y, (1e-11, 1e-13)))
        for ratio, name in ((1, "l1"), (0.5, "elastic-net(l1-ratio=0.5)")):
            out.add("breast-cancer", "standardized", "logistic", name, lam, True,
                    fitted(lambda t: LogisticRegression(C=1 / lam, penalty="elasticnet", l1_ratio=ratio, solver="saga",
                                                        tol=t, max_iter=200_000, random_state=1),
                           x, y, (1e-9, 1e-11)))
    x, y = scaled("heart-scale", "as given")
    for lam in (0.5, 5):
        out.add("heart-scale", "as given", "logistic", "l2", lam, True,
                fitted(lambda t: LogisticRegression(C=1 / lam, solver="newton-cg", tol=t, max_iter=10**4),
                       x, y, (1e-11, 1e-13)))
    x, y = scaled("digits", "sixteenths")
    for lam in (1, 10):
        out.add("digits", "sixteenths", "softmax", "l2", lam, True,
                fitted(lambda t: LogisticRegression(C=1 / lam, solver="newton-cg", tol=t, max_iter=10**4,
                                                    multi_class="multinomial"), x, y, (1e-9, 1e-11)))
    for ratio, name in ((1, "l1"), (0.5, "elastic-net(l1-ratio=0.5)")):
        out.add("digits", "sixteenths", "softmax", name, 10, True,
                fitted(lambda t: LogisticRegression(C=1 / 10, penalty="elasticnet", l1_ratio=ratio, solver="saga",
                                                    multi_class="multinomial", tol=t, max_iter=20_000, random_state=1),
                       x, y, (1e-6, 1e-8)))
    out.write()


def knots():
    """Where the lasso path of the diabetes data bends, columns centred and of unit norm."""
    x, y = load("diabetes")
    x = x - x.mean(axis=0)
    x = x / np.sqrt((x ** 2).sum(axis=0))
    alphas, active, coefs = lars_path(x, y - y.mean(), method="lasso")
    lines = ["# scikit-learn " + sklearn.__version__ + " lars_path(method='lasso'), written by scikit_learn.py",
             "# knot: max |x_j . residual|, then the coefficients there"]
    for alpha, column in zip(alphas, coefs.T):
        lines.append(repr(float(alpha) * len(y)) + "|" + text(column))
    with open(os.path.join(HERE, "diabetes-knots.txt"), "w") as out:
        out.write("\n".join(lines) + "\n")


def liblinear():
    """Without bias, since liblinear 2.3.0 penalises it."""
    out = File("liblinear.txt", "# liblinear 2.3.0 (liblinear-train -s 0 or -s 6 -B -1), written by scikit_learn.py")
    for data, how in (("heart-scale", "as given"), ("breast-cancer", "standardized")):
        x, y = scaled(data, how)
        with tempfile.TemporaryDirectory() as folder:
            rows = os.path.join(folder, "data")
            with open(rows, "w") as file:
                for a, b in zip(x, y):
                    cells = " ".join("%d:%s" % (j + 1, repr(float(v))) for j, v in enumerate(a))
                    file.write(("+1 " if b > 0 else "-1 ") + cells + "\n")
            for solver, penalty in ((0, "l2"), (6, "l1")):
                for lam in (1, 10):
                    fits = []
                    for eps in (1e-11, 1e-14):
                        model = os.path.join(folder, "model")
                        subprocess.run(["liblinear-train", "-q", "-s", str(solver), "-B", "-1", "-c", repr(1 / lam),
                                        "-e", repr(eps), rows, model], check=True, stderr=subprocess.DEVNULL)
                        with open(model) as file:
                            lines = file.read().split("\n")
                        sign = 1 if "label 1 -1" in lines else -1
                        at = lines.index("w") + 1
                        fits.append((np.zeros(1), sign * np.array([float(v) for v in lines[at:at + x.shape[1]]])))
                    out.add(data, how, "logistic", penalty, lam, False, fits)
    out.write()


knots()
liblinear()
scikit_learn()
