"""What `hazplan affected` should answer, worked out without hazplan: places straight from plan.gpkg, every one of them looked at (no
index), distances and bearings by GeographicLib's Python, areas by GEOS in an equal-area projection of PROJ."""

import json
import math
from dataclasses import dataclass, field

import pyproj
import shapely.ops
import shapely.wkb
from crosscheck import CGCS2000, run, stored_shape
from geographiclib.geodesic import Geodesic
from osgeo import ogr
from shapely.geometry import Point, Polygon

WORDS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"]
GOLDEN = (math.sqrt(5) - 1) / 2


def ask(plan, *words, code=0, checks=None):
    """The answer as JSON, read back; None where the command fails as it should."""
    done = run("affected", plan, *words, "--format", "json", "--lang", "zh")
    if checks:
        checks.equal(f"{words}: exit code", done.returncode, code)
    return json.loads(done.stdout) if done.returncode == 0 else None


def measure(lon, lat, to_lon, to_lat):
    """Metres, and degrees from north; None where the places are the same."""
    found = CGCS2000.Inverse(lat, lon, to_lat, to_lon, Geodesic.DISTANCE | Geodesic.AZIMUTH)
    return found["s12"], (found["azi1"] % 360 if found["s12"] > 0 else None)


def word(bearing):
    """Of eight directions, each for 45 degrees about its own."""
    return None if bearing is None else WORDS[math.floor((bearing + 22.5) / 45) % 8]


# ---- polygons ----


def edges(shape):
    for part in getattr(shape, "geoms", [shape]):
        for ring in (part.exterior, *part.interiors):
            corners = list(ring.coords)
            yield from zip(corners, corners[1:])


def to_edge(lon, lat, a, b):
    """Least geodesic distance to an edge that is straight in degrees: sampled, then narrowed about the best sample."""

    def at(t):
        return CGCS2000.Inverse(lat, lon, a[1] + t * (b[1] - a[1]), a[0] + t * (b[0] - a[0]), Geodesic.DISTANCE)["s12"]

    samples = 16
    best = min(range(samples + 1), key=lambda i: at(i / samples))
    low, high = max(best - 1, 0) / samples, min(best + 1, samples) / samples
    for _ in range(60):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if at(left) <= at(right) else (left, high)
    return min(at((low + high) / 2), at(0), at(1))


def to_shape(lon, lat, shape):
    """Metres to the nearest place of a polygon, 0 inside."""
    if shape.contains(Point(lon, lat)):
        return 0.0
    sides = []
    for a, b in edges(shape):
        at_a, at_b = measure(lon, lat, *a)[0], measure(lon, lat, *b)[0]
        # by the triangle inequality no place of the edge is nearer
        sides.append(((at_a + at_b - 1.01 * measure(*a, *b)[0]) / 2, min(at_a, at_b), a, b))
    least = min(corner for _, corner, _, _ in sides)
    return min(to_edge(lon, lat, a, b) for bound, _, a, b in sides if bound <= least)


def circle(lon, lat, radius, corners):
    """As plans draw circles: so many corners on the geodesic circle."""
    places = [CGCS2000.Direct(lat, lon, 360 * i / corners, radius) for i in range(corners)]
    return Polygon([(lon + math.remainder(place["lon2"] - lon, 360), place["lat2"]) for place in places])


def equal_area(shape, lon, lat):
    """In a projection about a place; edges are straight in degrees, so they get a corner every hundred metres or so."""
    move = pyproj.Transformer.from_crs("EPSG:4490", f"+proj=laea +lat_0={lat} +lon_0={lon} +ellps=GRS80 +units=m", always_xy=True)
    bent = ogr.CreateGeometryFromWkb(shapely.wkb.dumps(shape))
    bent.Segmentize(0.001)
    return shapely.ops.transform(move.transform, shapely.wkb.loads(bytes(bent.ExportToWkb())))


def share(shape, zone, lon, lat):
    """Of a polygon's area, inside of a zone."""
    unit, cover = equal_area(shape, lon, lat), equal_area(zone, lon, lat)
    return unit.intersection(cover).area / unit.area


# ---- a plan ----


