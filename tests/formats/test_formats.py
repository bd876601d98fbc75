"""The same two layers in every format give the same figures."""

from small import (
    POINTS,
    VILLAGES,
    Checks,
    analyse,
    drivers,
    new_folder,
    ogr,
    project,
    reference,
    same_figures,
    workspace,
    write_csv,
    write_shapefile,
    write_vector,
    write_xlsx,
    write_zip,
    zipped_members,
)

XY = {"x": "经度", "y": "纬度", "crs": "EPSG:4490"}
TABLES = (("v", VILLAGES), ("h", POINTS))


def vector(driver, ending, options=()):
    def write(folder):
        for name, table in TABLES:
            write_vector(folder / f"{name}{ending}", table, driver, name, options=options)
        return {"path": f"v{ending}"}, {"path": f"h{ending}"}

    return write


def shapefile(encoding, cpg, said):
    def write(folder):
        for name, table in TABLES:
            write_shapefile(folder, name, table, encoding, cpg)
        return {"path": "v.shp", **said}, {"path": "h.shp", **said}

    return write


def zipped(prefix):
    def write(folder):
        inner = new_folder(folder, "inner")
        for name, table in TABLES:
            write_shapefile(inner, name, table, "GBK", False)
            write_zip(folder / f"{name}.zip", zipped_members(inner / f"{name}.shp"))
        return {"path": f"{prefix}v.zip"}, {"path": f"{prefix}h.zip"}

    return write


def text_table(encoding, said=None):
    def write(folder):
        for name, table in TABLES:
            write_csv(folder / f"{name}.csv", table, encoding)
        return {"path": "v.csv", **XY, **(said or {})}, {"path": "h.csv", **XY, **(said or {})}

    return write


def spreadsheet(folder):
    write_xlsx(folder / "both.xlsx", {"村庄": VILLAGES, "隐患点": POINTS})
    return {"path": "both.xlsx", "layer": "村庄", **XY}, {"path": "both.xlsx", "layer": "隐患点", **XY}


def spreadsheets(folder):
    for name, table in TABLES:
        write_xlsx(folder / f"{name}.xlsx", {"Sheet1": table})
    # the coordinate columns are found by their names too
    return {"path": "v.xlsx", "crs": "EPSG:4490"}, {"path": "h.xlsx", "crs": "EPSG:4490"}


def one_geopackage(folder):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "both.gpkg"))
    for name, table in TABLES:
        write_vector(None, table, name=name, source=source)
    return {"path": "both.gpkg", "layer": "v"}, {"path": "both.gpkg", "layer": "h"}


def file_geodatabase(folder):
    source = ogr.GetDriverByName("OpenFileGDB").CreateDataSource(str(folder / "both.gdb"))
    for name, table in TABLES:
        write_vector(None, table, name=name, source=source)
    return {"path": "both.gdb", "layer": "v"}, {"path": "both.gdb", "layer": "h"}


def zipped_geodatabase(folder):
    inner = new_folder(folder, "inner")
    file_geodatabase(inner)
    write_zip(folder / "both.gdb.zip", [path for path in (inner / "both.gdb").iterdir()], "both.gdb")
    return {"path": "both.gdb.zip", "layer": "v"}, {"path": "both.gdb.zip", "layer": "h"}


FORMATS = {
    "GeoPackage with two layers": (one_geopackage, "GPKG"),
    "GeoJSON": (vector("GeoJSON", ".geojson"), "GeoJSON"),
    "FlatGeobuf": (vector("FlatGeobuf", ".fgb"), "FlatGeobuf"),
    "SQLite": (vector("SQLite", ".sqlite"), "SQLite"),
    "GML": (vector("GML", ".gml"), "GML"),
    "File geodatabase": (file_geodatabase, "OpenFileGDB"),
    "zipped file geodatabase": (zipped_geodatabase, "OpenFileGDB"),
    "GBK Shapefile without .cpg": (shapefile("GBK", False, {}), "ESRI Shapefile"),
    "GBK Shapefile without .cpg, encoding said": (shapefile("GBK", False, {"encoding": "GBK"}), "ESRI Shapefile"),
    "GBK Shapefile with .cpg": (shapefile("GBK", True, {}), "ESRI Shapefile"),
    "UTF-8 Shapefile with .cpg": (shapefile("UTF-8", True, {}), "ESRI Shapefile"),
    "UTF-8 Shapefile without .cpg": (shapefile("UTF-8", False, {}), "ESRI Shapefile"),
    "zipped Shapefile": (zipped(""), "ESRI Shapefile"),
    "zipped Shapefile, /vsizip/": (zipped("/vsizip/"), "ESRI Shapefile"),
    "CSV in UTF-8": (text_table("utf-8"), "CSV"),
    "CSV in UTF-8 with a mark": (text_table("utf-8-sig"), "CSV"),
    "CSV in GBK": (text_table("gbk"), "CSV"),
    "CSV in GB18030, encoding said": (text_table("gb18030", {"encoding": "GB18030"}), "CSV"),
    "XLSX with two sheets": (spreadsheet, "XLSX"),
    "XLSX without x and y": (spreadsheets, "XLSX"),
}
# GeoJSON and GML are text: digits are lost on writing.
COARSE = {"GeoJSON": 1e-2, "GML": 1e-6}
ENCODINGS = {
    "GBK Shapefile without .cpg": "GB18030",
    "GBK Shapefile without .cpg, encoding said": "GBK",
    "GBK Shapefile with .cpg": "GBK",
    "zipped Shapefile": "GB18030",
    "zipped Shapefile, /vsizip/": "GB18030",
    "CSV in GBK": "GB18030",
    "CSV in GB18030, encoding said": "GB18030",
}
checks, root = Checks(), workspace()
wanted = reference(root)
for title, (write, driver) in FORMATS.items():
    folder = new_folder(root, "project")
    villages, points = write(folder)
    plan = analyse(project(folder, villages, points), folder / "plan.gpkg")
    same_figures(checks, title, plan, wanted, COARSE.get(title, 1e-6))
    encodings = {row["layer"]: row["encoding"] for row in plan.rows("inputs")}
    checks.equal(f"{title}: encoding", encodings["villages"], ENCODINGS.get(title, "UTF-8"))
    checks.equal(f"{title}: driver", {drivers(plan)[name] for name in ("villages", "hazard_points")}, {driver})
checks.finish()
