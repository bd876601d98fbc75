"""Input that means harm: paths that lead out, SQL and formulas in names and values, broken and outsized files."""

import json
import math
import os
import resource
import shutil
import socket
import sqlite3
import sys
import zipfile
from pathlib import Path

import openpyxl
from damage import SOUND, Bench, Checks, digest, row_of_points, with_keys, with_layer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))
from small import POINTS, write_shapefile, write_vector, write_xlsx  # noqa: E402

checks = Checks()
bench = Bench(checks)
CSV = {"x": "lon", "y": "lat", "crs": "EPSG:4490"}


def fails(what, changes, patterns, change=None, code=3):
    bench.write(changes, change)
    bench.fails(what, code, patterns)


# ---- paths ----
outside = bench.root / "outside"
outside.mkdir()
(outside / "villages.csv").write_text(SOUND["villages.csv"], encoding="utf-8")
(outside / "published.yaml").write_text("year: 2020\n")
with zipfile.ZipFile(outside / "villages.zip", "w") as archive:
    archive.writestr("villages.csv", SOUND["villages.csv"])
write_vector(outside / "villages.gpkg", POINTS)


def villages_at(path):
    return {"project.yaml": with_layer("villages", {"path": str(path), **CSV})}


for path in (
    "../outside/villages.csv",
    outside / "villages.csv",
    "./x/../../outside/villages.csv",
    f"/vsizip/{outside}/villages.zip",
    "/vsizip/../outside/villages.zip",
    f"/vsizip/{{{outside}/villages.zip}}/villages.csv",
    f"/vsisubfile/0_500,{outside}/villages.csv",
    f"/vsigzip/{outside}/villages.csv",
    f"/vsisparse/{outside}/x",
    f"/vsicached?file={outside}/villages.csv",
    f"/vsicrypt/key=abc,file={outside}/villages.csv",
    "/vsicurl/http://localhost:9/villages.csv",
    "/vsistdin/",
    "http://localhost:9/villages.csv",
    "file:///etc/passwd",
    f"file://{outside}/villages.csv",
    f"CSV:{outside}/villages.csv",
    f"SQLITE:{outside}/villages.gpkg",
    f"GPKG:{outside}/villages.gpkg:layer",
    "PG:host=localhost dbname=x",
    "MYSQL:x",
    "WFS:http://localhost:9/",
    "ODBC:x",
    f"<OGRVRTDataSource><OGRVRTLayer name='villages'><SrcDataSource>{outside}/villages.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    '{"type": "FeatureCollection", "features": []}',
    "/etc/passwd",
    "/dev/zero",
    "/proc/self/environ",
):
    fails(f"path {str(path)[:60]}", villages_at(path), [r"project\.yaml, line \d+: |图层 villages|layer villages|第 \d+ 行"])


def link_out(project):
    (project / "villages.csv").unlink()
    (project / "villages.csv").symlink_to(outside / "villages.csv")


def link_folder_out(project):
    (project / "data").symlink_to(outside)


fails("symbolic link out", {}, [r"villages\.csv"], link_out)
fails("linked folder out", villages_at("data/villages.csv"), [r"villages\.csv"], link_folder_out)
vrt = f"<OGRVRTDataSource><OGRVRTLayer name='v'><SrcDataSource>{outside}/villages.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
fails("virtual dataset", {**villages_at("v.vrt"), "v.vrt": vrt}, ["villages"])
fails("virtual dataset in disguise", {**villages_at("v.csv"), "v.csv": vrt}, ["villages"])
# a file whose content is the address of a service: nobody may be asked without allow_remote
with socket.create_server(("127.0.0.1", 0)) as service:
    address = f"http://127.0.0.1:{service.getsockname()[1]}/wfs"
    service.setblocking(False)
    for name in ("v.csv", "v.xml", "v.gpkg", "v.geojson"):
        content = f"<OGRWFSDataSource>\n<URL>{address}</URL>\n</OGRWFSDataSource>\n"
        fails(f"address of a service in {name}", {**villages_at(name), name: content}, ["villages"])
    try:
        service.accept()
        checks.true("no service is asked", False)
    except BlockingIOError:
        checks.true("no service is asked", True)
