"""A process that dies in the middle: killed at each rename, link and unlink, alone (its parent puts things right) or with its parent
(a power cut: the next run does). The output folder is always wholly the earlier or wholly the new one, and nothing is left in it."""

import os
import shutil
import signal
import subprocess
import time

import fault
from damage import EXAMPLES, HAZPLAN, Checks, digest, environment

checks = Checks()
bench = fault.Bench("plan", "")
calls = bench.undisturbed.counts["rename"]
# The first moves come after everything is drawn: before them one death in ten is as good as all.
first_move = calls - 45
numbers = [n for n in range(1, calls + 1) if n > first_move or n % 10 == 0]

# ---- the child alone ----
ends = {0: 0, 1: 0}
for outcome in bench.fail_each("rename", numbers, FAULT_DIE="child"):
    checks.true("killed", outcome.failed == 1, outcome)
    checks.true("the parent puts things right", outcome.problem() is None, f"{outcome.problem()}: {outcome}")
    checks.true("the signal is named", "signal 9" in outcome.text, outcome.text)
    ends[outcome.code] = ends.get(outcome.code, 0) + 1
checks.true("some die before the last move, some after", ends[1] > 20 and ends[0] > 5, ends)


# ---- both ----
def next_run(folder):
    """A run that goes wrong after it began: it must put right what it finds, and change nothing else."""
    project = bench.root / "broken"
    if not project.exists():
        shutil.copytree(bench.project, project)
        (project / "villages.csv").write_text("no such columns\n1\n")
    words = [HAZPLAN, "plan", str(project), "-o", str(folder), "-q"]
    return subprocess.run(words, env=environment("en", bench.root), capture_output=True, stdin=subprocess.DEVNULL).returncode


def wait_for_end_of(folder):
    """The child dies a moment after its parent, and is init's to reap."""
    workers = {name.split("-")[1] for name in os.listdir(folder) if name.startswith(".hazplan-")}
    deadline = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{worker}") for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.01)


seen = {"earlier": 0, "new": 0, "a mix": 0}
for number in numbers[::3]:
    folder = bench.root / "cut"
    shutil.copytree(bench.earlier, folder)
    settings = {"FAULT_KIND": "rename", "FAULT_NTH": str(number), "FAULT_DIE": "both"}
    outcome = bench.run_in(folder, settings)
    checks.equal("both are dead", outcome.code, -signal.SIGKILL)
    wait_for_end_of(folder)
    found = {name: value for name, value in digest(folder).items() if ".hazplan-" not in name}
    seen["earlier" if found == bench.before else "new" if found == bench.after else "a mix"] += 1
    checks.equal("the next run ends as ever", next_run(folder), 3)
    checks.true(f"cut at {outcome.what}: put right", digest(folder) in (bench.before, bench.after), sorted(digest(folder)))
    shutil.rmtree(folder)
checks.true("some cuts left a mix", seen["a mix"] > 3, seen)

# ---- a run that lives is left alone ----
folder = bench.root / "busy"
shutil.copytree(bench.earlier, folder)
words = [HAZPLAN, "plan", str(EXAMPLES / "jincheng"), "-o", str(folder), "-q"]
process = subprocess.Popen(words, env=environment("en", bench.root), stdin=subprocess.DEVNULL)
deadline = time.monotonic() + 30
while not any(name.startswith(".hazplan-") for name in os.listdir(folder)) and time.monotonic() < deadline:
    time.sleep(0.005)
checks.equal("a second run beside it", next_run(folder), 3)
checks.equal("the first run ends well", process.wait(timeout=300), 0)
checks.equal("nothing is left", [name for name in os.listdir(folder) if name.startswith(".")], [])

# ---- a journal must not reach out of its folder ----
folder = bench.root / "journal"
shutil.copytree(bench.earlier, folder)
outside = bench.root / "outside.txt"
outside.write_text("mine")
work = folder / ".hazplan-999999999-0"
(work / "earlier").mkdir(parents=True)
(work / "journal").write_bytes(b"+../outside.txt\0+" + str(outside).encode() + b"\0+./../outside.txt\0")
checks.equal("a run that finds it", next_run(folder), 3)
checks.equal("what is outside", outside.read_text(), "mine")
checks.equal("what is inside", digest(folder), bench.before)

checks.finish()
