"""The manual pages render without a complaint, in both languages."""
import os
import subprocess
import sys
from pathlib import Path

MADE = Path(os.environ["HAZPLAN_BUILD"]) / "made/man"
failed = 0
for page in ("man1/hazplan.1", "zh_CN/man1/hazplan.1"):
    environment = dict(os.environ, MANWIDTH="100", LC_ALL="C.UTF-8")
    result = subprocess.run(["man", "--warnings", "-l", str(MADE / page)], capture_output=True, text=True, env=environment)
    if result.returncode != 0 or result.stderr or "hazplan plan PROJECT -o DIR" not in result.stdout:
        failed += 1
        print(f"FAILED: {page}: exit {result.returncode}\n{result.stderr}{result.stdout[:2000]}")
print(f"{2 - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
