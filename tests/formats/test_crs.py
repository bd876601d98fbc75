"""Layers in any CRS: positions as pyproj transforms them, and the same figures."""

import math

import pyproj
import pyproj.aoi
from osgeo import ogr
from small import (
    POINTS,
    VILLAGES,
    Checks,
    analyse,
    new_folder,
    project,
    reference,
    refused,
    same_figures,
    same_place,
    stored_shape,
    workspace,
    write_counties,
    write_csv,
    write_shapefile,
    write_vector,
)

CODES = {
    "EPSG:4490": "CGCS2000",
    "EPSG:4326": "WGS 84",
    "EPSG:4526": "three-degree zone 38, zone number in the easting",
    "EPSG:4547": "three-degree, central meridian 114",
    "EPSG:4508": "six-degree, central meridian 111",
    "EPSG:3857": "web maps",
    "EPSG:32649": "UTM 49N",
}


def check_layers(checks, root, wanted, code, title):
    """GeoPackage, Shapefile (its .prj names no code) and a CSV whose CRS the project says."""
    move = pyproj.Transformer.from_crs("EPSG:4490", code, always_xy=True)
    back = pyproj.Transformer.from_crs(code, "EPSG:4490", always_xy=True)
    folder = new_folder(root, "crs")
    moved = [(table[0], [[*row[:-2], *move.transform(*row[-2:])] for row in table[1]]) for table in (VILLAGES, POINTS)]
    for name, table in zip("vh", (VILLAGES, POINTS)):
        write_vector(folder / f"{name}.gpkg", table, code=code, move=move.transform)
        write_shapefile(folder, name, table, "GBK", True, code=code, move=move.transform)
    for name, table in zip("vh", moved):
        write_csv(folder / f"{name}.csv", table, "utf-8", "X坐标", "Y坐标")
    said = {"x": "X坐标", "y": "Y坐标", "crs": code}
    for ending, more in ((".gpkg", {}), (".shp", {}), (".csv", said)):
        plan = analyse(project(folder, {"path": f"v{ending}", **more}, {"path": f"h{ending}", **more}), folder / "plan.gpkg")
        what = f"{title}, {ending}"
        same_figures(checks, what, plan, wanted, 1e-6)
        for table, key, rows in (("villages", "village_id", moved[0][1]), ("hazard_points", "hazard_id", moved[1][1])):
            stored = plan.by(table, key)
            for row in rows:
                same_place(checks, f"{what}: {row[0]}", stored_shape(stored[row[0]]["geom"]), back.transform(*row[-2:]), 1e-6)


def check_stored(checks, root, wanted):
    """Results in a projected CRS: distances, areas and people are the same, coordinates are pyproj's."""
    folder = new_folder(root, "stored")
    for name, table in zip("vh", (VILLAGES, POINTS)):
        write_vector(folder / f"{name}.gpkg", table)
    plan = analyse(project(folder, {"path": "v.gpkg"}, {"path": "h.gpkg"}, crs="EPSG:4526"), folder / "plan.gpkg")
    move = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4526", always_xy=True).transform
    for name, row in plan.by("hazard_points", "hazard_id").items():
        x, y = move(*next(r for r in POINTS[1] if r[0] == name)[-2:])
        shape = stored_shape(row["geom"])
        checks.true(f"easting and northing of {name}", max(abs(shape.x - x), abs(shape.y - y)) < 1e-6, (shape.wkt, x, y))
    for table, key, columns in (
        ("villages", "village_id", ["exposed_population", "nearest_hazard_m"]),
        ("hazard_zones", "hazard_id", ["area_km2"]),
        ("counties", "name", ["area_km2", "exposed_population"]),
    ):
        theirs = wanted.by(table, key)
        for name, row in plan.by(table, key).items():
            for column in columns:
                checks.measured(f"stored in 4526: {table} {name} {column}", row[column], theirs[name][column])
    checks.equal("CRS of the file", {row["srs_id"] for row in plan.rows("gpkg_geometry_columns")}, {4526})


