"""Layers in any CRS: positions as pyproj transforms them, and the same figures."""

import pyproj
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


checks, root = Checks(), workspace()
wanted = reference(root)
for code, title in CODES.items():
    check_layers(checks, root, wanted, code, f"{code} ({title})")
check_stored(checks, root, wanted)
check_refused(checks, root)
checks.finish()
