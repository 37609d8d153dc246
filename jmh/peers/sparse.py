#!/usr/bin/python3
"""Trains on debian-sections, sparse rows of text, with Lanewise and with scikit-learn (Debian's python3-sklearn), in turn.

usage: sparse.py DEBIAN_SECTIONS_FOLDER LANEWISE_CLI_JAR [ROUNDS]

Three comparisons, each with its ratio at the end:

- softmax, lambda = 1e-5, to within 1e-5 of the optimum. Time is training alone, data in memory, on both sides, and ours
  that of the first training of a process. scikit-learn's lbfgs is given 10 iterations more until it is there, computed here
  in double from its coefficients; the fit that gets there is the one that is timed.
- lambda by cross-validation, softmax and hinge, and the training with the best: the whole process, its start and the
  reading included, and for the hinge, with 2 and with 3 folds, the time of the search and the training alone, the first
  in a process and later ones, against one fit of LinearSVC alone. Accuracies are on the test rows, which choose nothing.
- reading the training rows, uncompressed and in the page cache: load_svmlight_file against ours, the first time in a
  process and after twenty times, both on one core, which our just-in-time compiler has to share.

The command java must be that of a JDK 21 or newer.
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
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

LAMBDA = 1e-5
OPTIMUM = 0.6864546613
NEAR = 1e-5
FIRST_TRY = 170
CANDIDATES = {
    "softmax": ["--solver", "sgd", "--momentum", "0", "--l2", "2e-6,1e-6,5e-7", "--learning-rate", "40", "--batch", "32",
                "--epochs", "10"],
    "hinge": ["--l2", "1e-4,3e-5,1e-5"],
}
SEARCH = """
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.data.Svmlight;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Trainer;
import io.github.lanewise.selection.CrossValidation;
import io.github.lanewise.selection.Selection;
import java.nio.file.Path;

class Search {
  public static void main(String[] arguments) throws Exception {
    Dataset train = Svmlight.read(Path.of(arguments[0]));
    int folds = Integer.parseInt(arguments[2]);
    ReadOptions alike = ReadOptions.defaults().columns(train.columns()).labelNames(train.labelNames());
    Dataset test = Svmlight.read(Path.of(arguments[1]), alike);
    for (int i = 0; i < 7; i++) {
      long start = System.nanoTime();
      Selection found = CrossValidation.of(Trainer.of(Loss.hinge()), folds).path(train, 1e-4, 3e-5, 1e-5);
      Fit fit = found.best().trainer().fit(train);
      double seconds = (System.nanoTime() - start) * 1e-9;
      System.out.println(seconds + " " + found.best().l2() + " " + fit.model().accuracy(test));
    }
  }
}
"""
READER = """
import io.github.lanewise.data.Svmlight;
import java.nio.file.Path;

