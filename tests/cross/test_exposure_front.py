"""The front of the program answers `exposure` of plain GeoPackages by itself, to the same bytes as the whole program; what is not
plain it leaves to the whole program, having written nothing.

Where a front stands alone, without the whole program beside it, one sees which of both it did.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from crosscheck import HAZPLAN, Checks, workspace
from exposure_rows import workload

checks = Checks()
QUIET = ["--planar", "-q", "--lang", "en"]
# Cells that the reader of plain tables does not judge, in what it reads first and last
UNUSUAL = ("UPDATE counties SET name = ' ' || name WHERE fid = 1", "UPDATE villages SET name = name || '(东)' || char(160) WHERE fid = 9")


def answer(program, project, target=None):
    words = [str(program), "exposure", str(project), *QUIET]
    words += ["-o", str(target)] if target else ["--format", "csv"]
    done = subprocess.run(words, capture_output=True, env={**os.environ, "HAZPLAN_ONE_PROCESS": "0"})
    return done.returncode, target.read_bytes() if target and target.exists() else done.stdout, done.stderr.decode()


def main():
    whole = next(Path(HAZPLAN).resolve().parents[1].rglob("hazplan-full"))
    folder = workspace()
    project = workload("B", 0.002, folder)
    polygons = workload("C", 0.002, folder)
    alone = folder / "bin" / "hazplan"
    alone.parent.mkdir()
    shutil.copy2(HAZPLAN, alone)
    out = folder / "out"
    out.mkdir()
    # Villages as points, and as polygons beside drawn circles
    for asked, target in [(project, None), (project, out / "a.csv"), (project, out / "a.json"), (polygons, out / "a.csv")]:
        expected = answer(whole, asked, target)
        checks.true("the whole program answers", expected[0] == 0 and len(expected[1]) > 1000, expected[2])
        if target:
            target.unlink()
        checks.true(f"the front answers the same by itself: {asked} {target}", answer(alone, asked, target) == expected)
        if target:
            target.unlink()
    for change in UNUSUAL:
        with closing(sqlite3.connect(next(Path(project).glob("*.gpkg")))) as file, file:
            for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                file.execute(f'DROP TRIGGER "{trigger}"')  # they call functions of the geometry, which does not change
            file.execute(change)
        for target in (None, out / "b.csv"):
            code, text, error = answer(alone, project, target)
            checks.true(f"{change}: the front leaves it", code == 1 and not text and "hazplan-full" in error, f"{code} {error}")
            checks.true(f"{change}: nothing is left behind", not list(out.iterdir()))
            both = answer(HAZPLAN, project, target), answer(whole, project, target)
            checks.true(f"{change}: the program answers as a whole", both[0] == both[1] and both[0][0] == 0, both[0][2])
            if target:
                target.unlink()
    checks.finish()


main()
