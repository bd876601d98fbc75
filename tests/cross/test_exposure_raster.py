"""People of a population raster, and village totals spread by it, against areas that GEOS cuts.

The raster has one number of people per cell in its west and another in its east, a block without data, and does not reach the
south of the region: the people of any polygon are then two areas, and what is missing is another two.
"""

import json
import sys

import numpy
import shapely.geometry
import shapely.ops
from crosscheck import Checks, analyse, example_plan, jincheng_points, jincheng_villages, layer, run, workspace
from osgeo import gdal
from planar_project import PLANAR, crs, into_plane, planar_project

CELL = 250.0
WEST, EAST = 2.0, 5.0  # people per cell


class Raster:
    def __init__(self, region):
        x0, y0, x1, y1 = region.bounds
        self.left, self.top = x0 - CELL, y1 + CELL
        self.columns, self.rows = int((x1 - x0) / CELL) + 3, int((y1 - y0) / CELL) - 60
        middle, hole = self.columns // 2, (self.columns // 2 - 40, 150, 30, 25)
        self.cells = numpy.full((self.rows, self.columns), WEST, dtype="float32")
        self.cells[:, middle:] = EAST
        self.cells[hole[1] : hole[1] + hole[3], hole[0] : hole[0] + hole[2]] = -9999
        gap = self.box(*hole)
        self.parts = [
            (self.box(0, 0, middle, self.rows).difference(gap), WEST),
            (self.box(middle, 0, self.columns - middle, self.rows), EAST),
        ]
        self.known = shapely.ops.unary_union([part for part, _ in self.parts])

    def box(self, column, row, columns, rows):
        left, top = self.left + column * CELL, self.top - row * CELL
        return shapely.geometry.box(left, top - rows * CELL, left + columns * CELL, top)

    def write(self, path):
        made = gdal.GetDriverByName("GTiff").Create(str(path), self.columns, self.rows, 1, gdal.GDT_Float32, ["TILED=YES"])
        made.SetGeoTransform((self.left, CELL, 0, self.top, 0, -CELL))
        made.SetProjection(crs(PLANAR).ExportToWkt())
        made.GetRasterBand(1).SetNoDataValue(-9999)
        made.GetRasterBand(1).WriteArray(self.cells)
        made = None

    def people(self, shape):
        """None where no part of it has a figure."""
        if shape.is_empty:
            return 0
        if shape.intersection(self.known).area == 0:
            return None
        return sum(shape.intersection(part).area * value for part, value in self.parts) / CELL**2

    def missing_share(self, shape):
        return shape.difference(self.known).area / shape.area