class Reader {
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 25; i++) {
      long start = System.nanoTime();
      Svmlight.read(Path.of(arguments[0]));
      System.out.println((System.nanoTime() - start) * 1e-9);
    }
  }
}
"""


def objective(model, x, y):
    s = x @ model.coef_.T + model.intercept_
    top = s.max(axis=1)
    loss = top + np.log(np.exp(s - top[:, None]).sum(axis=1)) - s[np.arange(len(y)), y]
    return loss.mean() + LAMBDA / 2 * (model.coef_**2).sum()


def timed(model, x, y):
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(x, y)
    return time.perf_counter() - start


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ours(jar, train, test, *options):
    with tempfile.TemporaryDirectory() as scratch:
        report = f"{scratch}/report.json"
        start = time.perf_counter()
        run("java", "-jar", jar, "train", "--data", train, "--test", test, "--report", report,
            "--model", f"{scratch}/model.safetensors", *options)
        with open(report) as file:
            return json.load(file) | {"wall": time.perf_counter() - start}


def tolerance_needed(jar, train, test):
    """The largest of some tolerances that ends near enough to the optimum."""
    for tolerance in ("1e-4", "5e-5", "2e-5", "1e-5"):
        report = ours(jar, train, test, "--loss", "softmax", "--solver", "lbfgs", "--l2", str(LAMBDA),
                      "--max-iterations", "500", "--tolerance", tolerance)
        if report["objective"] <= OPTIMUM + NEAR:
            return tolerance
    raise SystemExit("no tolerance gets near enough to the optimum")


def optimum(jar, train, test, x, y, rounds):
    tolerance = tolerance_needed(jar, train, test)
    we, they = [], []
    c, iterations = 1 / (LAMBDA * len(y)), FIRST_TRY
    while len(they) < rounds:
        model = LogisticRegression(C=c, max_iter=iterations, tol=1e-12)
        seconds = timed(model, x, y)
        distance = objective(model, x, y) - OPTIMUM
        if distance > NEAR:
            iterations += 10
            continue
        they.append(seconds)
        report = ours(jar, train, test, "--loss", "softmax", "--solver", "lbfgs", "--l2", str(LAMBDA),
                      "--max-iterations", "500", "--tolerance", tolerance)
        we.append(report["seconds"])
        print(f"softmax: ours {we[-1]:.2f} s, {report['iterations']} iterations, objective - optimum "
              f"{report['objective'] - OPTIMUM:.1e}; scikit-learn {seconds:.1f} s, {iterations} iterations, "
              f"{distance:.1e}", flush=True)
    return we, they


def accuracy(jar, train, test, x, y, tx, ty, rounds):
    we, they = {loss: [] for loss in CANDIDATES}, []
    for _ in range(rounds):
        svm = LinearSVC()
        they.append(timed(svm, x, y))
        print(f"LinearSVC: {they[-1]:.2f} s, test {svm.score(tx, ty):.4f}")
        for loss, options in CANDIDATES.items():
            report = ours(jar, train, test, "--loss", loss, "--cross-validate", "3", *options)
            we[loss].append(report["wall"])
            print(f"{loss}, lambda {report['l2']} by cross-validation: {report['wall']:.2f} s with the start of the "
                  f"process and the reading, test {report['testAccuracy']:.4f}", flush=True)
    return we, they


def compiled(jar, folder, name, source):
    with open(f"{folder}/{name}.java", "w") as file:
        file.write(source)
    run("javac", "-cp", jar, "-d", folder, f"{folder}/{name}.java")
    return ["java", "--add-modules", "jdk.incubator.vector", "-cp", f"{jar}:{folder}", name]


def printed(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def search(jar, train, test, x, y, folds, rounds):
    first, later, they = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        command = compiled(jar, scratch, "Search", SEARCH)
        for _ in range(rounds):
            they += [timed(LinearSVC(), x, y) for _ in range(3)]
            lines = [line.split() for line in printed(*command, train, test, str(folds)).splitlines()]
            first.append(float(lines[0][0]))
            later += [float(line[0]) for line in lines[2:]]
            print(f"hinge, {folds} folds, search and training alone: first {first[-1]:.2f} s, later "
                  f"{min(later[-5:]):.2f} to {max(later[-5:]):.2f} s, lambda {lines[0][1]}, test {float(lines[0][2]):.5f}; "
                  f"LinearSVC {min(they[-3:]):.2f} to {max(they[-3:]):.2f} s", flush=True)
    return first, later, they


def reading(jar, file, rounds):
    first, warm, they = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        command = compiled(jar, scratch, "Reader", READER)
        for _ in range(rounds):
            output = printed("taskset", "-c", "0", *command, file).split()
            first.append(float(output[0]))
            warm.append(statistics.median(float(seconds) for seconds in output[20:]))
            start = time.perf_counter()
            load_svmlight_file(file)
            they.append(time.perf_counter() - start)
    return first, warm, they


def ratio(name, we, they):
    we, they = statistics.median(we), statistics.median(they)
    print(f"{name}: median {we:.3f} s against {they:.3f} s, ratio {they / we:.1f}")


def main():
    folder, jar = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    train, test = (f"{folder}/debian-sections.{part}.svm.gz" for part in ("train", "test"))
    x, y = load_svmlight_file(train)
    tx, ty = load_svmlight_file(test, n_features=x.shape[1])
    # Classes in the order of scikit-learn's coefficients.
    y, ty = np.searchsorted(np.unique(y), y), np.searchsorted(np.unique(y), ty)
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}")
    with tempfile.TemporaryDirectory() as scratch:
        file = f"{scratch}/train.svm"
        with gzip.open(train) as packed, open(file, "wb") as plain:
            plain.write(packed.read())
        first, warm, theirs = reading(jar, file, rounds)
        size = os.path.getsize(file) / 1e6
        print(f"reading: first {size / statistics.median(first):.0f} MB/s, warm {size / statistics.median(warm):.0f} MB/s, "
              f"scikit-learn {size / statistics.median(theirs):.0f} MB/s")
    chosen, svm = accuracy(jar, train, test, x, y, tx, ty, rounds)
    searches = {folds: search(jar, train, test, x, y, folds, rounds) for folds in (2, 3)}
    we, they = optimum(jar, train, test, x, y, rounds)
    ratio("reading, first", first, theirs)
    ratio("reading, warm", warm, theirs)
    for loss, seconds in chosen.items():
        ratio(f"{loss}, lambda by cross-validation, the whole process", seconds, svm)
    for folds, (first, later, alone) in searches.items():
        ratio(f"hinge, lambda by {folds} folds, search and training, first", first, alone)
        ratio(f"hinge, lambda by {folds} folds, search and training, later", later, alone)
    ratio("softmax to the optimum", we, they)


main()
