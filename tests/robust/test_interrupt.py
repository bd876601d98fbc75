"""Ctrl-C at any moment: check, analyse and plan end within a second, with exit code 1, and leave nothing behind.

The moments are spread over the whole run (a fixed seed). A machine that is busy with other things is given more time; that the
program does not merely run to its end is told by what it says and by the missing output.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import made_region  # noqa: E402

HAZPLAN = os.environ["HAZPLAN"]
MOMENTS = {"check": 3, "analyse": 4, "plan": 6}
SLOW = 5 if os.environ.get("HAZPLAN_INSTRUMENTED") else 1
failures = []
passed = 0


def expect(what, good, detail=""):
    global passed
    passed += bool(good)
    if not good:
        failures.append(f"{what}: {detail}")


def slack():
    """Seconds that a plain process takes to be started and waited for here, now: what a busy machine adds to everything."""
    began = time.monotonic()
    subprocess.run([HAZPLAN, "--version"], stdout=subprocess.DEVNULL, check=True)
    return 10 * (time.monotonic() - began)


def words(command, project, folder):
    output = {"check": [], "analyse": ["-o", folder / "plan.gpkg"], "plan": ["-o", folder / "out"]}[command]
    return [HAZPLAN, command, str(project), "--lang", "en", *map(str, output)]


def length_of(command, project, folder):
    """Seconds of a whole run, and that it is one that ends well."""
    began = time.monotonic()
    done = subprocess.run(words(command, project, folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    expect(f"{command} runs", done.returncode == 0, done.stderr[-500:])
    return time.monotonic() - began


def listens(pid):
    """Whether a process has a handler for SIGINT by now; true for one that has ended."""
    try:
        caught = re.search(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return True
    return caught is None or int(caught[1], 16) >> (signal.SIGINT - 1) & 1


def stop(command, project, folder, seconds):
    process = subprocess.Popen(words(command, project, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not listens(process.pid):
        time.sleep(0.002)
    time.sleep(seconds)
    if process.poll() is not None:
        process.communicate()
        return False
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, error = process.communicate()
    took = time.monotonic() - began
    what = f"{command} stopped after {seconds:.2f} s"
    if process.returncode == 0 or "Findings:" in error:  # it was done at that very moment
        return False
    expect(f"{what}: exit code", process.returncode == 1, f"{process.returncode} {error[-500:]}")
    expect(f"{what}: says so", "stopped on request" in error, error[-500:])
    limit = (1 + slack()) * SLOW
    expect(f"{what}: within a second", took <= limit, f"{took:.2f} s, limit here {limit:.2f} s")
    expect(f"{what}: no half answer", out == "", out[:200])
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    expect(f"{what}: nothing is left", left == [], left)
    return True


with tempfile.TemporaryDirectory(prefix="hazplan-interrupt-") as name:
    root = Path(name)
    project = made_region.make(root / "project", 32, 1000, 800, 20)
    rng = random.Random(1)
    for command, count in MOMENTS.items():
        folder = root / command
        folder.mkdir()
        whole = length_of(command, project, folder)
        shutil.rmtree(folder)
        folder.mkdir()
        stopped = 0
        for i in range(count):
            stopped += stop(command, project, folder, whole * (i + rng.random()) / count * 0.95)
            shutil.rmtree(folder)
            folder.mkdir()
        expect(f"{command} was stopped in the middle", stopped >= count // 2, f"{stopped} of {count}")
        expect(f"{command} leaves its input alone", sorted(p.name for p in project.iterdir()) == [
            "counties.geojson", "hazard_points.csv", "project.yaml", "subsidence.geojson", "towns.geojson", "villages.csv"],
            list(project.iterdir()))

for failure in failures:
    print("FAILED:", failure)
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
