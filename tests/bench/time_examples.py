#!/usr/bin/env python3
"""Time `analyse` and `plan` on the examples: CPU and wall seconds, and memory, of the best of some runs.

Usage: time_examples.py --program build/release/bin/hazplan [--runs 3]
"""
import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def measure(words):
    """Seconds of CPU, seconds of wall clock and MiB at most of one run."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    text = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status  # the process was waited for here
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, words))} failed:\n{text.decode()}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def best_of(runs, words):
    return tuple(min(values) for values in zip(*(measure(words) for _ in range(runs))))


def jobs(program, folder):
    for name in ("sanmenxia", "jincheng"):
        project = EXAMPLES / name
        yield f"analyse {name}, 1 thread", [program, "analyse", project, "-o", f"{folder}/{name}.gpkg", "--threads", "1", "-q"]
        yield f"plan {name}", [program, "plan", project, "-o", f"{folder}/{name}", "-q"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{'job':<28} {'CPU s':>7} {'wall s':>7} {'MiB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for title, words in jobs(options.program, folder):
            cpu, wall, memory = best_of(options.runs, words)
            print(f"{title:<28} {cpu:7.2f} {wall:7.2f} {memory:6.0f}")


if __name__ == "__main__":
    main()
