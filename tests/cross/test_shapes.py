"""Exposure at the edges and by shares: villages a hair inside and outside a circle, villages as polygons, given threat polygons."""

import random

import pyproj
import shapely.ops
import yaml
from crosscheck import CGCS2000, Checks, analyse, geodesic_km2, shapely, workspace
from osgeo import ogr, osr

TYPES = ("滑坡", "崩塌", "泥石流", "地面塌陷")
RADII = {"滑坡": 200, "崩塌": 100, "泥石流": 500, "地面塌陷": 300}
CODES = dict(zip(TYPES, ("landslide", "collapse", "debris_flow", "ground_collapse")))
folder = workspace()
checks = Checks()


def write(name, columns, rows):
    """A GeoPackage; the last value of a row is its shape."""
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4490)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / f"{name}.gpkg"))
    layer = source.CreateLayer(name, degrees, ogr.wkbUnknown)
    for position, column in enumerate(columns):
        kind = (
            ogr.OFTInteger
            if isinstance(rows[0][position], int)
            else ogr.OFTReal if isinstance(rows[0][position], float) else ogr.OFTString
        )
        layer.CreateField(ogr.FieldDefn(column, kind))
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for column, value in zip(columns, row):
            if value is not None:
                feature[column] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.wkb.dumps(row[-1])))
        layer.CreateFeature(feature)


def plan_of(points, villages, zones=None, **more):
    for name in ("points", "villages", "zones"):
        (folder / f"{name}.gpkg").unlink(missing_ok=True)
    write("points", ["hazard_id", "type", "county", "population"], points)
    write("villages", ["village_id", "name", "county", "population"], villages)
    layers = {"hazard_points": {"path": "points.gpkg"}, "villages": {"path": "villages.gpkg"}}
    if zones:
        write("zones", ["hazard_id"], zones)
        layers["hazard_zones"] = {"path": "zones.gpkg"}
    text = {"title": "t", "region": {"name": "r"}, "layers": layers, "hazard": {"grade_factor": {"small": 1}}, **more}
    (folder / "project.yaml").write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    return analyse(folder, folder / "plan.gpkg")


def at(point, azimuth, metres):
    end = CGCS2000.Direct(point.y, point.x, azimuth, metres)
    return shapely.geometry.Point(end["lon2"], end["lat2"])


def circle(point, metres):
    return shapely.geometry.Polygon([at(point, 360 * i / 128, metres).coords[0] for i in range(128)])


# ---- points about the radius: the distance decides, not the corners that are drawn ----
def check_radius(crs):
    points, villages, inside = [], [], {}
    for number, kind in enumerate(TYPES):
        place = shapely.geometry.Point(112.1 + 0.3 * number, 35.2 + 0.2 * number)
        points.append((f"H{number}", kind, "甲县", 10, place))
        for azimuth in range(0, 360, 7):
            for step, expected in ((-1e-4, True), (-1e-6, True), (1e-6, False), (1e-4, False)):
                name = f"V{number}-{azimuth}-{step}"
                villages.append((name, name, "甲县", 10, at(place, azimuth, RADII[kind] + step)))
                inside[name] = expected
    plan = plan_of(points, villages, crs=crs)
    for row in plan.rows("villages"):
        checks.equal(f"{crs}: {row['village_id']}", bool(row["exposed"]), inside[row["village_id"]])
    checks.exact(f"{crs}: people", plan.summary("modelled.population"), 10 * sum(inside.values()))


# ---- polygons: shares of area in the union of the zones ----
def blob(source, place, metres, corners):
    return shapely.geometry.Polygon(
        [at(place, 360 * i / corners, metres * source.uniform(0.5, 1)).coords[0] for i in range(corners)]
    )


def random_case(seed):
    source = random.Random(seed)

    def place():
        return shapely.geometry.Point(source.uniform(112.80, 112.83), source.uniform(35.50, 35.52))

    points = [(f"H{i}", source.choice(TYPES), source.choice(("甲县", "乙县")), source.randint(1, 90), place()) for i in range(25)]
    zones = [(f"H{source.randrange(12)}", blob(source, place(), 400, 9)) for _ in range(16)]
    villages = []
    for i in range(40):
        shape = blob(source, place(), 350, 11) if i % 4 else place()
        if i % 8 == 1:
            shape = shape.difference(blob(source, shape.centroid, 60, 5))
        villages.append((f"V{i}", f"村{i}", source.choice(("甲县", "乙县")), source.randint(1, 5000) if i % 9 else None, shape))
    return points, zones, villages


