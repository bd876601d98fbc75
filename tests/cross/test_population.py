"""Population rasters, recomputed with numpy, shapely and pyproj cell by cell: villages as polygons with people (dasymetric), raster
figures of the town, for counts and densities, in the project's CRS and in another."""

import json
import math

import numpy
import pyproj
import shapely.geometry
import shapely.ops
from crosscheck import CGCS2000, Checks, analyse, workspace
from osgeo import gdal, osr

WEST, SOUTH, CELLS, SIZE = 112.0, 35.0, 24, 0.0025
EAST, NORTH = WEST + CELLS * SIZE, SOUTH + CELLS * SIZE


def geojson(path, features):
    rows = [{"type": "Feature", "properties": values, "geometry": shapely.geometry.mapping(shape)} for values, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")


def layers(random):
    """Villages tile the region with crooked boundaries; zones are crooked polygons that overlap each other."""
    edges = [WEST, WEST + 0.0171, WEST + 0.0423, EAST]
    middle = SOUTH + 0.0317
    villages = []
    for i in range(3):
        for j, (low, high) in enumerate(((SOUTH, middle), (middle, NORTH))):
            shape = shapely.geometry.Polygon([(edges[i], low), (edges[i + 1], low), (edges[i + 1], high), (edges[i], high)])
            values = {"village_id": f"V{i}{j}", "name": f"{i}{j}村", "town": "T镇", "county": "甲县", "population": 500 + 130 * i + 77 * j, "households": 100}
            villages.append((values, shape))
    zones = []
    for k in range(7):
        x, y = random.uniform(WEST + 0.01, EAST - 0.01), random.uniform(SOUTH + 0.01, NORTH - 0.01)
        angles = numpy.sort(random.uniform(0, 2 * math.pi, 9))
        radii = random.uniform(0.003, 0.012, 9)
        shape = shapely.geometry.Polygon(zip(x + radii * numpy.cos(angles), y + radii * numpy.sin(angles))).buffer(0)
        zones.append(({"hazard_id": f"H{k}"}, shape, ["滑坡", "泥石流", "崩塌"][k % 3], shape.representative_point()))
    return villages, zones


def write_project(folder, villages, zones, raster):
    whole = shapely.geometry.box(WEST, SOUTH, EAST, NORTH)
    geojson(folder / "villages.geojson", villages)
    geojson(folder / "zones.geojson", [(values, shape) for values, shape, _, _ in zones])
    geojson(folder / "towns.geojson", [({"name": "T镇", "county": "甲县"}, whole)])
    geojson(folder / "counties.geojson", [({"name": "甲县"}, whole)])
    points = [({"hazard_id": values["hazard_id"], "name": values["hazard_id"], "type": kind, "county": "甲县"}, point) for values, _, kind, point in zones]
    geojson(folder / "points.geojson", points)
    (folder / "project.yaml").write_text(
        "title: t\nregion: {name: 甲市}\nlayers:\n"
        "  villages: {path: villages.geojson, crs: EPSG:4490}\n  hazard_points: {path: points.geojson, crs: EPSG:4490}\n"
        "  hazard_zones: {path: zones.geojson, crs: EPSG:4490}\n  towns: {path: towns.geojson, crs: EPSG:4490}\n"
        f"  counties: {{path: counties.geojson, crs: EPSG:4490}}\n  population: {raster}\n"
        "checks: {raster_differs: off}\n",
        encoding="utf-8",
    )


def write_raster(path, values, transform, epsg):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, gdal.GDT_Float64)
    dataset.SetGeoTransform(transform)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(-1)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset.FlushCache()


class Cells:
    """Cells as polygons of the raster's CRS, the people of each, and sums over shapes in that CRS."""

    def __init__(self, values, transform, areas_km2=None):
        self.cells = []
        x0, dx, _, y0, _, dy = transform
        for row in range(values.shape[0]):
            for column in range(values.shape[1]):
                value = values[row, column]
                if value < 0:
                    continue
                box = shapely.geometry.box(x0 + column * dx, y0 + (row + 1) * dy, x0 + (column + 1) * dx, y0 + row * dy)
                self.cells.append((box, value * (areas_km2[row] if areas_km2 is not None else 1)))

    def people(self, shape):
        return math.fsum(people * box.intersection(shape).area / box.area for box, people in self.cells if box.intersects(shape))


def under(shapes, depth):
    """What lies inside at least so many shapes."""
    if depth == 1:
        return shapely.ops.unary_union(shapes)
    return shapely.ops.unary_union([shape.intersection(under(shapes[i + 1 :], depth - 1)) for i, shape in enumerate(shapes[: 1 - depth])])


def compare(checks, plan, cells, villages, zones, to_raster, tolerance):
    """`to_raster` moves a shape to the raster's CRS."""
    shapes = [to_raster(shape) for _, shape, _, _ in zones]
    deep = [under(shapes, depth) for depth in (1, 2, 3)]
    stored = plan.by("villages", "village_id")
    classes, total = [0, 0, 0], 0
    for values, shape in villages:
        own = to_raster(shape)
        whole = cells.people(own)
        parts = [cells.people(own.intersection(region)) / whole for region in deep]
        row = stored[values["village_id"]]
        checks.close(f"share of {values['village_id']}", row["exposed_share"], parts[0], tolerance)
        checks.close(f"people of {values['village_id']}", row["exposed_population"], values["population"] * parts[0], tolerance)
        total += values["population"] * parts[0]
        for k, part in enumerate((parts[0] - parts[1], parts[1] - parts[2], parts[2])):
            classes[k] += values["population"] * part
    checks.close("exposed people", plan.summary("modelled.population"), total, tolerance)
    for key, expected in zip(("1", "2", "3+"), classes):
        checks.close(f"people under {key} zones", plan.summary(f"modelled.by_overlap.{key}.population"), expected, 30 * tolerance)
    whole = to_raster(shapely.geometry.box(WEST, SOUTH, EAST, NORTH))
    town = plan.rows("towns")[0]
    checks.close("raster people of the town", town["raster_population"], cells.people(whole), tolerance)
    checks.close("raster people in zones", town["raster_exposed_population"], cells.people(whole.intersection(deep[0])), tolerance)
    for (values, _, _, _), shape in zip(zones, shapes):
        row = plan.by("hazard_zones", "hazard_id")[values["hazard_id"]]
        checks.close(f"raster people of zone {values['hazard_id']}", row["raster_population"], cells.people(shape), tolerance)


