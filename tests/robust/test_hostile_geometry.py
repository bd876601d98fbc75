"""Geometry and containers that mean harm: counts that lie, nesting without end, coordinates beyond all numbers, formats that
reach for other files, SQL in places where names belong. Refused or survived, with a message, in bounded time and memory."""

import json
import math
import resource
import sqlite3
import struct
import sys
import zipfile
from pathlib import Path

from damage import SOUND, Bench, Checks, digest, with_layer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "inputs"))
import make_files  # noqa: E402
from small import crs, ogr  # noqa: E402

checks = Checks()
bench = Bench(checks)
RING = [(112.7, 35.4), (113.0, 35.4), (113.0, 35.6), (112.7, 35.6), (112.7, 35.4)]
LIMIT_MB = 2000


def usage(call):
    """Seconds of processor time (a busy machine is not the program's fault), and the most memory that any child has taken so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


# ---- well-known binary in a GeoPackage ----
def points(corners):
    return struct.pack("<I", len(corners)) + b"".join(struct.pack("<dd", *corner) for corner in corners)


POLYGON = struct.pack("<BII", 1, 3, 1) + points(RING)
HEADER = b"GP\0\1" + struct.pack("<I", 4490)


def geopackage(blob, more=None):
    def change(project):
        path = project / "counties.gpkg"
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        layer = source.CreateLayer("counties", crs("EPSG:4490"), ogr.wkbUnknown, ["SPATIAL_INDEX=NO"])
        layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["name"] = "甲县"
        layer.CreateFeature(feature)
        layer = source = None
        with sqlite3.connect(path) as database:
            database.execute("UPDATE counties SET geom = ?", (blob,))
            if more:
                more(database)
        database.close()

    return change


COUNTIES = {"project.yaml": SOUND["project.yaml"].replace("counties.geojson", "counties.gpkg"), "counties.geojson": None}


def county_fails(what, wkb, english, chinese):
    bench.write(COUNTIES, geopackage(HEADER + wkb))
    _, seconds, megabytes = usage(lambda: bench.fails(what, 3, [rf"layer counties, row 1 \(甲县\): {english}"], [rf"图层 counties 第 1 行（甲县）：{chinese}"]))
    checks.true(f"{what}: quick and small", seconds < 60 and megabytes < LIMIT_MB, (seconds, megabytes))


MANY = struct.pack("<I", 0xFFFFFFFF)
claims = (r"the geometry claims 4294967295 points or parts where its bytes hold", r"图形自称有 4294967295 个")
county_fails("4 G points of a line", struct.pack("<BI", 1, 2) + MANY + b"\0" * 64, *claims)
county_fails("4 G rings", struct.pack("<BI", 1, 3) + MANY + points(RING), *claims)
county_fails("4 G points of a ring", struct.pack("<BII", 1, 3, 1) + MANY + points(RING), *claims)
county_fails("4 G parts", struct.pack("<BI", 1, 6) + MANY + POLYGON, *claims)
county_fails("4 G geometries, big-endian", struct.pack(">BI", 0, 7) + MANY + POLYGON, *claims)
county_fails("4 G arcs", struct.pack("<BI", 1, 8) + MANY, *claims)
county_fails("100000 nested collections", struct.pack("<BII", 1, 7, 1) * 100000 + POLYGON, r"the geometry has collections within collections more than 32 deep", r"图形集合的嵌套超过 32 层")
county_fails("a polygon that ends early", POLYGON[:-20], r"the geometry claims 5 points", r"图形自称有 5 个")
county_fails("a kind that is none", struct.pack("<BI", 1, 99) + POLYGON, r"the geometry cannot be read", r"图形无法读取")
for name, value in (("NaN", math.nan), ("infinite", math.inf)):
    county_fails(f"{name} corner", struct.pack("<BII", 1, 3, 1) + points([*RING[:2], (value, 35.6), *RING[3:]]), r"a coordinate is not a finite number", r"坐标不是有限数值")
county_fails("a corner at 1e308", struct.pack("<BII", 1, 3, 1) + points([*RING[:2], (1e308, 35.6), *RING[3:]]), r"the coordinates are not longitude and latitude|the coordinates", r".*坐标")

ENVELOPE = b"GP\0\3" + struct.pack("<I4d", 4490, -1e300, math.nan, 0, 7)
bench.write(COUNTIES, geopackage(ENVELOPE + POLYGON))
plan = bench.succeeds("an envelope that lies", [])
with sqlite3.connect(plan) as database:
    area = database.execute("SELECT area_km2 FROM counties").fetchone()[0]
# 0.3 degrees by 0.2 at 35.5: 27.20 km by 22.19 km
checks.true("its area is that of the polygon", abs(area - 603.7) < 0.5, area)
for what, blob in (("a header without content", HEADER), ("noise for a header", b"\xff" * 40), ("a header of another kind of envelope", b"GP\0\x0f" + struct.pack("<I", 4490) + POLYGON)):
    bench.write(COUNTIES, geopackage(blob))
    bench.fails(what, 3, [r"layer counties"], [r"图层 counties"])

# ---- SQL where names belong ----
EVIL = 'x"; DROP TABLE gpkg_contents; --'


def evil_table(database):
    database.execute(f"""CREATE TABLE "{EVIL.replace('"', '""')}" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)""")
    database.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, 4490)", (EVIL, EVIL))
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POLYGON', 4490, 0, 0)", (EVIL,))
    database.execute("CREATE TRIGGER evil AFTER INSERT ON counties BEGIN DELETE FROM counties; END")
    database.execute("CREATE VIEW seen AS SELECT fid, geom, name FROM counties UNION ALL SELECT fid, geom, name FROM counties")