def answer(project, *words):
    done = run("exposure", project, *words, "--format", "json", "-q", "--lang", "en")
    if done.returncode != 0:
        sys.exit(f"exposure: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)["exposure_results"]


def check_places(checks, raster, rows, places, inside):
    """Whole towns and counties, and their parts in zones."""
    for row in rows:
        if (row["source"], row["level"]) not in {("raster", level) for level in places} or row["category"] not in inside:
            continue
        shape = places[row["level"]][row["name"]]
        part = shape if row["category"] == "population" else shape.intersection(inside["all"])
        what = f"{row['category']} of {row['level']} {row['name']}"
        checks.exact(what, row["population"], raster.people(part))
        checks.equal(f"households: {what}", row["households"], None)
        if part.area > 0:
            checks.true(f"without data: {what}", abs(row["missing_share"] - raster.missing_share(part)) < 1e-9, row)


def check_region(checks, raster, rows, counties, types):
    for row in rows:
        if row["source"] != "raster" or row["level"] != "region" or row["category"] != "type":
            continue
        zones = types.pop(row["value"])
        checks.exact(f"cells under {row['value']}", row["population"],
                     sum(raster.people(county.intersection(zones)) or 0 for county in counties.values()))
    checks.equal("types without row", types, {})


def check_zones(checks, raster, rows, circles):
    found = {row["id"]: row for row in rows if row["source"] == "raster" and row["level"] == "zone"}
    checks.equal("zones", set(found), set(circles))
    for name, circle in circles.items():
        checks.exact(f"cells of zone {name}", found[name]["population"], raster.people(circle))


def check_dasymetric(checks, raster, rows, villages, shapes, union):
    """Each village keeps its people; inside it they are where the raster has them."""
    exposed, everybody, evenly = {}, {}, 0
    for village in villages:
        shape = shapes[village["id"]]
        part, whole = shape.intersection(union), raster.people(shape)
        share = part.area / shape.area if whole is None else (raster.people(part) or 0) / whole
        evenly += whole is None and part.area > 0
        for key in ((village["town"], village["county"]), (village["county"], None), ("晋城市", None)):
            exposed[key] = exposed.get(key, 0) + village["population"] * share
            everybody[key] = everybody.get(key, 0) + village["population"]
    checks.true("some villages have no figure in the raster", evenly)
    mine = [row for row in rows if row["source"] == "dasymetric"]
    checks.equal("levels", {row["level"] for row in mine}, {"region", "county", "town"})
    for row in mine:
        expected = {"all": exposed, "population": everybody}.get(row["category"])
        if expected:
            checks.exact(f"spread {row['category']} of {row['name']}", row["population"],
                         expected.get((row["name"], row["county"]), 0))
    areal = [row for row in rows if row["source"] == "villages" and row["level"] == "region" and row["category"] == "all"]
    spread = [row for row in mine if row["level"] == "region" and row["category"] == "all"]
    checks.true("the raster makes a difference", areal[0]["population"] != spread[0]["population"])


def check_against_plan(checks, plan, rows):
    """The plan of the same project, on the ellipsoid: its own way to the raster, and villages spread by it. It keeps the zones in the
    CRS of the project; here they come back from the equal-area projection, which PROJ inverts to about a millimetre."""
    by_place = {(row["source"], row["level"], row["name"], row["county"], row["category"]): row for row in rows}
    for row in plan.rows("towns"):
        place = ("town", row["name"], row["county"])
        for source, category, column in (
            ("raster", "population", "raster_population"),
            ("raster", "all", "raster_exposed_population"),
            ("dasymetric", "all", "exposed_population"),
        ):
            checks.close(f"{column} of {row['name']}", by_place[(source, *place, category)]["population"], row[column], 1e-5)


checks = Checks()
villages, points = jincheng_villages(), jincheng_points()
radius = {row["hazard_id"]: row["radius_m"] for row in example_plan("jincheng").rows("hazard_points")}
project, shapes = planar_project(villages)
places = {
    level: {row["name"]: row["shape"] for row in layer(project / "admin.gpkg", table)}
    for level, table in (("county", "counties"), ("town", "towns"))
}
raster = Raster(shapely.ops.unary_union(list(places["county"].values())))
raster.write(project / "people.tif")
text = (project / "project.yaml").read_text(encoding="utf-8")
text = text.replace("layers: ", "layers:\n  population: {path: people.tif, value: count}\n  # ", 1)
(project / "project.yaml").write_text(text, encoding="utf-8")
circles = {
    point["id"]: shapely.geometry.Point(place).buffer(radius[point["id"]], 32) for point, place in zip(points, into_plane(points))
}
union = shapely.ops.unary_union(list(circles.values()))
types = {}
for point in points:
    types.setdefault(point["type"], []).append(circles[point["id"]])
rows = answer(project, "--planar")
check_places(checks, raster, rows, places, {"population": None, "all": union})
check_region(checks, raster, rows, places["county"], {kind: shapely.ops.unary_union(own) for kind, own in types.items()})
check_zones(checks, raster, rows, circles)
check_dasymetric(checks, raster, rows, villages, shapes, union)
for source in ("villages", "raster", "dasymetric"):
    for level in ("region", "county", "town", "zone"):
        wanted = [row for row in rows if (row["source"], row["level"]) == (source, level)]
        checks.equal(f"{source} of {level} alone", answer(project, "--planar", "--levels", level, "--sources", source), wanted)
check_against_plan(checks, analyse(project, workspace() / "plan.gpkg"), answer(project))
checks.finish()
