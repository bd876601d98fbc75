"""Files that were cut off or damaged on the way: what GDAL's drivers take for the end of a file may not pass for all of it.

Each file is whole first, and every row is there; then the same file is damaged, and the layer is an error.
"""

import re
import shutil
import sys
import zipfile
from pathlib import Path

from damage import Bench, Checks, with_layer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))
from osgeo import gdal, ogr  # noqa: E402
from small import crs  # noqa: E402

gdal.UseExceptions()
checks = Checks()
bench = Bench(checks)
ROWS = 500
COLUMNS = ("cunbianma", "cunming", "xian", "renkou")


def write(driver, ending):
    """Villages on a grid inside the county, in another file for each driver."""
    path = bench.root / f"v.{ending}"
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = source.CreateLayer("v", crs("EPSG:4490"), ogr.wkbNone if ending in ("xlsx", "ods") else ogr.wkbPoint, ["ENCODING=UTF-8"] if ending == "shp" else [])
    for name in (*COLUMNS, "lon", "lat"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString if name in COLUMNS[:3] else ogr.OFTReal))
    layer.StartTransaction()
    for i in range(ROWS):
        lon, lat = 112.72 + i % 100 * 0.002, 35.42 + i // 100 * 0.004
        feature = ogr.Feature(layer.GetLayerDefn())
        for position, value in enumerate((f"V{i}", f"东村{i}", "甲县", i % 500, lon, lat)):
            feature.SetField(position, value)
        if ending not in ("xlsx", "ods"):
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({lon} {lat})"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return path


def cut(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def overwrite(path, share, length=200):
    content = bytearray(path.read_bytes())
    at = int(len(content) * share)
    content[at : at + length] = b"\xff" * length
    path.write_bytes(bytes(content))


def lose_half_a_row(path):
    """A line in the middle ends early."""
    lines = path.read_bytes().splitlines(True)
    middle = len(lines) // 2
    lines[middle] = lines[middle][:40] + b"\n"
    path.write_bytes(b"".join(lines))


def cut_member(path, member, share):
    """A sheet that ends early in an archive that is whole."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[member] = content[member][: int(len(content[member]) * share)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def judge(what, path, damage, code, pattern):
    def put(project):
        for part in path.parent.glob(f"{path.stem}.*"):
            if part.suffix[1:] in ("shp", "shx", "dbf", "prj", "cpg") if path.suffix == ".shp" else part.suffix in (path.suffix, ".xsd"):
                shutil.copy(part, project)
        if damage:
            damage(project)

    bench.write({"project.yaml": with_layer("villages", {"path": path.name, "crs": "EPSG:4490", "x": "lon", "y": "lat"})}, put)
    for language, text in (("en", pattern[0]), ("zh", pattern[1]))[: 2 if damage else 1]:
        done = bench.run("check", bench.project, "--format", "json", language=language)
        bench.judge(f"{what} ({language})", done, code, [])
        found = re.search(text, done.stdout + done.stderr)
        checks.true(f"{what} ({language}): /{text}/", found if code else not found, done.stdout[-1500:])


DAMAGED = (r"is damaged or cut off|cannot be read as a vector layer", r"已损坏或不完整|不能作为矢量图层读取")
shapefile = write("ESRI Shapefile", "shp")
for what, path, damage in (
    (".dbf cut", shapefile, lambda project: cut(project / "v.dbf", 0.5)),
    (".shp cut", shapefile, lambda project: cut(project / "v.shp", 0.9)),
    ("FlatGeobuf cut between rows", write("FlatGeobuf", "fgb"), lambda project: cut(project / "v.fgb", 0.9)),
    ("FlatGeobuf damaged", bench.root / "v.fgb", lambda project: overwrite(project / "v.fgb", 0.6)),
    ("GML cut", write("GML", "gml"), lambda project: cut(project / "v.gml", 0.9)),
    ("SQLite damaged", write("SQLite", "sqlite"), lambda project: overwrite(project / "v.sqlite", 0.6, 3000)),
    ("GeoJSON lines damaged", write("GeoJSONSeq", "geojsonl"), lambda project: lose_half_a_row(project / "v.geojsonl")),
    ("sheet of .xlsx cut", write("XLSX", "xlsx"), lambda project: cut_member(project / "v.xlsx", "xl/worksheets/sheet1.xml", 0.5)),
    ("sheet of .ods cut", write("ODS", "ods"), lambda project: cut_member(project / "v.ods", "content.xml", 0.5)),
):
    judge(f"{what}: whole", path, None, 0, DAMAGED)
    judge(what, path, damage, 3, DAMAGED)
checks.finish()
