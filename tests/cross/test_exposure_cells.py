"""A population raster without villages, or without zones, is enough to ask who lives where; expected figures by hand.

    1  2  3  4      100 m cells; town A is the western one and a half columns, town B the rest,
    5  6  7  -      the mining polygon covers column 2 from the middle of row 1 to the middle of row 3
    9 10 11 12
"""

import json

import numpy
from crosscheck import Checks, run, workspace
from osgeo import gdal, ogr
from planar_project import PLANAR, crs

LEFT, TOP, CELL = 500000.0, 3900300.0, 100.0
CELLS = [[1, 2, 3, 4], [5, 6, 7, -1], [9, 10, 11, 12]]
TOWN_A, TOWN_B = 15 + 18 / 2, 18 / 2 + 21 + 16  # people
INSIDE = (2 / 2 + 6 + 10 / 2) / 2  # of the mining polygon, in each town
LACKING_B, LACKING = 1 / 7.5, 1 / 12  # shares of area


def box(left, top, right, bottom):
    """In columns and rows."""
    x, y = [LEFT + CELL * c for c in (left, right)], [TOP - CELL * r for r in (top, bottom)]
    return f"POLYGON (({x[0]} {y[1]}, {x[1]} {y[1]}, {x[1]} {y[0]}, {x[0]} {y[0]}, {x[0]} {y[1]}))"


LAYERS = {
    "counties": [({"name": "甲县"}, box(0, 0, 4, 3))],
    "towns": [({"name": "A镇", "county": "甲县"}, box(0, 0, 1.5, 3)), ({"name": "B镇", "county": "甲县"}, box(1.5, 0, 4, 3))],
    "subsidence": [({"subsidence_id": "M1"}, box(1, 0.5, 2, 2.5))],
    "hazard_points": [({"hazard_id": "H1", "name": "滑坡", "type": "滑坡", "county": "甲县"}, f"POINT ({LEFT + 50} {TOP - 50})")],
    "villages": [({"village_id": "V1", "name": "村", "town": "A镇", "county": "甲县", "population": 100}, f"POINT ({LEFT + 50} {TOP - 50})")],
}


def write_layers(folder, driver, suffix):
    for name, rows in LAYERS.items():
        file = ogr.GetDriverByName(driver).CreateDataSource(str(folder / f"{name}{suffix}"))
        layer = file.CreateLayer(name, crs(PLANAR), ogr.CreateGeometryFromWkt(rows[0][1]).GetGeometryType())
        for field, value in rows[0][0].items():
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString if isinstance(value, str) else ogr.OFTInteger))
        for values, shape in rows:
            feature = ogr.Feature(layer.GetLayerDefn())
            for field, value in values.items():
                feature[field] = value
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
            layer.CreateFeature(feature)
        layer = file = None


def write_raster(path):
    made = gdal.GetDriverByName("GTiff").Create(str(path), 4, 3, 1, gdal.GDT_Float32)
    made.SetGeoTransform((LEFT, CELL, 0, TOP, 0, -CELL))
    made.SetProjection(crs(PLANAR).ExportToWkt())
    made.GetRasterBand(1).SetNoDataValue(-1)
    made.GetRasterBand(1).WriteArray(numpy.array(CELLS, dtype="float32"))


def project(folder, suffix, *names):
    layers = [f"  {name}: {{path: {name}{suffix}, crs: EPSG:{PLANAR}}}\n" for name in names]
    path = folder / "project.yaml"
    text = f"title: t\nregion: {{name: 全区}}\ncrs: EPSG:{PLANAR}\nexposure: {{zones: both}}\nlayers:\n  population: {{path: people.tif, value: count}}\n"
    path.write_text(text + "".join(layers), encoding="utf-8")
    return path


def answer(path, *words):
    done = run("exposure", path, "--format", "json", "--planar", "--lang", "en", *words)
    checks.equal(f"exit of {path.read_text(encoding='utf-8')}: {done.stderr}", done.returncode, 0)
    rows = json.loads(done.stdout)["exposure_results"] if done.returncode == 0 else []
    return {(row["source"], row["level"], row["name"], row["category"]): row for row in rows}, done.stderr