def check_refused(checks, root):
    """A CRS that is missing or unknown is an error; none is guessed."""
    folder = new_folder(root, "refused")
    write_shapefile(folder, "v", VILLAGES, "GBK", True)
    (folder / "v.prj").unlink()
    write_vector(folder / "h.gpkg", POINTS)
    refused(checks, "no .prj", project(folder, {"path": "v.shp"}, {"path": "h.gpkg"}), "layer villages", "v.shp", "crs: EPSG:4490")
    refused(
        checks,
        "unknown code",
        project(folder, {"path": "v.shp", "crs": "EPSG:999999"}, {"path": "h.gpkg"}),
        "layer villages",
        "EPSG:999999",
    )
    plan = analyse(project(folder, {"path": "v.shp", "crs": "EPSG:4490"}, {"path": "h.gpkg"}), folder / "plan.gpkg")
    checks.equal("a CRS said by the project", len(plan.rows("villages")), len(VILLAGES[1]))
    metres = [[*row[:-2], 38512345.0, 3930000.0] for row in VILLAGES[1]]
    write_csv(folder / "v.csv", (VILLAGES[0], metres), "utf-8")
    refused(
        checks,
        "metres called degrees",
        project(folder, {"path": "v.csv", "crs": "EPSG:4490"}, {"path": "h.gpkg"}),
        "layer villages: v.csv",
        "degrees",
        "38512345, 3930000",
        "EPSG:4526",
    )

# .prj files as Esri's programs write them: names of their own, no codes.
GREENWICH = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
ESRI = {
    "CGCS2000": f'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],{GREENWICH}',
    "Xian 1980": f'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],{GREENWICH}',
    "Beijing 1954": f'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],{GREENWICH}',
    "WGS 84": f'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],{GREENWICH}',
}


def esri_gauss(name, datum, easting, meridian):
    return (
        f'PROJCS["{name}",{ESRI[datum]},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting}],PARAMETER["False_Northing",0.0],'
        f'PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )


MERCATOR = (
    f'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{ESRI["WGS 84"]},PROJECTION["Mercator_Auxiliary_Sphere"],'
    'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],'
    'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]'
)
# parameters such as a bureau has: metres, arc seconds, ppm
SHIFT = [24.5, -123.4, -94.2, -0.02, 0.26, 0.13, 1.1]
PIPELINE = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=GRS80 "
    "+step +inv +proj=helmert +x={} +y={} +z={} +rx={} +ry={} +rz={} +s={} +convention=position_vector "
    "+step +inv +proj=cart {ellipsoid} +step +proj=pop +v_3 +step {projection}"
)
DEGREES = "+proj=unitconvert +xy_in=rad +xy_out=deg"
IAG75, KRASS = "+a=6378140 +rf=298.257", "+a=6378245 +rf=298.3"


def shifted(ellipsoid, projection):
    """From CGCS2000 degrees to the older datum, by PROJ's Helmert step and not by its choice of operations."""
    return pyproj.Transformer.from_pipeline(PIPELINE.format(*SHIFT, ellipsoid=ellipsoid, projection=projection)).transform


def plain(code):
    return pyproj.Transformer.from_crs("EPSG:4490", code, always_xy=True).transform


