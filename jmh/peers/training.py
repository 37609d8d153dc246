#!/usr/bin/python3
"""Trains on MNIST with Lanewise and with its peers (Debian's python3-sklearn), in turn.

usage: training.py MNIST_FOLDER LANEWISE_CLI_JAR [ROUNDS]

Time is training alone, data in memory, on both sides. Ours three times in each round: by the command line, whose
process trains once; and by Trainings.java, the first and the later trainings of a process of a program of one's own.
Objective: mean loss + (lambda / 2) ||W||^2, bias free, computed here in double from scikit-learn's coefficients. Its
lbfgs is given 50 iterations more until it is within 1e-4 of the optimum; the number that gets there is what is timed.
liblinear's Crammer-Singer solver (-s 4) is the one inside scikit-learn's LinearSVC, at liblinear's own default
tolerance, 0.1.
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
LATER = 3

# Name, loss, tolerance: of the gradient for softmax (1e-4 is the default), of the duality gap for the hinge.
TASKS = (
    ("softmax, within 1e-6 of the optimum", "softmax", "9e-6"),
    ("softmax, default options", "softmax", "1e-4"),
    ("softmax, no further than test accuracy 0.925 asks for", "softmax", "5e-4"),
    ("hinge, relative duality gap 1e-3", "hinge", "1e-3"),
)


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


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def by_command_line(folder, jar, loss, tolerance):
    with tempfile.TemporaryDirectory() as scratch:
        run("java", "-jar", jar, "train", "--data", f"{folder}/train-images-idx3-ubyte.gz", "--loss", loss,
            "--l2", str(LAMBDA), "--tolerance", tolerance, "--test", f"{folder}/t10k-images-idx3-ubyte.gz",
            "--report", f"{scratch}/report.json")
        with open(f"{scratch}/report.json") as file:
            return json.load(file)


def by_program(folder, jar, classes, loss, tolerance):
    lines = run("java", "--add-modules", "jdk.incubator.vector", "-cp", f"{jar}:{classes}", "Trainings", folder, loss,
                tolerance, str(1 + LATER)).splitlines()
    return [float(line.split()[0]) for line in lines]


def timed(model, x, y):
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(x, y)
    return time.perf_counter() - start


def iterations_of_lbfgs(x, y):
    iterations = 0
    objective = float("inf")
    while objective > SOFTMAX_OPTIMUM + 1e-4:
        iterations += 50
        model = LogisticRegression(C=1 / (LAMBDA * len(y)), max_iter=iterations, tol=1e-12)
        timed(model, x, y)
        objective = cross_entropy(model, x, y)
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}: lbfgs needs {iterations} iterations, "
          f"objective - optimum {objective - SOFTMAX_OPTIMUM:.1e}", flush=True)
    return iterations


def print_row(name, seconds):
    print(f"  {name}: median {statistics.median(seconds):.2f} s, {min(seconds):.2f} to {max(seconds):.2f} s")


def measure(task, rounds, folder, jar, classes, peer, train, test):
    name, loss, tolerance = task
    command_line, first, later, theirs = [], [], [], []
    for _ in range(rounds):
        report = by_command_line(folder, jar, loss, tolerance)
        command_line.append(report["seconds"])
        own = by_program(folder, jar, classes, loss, tolerance)
        first.append(own[0])
        later.extend(own[1:])
        if peer is not None:
            theirs.append(timed(peer, *train))
    print(f"{name}: objective {report['objective']:.7f}, {report['stopReason']}, "
          f"test accuracy {report['testAccuracy']:.4f}")
    print_row("command line", command_line)
    print_row("first training of a process", first)
    print_row("later trainings", later)
    if peer is not None:
        print_row(type(peer).__name__, theirs)
        print(f"  its test accuracy {peer.score(*test):.4f}; later trainings are "
              f"{statistics.median(theirs) / statistics.median(later):.1f} times as fast", flush=True)


def main():
    folder, jar = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    train = data(folder, "train")
    test = data(folder, "t10k")
    c = 1 / (LAMBDA * len(train[1]))
    lbfgs = LogisticRegression(C=c, max_iter=iterations_of_lbfgs(*train), tol=1e-12)
    peers = (lbfgs, None, None, LinearSVC(multi_class="crammer_singer", C=c, tol=0.1))
    with tempfile.TemporaryDirectory() as classes:
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Trainings.java")
        run("javac", "-cp", jar, "-d", classes, source)
        for task, peer in zip(TASKS, peers):
            measure(task, rounds, folder, jar, classes, peer, train, test)


main()
