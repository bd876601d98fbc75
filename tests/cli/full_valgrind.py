"""valgrind finds no bad read and no lost memory in the main job on the small example."""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLE = Path(os.environ["HAZPLAN_SHARE"]) / "examples/sanmenxia"
SUPPRESSIONS = Path(__file__).resolve().parents[1] / "valgrind.supp"

if not shutil.which("valgrind"):
    sys.exit("valgrind is not installed")
failed = 0
with tempfile.TemporaryDirectory(prefix="hazplan-valgrind-") as folder:
    # The front starts the whole program in its own place.
    jobs = [
        ["doctor"],
        ["check", EXAMPLE],
        ["check", EXAMPLE, "--format", "json", "--lang", "en"],
        ["plan", EXAMPLE, "-o", f"{folder}/plan", "--threads", "2"],
        ["report", f"{folder}/plan", "-o", f"{folder}/plan.md"],
        ["map", f"{folder}/plan", "-o", f"{folder}/map.svg", "--sheet", "overview"],
        ["check", f"{folder}/nowhere"],
    ]
    for words in jobs:
        command = ["valgrind", "--quiet", "--trace-children=yes", "--leak-check=full", "--errors-for-leak-kinds=definite", "--show-leak-kinds=definite",
                   f"--suppressions={SUPPRESSIONS}", "--error-exitcode=99", "--fullpath-after=/src/", HAZPLAN, *map(str, words)]
        result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        expected = 3 if "nowhere" in str(words[-1]) else 0
        if result.returncode != expected:
            failed += 1
            print(f"FAILED: hazplan {' '.join(map(str, words))}: exit {result.returncode}\n{result.stderr}")
print(f"{len(jobs) - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
