"""Cells and rows as registers have them: units in headers, long numbers, dates, empty rows, rows of sums, missing names."""
import json

from osgeo import ogr
from small import Checks, analyse, crs, new_folder, project, run, workspace

HEAD = "编号,灾害点名称,灾害类型"
PLACE = ",112.8,35.5"
VILLAGES = "村编码,村名,人口,经度,纬度\nV1,东村,100,112.8,35.5\n"
TABLE = {"crs": "EPSG:4490"}


def written(folder, points, villages=VILLAGES, points_entry=None, villages_entry=None, **more):
    (folder / "h.csv").write_text(points, encoding="utf-8")
    (folder / "v.csv").write_text(villages, encoding="utf-8")
    return project(folder, {"path": "v.csv", **TABLE, **(villages_entry or {})}, {"path": "h.csv", **TABLE, **(points_entry or {})}, **more)


def findings(where):
    done = run("check", where, "--format", "json", "-q", "--lang", "en")
    return done.returncode, [(row["code"], row["message"]) for row in json.loads(done.stdout)["findings"]]


def points_of(where, folder):
    return analyse(where, folder / "plan.gpkg").by("hazard_points", "hazard_id")


def has(checks, what, where, code, *words, exit_code=3):
    status, found = findings(where)
    messages = [message for name, message in found if name == code]
    checks.equal(f"{what}: exit code", status, exit_code)
    checks.true(f"{what}: {code} with {words}", any(all(word in message for word in words) for message in messages), found)


def check_units(checks, root):
    folder = new_folder(root, "units")
    header = f"{HEAD},威胁财产(元),影响半径（km）,威胁人口(万人),经度,纬度\n"
    where = written(folder, header + f"H1,点一,滑坡,2000000,0.5,0.2{PLACE}\nH2,点二,滑坡,3万元,300m,150人{PLACE}\n",
                    "村编码,村名,人口[千人],经度,纬度\nV1,东村,1.2,112.8,35.5\n")
    rows = points_of(where, folder)
    for name, property_wan_yuan, radius, people in (("H1", 200, 500, 2000), ("H2", 3, 300, 150)):
        checks.exact(f"units: property of {name}", rows[name]["property_wan_yuan"], property_wan_yuan)
        checks.exact(f"units: radius of {name}", rows[name]["radius_m"], radius)
        checks.exact(f"units: people of {name}", rows[name]["population"], people)
    checks.exact("units: village", analyse(where, folder / "plan.gpkg").rows("villages")[0]["population"], 1200)
    rows = points_of(written(folder, f"{HEAD},威胁财产（亿元）,经度,纬度\nH1,点一,滑坡,1.2{PLACE}\n"), folder)
    checks.exact("units: 亿元", rows["H1"]["property_wan_yuan"], 12000)
    rows = points_of(written(folder, f"{HEAD},威胁人口(户),经度,纬度\nH1,点一,滑坡,12{PLACE}\n"), folder)
    checks.equal("units: 户 are no people", (rows["H1"]["population"], rows["H1"]["households"]), (None, 12))
    rows = points_of(written(folder, f"{HEAD},资产(元),经度,纬度\nH1,点一,滑坡,50000{PLACE}\n",
                             points_entry={"fields": {"property_wan_yuan": "资产(元)"}}), folder)
    checks.exact("units: named by the project", rows["H1"]["property_wan_yuan"], 5)


def check_years(checks, root):
    folder = new_folder(root, "years")
    villages = "村编码,村名,人口(2010),人口(2020),经度,纬度\nV1,东村,100,70,112.8,35.5\n"
    points = f"{HEAD},经度,纬度\nH1,点一,滑坡{PLACE}\n"
    has(checks, "years", written(folder, points, villages), "columns_alike", "人口(2010)", "人口(2020)", "fields")
    for year, people in (("2010", 100), ("2020", 70)):
        where = written(folder, points, villages, villages_entry={"fields": {"population": f"人口({year})"}})
        checks.equal(f"years: {year}", analyse(where, folder / "plan.gpkg").rows("villages")[0]["population"], people)
    done = run("check", written(folder, points, villages, villages_entry={"fields": {"population": "人口(2030)"}}), "--lang", "en")
    checks.true("years: one that is not there", done.returncode == 3 and "人口(2030)" in done.stderr + done.stdout, done.stderr)


