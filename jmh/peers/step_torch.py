#!/usr/bin/python3
"""The training step of PyTorch and of Lanewise, alternating in one script on the same data.

A step is scores, loss (cross-entropy, or the multiclass hinge as multi_margin_loss), and the
gradient by weights and bias, over all rows. Lanewise runs in a Java process that does one step
whenever it is asked to (io.github.lanewise.jmh.StepRounds), and both are idle while the other one
runs. Loss and gradient must agree before anything is timed.

Debian: apt-get install python3-torch python3-numpy. Build jmh/target/benchmarks.jar first.

    jmh/peers/step_torch.py --java JDK_HOME/bin/java
"""

import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

JAR = pathlib.Path(__file__).resolve().parent.parent / "target" / "benchmarks.jar"
BOTH = ("softmax", "hinge")
CASES = [  # n, d, c, losses
    (60000, 784, 10, BOTH),
    (4096, 784, 10, BOTH),
    (4096, 3072, 10, BOTH),
    (16384, 128, 16, BOTH),
    (100000, 384, 100, BOTH),
    (4096, 2048, 1000, BOTH),
    (4096, 3072, 1000, BOTH),
    (2048, 512, 100000, ("softmax",)),
]
WARM_UP_SECONDS = 5
REST = 0.05  # seconds, until the other one's idle threads have stopped spinning

# Scores are dot products in float of D terms, whose errors grow like sqrt(D) * 2^-24: below 1e-5 for
# D <= 3072, and so does the loss. The gradient repeats that over the rows; a margin of the hinge that
# is 0 but for such an error moves it by 1 / (n c) of its size.
LOSS_TOLERANCE = 1e-5
GRADIENT_TOLERANCE = 1e-4


