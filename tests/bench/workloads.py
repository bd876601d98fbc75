"""The workloads: what is in them, where they lie in the work folder, and what is asked of them.

A scale below 1 takes counts and area together, so that the density of everything, and so the work for each village, stays.
"""

import math
from dataclasses import dataclass
from pathlib import Path

CRS = "EPSG:6933"  # WGS 84 / NSIDC EASE-Grid 2.0 Global: equal-area, metres, and known to every peer by its code
SRS_ID = 6933
CENTRE = (9_600_000.0, 4_000_000.0)  # of the region, in that CRS: about 99.5° E, 33° N
TYPES = ["collapse", "landslide", "debris_flow", "ground_collapse", "ground_fissure", "ground_subsidence", "unstable_slope"]
GRADES = ["extra_large", "large", "medium", "small"]
CIRCLE_QUADRANT = 8  # segments of a quarter circle, ST_Buffer's quad_segs: 32 corners in all
CELLS_OF_TOWN = 100  # raster cells along a town's side: 20,000 for 200 towns
NODATA = -99999.0


@dataclass(frozen=True)
class Extent:
    """Numbers of a region of `columns` × `rows` towns."""

    columns: int
    rows: int
    area_km2: float
    villages: int
    points: int
    mining: int
    mining_km2: float
    county: tuple  # columns and rows of towns in a county

    @property
    def towns(self):
        return self.columns * self.rows

    @property
    def town_side(self):
        """Metres."""
        return math.sqrt(self.area_km2 * 1e6 / self.towns)

    @property
    def corner(self):
        """West and south limit of the region."""
        return CENTRE[0] - self.columns * self.town_side / 2, CENTRE[1] - self.rows * self.town_side / 2


def most_square(n):
    """Columns and rows whose product is n."""
    rows = max(d for d in range(1, math.isqrt(n) + 1) if n % d == 0)
    return n // rows, rows


def nation(scale):
    columns, rows = most_square(round(40_000 * scale))
    return Extent(
        columns,
        rows,
        9_600_000 * scale,
        round(690_000 * scale),
        round(300_000 * scale),
        round(20_000 * scale),
        84_683 * scale,
        (4, 4),
    )


def city():
    return Extent(10, 9, 9_490, 2_300, 322, 60, 254, (5, 3))


def extent(workload, scale):
    return city() if workload == "A" else nation(scale)


def folder(work, workload, scale):
    """Where a workload's project lies."""
    return Path(work) / "data" / ("A" if workload == "A" else f"{workload}-{scale:g}")


# Largest relative difference of an answer that counts as the same. exactextract keeps covered fractions in single precision.
TOLERANCE = {"d1": 1e-6, "d2": 1e-6}
USUAL_TOLERANCE = 1e-9

# Questions and the workload each is asked of.
QUESTIONS = {
    "p1": ("B", "people and villages once, by town and hazard type"),
    "p2": ("B", "villages and people of each zone, overlapping"),
    "p3": ("B", "mining area by town, dissolved"),
    "p4": ("C", "people once by town, by share of area"),
    "p4t": ("C", "the same by town and hazard type"),
    "d1": ("D", "people of each town, from the grid"),
    "d2": ("D", "people of the union of zones in each town, from the grid"),
}


def same(question, entry):
    """Whether an entry of `agreement` in results.json is that of the same answer."""
    return entry["places_with_other_units"] == 0 and entry["people"] <= TOLERANCE.get(question, USUAL_TOLERANCE)
