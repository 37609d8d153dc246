#!/usr/bin/env python3
"""Writes the reference optima of OptimaTest, with scikit-learn's data sets: Debian's python3-sklearn.

    python3 src/test/python/optima.py src/test/resources/io/github/lanewise/optim

For digits, wine and breast-cancer, raw and standardised, it minimises
mean cross-entropy + (lambda / 2) ||W||^2 with lambda = 1 / N, which is scikit-learn's C = 1, by Newton's
method: the Hessian in double, the gradient in long double, so that steps refine the solution far beyond
double's noise. Features are rounded to float first, as our CSV reader does. scikit-learn's own solution must
agree, at the tightest tolerance that it accepts.
"""
import gzip
import sys
import warnings

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.linear_model import LogisticRegression

LONG = np.longdouble
LOADERS = {"digits": load_digits, "wine": load_wine, "breast-cancer": load_breast_cancer}


def probabilities(x, theta):
    s = x @ theta.T
    s -= s.max(axis=1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)


def objective(x, y, theta, lam):
    s = x @ theta.T
    m = s.max(axis=1)
    log_sum = m + np.log(np.exp(s - m[:, None]).sum(axis=1))
    return (log_sum - s[np.arange(len(y)), y]).mean() + lam / 2 * (theta[:, :-1] ** 2).sum()


def gradient(x, y, theta, lam):
    g = probabilities(x, theta)
    g[np.arange(len(y)), y] -= 1
    g = g.T @ x / len(y)
    g[:, :-1] += lam * theta[:, :-1]
    return g


def hessian(x, theta, lam):
    n, width = x.shape
    classes = len(theta)
    p = probabilities(x, theta)
    h = np.zeros((classes, width, classes, width))
    for i in range(classes):
        for j in range(classes):
            w = p[:, i] * ((i == j) - p[:, j]) / n
            h[i, :, j, :] = (x * w[:, None]).T @ x
    h = h.reshape(classes * width, classes * width)
    diagonal = np.full((classes, width), lam)
    diagonal[:, -1] = 0
    h += np.diag(diagonal.ravel())
    # One number added to every bias changes nothing: the biases shall sum to 0.
    biases = np.arange(classes) * width + width - 1
    h[np.ix_(biases, biases)] += 1
    return h


def newton(x, y, classes, lam):
    """Theta [C x (D + 1)], the bias last."""
    extended = np.hstack([x, np.ones((len(x), 1), LONG)])
    rough = extended.astype(float)
    # Columns of one length: otherwise the Hessian's condition spoils the steps.
    lengths = np.sqrt((rough**2).mean(axis=0))
    lengths[lengths == 0] = 1
    theta = np.zeros((classes, extended.shape[1]), LONG)
    for _ in range(100):
        g = gradient(extended, y, theta, lam)
        h = hessian(rough, theta.astype(float), lam) / np.outer(*[np.tile(lengths, classes)] * 2)
        step = np.linalg.solve(h, (g / lengths).astype(float).ravel()).reshape(theta.shape) / lengths
        value, size = objective(extended, y, theta, lam), 1.0
        while objective(extended, y, theta - size * step, lam) > value + 1e-17 and size > 1e-10:
            size /= 2
        theta = theta - size * step
        if np.abs(step).max() <= 1e-16 * np.abs(theta).max():
            break
    return theta, objective(extended, y, theta, lam), np.abs(gradient(extended, y, theta, lam)).max()


def scikit(x, y, classes, c):
    """Its coefficients and intercepts, of two classes as ours: half the difference, with half the penalty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = LogisticRegression(
            C=c if classes > 2 else 2 * c, multi_class="auto", solver="newton-cg", tol=1e-13, max_iter=100000
        ).fit(x, y)
    theta = np.hstack([fit.coef_, fit.intercept_[:, None]])
    if classes == 2:
        theta = np.vstack([-theta / 2, theta / 2])
    return theta - np.eye(theta.shape[1])[-1] * theta[:, -1].mean()


def write_data(folder, name, x, y):
    lines = [",".join("%g" % v if v == int(v) else repr(v) for v in row) + ",%d\n" % label for row, label in zip(x, y)]
    with open("%s/%s.csv.gz" % (folder, name), "wb") as file:
        with gzip.GzipFile("", "wb", 9, file, 0) as packed:
            packed.write("".join(lines).encode())


def main(folder):
    with open(folder + "/optima.properties", "w") as out:
        out.write("# Written by src/test/python/optima.py: W row by row, then b.\n")
        for name, load in LOADERS.items():
            data = load()
            if name != "digits":  # those are in docs/data
                write_data(folder, name, data.data, data.target)
            raw = data.data.astype(np.float32).astype(LONG)
            deviation = np.sqrt(((raw - raw.mean(axis=0)) ** 2).mean(axis=0))
            standard = (raw - raw.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
            classes = len(set(data.target))
            for kind, x in [("raw", raw), ("standard", standard)]:
                theta, value, norm = newton(x, data.target, classes, LONG(1) / len(x))
                theirs = scikit(x.astype(float), data.target, classes, 1.0)
                difference = float(np.abs(theirs - theta).max())
                print("%-13s %-8s %.15f |gradient| %.0e, scikit-learn's differ by %.1e" % (name, kind, value, norm, difference))
                parameters = np.concatenate([theta[:, :-1].ravel(), theta[:, -1]])
                out.write("%s.%s.objective=%.15g\n" % (name, kind, value))
                out.write("%s.%s.parameters=%s\n" % (name, kind, ",".join("%.10g" % v for v in parameters)))


main(sys.argv[1])