def check_prj(checks, root):
    """Each is known by its code, its positions come back, and a datum that is not CGCS2000 goes by the given parameters."""
    gauss = "+proj=tmerc +lon_0=114 +x_0=38500000 {}"
    cases = [
        ("EPSG:4526", esri_gauss("CGCS2000_3_Degree_GK_Zone_38", "CGCS2000", 38500000.0, 114.0), plain("EPSG:4526")),
        ("EPSG:4547", esri_gauss("CGCS2000_3_Degree_GK_CM_114E", "CGCS2000", 500000.0, 114.0), plain("EPSG:4547")),
        ("EPSG:4497", esri_gauss("CGCS2000_GK_Zone_19", "CGCS2000", 19500000.0, 111.0), plain("EPSG:4497")),
        ("EPSG:4490", ESRI["CGCS2000"], lambda x, y: (x, y)),
        ("EPSG:3857", MERCATOR, plain("EPSG:3857")),
        (None, esri_gauss("Local_112_50", "CGCS2000", 500000.0, 112.83333), plain("+proj=tmerc +lon_0=112.83333 +x_0=500000 +ellps=GRS80")),
        ("EPSG:4610", ESRI["Xian 1980"], shifted(IAG75, DEGREES)),
        ("EPSG:2362", esri_gauss("Xian_1980_3_Degree_GK_Zone_38", "Xian 1980", 38500000.0, 114.0), shifted(IAG75, gauss.format(IAG75))),
        (None, esri_gauss("Local_Xian", "Xian 1980", 38500000.0, 114.1), shifted(IAG75, f"+proj=tmerc +lon_0=114.1 +x_0=38500000 {IAG75}")),
        ("EPSG:2414", esri_gauss("Beijing_1954_3_Degree_GK_Zone_38", "Beijing 1954", 38500000.0, 114.0), shifted(KRASS, gauss.format(KRASS))),
    ]
    for number, (code, prj, move) in enumerate(cases):
        folder = new_folder(root, f"prj{number}")
        for name, table in zip("vh", (VILLAGES, POINTS)):
            write_shapefile(folder, name, table, "GBK", True, move=move)
            (folder / f"{name}.prj").write_text(prj)
        shifts = {"datum_shifts": {"EPSG:4610": list(SHIFT), "EPSG:4214": list(SHIFT)}}
        plan = analyse(project(folder, {"path": "v.shp"}, {"path": "h.shp"}, **shifts), folder / "plan.gpkg")
        what = prj.split('"')[1]
        read = plan.by("inputs", "layer")["villages"]
        checks.true(f"{what} is {code}", read["crs"] == code if code else read["crs"].startswith("PROJCRS"), read["crs"])
        stored = plan.by("villages", "village_id")
        for row in VILLAGES[1]:
            # There and back without heights, a shift of datum does not close better than by a millimetre.
            within = 1e-3 if "1980" in prj or "Beijing" in prj else 1e-6
            same_place(checks, f"{what}: {row[0]}", stored_shape(stored[row[0]]["geom"]), row[-2:], within)
        if "1980" in prj or "Beijing" in prj:
            bare = project(folder, {"path": "v.shp"}, {"path": "h.shp"})
            refused(checks, f"{what} without parameters", bare, "another datum")


def check_contradicting_prj(checks, root):
    for name, prj, move, part in (
        ("metres", ESRI["CGCS2000"], plain("EPSG:4526"), "EPSG:4526"),
        ("degrees", esri_gauss("CGCS2000_3_Degree_GK_Zone_38", "CGCS2000", 38500000.0, 114.0), None, "coordinates are degrees"),
    ):
        folder = new_folder(root, f"contradiction_{name}")
        write_shapefile(folder, "v", VILLAGES, "GBK", True, move=move)
        write_shapefile(folder, "h", POINTS, "GBK", True)
        (folder / "v.prj").write_text(prj)
        refused(checks, f"{name} under a .prj of the other kind", project(folder, {"path": "v.shp"}, {"path": "h.shp"}), "layer villages", part)


def check_area_of_operation(checks, root):
    """Beijing 1954 in the Ordos basin, where EPSG has parameters of 1 m. Expected positions are pyproj's, which asks for the best
    operation of the same place."""
    area = pyproj.aoi.AreaOfInterest(108, 37, 109, 38)
    best = pyproj.transformer.TransformerGroup("EPSG:4214", "EPSG:4326", always_xy=True, area_of_interest=area).transformers[0]
    move = lambda x, y: (x - 4.4, y + 2)  # noqa: E731
    folder = new_folder(root, "ordos")
    for name, table in zip("vh", (VILLAGES, POINTS)):
        write_vector(folder / f"{name}.gpkg", table, code="EPSG:4214", move=move)
    layers = {"villages": {"path": "v.gpkg"}, "hazard_points": {"path": "h.gpkg"}}
    for target in ("EPSG:4326", "EPSG:4490"):
        plan = analyse(project(folder, {}, {}, layers=layers, crs=target), folder / "plan.gpkg")
        stored = plan.by("villages", "village_id")
        for row in VILLAGES[1]:
            same_place(checks, f"Ordos to {target}: {row[0]}", stored_shape(stored[row[0]]["geom"]), best.transform(*move(*row[-2:])), 1e-6)
        read = plan.by("inputs", "layer")["villages"]
        checks.equal(f"accuracy to {target}", read["transformation_accuracy_m"], 1.0)
        checks.true(f"operation to {target}", "Beijing 1954 to WGS 84" in read["transformation"], read["transformation"])


