"""Ctrl-C at any moment of `hazplan exposure`: it ends within a second, with exit code 1, leaves nothing and touches no earlier output.

Village polygons with planar and with geodesic measures, and a raster; text and GeoPackage as output; moments are spread over the whole
run. A machine that is busy with other things is given more time, and so is an instrumented build.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cross"))
from crosscheck import HAZPLAN, Checks, workspace  # noqa: E402
from exposure_rows import workload  # noqa: E402

MOMENTS = 4
SLOW = 5 if os.environ.get("HAZPLAN_INSTRUMENTED") else 1
# Workload, scale, output, further words
RUNS = (
    ("C", 0.01 if SLOW > 1 else 0.03, "out.csv", ["--planar", "--sensitivity"]),
    ("C", 0.002, "out.gpkg", []),
    ("D", 0.01, "out.csv", []),
)
checks = Checks()


def slack():
    """What a busy machine adds to everything, told by a plain process."""
    began = time.monotonic()
    subprocess.run([HAZPLAN, "--version"], stdout=subprocess.DEVNULL, check=True)
    return 10 * (time.monotonic() - began)


def begin(project, target, words):
    return subprocess.Popen(
        [HAZPLAN, "exposure", str(project), "-o", str(target), "--lang", "en", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(target.parent / "tmp")},
    )


def listens(process):
    """Whether it has a handler for SIGINT by now; true for one that has ended."""
    try:
        caught = re.search(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{process.pid}/status").read_text())
    except OSError:
        return True
    return caught is None or int(caught[1], 16) >> (signal.SIGINT - 1) & 1


def state(folder):
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def stop(project, target, words, seconds):
    """Whether the run was caught in the middle."""
    before = state(target.parent)
    process = begin(project, target, words)
    while not listens(process):
        time.sleep(0.002)
    time.sleep(seconds)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, error = process.communicate()
    took = time.monotonic() - asked
    if process.returncode == 0 or "Written:" in error:  # it was done at that very moment
        target.write_text("earlier")
        return False
    what = f"{project.name} to {target.name} stopped after {seconds:.2f} s"
    checks.equal(f"{what}: exit code", process.returncode, 1)
    checks.true(f"{what}: says so", "stopped on request" in error, error[-500:])
    limit = (1 + slack()) * SLOW
    checks.true(f"{what}: within a second", took <= limit, f"{took:.2f} s, limit here {limit:.2f} s")
    checks.true(f"{what}: no half answer", out == "", out[:200])
    checks.true(f"{what}: nothing is left, nothing touched", state(target.parent) == before, sorted(state(target.parent)))
    return True


def stop_at_moments(project, target, words):
    target.parent.mkdir()
    (target.parent / "tmp").mkdir()
    began = time.monotonic()
    whole = begin(project, target, words)
    error = whole.communicate()[1]
    length = time.monotonic() - began
    checks.true(f"{project.name} runs", whole.returncode == 0, error[-500:])
    target.write_text("earlier")
    stopped = sum(stop(project, target, words, length * (i + 0.3) / MOMENTS) for i in range(MOMENTS))
    checks.true(f"{project.name} was stopped in the middle", stopped >= MOMENTS // 2, f"{stopped} of {MOMENTS}, {length:.1f} s")
    print(f"{project.name}: {length:.1f} s, stopped {stopped} times")


folder = workspace()
for name, scale, output, words in RUNS:
    project = workload(name, scale, folder)
    stop_at_moments(project, folder / f"out-{project.name}" / output, words)
checks.finish()
