#!/usr/bin/python3
"""Trains on MNIST with Lanewise and with scikit-learn (Debian's python3-sklearn), in turn.

usage: training.py MNIST_FOLDER LANEWISE_CLI_JAR [ROUNDS]

Time is training alone, data in memory, on both sides; ours is the first training of a process. Objective: mean loss +
(lambda / 2) ||W||^2, bias free, computed here in double from scikit-learn's coefficients. Its lbfgs is given 50
iterations more until it is within 1e-4 of the optimum; the fit that gets there is the one that is timed. liblinear's
Crammer-Singer solver is the one inside scikit-learn's LinearSVC, at liblinear's own default tolerance, 0.1.
"""
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    if os.environ.pop(name, None) is not None:
        os.execv(sys.executable, [sys.executable] + sys.argv)

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

LAMBDA = 1e-4
SOFTMAX_OPTIMUM = 0.2592482950


def idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read()[header:], np.uint8)


def data(folder, part):
    x = idx(f"{folder}/{part}-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    return x / 255.0, idx(f"{folder}/{part}-labels-idx1-ubyte.gz", 8).astype(int)


def cross_entropy(model, x, y):
    s = x @ model.coef_.T + model.intercept_
    top = s.max(axis=1)
    loss = top + np.log(np.exp(s - top[:, None]).sum(axis=1)) - s[np.arange(len(y)), y]
    return loss.mean() + LAMBDA / 2 * (model.coef_**2).sum()


def ours(folder, jar, *options):
    with tempfile.TemporaryDirectory() as scratch:
        report = f"{scratch}/report.json"
        subprocess.run(
            ["java", "-jar", jar, "train", "--data", f"{folder}/train-images-idx3-ubyte.gz",
             "--test", f"{folder}/t10k-images-idx3-ubyte.gz", "--l2", str(LAMBDA),
             "--report", report, "--model", f"{scratch}/model.safetensors", *options],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(report) as file:
            return json.load(file)


def timed(model, x, y):
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(x, y)
    return time.perf_counter() - start


def main():
    folder, jar = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    x, y = data(folder, "train")
    tx, ty = data(folder, "t10k")
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}")
    c = 1 / (LAMBDA * len(y))
    iterations = 50
    while True:
        model = LogisticRegression(C=c, max_iter=iterations, tol=1e-12)
        seconds = timed(model, x, y)
        if cross_entropy(model, x, y) <= SOFTMAX_OPTIMUM + 1e-4:
            break
        iterations += 50
    softmax, softmax_theirs, hinge, hinge_theirs, fast = [], [seconds], [], [], []
    for round in range(rounds):
        if round > 0:
            softmax_theirs.append(timed(LogisticRegression(C=c, max_iter=iterations, tol=1e-12), x, y))
        report = ours(folder, jar, "--loss", "softmax", "--solver", "lbfgs", "--tolerance", "9e-6",
                      "--max-iterations", "500")
        softmax.append(report["seconds"])
        print(f"softmax: ours {report['seconds']:.2f} s, objective - optimum "
              f"{report['objective'] - SOFTMAX_OPTIMUM:.1e}, test {report['testAccuracy']}; "
              f"scikit-learn {softmax_theirs[-1]:.1f} s for {iterations} iterations, "
              f"{cross_entropy(model, x, y) - SOFTMAX_OPTIMUM:.1e}, test {model.score(tx, ty)}")
        report = ours(folder, jar, "--loss", "softmax", "--solver", "sgd", "--epochs", "4")
        fast.append(report["seconds"])
        print(f"softmax, 4 epochs of SGD: {report['seconds']:.2f} s, test {report['testAccuracy']}")
        report = ours(folder, jar, "--loss", "hinge", "--solver", "smoothing", "--tolerance", "1e-3")
        hinge.append(report["seconds"])
        svm = LinearSVC(multi_class="crammer_singer", C=c, tol=0.1)
        hinge_theirs.append(timed(svm, x, y))
        print(f"hinge: ours {report['seconds']:.2f} s, {report['stopReason']}, objective "
              f"{report['objective']:.6f}, test {report['testAccuracy']}; liblinear -s 4 "
              f"{hinge_theirs[-1]:.1f} s, test {svm.score(tx, ty)}", flush=True)
    for name, we, they in (("softmax", softmax, softmax_theirs), ("hinge", hinge, hinge_theirs)):
        print(f"{name}: median {statistics.median(we):.2f} s against {statistics.median(they):.2f} s, "
              f"ratio {statistics.median(they) / statistics.median(we):.1f}")
    print(f"softmax by SGD: median {statistics.median(fast):.2f} s")


main()