def gcj(lon, lat):
    """The published formula, written down once more."""
    x, y = lon - 105, lat - 35
    s, c, pi = math.sin, math.cos, math.pi
    both = (20 * s(6 * x * pi) + 20 * s(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + both
    north += (20 * s(y * pi) + 40 * s(y / 3 * pi) + 160 * s(y / 12 * pi) + 320 * s(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + both
    east += (20 * s(x * pi) + 40 * s(x / 3 * pi) + 150 * s(x / 12 * pi) + 300 * s(x / 30 * pi)) * 2 / 3
    a, ee, phi = 6378245.0, 0.00669342162296594323, math.radians(lat)
    w = 1 - ee * s(phi) ** 2
    return lon + math.degrees(east / (a / math.sqrt(w) * c(phi))), lat + math.degrees(north / (a * (1 - ee) / w**1.5))


def check_map_offset(checks, root):
    """Every vertex of points and polygons comes back, to 1e-9 degree; inputs tell what was declared."""
    folder = new_folder(root, "gcj")
    for name, table in zip("vh", (VILLAGES, POINTS)):
        write_vector(folder / f"{name}.gpkg", table, code="EPSG:4326", move=gcj)
    write_counties(folder)
    source = ogr.Open(str(folder / "counties.gpkg"), 1)
    wanted = {}
    for feature in source.GetLayer(0):
        ring = feature.GetGeometryRef().GetGeometryRef(0).Clone()
        ring.Segmentize(0.01)
        corners = ring.GetPoints()
        wanted[feature["name"]] = corners
        moved = ogr.Geometry(ogr.wkbLinearRing)
        for corner in corners:
            moved.AddPoint_2D(*gcj(*corner[:2]))
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(moved)
        feature.SetGeometry(polygon)
        source.GetLayer(0).SetFeature(feature)
    source = None
    said = {"crs": "gcj02"}
    layers = {"villages": {"path": "v.gpkg", **said}, "hazard_points": {"path": "h.gpkg", **said}, "counties": {"path": "counties.gpkg", **said}}
    plan = analyse(project(folder, {}, {}, layers=layers, crs="EPSG:4326"), folder / "plan.gpkg")
    stored = plan.by("villages", "village_id")
    for row in VILLAGES[1]:
        same_place(checks, f"GCJ-02: {row[0]}", stored_shape(stored[row[0]]["geom"]), row[-2:], 1e-4)
    for name, row in plan.by("counties", "name").items():
        found = stored_shape(row["geom"]).geoms[0].exterior.coords
        far = max(min(math.dist(corner[:2], other) for other in found) for corner in wanted[name])
        checks.true(f"GCJ-02: corners of {name}", far < 1e-9 and len(found) == len(wanted[name]), far)
    checks.equal("declared CRS", {row["crs"] for row in plan.rows("inputs")}, {"GCJ-02"})


checks, root = Checks(), workspace()
wanted = reference(root)
for code, title in CODES.items():
    check_layers(checks, root, wanted, code, f"{code} ({title})")
check_stored(checks, root, wanted)
check_refused(checks, root)
check_prj(checks, root)
check_contradicting_prj(checks, root)
check_area_of_operation(checks, root)
check_map_offset(checks, root)
checks.finish()