fails("published figures outside", {"project.yaml": with_keys(published="../outside/published.yaml")}, [r"published\.yaml"])
# last year's plan may lie beside the project, but only a plan is read from there
fails("last year's plan that is none", {"project.yaml": with_keys(previous="../outside/villages.gpkg")}, [r"villages\.gpkg"])
fails(
    "rules outside",
    {"project.yaml": with_keys(priority={"method": "rules", "rules": "../outside/published.yaml"})},
    [r"published\.yaml"],
)
bench.write({"project.yaml": with_keys(allow_outside=True) + ""}, link_out)
bench.succeeds("a link out that is allowed", [])

# ---- SQL, markup and formulas ----
evil = [
    "'); DROP TABLE villages;--",
    '"; DELETE FROM summary; --',
    "=cmd|'/c calc'!A0",
    "<script>alert(1)</script>",
    "{layer} %s %n %1$s",
    "| a | b |",
]
villages = "村编码,村名,县,人口,户数,lon,lat\n" + "".join(
    f'"{text.replace(chr(34), chr(34) * 2)}","{text.replace(chr(34), chr(34) * 2)}",甲县,10,3,{112.8 + i / 100},35.5\n'
    for i, text in enumerate(evil)
)
points = SOUND["points.csv"] + '"\'; DROP TABLE hazard_points; --","=1+1",滑坡,甲县,5,112.81,35.5\n'
bench.write(
    {
        "villages.csv": villages,
        "points.csv": points,
        "project.yaml": SOUND["project.yaml"].replace("试验方案", "'=1+1 <b>{year}</b>'"),
    }
)
plan = bench.succeeds("evil names", [])
database = sqlite3.connect(f"file:{plan}?mode=ro", uri=True)
checks.equal("names are kept as they are", sorted(row[0] for row in database.execute("SELECT name FROM villages")), sorted(evil))
checks.equal(
    "people are counted", database.execute("SELECT value FROM summary WHERE key = 'villages.population'").fetchone()[0], "60"
)
done = bench.run("plan", bench.project, "-o", bench.root / "evil", "-q")
checks.equal("a whole plan of evil names", done.returncode, 0)
book = openpyxl.load_workbook(bench.root / "evil/tables.xlsx")
kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
checks.equal("no cell is a formula", kinds, {"s"})
checks.true(
    "summary.json is JSON", json.loads((bench.root / "evil/summary.json").read_text(encoding="utf-8"))["title"].startswith("=1+1")
)


def evil_columns(project):
    write_xlsx(
        project / "v.xlsx",
        {
            "v'; DROP TABLE x; --": (
                ["村编码", '村名"; DROP', "乡镇", "县", "人口", "户数", "联系人"],
                [["V1", "东村", None, "甲县", 1, 1, None, 112.8, 35.5]],
            )
        },
    )


named = {
    "path": "v.xlsx",
    "layer": "v'; DROP TABLE x; --",
    "crs": "EPSG:4490",
    "fields": {"name": '村名"; DROP'},
    "where": '"村名\\"; DROP" = \'东村\'',
}
bench.write({"project.yaml": with_layer("villages", named)}, evil_columns)
bench.succeeds("SQL in the names of a layer and a column", [])


def geopackage(project):
    write_vector(project / "v.gpkg", (["id", "name", "county"], [["V1", "东村", "甲县", 112.8, 35.5]]), name="v")


for where in (
    "1); DROP TABLE v; --",
    "1; DELETE FROM v",
    "1 UNION SELECT * FROM sqlite_master",
    "load_extension('/tmp/x')",
    "writefile('x', 'y')",
):
    bench.write({"project.yaml": with_layer("villages", {"path": "v.gpkg", "where": where})}, geopackage)
    before = digest(bench.project)
    done = bench.run("analyse", bench.project, "-o", bench.root / "where.gpkg")
    checks.true(f"filter {where}", done.returncode == 3 and "villages" in done.stderr, (done.returncode, done.stderr))
    checks.equal(f"filter {where}: the source", digest(bench.project), before)