class Lanewise:
    def __init__(self, java, loss, n, d, c, threads, folder):
        command = [java, "--add-modules=jdk.incubator.vector", "-Xms6g", "-Xmx6g", "-XX:+UseSerialGC"]
        command += ["-cp", str(JAR), "io.github.lanewise.jmh.StepRounds"]
        command += [loss, str(n), str(d), str(c), str(threads), str(folder)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit("Lanewise did not start: " + " ".join(command))

    def step(self):
        self.process.stdin.write("\n")
        return int(self.process.stdout.readline()) * 1e-9

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Torch:
    def __init__(self, loss, n, d, c, folder):
        import numpy
        import torch

        def tensor(name, dtype):
            return torch.from_numpy(numpy.fromfile(folder / name, dtype).copy())

        self.functional = torch.nn.functional
        self.hinge = loss == "hinge"
        self.c = c
        self.x = tensor("x.f32", "<f4").reshape(n, d)
        self.y = tensor("labels.i32", "<i4").long()
        parameters = tensor("parameters.f64", "<f8").float()
        self.w = parameters[: c * d].reshape(c, d).clone().requires_grad_()
        self.b = parameters[c * d :].clone().requires_grad_()

    def step(self):
        start = time.perf_counter()
        self.w.grad = None
        self.b.grad = None
        scores = self.functional.linear(self.x, self.w, self.b)
        if self.hinge:  # divides by the number of classes, which ours does not
            self.loss = self.functional.multi_margin_loss(scores, self.y) * self.c
        else:
            self.loss = self.functional.cross_entropy(scores, self.y)
        self.loss.backward()
        return time.perf_counter() - start

    def verify(self, folder):
        import numpy

        ours = numpy.fromfile(folder / "value.f64", "<f8")[0]
        theirs = self.loss.item()
        if not abs(ours - theirs) <= LOSS_TOLERANCE * abs(ours):
            raise SystemExit(f"losses differ: {ours} and {theirs}")
        gradient = numpy.fromfile(folder / "gradient.f64", "<f8")
        split = self.w.numel()
        for name, part, grad in (
            ("dW", gradient[:split], self.w.grad),
            ("db", gradient[split:], self.b.grad),
        ):
            difference = numpy.linalg.norm(part - grad.numpy().ravel()) / numpy.linalg.norm(part)
            if not difference <= GRADIENT_TOLERANCE:
                raise SystemExit(f"{name} differs by {difference} of its norm")


def warm(side):
    end = time.perf_counter() + WARM_UP_SECONDS
    while time.perf_counter() < end:
        side.step()


def measure(arguments, n, d, c, loss, threads):
    import torch

    torch.set_num_threads(threads)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours = Lanewise(arguments.java, loss, n, d, c, threads, folder)
        theirs = Torch(loss, n, d, c, folder)
        theirs.step()
        theirs.verify(folder)
        warm(ours)
        warm(theirs)
        times = {"lanewise": [], "torch": []}
        end = time.perf_counter() + arguments.seconds
        while len(times["torch"]) < arguments.rounds or time.perf_counter() < end:
            for side, name in ((ours, "lanewise"), (theirs, "torch")):
                time.sleep(REST)
                times[name].append(side.step())
        ours.close()
    case = {"loss": loss, "n": n, "d": d, "c": c, "threads": threads}
    print(json.dumps({**case, **times}), flush=True)


def environment(threads):
    """Both pools of PyTorch get that many threads, and its BLAS chooses its kernels freely."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_"))}
    return {**kept, "OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}


def versions(java):
    import ctypes

    import numpy
    import torch

    jdk = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()[1]
    blas = ctypes.CDLL("libopenblas.so.0")
    blas.openblas_get_config.restype = ctypes.c_char_p
    blas_version = blas.openblas_get_config().decode()
    return f"PyTorch {torch.__version__}, NumPy {numpy.__version__}, {blas_version}; {jdk}"


def as_jmh(results):
    """As JMH would write it, each round as a fork, for the program that makes the charts."""
    return [
        {
            "benchmark": "step_torch." + side,
            "threads": r["threads"],
            "jdkVersion": "",
            "params": {name: str(r[name]) for name in ("loss", "n", "d", "c")},
            "primaryMetric": {"scoreUnit": "s/op", "rawData": [[time] for time in r[side]]},
            "secondaryMetrics": {},
        }
        for r in results
        for side in ("lanewise", "torch")
    ]


def table(results):
    rows = [
        "| Loss | n | d | c | Threads | Lanewise | PyTorch | PyTorch / Lanewise |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        ours, theirs = (statistics.median(r[side]) * 1e3 for side in ("lanewise", "torch"))
        rows.append(
            f"| {r['loss']} | {r['n']} | {r['d']} | {r['c']} | {r['threads']} "
            f"| {spread(r['lanewise'])} | {spread(r['torch'])} | {theirs / ours:.2f} |"
        )
    return "\n".join(rows)


def spread(seconds):
    least, middle, most = (three(1e3 * f(seconds)) for f in (min, statistics.median, max))
    return f"{middle} ms ({least} to {most})"


def three(value):
    """Three significant digits, in no exponential form."""
    return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--java", default="java", help="a java of version 21 or newer")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5, help="at least so many, and")
    parser.add_argument("--seconds", type=float, default=10, help="at least so long, for each case")
    parser.add_argument("--cases", nargs="+", help="only these, such as 60000x784x10")
    parser.add_argument("--json", type=pathlib.Path, help="where to write all times, as JMH does")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.case:
        n, d, c, loss, threads = arguments.case.split()
        measure(arguments, int(n), int(d), int(c), loss, int(threads))
    elif "OPENBLAS_NUM_THREADS" not in os.environ or "OPENBLAS_CORETYPE" in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.argv], environment(1))
    else:
        measure_all(arguments)


def measure_all(arguments):
    results = []
    for threads in arguments.threads:
        for n, d, c, losses in CASES:
            if arguments.cases and f"{n}x{d}x{c}" not in arguments.cases:
                continue
            for loss in losses:
                results.append(run(arguments, f"{n} {d} {c} {loss} {threads}", threads))
    if arguments.json:
        arguments.json.write_text(json.dumps(as_jmh(results), indent=1) + "\n")
    print(versions(arguments.java) + "\n")
    print(table(results))


def run(arguments, case, threads):
    """A process of its own: thread pools are made once."""
    print("step: " + case, file=sys.stderr, flush=True)
    command = [sys.executable, __file__, "--java", arguments.java, "--case", case]
    command += ["--rounds", str(arguments.rounds), "--seconds", str(arguments.seconds)]
    done = subprocess.run(
        command, env=environment(threads), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
