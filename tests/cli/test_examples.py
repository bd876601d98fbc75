"""Every example that --help shows runs as it is printed, in a folder that holds examples/ and a plan.gpkg."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLES = Path(os.environ["HAZPLAN_SHARE"]) / "examples"


def run(words, folder):
    return subprocess.run([HAZPLAN, *map(str, words)], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def run_until_ready(words, folder):
    """`serve` goes on until it is told to stop, which is no failure."""
    process = subprocess.Popen([HAZPLAN, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    process.terminate()
    out, errors = process.communicate(timeout=20)
    return subprocess.CompletedProcess(words, process.returncode, out, errors)


top = run(["--lang", "en", "--help"], "/").stdout
commands = re.findall(r"^  ([a-z]+) ", top.split("Commands:")[1].split("\n\n")[0], re.M)
passed = failed = 0
with tempfile.TemporaryDirectory(prefix="hazplan-examples-") as name:
    made = Path(name) / "made.gpkg"
    done = run(["analyse", EXAMPLES / "jincheng", "-o", made, "-q"], name)
    if done.returncode != 0:
        sys.exit(done.stderr)
    for command in commands:
        help_text = run([command, "--lang", "en", "--help"], name).stdout
        for line in re.findall(r"^  (hazplan .*)$", help_text.split("Examples:")[1], re.M):
            folder = Path(tempfile.mkdtemp(dir=name))
            (folder / "examples").symlink_to(EXAMPLES)
            shutil.copy(made, folder / "plan.gpkg")
            if command == "analyse":
                (folder / "plan.gpkg").unlink()
            (folder / "token.txt").write_text("a-token-of-this-test\n")
            result = (run_until_ready if command == "serve" else run)(shlex.split(line)[1:], folder)
            target = re.search(r" -o (\S+)", line)
            good = result.returncode == 0 and (not target or (folder / target.group(1)).exists())
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"FAILED: {line}: exit {result.returncode}\n{result.stderr}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or passed < 2 * len(commands) else 0)