@dataclass
class Expected:
    villages: list = field(default_factory=list)
    hazards: list = field(default_factory=list)
    brigades: list = field(default_factory=list)
    totals: dict = field(default_factory=dict)


class Places:
    """All villages, hazard points and key towns of a plan."""

    def __init__(self, plan):
        self.plan = plan
        self.villages, self.hazards, self.brigades = (self.layer(name) for name in ("villages", "hazard_points", "key_towns"))
        self.corners = int(plan.number("hazard.circle_vertices"))
        self.least_share = plan.number("hazard.minimum_share")

    def layer(self, name):
        rows = self.plan.rows(name) if name in self.plan.tables() else []
        for row in rows:
            row["shape"] = stored_shape(row["geom"]) if row["geom"] else None
            if row["shape"] is not None and row["shape"].geom_type == "Point":
                row["lon"], row["lat"] = row["shape"].x, row["shape"].y
        return rows

    def village(self, lon, lat, row, part):
        found = {name: row[name] for name in ("village_id", "name", "town", "county", "population", "households", "contact", "phone")}
        found["share"] = part
        found["exposed_population"] = None if row["population"] is None else row["population"] * part
        if "lon" in row:
            found["distance_m"], found["bearing_deg"] = measure(lon, lat, row["lon"], row["lat"])
        else:
            found["distance_m"] = to_shape(lon, lat, row["shape"])
        return found

    def in_circle(self, lon, lat, radius):
        villages, drawn = [], None
        for row in self.villages:
            if row["shape"] is None:
                continue
            if "lon" in row:
                part = float(measure(lon, lat, row["lon"], row["lat"])[0] <= radius + 1e-7)
            else:
                drawn = drawn or circle(lon, lat, radius, self.corners)
                part = share(row["shape"], drawn, lon, lat) if row["shape"].intersects(drawn) else 0
            if part > self.least_share:
                villages.append(self.village(lon, lat, row, part))
        return self.answer(lon, lat, villages, lambda row: measure(lon, lat, row["lon"], row["lat"])[0] <= radius + 1e-7)

    def in_zone(self, hazard_id):
        """What the plan's own table of pairs says of a hazard point."""
        point = next(row for row in self.hazards if row["hazard_id"] == hazard_id)
        pairs = {row["village_id"]: row["share"] for row in self.plan.rows("exposure") if row["hazard_id"] == hazard_id}
        lon, lat = point["lon"], point["lat"]
        villages = [self.village(lon, lat, row, pairs[row["village_id"]]) for row in self.villages if row["village_id"] in pairs]
        radius = point["radius_m"]
        return self.answer(lon, lat, villages, lambda row: measure(lon, lat, row["lon"], row["lat"])[0] <= radius + 1e-7)

    def in_area(self, shape, lon, lat):
        villages = []
        for row in self.villages:
            if row["shape"] is None or not row["shape"].intersects(shape):
                continue
            part = 1.0 if "lon" in row else share(row["shape"], shape, lon, lat)
            if part > self.least_share:
                villages.append(self.village(lon, lat, row, part))
        return self.answer(lon, lat, villages, lambda row: row["shape"].intersects(shape))

    def answer(self, lon, lat, villages, holds):
        expected = Expected(sorted(villages, key=lambda row: (row["distance_m"], row["village_id"])))
        for row in self.hazards:
            if row["shape"] is not None and holds(row):
                distance, bearing = measure(lon, lat, row["lon"], row["lat"])
                expected.hazards.append({**row, "distance_m": distance, "bearing_deg": bearing})
        expected.hazards.sort(key=lambda row: (row["distance_m"], row["hazard_id"]))
        expected.brigades = [
            {**row, "distance_m": distance, "bearing_deg": bearing}
            for row in self.brigades
            if row["shape"] is not None
            for distance, bearing in [measure(lon, lat, row["lon"], row["lat"])]
        ]
        expected.brigades.sort(key=lambda row: (row["distance_m"], row["name"]))
        expected.totals = totals(expected.villages, expected.hazards)
        return expected


def summed(values):
    """Exact; None where there are some and all are missing, 0 where there are none at all."""
    values = list(values)
    there = [value for value in values if value is not None]
    return math.fsum(there) if there or not values else None


