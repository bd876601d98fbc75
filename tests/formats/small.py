"""A small project, and the same two layers of it in every format: what the format tests share."""

import csv
import shutil
import sys
import zipfile
from pathlib import Path

import openpyxl
import yaml
from osgeo import gdal, ogr, osr

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cross"))
from crosscheck import CGCS2000, Checks, Plan, analyse, run, stored_shape, workspace  # noqa: E402, F401

gdal.UseExceptions()
# name -> columns, rows; the last two values of a row are longitude and latitude
VILLAGES = (
    ["村编码", "村名", "乡镇", "县", "人口", "户数", "联系人"],
    [
        ["V1", "东村", "红山镇", "甲县", 100, 30, "张三", 112.80, 35.50],
        ["V2", "西村", "红山镇", "甲县", 200, 60, "李四", 112.8005, 35.5005],
        ["V3", "上村(社区)", "绿水乡", "甲县", 350, 111, None, 112.90, 35.55],
        ["V4", "垚村", "绿水乡", "乙县", None, None, "王五", 112.95, 35.55],
        ["V5", "犇村", "白云镇", "乙县", 1234, 400, "赵六", 113.05, 35.60],
    ],
)
POINTS = (
    ["编号", "灾害点名称", "灾害类型", "县", "规模", "威胁人口", "威胁户数", "威胁财产", "稳定性"],
    [
        ["H1", "东坡滑坡", "滑坡", "甲县", "中型", 120, 40, 300.5, "不稳定", 112.801, 35.501],
        ["H2", "绿水沟", "泥石流", "甲县", "小型", 30, None, 80, "较不稳定", 112.902, 35.552],
        ["H3", "白云采空区", "地面塌陷、地裂缝", "乙县", "特大型", 1000, 300, 12000, "稳定", 113.0501, 35.6001],
    ],
)
COUNTIES = {"甲县": (112.7, 35.4, 112.93, 35.7), "乙县": (112.93, 35.4, 113.2, 35.7)}


def write_counties(folder):
    """Boundaries, always the same file."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "counties.gpkg"))
    layer = source.CreateLayer("counties", crs("EPSG:4490"), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for name, (west, south, east, north) in COUNTIES.items():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["name"] = name
        feature.SetGeometry(
            ogr.CreateGeometryFromWkt(f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")
        )
        layer.CreateFeature(feature)


def crs(code):
    made = osr.SpatialReference()
    made.SetFromUserInput(code)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def write_vector(path, table, driver="GPKG", name="layer", code="EPSG:4490", move=None, columns=None, options=(), source=None):
    """A layer with point geometry; `move` takes degrees to the layer's CRS. Returns the coordinates that were written."""
    own = ogr.GetDriverByName(driver).CreateDataSource(str(path)) if source is None else source
    layer = own.CreateLayer(name, crs(code), ogr.wkbPoint, list(options))
    names, rows = columns or table[0], table[1]
    for position, column in enumerate(names):
        values = [row[position] for row in rows if row[position] is not None]
        kind = (
            ogr.OFTString
            if isinstance(values[0], str)
            else ogr.OFTReal if any(isinstance(v, float) for v in values) else ogr.OFTInteger
        )
        layer.CreateField(ogr.FieldDefn(column, kind))
    written = []
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for position, value in enumerate(row[:-2]):
            if value is not None:
                feature.SetField(position, value)
        x, y = move(*row[-2:]) if move else row[-2:]
        written.append((x, y))
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({x!r} {y!r})"))
        layer.CreateFeature(feature)
    return written


def write_shapefile(folder, name, table, encoding, cpg, columns=None, **more):
    """A Shapefile in an encoding; without .cpg the code page byte of the .dbf is cleared too, as many programs leave it."""
    path = folder / f"{name}.shp"
    written = write_vector(path, table, "ESRI Shapefile", name, columns=columns, options=[f"ENCODING={encoding}"], **more)
    if not cpg:
        path.with_suffix(".cpg").unlink(missing_ok=True)
        with open(path.with_suffix(".dbf"), "r+b") as file:
            file.seek(29)
            file.write(b"\0")
    return written


def write_csv(path, table, encoding, x="经度", y="纬度"):
    with open(path, "w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([[*table[0], x, y], *table[1]])


def write_xlsx(path, tables, x="经度", y="纬度"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        for row in [[*table[0], x, y], *table[1]]:
            sheet.append(row)
    book.save(path)


def write_zip(path, members, folder=""):
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.write(member, str(Path(folder) / member.name))


def project(folder, villages, points, **more):
    """Write project.yaml with these two layer entries and return the folder."""
    text = {
        "title": "试验",
        "region": {"name": "试验市"},
        "layers": {"villages": villages, "hazard_points": points, "counties": {"path": "counties.gpkg"}},
        **more,
    }
    (folder / "project.yaml").write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    if not (folder / "counties.gpkg").exists():
        write_counties(folder)
    return folder


def new_folder(root, name):
    folder = root / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def reference(root):
    """The plan of the same layers in GeoPackages."""
    folder = new_folder(root, "reference")
    write_vector(folder / "v.gpkg", VILLAGES)
    write_vector(folder / "h.gpkg", POINTS)
    return analyse(project(folder, {"path": "v.gpkg"}, {"path": "h.gpkg"}), folder / "plan.gpkg")


TABLES = {"villages": "village_id", "hazard_points": "hazard_id", "hazard_zones": "hazard_id", "counties": "name"}


def same_figures(checks, what, plan, wanted, metres=1e-6):
    """All rows and figures equal; positions within `metres`, what follows from them accordingly."""
    for table, key in TABLES.items():
        ours, theirs = plan.by(table, key), wanted.by(table, key)
        checks.equal(f"{what}: rows of {table}", set(ours), set(theirs))
        for name in set(ours) & set(theirs):
            for column, value in theirs[name].items():
                mine = ours[name][column]
                if column in ("fid", "source_row"):
                    continue
                if column == "geom":
                    if table in ("villages", "hazard_points"):
                        same_place(checks, f"{what}: {table} {name}", stored_shape(mine), stored_shape(value).coords[0], metres)
                elif isinstance(value, float) and isinstance(mine, float):
                    near = abs(mine - value) <= max(1e-8 * abs(value), 4 * metres if column.endswith("_m") else 0)
                    checks.true(f"{what}: {table} {name} {column}", near, (mine, value))
                else:
                    checks.equal(f"{what}: {table} {name} {column}", mine, value)
    pairs = [[(row["hazard_id"], row["village_id"], row["population"]) for row in each.rows("exposure")] for each in (plan, wanted)]
    checks.equal(f"{what}: exposure", sorted(pairs[0], key=repr), sorted(pairs[1], key=repr))


def same_place(checks, what, shape, expected, metres):
    far = CGCS2000.Inverse(shape.y, shape.x, expected[1], expected[0])["s12"]
    checks.true(f"{what} lies where it should", far <= metres, f"{far} m off")


def drivers(plan):
    return {row["layer"]: row["driver"] for row in plan.rows("inputs")}


def refused(checks, what, folder, *patterns):
    """The project fails with exit code 3 and a message that holds each pattern; nothing is written."""
    target = folder / "refused.gpkg"
    done = run("analyse", folder, "-o", target, "--lang", "en")
    checks.equal(f"{what}: exit code", done.returncode, 3)
    for pattern in patterns:
        checks.true(f"{what}: names {pattern}", pattern in done.stdout + done.stderr, done.stderr)
    checks.true(f"{what}: nothing is written", not target.exists())


def zipped_members(path):
    return sorted(path.parent.glob(path.stem + ".*"))