def parallel_cell_km2(row):
    """Area between two parallels and two meridians, from the ellipsoid's equal-area cylindrical projection."""
    project = pyproj.Transformer.from_crs("+proj=longlat +ellps=GRS80", "+proj=cea +lat_ts=0 +ellps=GRS80", always_xy=True)
    x0, y0 = project.transform(0, NORTH - (row + 1) * SIZE)
    x1, y1 = project.transform(SIZE, NORTH - row * SIZE)
    return (x1 - x0) * (y1 - y0) / 1e6


def crooked(shape, project):
    """A shape in another CRS: straight edges bend, so they get corners every ten metres."""

    def ring(line):
        steps = numpy.append(numpy.arange(0, line.length, 0.0001), line.length)
        return [project.transform(*line.interpolate(step).coords[0]) for step in numpy.union1d(steps, [line.project(shapely.geometry.Point(c)) for c in line.coords])]

    parts = [part for part in getattr(shape, "geoms", [shape])]
    return shapely.ops.unary_union([shapely.geometry.Polygon(ring(part.exterior), [ring(hole) for hole in part.interiors]) for part in parts])


def circle(point, radius):
    ends = [CGCS2000.Direct(point.y, point.x, 360 * k / 128, radius) for k in range(128)]
    return shapely.geometry.Polygon([(end["lon2"], end["lat2"]) for end in ends])


def check_sensitivity(checks, folder, cells, villages, zones):
    """Circles with half and twice their radii: people of the villages, and of the raster."""
    text = (folder / "project.yaml").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if "zones.geojson" not in line)
    (folder / "project.yaml").write_text(text + "\nexposure: {sensitivity: {low: 0.4, high: 1.7}}\n", encoding="utf-8")
    radii = [300 + 90 * k for k in range(len(zones))]
    points = [
        ({"hazard_id": values["hazard_id"], "name": "h", "type": kind, "county": "甲县", "radius_m": radius}, point)
        for (values, _, kind, point), radius in zip(zones, radii)
    ]
    geojson(folder / "points.geojson", points)
    rows = analyse(folder, folder / "sensitivity.gpkg").by("exposure_sensitivity", "level", "measure")
    for case, factor in (("low", 0.4), ("central", 1), ("high", 1.7)):
        union = shapely.ops.unary_union([circle(point, factor * radius) for (_, point), radius in zip(points, radii)])
        shares = [cells.people(shape.intersection(union)) / cells.people(shape) for _, shape in villages]
        people = sum(values["population"] * share for (values, _), share in zip(villages, shares))
        raster = sum(cells.people(shape.intersection(union)) for _, shape in villages)
        checks.equal(f"villages, {case}", rows["town", "exposed_villages"][case], sum(share > 0 for share in shares))
        checks.close(f"people, {case}", rows["region", "exposed_population"][case], people, 1e-9)
        checks.close(f"raster people, {case}", rows["county", "raster_exposed_population"][case], raster, 1e-9)


def main():
    checks = Checks()
    random = numpy.random.default_rng(20201122)
    villages, zones = layers(random)
    values = random.uniform(0, 40, (CELLS, CELLS)) ** 2
    values[random.random(values.shape) < 0.08] = -1
    transform = (WEST, SIZE, 0, NORTH, 0, -SIZE)
    for value in ("count", "density_km2"):
        folder = workspace()
        write_raster(folder / "p.tif", values, transform, 4490)
        write_project(folder, villages, zones, f"{{path: p.tif, value: {value}}}")
        areas = [parallel_cell_km2(row) for row in range(CELLS)] if value != "count" else None
        plan = analyse(folder, folder / "plan.gpkg")
        compare(checks, plan, Cells(values, transform, areas), villages, zones, lambda shape: shape, 1e-9)
        check_sensitivity(checks, folder, Cells(values, transform, areas), villages, zones)
    # Gauss-Krüger, zone of 111 E, cells of 230 m that cover more than the region. Straight edges bend there; hazplan keeps them
    # within a tenth of a cell, so that a zone of a few cells may differ by some 1e-4.
    project = pyproj.Transformer.from_crs(4490, 4546, always_xy=True)
    x0, y0 = project.transform(WEST, SOUTH)
    transform = (x0 - 300, 230, 0, y0 + 7200, 0, -230)
    metric = random.uniform(0, 40, (34, 28)) ** 2
    folder = workspace()
    write_raster(folder / "p.tif", metric, transform, 4546)
    write_project(folder, villages, zones, "{path: p.tif, value: count}")
    plan = analyse(folder, folder / "plan.gpkg")
    compare(checks, plan, Cells(metric, transform), villages, zones, lambda shape: crooked(shape, project), 5e-4)
    checks.finish()


if __name__ == "__main__":
    main()
