"""The same input gives the same plan: run by run, with any number of threads, and with its rows in another order."""

import math
import random
import re

import openpyxl
from crosscheck import Checks, analyse, copied_example, run, workspace
from osgeo import gdal, ogr

KEYS = {
    "hazard_points": ["hazard_id"],
    "hazard_zones": ["hazard_id"],
    "villages": ["village_id"],
    "subsidence": ["subsidence_id"],
    "key_towns": ["county", "name"],
    "towns": ["county", "name"],
    "counties": ["name"],
    "exposure": ["hazard_id", "village_id"],
    "hazard_statistics": ["county", "type", "grade"],
    "priority_zones": ["class", "county", "towns"],
    "parameters": ["key"],
}
# what tells the place of a row in its file, and what follows from it
OF_ORDER = {"fid", "geom", "source_row", "zone_id", "name", "towns"}


def dump(plan):
    """Every row of every table, geometry and all."""
    return {table: plan.database.execute(f'SELECT * FROM "{table}"').fetchall() for table in plan.tables()}


def same_rows(checks, what, first, second):
    for table, rows in first.items():
        other = second[table]
        same = [tuple(row) for row in rows] == [tuple(row) for row in other]
        checks.true(f"{what}: rows of {table}", same)


def summary_json(plan, path):
    done = run("report", plan.path, "-o", path, "-q")
    assert done.returncode == 0, done.stderr
    return path.read_bytes()


def check_runs(checks, name):
    folder = workspace()
    project = copied_example(name, folder)
    plans = [
        analyse(project, folder / f"{number}.gpkg", *words)
        for number, words in enumerate(([], [], ["--threads", 1], ["--threads", 2], ["--threads", 8], ["--threads", 8], ["--threads", 8]))
    ]
    texts = [summary_json(plan, folder / f"{number}.json") for number, plan in enumerate(plans)]
    for number, plan in enumerate(plans[1:], 1):
        same_rows(checks, f"{name}, run {number}", dump(plans[0]), dump(plan))
        checks.equal(f"{name}, run {number}: bytes of the file", plan.path.read_bytes(), plans[0].path.read_bytes())
        checks.equal(f"{name}, run {number}: summary.json", texts[number], texts[0])


# ---- rows in another order ----


def shuffle_vector(path):
    """Write a layer file again with its features shuffled, every layer of it."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    driver = source.GetDriver().ShortName
    target = path.with_name("shuffled" + path.suffix)
    made = ogr.GetDriverByName(driver).CreateDataSource(str(target))
    for number in range(source.GetLayerCount()):
        layer = source.GetLayer(number)
        out = made.CreateLayer(layer.GetName(), layer.GetSpatialRef(), layer.GetGeomType())
        definition = layer.GetLayerDefn()
        for field in range(definition.GetFieldCount()):
            out.CreateField(definition.GetFieldDefn(field))
        features = list(layer)
        random.Random(number).shuffle(features)
        for feature in features:
            copy = ogr.Feature(out.GetLayerDefn())
            copy.SetFrom(feature)
            copy.SetFID(-1)
            out.CreateFeature(copy)
    made = source = None
    path.unlink()
    target.rename(path)


def shuffle_sheet(path):
    book = openpyxl.load_workbook(path)
    sheet = book.active
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    random.Random(7).shuffle(rows)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    book.save(path)


def comparable(plan, table):
    """Rows by key; lists of towns as sets, without what tells the order of the file."""
    found = {}
    for row in plan.rows(table):
        key = tuple("、".join(sorted(str(row[name]).split("、"))) if name == "towns" else row[name] for name in KEYS[table])
        found[key] = {name: value for name, value in row.items() if name not in OF_ORDER | set(KEYS[table])}
    return found


def check_order(checks):
    """Sums may differ in their last digits, as additions are made in another order; nothing else may."""
    folder = workspace()
    project = copied_example("jincheng", folder)
    plan = analyse(project, folder / "plan.gpkg")
    for name in ("villages.gpkg", "admin.gpkg", "易发区.gpkg", "key_towns.geojson"):
        shuffle_vector(project / name)
    shuffle_sheet(project / "隐患点.xlsx")
    shuffled = analyse(project, folder / "shuffled.gpkg")
    ids = [[row["village_id"] for row in each.rows("villages")] for each in (plan, shuffled)]
    checks.true("the rows are in another order", ids[0] != ids[1] and sorted(ids[0]) == sorted(ids[1]))
    for table in KEYS:
        ours, theirs = comparable(plan, table), comparable(shuffled, table)
        checks.equal(f"keys of {table}", set(theirs), set(ours))
        for key, row in ours.items():
            for column, value in row.items():
                other = theirs.get(key, {}).get(column)
                near = isinstance(value, float) and other is not None and math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-12)
                checks.true(f"{table} {key} {column}", near or other == value, (value, other))
    numbers = [
        dict(each.database.execute("SELECT key, value FROM summary WHERE value_type IN ('integer', 'real')"))
        for each in (plan, shuffled)
    ]
    for key, value in numbers[0].items():
        if not re.match(r"priority_zones\.|key_hazard_points\.|published\.", key):
            checks.exact(f"summary {key}", float(numbers[1][key]), float(value))


checks = Checks()
for example in ("jincheng", "sanmenxia"):
    check_runs(checks, example)
check_order(checks)
checks.finish()