def check_long_numbers_and_dates(checks, root):
    folder = new_folder(root, "long")
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "v.gpkg"))
    layer = source.CreateLayer("v", crs("EPSG:4490"), ogr.wkbPoint)
    for name, kind in (("村编码", ogr.OFTReal), ("村名", ogr.OFTString), ("联系人", ogr.OFTDate), ("电话", ogr.OFTReal), ("乡镇", ogr.OFTDateTime)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    for number, phone, day in ((140525001201, 13812345678, (2020, 2, 29)), (140525001202, 13812345679, (1969, 12, 31))):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, float(number))
        feature.SetField(1, f"村{number % 10}")
        feature.SetField(2, *day, 0, 0, 0, 0)
        feature.SetField(3, float(phone))
        feature.SetField(4, *day, 14, 5, 9, 100)
        feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT(112.8 35.5)"))
        layer.CreateFeature(feature)
    del feature, layer, source
    (folder / "h.csv").write_text(f"{HEAD},经度,纬度\nH1,点一,滑坡{PLACE}\n", encoding="utf-8")
    where = project(folder, {"path": "v.gpkg"}, {"path": "h.csv", **TABLE})
    rows = analyse(where, folder / "plan.gpkg").by("villages", "village_id")
    checks.equal("long: ids", set(rows), {"140525001201", "140525001202"})
    checks.equal("long: telephone", rows["140525001201"]["phone"], "13812345678")
    checks.equal("date", (rows["140525001201"]["contact"], rows["140525001202"]["contact"]), ("2020-02-29", "1969-12-31"))
    checks.equal("date and time", rows["140525001202"]["town"], "1969-12-31T14:05:09")


def check_rows(checks, root):
    folder = new_folder(root, "rows")
    header, good = f"{HEAD},威胁人口,经度,纬度\n", f"H1,点一,滑坡,10{PLACE}\n"
    where = written(folder, header + good + ",,,,,\n , ,,,,\n" + good.replace("H1", "H2"))
    has(checks, "empty rows", where, "rows_blank", "2 rows", "3, 4", exit_code=0)
    checks.equal("empty rows: points", set(points_of(where, folder)), {"H1", "H2"})
    for row in (",合计,,10,,", "合 计,,,10,,", ",总 计,,10,,", "Total,,,10,,", ",小计,滑坡,10,,"):
        where = written(folder, header + good + row + "\n")
        has(checks, f"row of sums {row}", where, "total_left_out", "row 3", exit_code=0)
        checks.equal(f"row of sums {row}: points", set(points_of(where, folder)), {"H1"})
    has(checks, "row of sums with a place", written(folder, header + good + f"H2,合计,滑坡,10{PLACE}\n"), "row_total", "row 3", "where")
    where = written(folder, header + good + f"H2,合计沟,滑坡,10{PLACE}\n")
    checks.equal("合计沟 is a place", set(points_of(where, folder)), {"H1", "H2"})
    where = written(folder, header + good, VILLAGES + "V2,,50,112.81,35.5\n")
    has(checks, "village without a name", where, "required_missing", "layer villages", "row 3", "V2", "name")


def check_polygons(checks, root):
    """Counties and towns without a name, zones without an id."""
    folder = new_folder(root, "polygons")
    ring = [[112.7, 35.4], [112.9, 35.4], [112.9, 35.6], [112.7, 35.6], [112.7, 35.4]]
    entries = {"counties": ("name", "甲县"), "towns": ("name", "一镇"), "hazard_zones": ("hazard_id", "H1")}
    for layer, (key, value) in entries.items():
        rows = [{"type": "Feature", "properties": {key: text, "county": "甲县"}, "geometry": {"type": "Polygon", "coordinates": [ring]}} for text in (value, None)]
        (folder / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False), encoding="utf-8")
        where = written(folder, f"{HEAD},经度,纬度\nH1,点一,滑坡{PLACE}\n")
        text = (where / "project.yaml").read_text(encoding="utf-8").replace("  counties:\n    path: counties.gpkg\n", "") if layer == "counties" else \
            (where / "project.yaml").read_text(encoding="utf-8")
        text = text.replace("layers:\n", f"layers:\n  {layer}: {{path: p.geojson}}\n")
        (where / "project.yaml").write_text(text, encoding="utf-8")
        has(checks, f"{layer} without {key}", where, "required_missing", f"layer {layer}", "row 2", key)


def check_figures(checks, root):
    folder = new_folder(root, "figures")
    where = written(folder, f"{HEAD},威胁对象,影响半径,经度,纬度\nH1,点一,泥石流,居民1.2万人、学生200人,0{PLACE}\nH2,点二,滑坡,十五户六十三人,50{PLACE}\n"
                    f"H3,点三,滑坡,数十人,50{PLACE}\n")
    rows = points_of(where, folder)
    checks.equal("figures: 万人", rows["H1"]["population"], 12200)
    checks.equal("figures: numerals", (rows["H2"]["households"], rows["H2"]["population"]), (15, 63))
    checks.equal("figures: not told", rows["H3"]["population"], None)
    has(checks, "figures: not told", where, "figure_unread", "row 4", "数十人", exit_code=0)
    has(checks, "radius of 0", where, "radius_zero", "row 2", "H1", exit_code=0)
    # debris flow 500 m, extra large (12200 people): times 2
    checks.equal("radius of 0: default", rows["H1"]["radius_m"], 1000)
    where = written(folder, f"{HEAD},影响半径,经度,纬度\nH1,点一,滑坡,200000{PLACE}\n")
    has(checks, "radius beyond any slope", where, "radius_large", "row 2", "200000")


def main():
    checks = Checks()
    root = workspace()
    for check in (check_units, check_years, check_long_numbers_and_dates, check_rows, check_polygons, check_figures):
        check(checks, root)
    checks.finish()


if __name__ == "__main__":
    main()