def totals(villages, hazards):
    found = {"villages": len(villages), "hazard_points": len(hazards), "towns": len({(row["county"], row["town"]) for row in villages})}
    for name in ("population", "households", "exposed_population"):
        found[name] = summed(row[name] for row in villages)
    for name in ("population", "households"):
        found[f"{name}_missing"] = sum(row[name] is None for row in villages)
    return found


# ---- comparing ----

MILLIMETRE = 0.001


def near(checks, what, found, expected, tolerance):
    if found is None or expected is None:
        checks.equal(what, found, expected)
    else:
        checks.true(what, abs(found - expected) <= tolerance, f"is {found!r}, should be {expected!r}")


def compare_bearing(checks, what, found, expected):
    if expected["bearing_deg"] is None:
        checks.equal(f"{what}: bearing", found["bearing_deg"], None)
    else:
        # its last digit, and a millimetre sideways
        tolerance = 0.51e-4 + math.degrees(MILLIMETRE / max(expected["distance_m"], MILLIMETRE))
        apart = abs(math.remainder(found["bearing_deg"] - expected["bearing_deg"], 360))
        checks.true(f"{what}: bearing", apart <= tolerance, f"is {found['bearing_deg']!r}, should be {expected['bearing_deg']!r}")
    checks.equal(f"{what}: direction", found["direction_zh"], word(expected["bearing_deg"]))


def compare(checks, what, found, expected, share_tolerance=1e-9):
    """An answer in JSON beside what is expected."""
    ids = [row["village_id"] for row in expected.villages]
    checks.equal(f"{what}: villages in their order", [row["village_id"] for row in found["villages"]], ids)
    for mine, row in zip(found["villages"], expected.villages):
        name = f"{what}: {row['village_id']}"
        for column in ("village_id", "name", "town", "county", "population", "households", "contact", "phone"):
            checks.equal(f"{name}: {column}", mine[column], row[column])
        near(checks, f"{name}: share", mine["exposed_share"], row["share"], share_tolerance)
        near(checks, f"{name}: exposed people", mine["exposed_population"], row["exposed_population"], share_tolerance * (row["population"] or 1) + 1e-9)
        near(checks, f"{name}: distance", mine["distance_m"], row["distance_m"], MILLIMETRE)
        if "bearing_deg" in row:
            compare_bearing(checks, name, mine, row)
    checks.equal(f"{what}: hazard points in their order", [row["hazard_id"] for row in found["hazard_points"]], [row["hazard_id"] for row in expected.hazards])
    for mine, row in zip(found["hazard_points"], expected.hazards):
        name = f"{what}: {row['hazard_id']}"
        for column in ("name", "type", "grade", "population"):
            checks.equal(f"{name}: {column}", mine[column], row[column])
        near(checks, f"{name}: distance", mine["distance_m"], row["distance_m"], MILLIMETRE)
        compare_bearing(checks, name, mine, row)
    people = sum(row["population"] or 0 for row in expected.villages)
    for key, value in expected.totals.items():
        near(checks, f"{what}: total {key}", found["totals"][key], value, share_tolerance * people + 1e-9 if key == "exposed_population" else 0)
    compare_brigades(checks, what, found["brigades"], expected.brigades)


def compare_brigades(checks, what, found, expected):
    """The three nearest, and the nearest existing one."""
    wanted = expected[:3] + [row for row in expected if row["status"] == "existing"][:1]
    wanted = sorted({row["name"]: row for row in wanted}.values(), key=lambda row: (row["distance_m"], row["name"]))
    checks.equal(f"{what}: brigades", [row["name"] for row in found], [row["name"] for row in wanted])
    for mine, row in zip(found, wanted):
        checks.equal(f"{what}: {row['name']}: tier", mine["tier"], row["tier"])
        checks.equal(f"{what}: {row['name']}: status", mine["status"], row["status"])
        near(checks, f"{what}: {row['name']}: distance", mine["distance_m"], row["distance_m"], MILLIMETRE)
        compare_bearing(checks, f"{what}: {row['name']}", mine, row)