named = SOUND["project.yaml"].replace("{path: counties.geojson}", "{path: counties.gpkg, layer: counties}")
bench.write({"project.yaml": named, "counties.geojson": None}, geopackage(HEADER + POLYGON, evil_table))
before = digest(bench.project)
bench.succeeds("SQL for the name of another table, a trigger, a view", [])
checks.equal("nothing of the source has changed", digest(bench.project), before)
for where in ("name = '' OR 1=1; DROP TABLE counties; --", "ATTACH DATABASE '/etc/passwd' AS x", "load_extension('x') IS NULL", "name IN (SELECT readfile('/etc/passwd'))"):
    entry = {"path": "counties.gpkg", "layer": "counties", "where": where}
    bench.write({"project.yaml": with_layer("counties", entry), "counties.geojson": None}, geopackage(HEADER + POLYGON))
    bench.fails(f"where {where}", 3, [r"layer counties"], [r"图层 counties"])

# ---- formats that reach out ----
outside = bench.root / "outside"
outside.mkdir()
make_files.shapefile(outside, "utf-8", b"UTF-8")
(outside / "villages.csv").write_text(SOUND["villages.csv"], encoding="utf-8")


def virtual_table(module):
    def change(database):
        database.execute("PRAGMA writable_schema=ON")
        sql = f"CREATE VIRTUAL TABLE leak USING {module}('{outside}/villages', 'UTF-8', 4490)"
        database.execute("INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', 'leak', 'leak', 0, ?)", (sql,))

    return change


for module in ("VirtualShape", "VirtualText", "VirtualOGR", "VirtualDbf"):
    bench.write({"project.yaml": named, "counties.geojson": None}, geopackage(HEADER + POLYGON, virtual_table(module)))
    bench.fails(f"a table that is {module}", 3, [r"layer counties"], [r"图层 counties"])

VRT = f"<OGRVRTDataSource><OGRVRTLayer name='villages'><SrcDataSource>{outside}/villages.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
for name, text in (
    ("v.vrt", VRT),
    ("v.geojson", VRT),
    ("v.gpkg", VRT),
    ("v.xml", "<OGRWFSDataSource><URL>http://localhost:9/wfs</URL></OGRWFSDataSource>"),
    ("v.json", "<OGRWFSDataSource><URL>http://localhost:9/wfs</URL></OGRWFSDataSource>"),
    ("v.oapif", "OAPIF:http://localhost:9/"),
    ("v.qgs", f"<qgis><maplayer><datasource>{outside}/villages.csv</datasource></maplayer></qgis>"),
    ("v.xml", "<GDAL_WMS><Service name='TMS'><ServerUrl>http://localhost:9/</ServerUrl></Service></GDAL_WMS>"),
    ("v.xlsx", "SQLite:/etc/passwd"),
):
    bench.write({"project.yaml": with_layer("villages", {"path": name, "crs": "EPSG:4490"}), name: text})
    bench.fails(f"{name}: {text[:24]}", 3, [rf"layer villages: {name}"], [rf"图层 villages：{name}"])