def expected_zones(points, zones):
    shapes = {}
    for name, _, _, _, place in points:
        own = [shape for other, shape in zones if other == name]
        shapes[name] = (
            (shapely.ops.unary_union(own), None)
            if own
            else (
                circle(place, RADII[next(p[1] for p in points if p[0] == name)]),
                RADII[next(p[1] for p in points if p[0] == name)],
            )
        )
    return shapes


def share_of(shape, village, zone, point, radius, planar):
    """Share of a village in one zone; of points in circles the distance decides."""
    if village.geom_type == "Point":
        if radius is None:
            return float(shape.intersects(village))
        return float(CGCS2000.Inverse(point.y, point.x, village.y, village.x)["s12"] <= radius)
    return planar(village).intersection(zone).area / planar(village).area


def check_shares(seed):
    points, zones, villages = random_case(seed)
    plan = plan_of(points, villages, zones)
    move = pyproj.Transformer.from_crs("EPSG:4490", plan.parameter("equal_area_crs"), always_xy=True).transform

    def planar(shape):
        return shapely.ops.transform(move, shape)

    shapes = expected_zones(points, zones)
    flat = {name: planar(shape) for name, (shape, _) in shapes.items()}
    place = {row[0]: row[4] for row in points}
    kind = {row[0]: row[1] for row in points}
    stored, pairs = plan.by("villages", "village_id"), plan.by("exposure", "hazard_id", "village_id")
    people, by_type, by_county = 0, dict.fromkeys(TYPES, 0), {"甲县": 0, "乙县": 0}
    for name, _, county, count, shape in villages:
        shares = {
            hazard: share_of(zone, shape, flat[hazard], place[hazard], radius, planar) for hazard, (zone, radius) in shapes.items()
        }
        hit = [hazard for hazard, share in shares.items() if share > 0]

        def union_share(chosen):
            if not chosen:
                return 0
            if shape.geom_type == "Point":
                return 1
            return (
                planar(shape).intersection(shapely.ops.unary_union([flat[hazard] for hazard in chosen])).area / planar(shape).area
            )

        once = union_share(hit)
        mine = stored[name]
        checks.equal(f"{seed}: zones over {name}", {hazard for hazard, village in pairs if village == name}, set(hit))
        checks.true(f"{seed}: share of {name}", abs(mine["exposed_share"] - once) <= 1e-9, (mine["exposed_share"], once))
        checks.close(
            f"{seed}: people of {name}",
            mine["exposed_population"],
            0 if once == 0 else None if count is None else count * once,
            1e-8,
        )
        checks.equal(
            f"{seed}: types of {name}", set((mine["hazard_types"] or "").split(",")) - {""}, {CODES[kind[hazard]] for hazard in hit}
        )
        for hazard in hit:
            checks.true(f"{seed}: share of {name} in {hazard}", abs(pairs[hazard, name]["share"] - shares[hazard]) <= 1e-9)
        people += (count or 0) * once
        by_county[county] += (count or 0) * once
        for one in TYPES:
            by_type[one] += (count or 0) * union_share([hazard for hazard in hit if kind[hazard] == one])
    checks.close(f"{seed}: people once", plan.summary("modelled.population"), people, 1e-8)
    for one, expected in by_type.items():
        checks.close(f"{seed}: people under {one}", plan.summary(f"modelled.by_type.{CODES[one]}.population"), expected, 1e-8)
    for row in plan.rows("counties"):
        checks.close(f"{seed}: people of {row['name']}", row["exposed_population"], by_county[row["name"]], 1e-8)
    for row in plan.rows("hazard_zones"):
        shape, radius = shapes[row["hazard_id"]]
        checks.equal(f"{seed}: origin of zone {row['hazard_id']}", row["source"], "given" if radius is None else "radius")
        checks.measured(f"{seed}: area of zone {row['hazard_id']}", row["area_km2"], geodesic_km2(shape))


for crs in ("EPSG:4490", "EPSG:4526"):
    check_radius(crs)
for seed in range(4):
    check_shares(seed)
checks.finish()
