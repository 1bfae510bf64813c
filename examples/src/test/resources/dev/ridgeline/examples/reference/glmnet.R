#!/usr/bin/env Rscript
# Writes glmnet.txt beside this script: what glmnet 4.1-6 finds.
# Run it with Debian 12's r-cran-glmnet installed: Rscript glmnet.R
#
# The lines are those of scikit_learn.py. glmnet's own conventions, undone here: its lambda is ours / m; its penalty
# factors are rescaled to a mean of 1, so lambda is multiplied by their mean; for a gaussian target it divides the
# squared part of the elastic net by the deviation of y, so ratio and lambda are chosen that give ours.
suppressMessages(library(glmnet))
script <- sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(normalizePath(script))
data <- file.path(here, "../../../../../../main/resources/dev/ridgeline/examples/data")
number <- function(x) paste(formatC(as.numeric(x), digits = 17, format = "g"), collapse = " ")

load <- function(name) {
  if (name == "diabetes") {
    x <- as.matrix(read.table(gzfile(file.path(data, "diabetes_data_raw.csv.gz"))))
    y <- read.table(gzfile(file.path(data, "diabetes_target.csv.gz")))[, 1]
  } else if (name == "breast-cancer") {
    a <- as.matrix(read.csv(file.path(data, "breast_cancer.csv"), skip = 1, header = FALSE))
    x <- a[, -31]; y <- a[, 31]
  } else if (name == "digits") {
    a <- as.matrix(read.csv(gzfile(file.path(data, "digits.csv.gz")), header = FALSE))
    x <- a[, -65] / 16; y <- a[, 65]
  } else {
    lines <- strsplit(trimws(readLines(file.path(data, "heart_scale"))), " +")
    y <- as.numeric(sapply(lines, `[`, 1)) > 0
    x <- matrix(0, length(lines), 13)
    for (i in seq_along(lines)) for (cell in lines[[i]][-1]) {
      kv <- as.numeric(strsplit(cell, ":")[[1]])
      x[i, kv[1]] <- kv[2]
    }
    y <- as.numeric(y)
  }
  if (name %in% c("diabetes", "breast-cancer")) {
    x <- sweep(x, 2, colMeans(x))
    x <- sweep(x, 2, sqrt(colMeans(x^2)), "/")
  }
  dimnames(x) <- NULL
  list(x = x, y = y)
}

scaling <- c("diabetes" = "standardized", "breast-cancer" = "standardized", "heart-scale" = "as given",
             "digits" = "sixteenths")
lines <- paste0("# glmnet ", packageVersion("glmnet"), ", written by glmnet.R")

add <- function(name, family, loss, penalty, ratio, lambda, factors = NULL, lower = -Inf, upper = Inf,
                thresholds = if (family == "gaussian") c(1e-22, 1e-25) else c(1e-20, 1e-23)) {
  d <- load(name)
  m <- length(d$y)
  s <- lambda / m
  alpha <- ratio
  if (family == "gaussian") {
    sd <- sqrt(mean((d$y - mean(d$y))^2))
    total <- s * ratio + s * (1 - ratio) * sd
    alpha <- s * ratio / total
    s <- total
  }
  pf <- if (is.null(factors)) rep(1, ncol(d$x)) else factors
  s <- s * mean(pf)
  fits <- lapply(thresholds, function(t) {
    f <- glmnet(d$x, d$y, family = family, alpha = alpha, lambda = s * 2^(6:0), standardize = FALSE, thresh = t,
                maxit = 1e8, penalty.factor = pf, lower.limits = lower, upper.limits = upper)
    k <- length(f$lambda)
    if (f$lambda[k] != s) stop("the path ended early: ", name, " ", penalty, " ", lambda)
    if (family == "multinomial") {
      list(b = as.numeric(f$a0[, k]), w = t(sapply(f$beta, function(b) as.numeric(b[, k]))))
    } else {
      list(b = f$a0[k], w = matrix(as.numeric(f$beta[, k]), 1))
    }
  })
  last <- fits[[2]]
  first <- fits[[1]]
  if (family == "multinomial") {
    last$b <- last$b - mean(last$b)
    first$b <- first$b - mean(first$b)
  }
  moved <- max(abs(last$w - first$w), abs(last$b - first$b))
  named <- penalty
  if (!is.null(factors)) named <- paste0(penalty, "; factors ", paste(factors, collapse = " "))
  line <- paste(name, scaling[[name]], loss, named, lambda, "true", sprintf("%.1e", moved), number(last$b),
                number(t(last$w)), sep = "|")
  lines <<- c(lines, line)
  cat(substr(line, 1, 100), "\n")
}

ten <- c(0, 1, 2, 1, 0.5, 3, 1, 1, 0, 10)
for (lambda in c(4000, 400, 40)) {
  add("diabetes", "gaussian", "squared", "l1", 1, lambda)
  add("diabetes", "gaussian", "squared", "elastic-net(l1-ratio=0.5)", 0.5, lambda)
  add("diabetes", "gaussian", "squared", "l1", 1, lambda, factors = ten)
  add("diabetes", "gaussian", "squared", "elastic-net(l1-ratio=0.5)", 0.5, lambda, factors = ten)
  add("diabetes", "gaussian", "squared", "non-negative(base=l1)", 1, lambda, lower = 0)
  add("diabetes", "gaussian", "squared", "box(lower=-4, upper=20, base=elastic-net(l1-ratio=0.5))", 0.5, lambda,
      lower = -4, upper = 20)
}
add("diabetes", "poisson", "poisson", "l1", 1, 400)
add("diabetes", "poisson", "poisson", "l2", 0, 442)
thirty <- rep(c(0, 1, 2), 10)
for (lambda in c(1, 10, 100)) {
  add("breast-cancer", "binomial", "logistic", "l1", 1, lambda)
  add("breast-cancer", "binomial", "logistic", "elastic-net(l1-ratio=0.5)", 0.5, lambda)
  add("breast-cancer", "binomial", "logistic", "l2", 0, lambda)
}
add("breast-cancer", "binomial", "logistic", "l1", 1, 10, factors = rep(c(0.5, 1, 2), 10))
add("breast-cancer", "binomial", "logistic", "non-negative(base=l1)", 1, 10, lower = 0)
add("breast-cancer", "binomial", "logistic", "box(lower=-0.2, upper=0.1, base=elastic-net(l1-ratio=0.5))", 0.5, 10,
    lower = -0.2, upper = 0.1)
for (lambda in c(0.5, 5)) {
  add("heart-scale", "binomial", "logistic", "l1", 1, lambda)
  add("heart-scale", "binomial", "logistic", "elastic-net(l1-ratio=0.5)", 0.5, lambda)
  add("heart-scale", "binomial", "logistic", "l1", 1, lambda, factors = c(0, rep(c(0.5, 1, 2), 4)))
}
for (lambda in c(10, 50)) {
  add("digits", "multinomial", "softmax", "l1", 1, lambda, thresholds = c(1e-17, 1e-19))
  add("digits", "multinomial", "softmax", "elastic-net(l1-ratio=0.5)", 0.5, lambda, thresholds = c(1e-17, 1e-19))
}
writeLines(lines, file.path(here, "glmnet.txt"))