bench.write({"project.yaml": with_layer("villages", {"path": "v.vrt", "crs": "EPSG:4490"}), "v.vrt": VRT})
bench.fails("a virtual dataset is told as such", 3, [r"is a virtual dataset \(OGR_VRT\)"], [r"虚拟数据集（OGR_VRT）"])


def archive(project):
    with zipfile.ZipFile(project / "v.zip", "w") as file:
        for name in ("../outside/villages.csv", "/etc/villages.csv"):
            file.writestr(name, SOUND["villages.csv"])


bench.write({"project.yaml": with_layer("villages", {"path": "v.zip", "x": "lon", "y": "lat", "crs": "EPSG:4490"})}, archive)
before = digest(outside)
done = bench.run("analyse", bench.project, "-o", bench.root / "zip.gpkg")
checks.true("an archive with paths that lead out", done.returncode in (0, 3), done.stderr)
checks.equal("nothing outside is touched", digest(outside), before)


# ---- Shapefiles whose headers lie ----
def lying(ending, position, data):
    def change(project):
        make_files.shapefile(project, "utf-8", b"UTF-8")
        path = project / f"villages.{ending}"
        bytes_ = bytearray(path.read_bytes())
        bytes_[position : position + len(data)] = data
        path.write_bytes(bytes_)

    return change


SHAPES = {"project.yaml": with_layer("villages", {"path": "villages.shp", "crs": "EPSG:4490"})}
for what, change in (
    ("4 G rows in a .dbf", lying("dbf", 4, struct.pack("<I", 0xFFFFFFF0))),
    ("a .dbf whose rows have 65535 bytes", lying("dbf", 10, struct.pack("<H", 65535))),
    ("a .shx that points beyond the .shp", lying("shx", 100, struct.pack(">II", 0x7FFFFFF0, 10))),
    ("a .shx whose record has 4 GB", lying("shx", 104, struct.pack(">I", 0x7FFFFFF0))),
    ("a .shp whose record has 4 GB", lying("shp", 104, struct.pack(">I", 0x7FFFFFF0))),
    ("a .shp of another kind", lying("shp", 108, struct.pack("<I", 5))),
    ("a .shx of 4 GB", lying("shx", 24, struct.pack(">I", 0x7FFFFFF0))),
):
    bench.write(SHAPES, change)
    target = bench.root / "lying.gpkg"
    target.unlink(missing_ok=True)
    done, seconds, megabytes = usage(lambda: bench.run("analyse", bench.project, "-o", target))
    told = done.returncode == 3 and "layer villages" in done.stderr or done.returncode == 0
    checks.true(f"{what}: told or survived", told, (done.returncode, done.stderr[-600:]))
    checks.true(f"{what}: quick and small", seconds < 60 and megabytes < LIMIT_MB, (seconds, megabytes))

# ---- GeoJSON ----
deep = '{"type":"Feature","properties":{"name":"甲县"},"geometry":{"type":"Polygon","coordinates":' + "[" * 100000 + "]" * 100000 + "}}"
collections = '{"type":"Feature","properties":{"name":"甲县"},"geometry":' + '{"type":"GeometryCollection","geometries":[' * 50000 + "]}" * 50000 + "}"
for what, text in (("arrays 100000 deep", deep), ("collections 50000 deep", collections)):
    bench.write({"counties.geojson": text})
    bench.fails(f"GeoJSON with {what}", 3, [r"layer counties"], [r"图层 counties"])

# ---- large ----
parts = [(112.7 + 0.003 * (n % 100), 35.4 + 0.002 * (n // 100)) for n in range(10000)]
squares = [[[[x, y], [x + 0.002, y], [x + 0.002, y + 0.001], [x, y + 0.001], [x, y]]] for x, y in parts]
whole = SOUND["counties.geojson"]
mining = {"type": "Feature", "properties": {"name": "矿", "kind": "采空区"}, "geometry": {"type": "MultiPolygon", "coordinates": squares}}
bench.write({"project.yaml": with_layer("subsidence", {"path": "m.geojson"}), "m.geojson": json.dumps(mining), "counties.geojson": whole})
_, seconds, megabytes = usage(lambda: bench.succeeds("10000 parts", []))
checks.true("10000 parts: quick and small", seconds < 60 and megabytes < LIMIT_MB, (seconds, megabytes))
checks.finish()