def check_rows(what, rows, expected):
    for key, (people, lacking) in expected.items():
        row = rows.get(("raster", *key))
        checks.true(f"{what}: a row of {key}", row)
        if not row:
            continue
        for name, value in (("population", people), ("missing_share", lacking)):
            if value is None:
                checks.equal(f"{what}: {name} of {key}", row[name], None)
            else:
                checks.exact(f"{what}: {name} of {key}", row[name], value)


def check_refused(what, layer, *words):
    done = run(*words, "--lang", "en")
    checks.equal(f"{what} is refused", done.returncode, 3)
    checks.true(f"{what} names {layer}", f'layer "{layer}" is required' in done.stderr, done.stderr)


EVERYBODY = {
    ("region", "全区", "population"): (TOWN_A + TOWN_B, LACKING),
    ("county", "甲县", "population"): (TOWN_A + TOWN_B, LACKING),
    ("town", "A镇", "population"): (TOWN_A, 0),
    ("town", "B镇", "population"): (TOWN_B, LACKING_B),
}
UNKNOWN = {(level, name, "all"): (None, None) for level, name, _ in EVERYBODY}
EXPOSED = {
    ("region", "全区", "all"): (2 * INSIDE, 0),
    ("town", "A镇", "all"): (INSIDE, 0),
    ("town", "B镇", "all"): (INSIDE, 0),
    ("zone", None, "all"): (2 * INSIDE, 0),
}
checks = Checks()
folder = workspace() / "cells"
folder.mkdir()
write_raster(folder / "people.tif")
for driver, suffix in (("GPKG", ".gpkg"), ("GeoJSON", ".geojson")):
    write_layers(folder, driver, suffix)
    rows, said = answer(project(folder, suffix, "towns", "counties"))
    check_rows(f"no zones {suffix}", rows, EVERYBODY | UNKNOWN)
    checks.equal(f"only rows of cells {suffix}", {key[0] for key in rows}, {"raster"})
    checks.true(f"it is said that zones lack {suffix}", "who is exposed is not known" in said, said)
    rows, _ = answer(project(folder, suffix, "counties"))
    check_rows(f"counties alone {suffix}", rows, {key: value for key, value in EVERYBODY.items() if key[0] != "town"})
    rows, _ = answer(project(folder, suffix, "towns"))
    check_rows(f"towns alone {suffix}", rows, EVERYBODY | UNKNOWN | {("county", "甲县", "population"): (TOWN_A + TOWN_B, LACKING)})
    rows, said = answer(project(folder, suffix, "towns", "counties", "subsidence"))
    check_rows(f"zones without villages {suffix}", rows, EVERYBODY | EXPOSED)
    checks.true(f"nothing lacks {suffix}", "not known" not in said, said)
    rows, _ = answer(project(folder, suffix, "towns", "counties", "villages"))
    check_rows(f"villages without zones {suffix}", rows, EVERYBODY | UNKNOWN)
    for category, people in (("population", 100), ("all", None)):
        checks.equal(f"{category} of villages without zones {suffix}", rows[("villages", "town", "A镇", category)]["population"], people)
    checks.equal(f"nobody is said to be outside of zones {suffix}", [row for row in rows.values() if row["category"] == "overlap" and row["population"] is not None], [])
    path = project(folder, suffix, "towns", "hazard_points")
    rows, _ = answer(path)
    check_rows(f"points without villages {suffix}", rows, EVERYBODY)
    checks.true(f"somebody lives around the point {suffix}", 0 < rows[("raster", "region", "全区", "all")]["population"] < TOWN_A + TOWN_B)
    check_refused(f"villages by name {suffix}", "villages", "exposure", path, "--sources", "villages")
    check_refused(f"analyse {suffix}", "villages", "analyse", path, "-o", folder / "plan.gpkg")
    check_refused(f"check {suffix}", "villages", "check", path)
    check_refused(f"plan {suffix}", "villages", "plan", path, "-o", folder / "out")
checks.finish()
