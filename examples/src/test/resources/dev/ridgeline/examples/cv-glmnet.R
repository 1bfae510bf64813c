# Cross-validation curves of cv.glmnet on shipped data, folds and lambdas given:
#   Rscript examples/src/test/resources/dev/ridgeline/examples/cv-glmnet.R >
#     examples/src/test/resources/dev/ridgeline/examples/cv-glmnet.txt
# Deviance of the binomial family is twice the loss, mean squared error twice the squared loss.
suppressMessages(library(glmnet))
glmnet.control(fdev = 0, devmax = 1 - 1e-12, mxitnr = 100)
data <- "examples/src/main/resources/dev/ridgeline/examples/data/"
curve <- function(name, x, y, family, alpha, folds, ratio, weights = rep(1, length(y))) {
  fold <- (seq_along(y) - 1) %% folds + 1
  settings <- list(x = x, y = y, weights = weights, family = family, alpha = alpha, thresh = 1e-14, maxit = 1e7,
    standardize = TRUE)
  # The path of all rows is given to the folds: else each fold takes its own, and cv.glmnet interpolates.
  path <- do.call(glmnet, c(settings, nlambda = 30, lambda.min.ratio = ratio))$lambda
  cv <- do.call(cv.glmnet, c(settings, list(lambda = path, foldid = fold, keep = TRUE)))
  stopifnot(length(cv$lambda) == 30)
  # Curve and errors once more from the held-out predictions, on the link scale, since cv.glmnet clips probabilities at 1e-5.
  f <- cv$fit.preval[, 1:30]
  loss <- if (family == "gaussian") (y - f)^2 / 2 else log1p(exp((1 - 2 * y) * f))
  mass <- tapply(weights, fold, sum)
  raw <- apply(loss, 2, function(l) tapply(weights * l, fold, sum) / mass)
  cvm <- apply(raw, 2, weighted.mean, w = mass)
  cvsd <- sqrt(apply(scale(raw, cvm, FALSE)^2, 2, weighted.mean, w = mass) / (folds - 1))
  near <- if (family == "gaussian") 1e-12 else 1e-5
  stopifnot(all.equal(unname(cvm), unname(cv$cvm) / 2, tolerance = near))
  stopifnot(all.equal(unname(cvsd), unname(cv$cvsd) / 2, tolerance = 100 * near))
  cat(sprintf("# %s, %s, alpha %g, %d folds, lambda.min.ratio %g, glmnet %s\n", name, family, alpha, folds, ratio,
    packageVersion("glmnet")))
  cat(sprintf("%s min %d 1se %d\n", name, which(cv$lambda == cv$lambda.min), which(cv$lambda == cv$lambda.1se)))
  for (k in 1:30) cat(sprintf("%s %.12g %.12g %.12g %d\n", name, cv$lambda[k] * sum(weights), cvm[k], cvsd[k],
    cv$nzero[k]))
}
b <- as.matrix(read.csv(paste0(data, "breast_cancer.csv"), skip = 1, header = FALSE))
curve("breast-cancer", b[, 1:30], b[, 31], "binomial", 0.5, 10, 1e-3)
x <- as.matrix(read.table(paste0(data, "diabetes_data_raw.csv.gz")))
y <- read.table(paste0(data, "diabetes_target.csv.gz"))[, 1]
curve("diabetes", x, y, "gaussian", 1, 5, 1e-3)
curve("diabetes-weighted", x, y, "gaussian", 1, 5, 1e-3, 1 + (seq_along(y) - 1) %% 3)
