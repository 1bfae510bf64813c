import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_class_weight

y = np.array([0, 0, 0, 1, 0, 2, 0, 1, 0, 0])
print("balanced", [float("%.15g" % w) for w in compute_class_weight("balanced", classes=np.array([0, 1, 2]), y=y)])
i = np.arange(12)
x = np.stack([np.sin(1.0 + 3 * i), np.cos(2.0 * i)], axis=1)
y = (i % 4 == 1).astype(int)
for weight in ["balanced", {0: 0.5, 1: 4.0}]:
    fit = LogisticRegression(C=0.5, class_weight=weight, tol=1e-14, max_iter=100000, solver="sag").fit(x, y)
    print(weight, [float("%.12g" % v) for v in list(fit.coef_[0]) + list(fit.intercept_)])
y = np.where(i % 4 == 1, 1, np.where(i > 7, 2, 0))
fit = LogisticRegression(C=0.5, class_weight="balanced", tol=1e-14, max_iter=100000, solver="sag").fit(x, y)
print("three classes", [[float("%.12g" % v) for v in row] for row in fit.coef_])
