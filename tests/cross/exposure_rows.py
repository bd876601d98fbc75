"""The rows of `hazplan exposure` as they must be, from shares that a spatial database measured.

The geometry is the database's: which village point lies within which radius, or what part of which village polygon lies in which zone,
in their union, in that of a type, and under two and three zones at once. The people are added up here. Nothing is read that hazplan
computed but the rows that are held against these.
"""

import csv
import math
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import make_workload  # noqa: E402
from crosscheck import HAZPLAN  # noqa: E402
from workloads import CIRCLE_QUADRANT, SRS_ID, TYPES  # noqa: E402, F401

FIGURES = ("units", "population", "households", "population_missing", "households_missing")
LEAST_SHARE = 1e-9  # hazard.minimum_share: what less of a polygon lies in a zone does not count


def workload(name, scale, folder):
    """A folder with project.yaml and data.gpkg."""
    return make_workload.prepare(name, scale, folder)


def ours(project, target, *words):
    """Rows of the command by level, place, category and value."""
    done = subprocess.run(
        [HAZPLAN, "exposure", str(project), "-o", str(target), "-q", "--lang", "en", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        sys.exit(f"exposure {project}: exit {done.returncode}\n{done.stderr}")
    rows = {}
    with open(target, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            place = {"region": "", "county": row["name"], "town": row["name"], "zone": row["id"]}[row["level"]]
            key = row["level"], place, row["category"], row["value"]
            if key in rows:
                sys.exit(f"two rows of {key}")
            rows[key] = [float(row[name]) if row[name] else None for name in FIGURES]
    return rows


def attributes(project):
    """Villages by fid, hazards by id, as the GeoPackage has them."""
    source = sqlite3.connect(f"file:{project / 'data.gpkg'}?mode=ro", uri=True)
    villages = {
        fid: {"town": town, "county": county, "population": people, "households": households}
        for fid, town, county, people, households in source.execute(
            "SELECT fid, town, county, population, households FROM villages"
        )
    }
    return villages, dict(source.execute("SELECT hazard_id, type FROM hazard_points"))


class Shares:
    """What a database measured. `united` maps (village, type) to the share in the union of the type's zones, type None for all;
    `alone` maps (village, hazard id) to the share in that zone; `deep` maps (village, n) to the share under at least n zones, n 2, 3."""

    def __init__(self):
        self.united, self.alone, self.deep = {}, {}, {}

    @classmethod
    def of_points(cls, hits, types):
        """From pairs of village and hazard: a point is in or out, so that unions are plain sets."""
        shares, count = cls(), {}
        for village, hazard in hits:
            shares.alone[village, hazard] = 1.0
            shares.united[village, None] = shares.united[village, types[hazard]] = 1.0
            count[village] = count.get(village, 0) + 1
        shares.deep = {(village, n): 1.0 for village in count for n in (2, 3) if count[village] >= n}
        return shares


class Sum:
    def __init__(self):
        self.units, self.missing, self.parts = 0, [0, 0], ([], [])

    def add(self, village, share, units=1):
        self.units += units
        for which, figure in enumerate((village["population"], village["households"])):
            if figure is None:
                self.missing[which] += units
            else:
                self.parts[which].append(figure * share)

    def row(self):
        """A sum is missing where all its units lack the figure."""
        sums = [
            None if self.units and self.units == missing else math.fsum(parts) for parts, missing in zip(self.parts, self.missing)
        ]
        return [self.units, *sums, *self.missing]


def expected(villages, types, shares):
    """Rows by level, place, category and value, those with nobody left out."""
    sums = {}

    def add(level, place, category, value, village, share, units=1):
        sums.setdefault((level, place, category, value), Sum()).add(village, share, units)

    def add_everywhere(category, value, village, share):
        for level, place in (("region", ""), ("county", village["county"]), ("town", village["town"])):
            add(level, place, category, value, village, share)

    for fid, village in villages.items():
        add_everywhere("population", "", village, 1.0)
        once, twice, thrice = (shares.united.get((fid, None), 0.0), *(shares.deep.get((fid, n), 0.0) for n in (2, 3)))
        classes = {"0": 1 - once, "1": once - twice, "2": twice - thrice, "3+": thrice}
        for value, share in classes.items():
            # the units of class 0 are those outside all zones; a polygon that is partly inside has people there, too
            if share > LEAST_SHARE:
                add("region", "", "overlap", value, village, share, units=0 if value == "0" and once else 1)
    for (fid, kind), share in shares.united.items():
        add_everywhere("type" if kind else "all", kind or "", villages[fid], share)
    for (fid, hazard), share in shares.alone.items():
        add("zone", hazard, "all", "", villages[fid], share)
    return {key: one.row() for key, one in sums.items()}


def compare(checks, what, found, wanted):
    """Every row and figure; a row that is wanted for nobody may be there with zeros."""
    nobody = [0, 0.0, 0.0, 0, 0]
    worst = 0.0
    for key in found.keys() | wanted.keys():
        for name, a, b in zip(FIGURES, found.get(key, nobody), wanted.get(key, nobody)):
            checks.exact(f"{what}, {' '.join(key)}: {name}", a, b)
            if a and b:
                worst = max(worst, abs(a - b) / abs(b))
    checks.true(f"{what}: there is something to compare", len(wanted) > 1000 and len(found) > 1000)
    print(f"{what}: {len(wanted)} rows, largest relative difference {worst:.1e}")