# ---- broken files ----
head = SOUND["villages.csv"].splitlines()[0]
fails("NUL bytes in a CSV", {"villages.csv": SOUND["villages.csv"].encode().replace("西村".encode(), b"\0\0")}, [r"villages"])
fails(
    "NUL bytes in the project", {"project.yaml": SOUND["project.yaml"].encode().replace(b"2020", b"20\x0020")}, [r"project\.yaml"]
)
fails("bytes of no encoding", {"villages.csv": SOUND["villages.csv"].encode("gbk") + b"\xff\xff\xff,\x80\n"}, [r"villages"])
fails("a picture for a project", {"project.yaml": bytes(range(256)) * 40}, [r"project\.yaml"])
fails("aliases that explode", {"project.yaml": "a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n"}, [r"project\.yaml"])
fails("deep nesting", {"project.yaml": "title: " + "[" * 5000 + "]" * 5000 + "\n"}, [r"project\.yaml"])


def broken(name, write, damage):
    def change(project):
        write(project)
        path = project / name
        path.write_bytes(damage(path.read_bytes()))

    return change


def sheet(project):
    write_xlsx(project / "v.xlsx", {"v": (["村编码", "村名", "县"], [["V1", "东村", "甲县", 112.8, 35.5]] * 50)})


def garbage_inside(project):
    with zipfile.ZipFile(project / "v.xlsx", "w") as archive:
        for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
            archive.writestr(part, "<a><b>" * 100)


def shapefile(project):
    write_shapefile(project, "v", (["村编码", "村名", "县"], [["V1", "东村", "甲县", 112.8, 35.5]] * 50), "GBK", True)


book_entry = {"project.yaml": with_layer("villages", {"path": "v.xlsx", "crs": "EPSG:4490"})}
fails("half a workbook", book_entry, [r"villages.*v\.xlsx"], broken("v.xlsx", sheet, lambda data: data[: len(data) // 2]))
fails("workbook of noise", book_entry, [r"villages.*v\.xlsx"], broken("v.xlsx", sheet, lambda data: os.urandom(4000)))
fails("workbook of broken XML", book_entry, [r"villages.*v\.xlsx"], garbage_inside)
fails(
    "half a GeoPackage",
    {"project.yaml": with_layer("villages", {"path": "v.gpkg"})},
    [r"villages.*v\.gpkg"],
    broken("v.gpkg", geopackage, lambda data: data[: len(data) // 2]),
)
fails(
    "GeoPackage of noise",
    {"project.yaml": with_layer("villages", {"path": "v.gpkg"})},
    [r"villages.*v\.gpkg"],
    broken("v.gpkg", geopackage, lambda data: data[:4096] + b"\x5a" * (len(data) - 4096)),
)
shape_entry = {"project.yaml": with_layer("villages", {"path": "v.shp"})}
fails("Shapefile without its table", shape_entry, [r"villages"], lambda project: (shapefile(project), (project / "v.dbf").unlink()))
fails("half the table of a Shapefile", shape_entry, [r"villages"], broken("v.dbf", shapefile, lambda data: data[: len(data) // 2]))
fails("half a Shapefile", shape_entry, [r"villages"], broken("v.shp", shapefile, lambda data: data[: len(data) // 2]))
fails("half a GeoJSON", {"counties.geojson": SOUND["counties.geojson"][:-40]}, [r"counties"])
fails("coordinates beyond all numbers", {"points.csv": row_of_points("H1,东坡,滑坡,甲县,50,1e308,35.5")}, [r"hazard_points"])

# ---- outsized ----


def ring(corners):
    steps = [2 * math.pi * i / corners for i in range(corners)]
    ring_points = [[112.85 + 0.15 * math.cos(step) * (1 + 0.2 * math.sin(9 * step)), 35.5 + 0.1 * math.sin(step)] for step in steps]
    return json.dumps(
        {
            "type": "Feature",
            "properties": {"name": "甲县"},
            "geometry": {"type": "Polygon", "coordinates": [ring_points + ring_points[:1]]},
        }
    )


def processor_seconds():
    """Of the programs that were run: what others take of the machine does not count."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


bench.write({"counties.geojson": ring(300000)})
before = processor_seconds()
bench.succeeds("a county of 300000 corners", [])
checks.true("it takes no minute", processor_seconds() - before < 60, processor_seconds() - before)
bench.write({"villages.csv": head + "\n" + f"V1,{'村' * 200000},甲县,1,1,112.8,35.5\n"})
bench.succeeds("a name of 200000 characters", [])
shutil.rmtree(outside)
checks.finish()
