#!/usr/bin/env python3
"""Time `analyse` and `plan` on the examples: CPU and wall seconds, and memory, of the best of some runs.

Usage: time_examples.py --program build/release/bin/hazplan [--runs 3]

Beside it, in the same run, the exposure question alone is asked of SpatiaLite and of shapely, where they are installed.
"""
import argparse
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AIMS = {"analyse jincheng, 1 thread": "CPU below 1 s", "plan jincheng": "wall below 15 s"}


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


def peers(program, folder):
    """The exposure question alone, by other programs; they must find the same people."""
    plan = f"{folder}/peers.gpkg"
    subprocess.run([program, "analyse", EXAMPLES / "jincheng", "-o", plan, "-q"], check=True)
    database = sqlite3.connect(plan)
    villages, people = database.execute("SELECT count(*), CAST(sum(exposed_population) AS INTEGER) FROM villages WHERE exposed").fetchone()
    database.close()
    for name in ("spatialite", "shapely"):
        words = ["/usr/bin/python3", Path(__file__).with_name("exposure_peer.py"), name, plan]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"{name}: left out: {done.stderr.strip().splitlines()[-1] if done.stderr else 'it failed'}")
        elif done.stdout.strip() != f"{villages} villages, {people} people":
            print(f"{name}: finds {done.stdout.strip()}, hazplan {villages} villages, {people} people")
        else:
            yield f"exposure only, {name}", words


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{'job':<28} {'CPU s':>7} {'wall s':>7} {'MiB':>6}  aim")
    with tempfile.TemporaryDirectory() as folder:
        for title, words in [*jobs(options.program, folder), *peers(options.program, folder)]:
            cpu, wall, memory = best_of(options.runs, words)
            print(f"{title:<28} {cpu:7.2f} {wall:7.2f} {memory:6.0f}  {AIMS.get(title, '')}".rstrip())


if __name__ == "__main__":
    main()
