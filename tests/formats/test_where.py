"""`where` on a column that is no field of ours: the filter sees its values in every format."""

from osgeo import gdal
from small import Checks, analyse, new_folder, project, workspace, write_csv, write_vector, write_xlsx

# zhuangtai and year_found belong to no field; the last two values are longitude and latitude
POINTS = (
    ["编号", "灾害点名称", "灾害类型", "威胁人口", "zhuangtai", "year_found"],
    [
        ["H1", "点一", "滑坡", 10, "在册", 2018, 112.80, 35.50],
        ["H2", "点二", "滑坡", 20, "已销号", 2019, 112.81, 35.50],
        ["H3", "点三", "滑坡", 40, None, 2020, 112.82, 35.50],
    ],
)
VILLAGES = (["村编码", "村名", "人口"], [["V1", "东村", 100, 112.80, 35.50]])
DRIVERS = {
    "h.gpkg": "GPKG",
    "h.shp": "ESRI Shapefile",
    "h.fgb": "FlatGeobuf",
    "h.gdb": "OpenFileGDB",
    "h.geojson": "GeoJSON",
    "h.xlsx": "XLSX",
    "h.csv": "CSV",
}
FILTERS = {
    "zhuangtai = '在册'": ["H1"],
    "zhuangtai <> '已销号' OR zhuangtai IS NULL": ["H1", "H3"],
    "zhuangtai IS NULL": ["H3"],
    "year_found >= 2019": ["H2", "H3"],
    "zhuangtai = '已销号' AND year_found = 2019": ["H2"],
}


def write_all(folder):
    """The same layer in every format, all made from one GeoPackage."""
    write_vector(folder / "h.gpkg", POINTS, name="h")
    for name, driver in DRIVERS.items():
        if name.endswith((".gpkg", ".csv", ".xlsx")):
            continue
        options = {"options": ["-lco", "ENCODING=UTF-8"]} if driver == "ESRI Shapefile" else {}
        gdal.VectorTranslate(str(folder / name), str(folder / "h.gpkg"), format=driver, **options)
    write_csv(folder / "h.csv", POINTS, "utf-8")
    write_xlsx(folder / "h.xlsx", {"h": POINTS})
    write_csv(folder / "v.csv", VILLAGES, "utf-8")


def main():
    checks = Checks()
    folder = new_folder(workspace(), "where")
    write_all(folder)
    villages = {"path": "v.csv", "crs": "EPSG:4490"}
    for name, driver in DRIVERS.items():
        for where, wanted in FILTERS.items():
            if driver == "CSV":
                where = where.replace("2019", "'2019'")  # a CSV holds texts only
            points = {"path": name, "where": where, **({"crs": "EPSG:4490"} if driver in ("CSV", "XLSX") else {})}
            plan = analyse(project(folder, villages, points), folder / "plan.gpkg")
            found = sorted(row["hazard_id"] for row in plan.rows("hazard_points"))
            checks.equal(f"{driver}: {where}", found, wanted)
    checks.finish()


if __name__ == "__main__":
    main()
