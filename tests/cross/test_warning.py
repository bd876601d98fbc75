"""`hazplan warn` on a small project whose answers are worked out by hand, and on an example recomputed from its inputs."""

import csv
import io
import json
import os
import sqlite3
import sys
from collections import Counter, defaultdict
from pathlib import Path

import jsonschema
import shapely.geometry
import shapely.ops

from crosscheck import EXAMPLES, Checks, Plan, analyse, distance, example_plan, geodesic_km2, run, stored_shape, workspace

SCHEMA = json.loads((Path(os.environ["HAZPLAN_SOURCE"]) / "data/schema/warning.schema.json").read_text(encoding="utf-8"))
checks = Checks()


def warn(plan, rain, *words, code=0):
    files = rain if isinstance(rain, list) else [rain]
    done = run("warn", plan, "-q", "--lang", "en", *words, "--rain", *files)
    if done.returncode != code:
        sys.exit(f"warn {rain} {words}: exit {done.returncode}\n{done.stderr}")
    return done


def warned(plan, rain, *words):
    answer = json.loads(warn(plan, rain, "--format", "json", *words).stdout)
    for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(answer):
        checks.true("schema", False, f"{list(error.path)}: {error.message}")
    return answer


# ---- a project of a few places ----

STATIONS = {"A": (112.75, 35.5), "B": (112.85, 35.5), "C": (113.0, 35.5)}
VILLAGES = [  # V5 is more than 50 km from every station
    ("V1", "东村", "红山镇", 100, "张三", "13800000001", 112.751, 35.5),
    ("V2", "西村", "红山镇", None, None, None, 112.85, 35.5),
    ("V3", "上村", "绿水乡", 350, "王五", "13800000003", 113.001, 35.5),
    ("V5", "犇村", "白云镇", 1234, "赵六", "13800000005", 114.6, 35.5),
    ("V6", "界村", "红山镇", 60, "孙七", "13800000006", 112.8008, 35.5),
]
POINTS = [
    ("H1", "东坡滑坡", "滑坡", "红山镇", "中型", 120, "李一", "13900000001", 112.75, 35.5),
    ("H2", "绿水沟", "泥石流", "绿水乡", "小型", 30, None, None, 113.0, 35.5),
    ("H4", "界坡", "滑坡", "红山镇", "中型", 120, "李四", None, 112.7999, 35.5),
    ("H6", "岭上崩塌", "崩塌", "岭上乡", "大型", 600, "李六", "13900000006", 113.15, 35.5),
    ("H5", "白云塌陷", "地面塌陷", "白云镇", "小型", 5, "李五", "13900000005", 114.61, 35.5),
]
BOXES = {"红山镇": (112.7, 112.9), "绿水乡": (112.9, 113.1), "岭上乡": (113.1, 113.2), "白云镇": (114.5, 114.7), "空镇": (114.7, 114.8)}


def box(west, east):
    return [[[west, 35.4], [east, 35.4], [east, 35.6], [west, 35.6], [west, 35.4]]]


def write_polygons(path, rows):
    features = [{"type": "Feature", "properties": row, "geometry": {"type": "Polygon", "coordinates": box(*sides)}} for row, sides in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")


def write_rows(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])
    return path


def small_plan(crs="EPSG:4490", order=1, polygons=False):
    """`order` -1 turns the rows round; with `polygons` villages are squares of some 100 m around the points."""
    folder = workspace()
    write_rows(folder / "villages.csv", "村编码 村名 乡镇 人口 联系人 电话 经度 纬度".split(), VILLAGES[::order])
    write_rows(folder / "points.csv", "编号 灾害点名称 灾害类型 乡镇 规模 威胁人口 监测责任人 电话 经度 纬度".split(), POINTS[::order])
    if polygons:
        names = "village_id name town population contact phone".split()
        features = [{"type": "Feature", "properties": dict(zip(names, row)),
                     "geometry": shapely.geometry.mapping(shapely.geometry.box(*(row[-2] - 5e-4, 35.4995, row[-2] + 5e-4, 35.5005)))}
                    for row in VILLAGES]
        (folder / "villages.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    write_polygons(folder / "towns.geojson", [({"name": name, "county": "甲县"}, sides) for name, sides in BOXES.items()])
    write_polygons(folder / "counties.geojson", [({"name": "甲县"}, (112.7, 114.8))])
    write_polygons(folder / "ground.geojson", [({"level": "高易发"}, (112.7, 112.8)), ({"level": "中易发"}, (112.8, 112.9))])
    (folder / "project.yaml").write_text(
        f"""title: 试验
region: {{name: 甲县, code: "140500"}}
year: 2020
crs: {crs}
layers:
  villages: {"{path: villages.geojson}" if polygons else "{path: villages.csv, x: 经度, y: 纬度, crs: EPSG:4490}"}
  hazard_points: {{path: points.csv, x: 经度, y: 纬度, crs: EPSG:4490}}
  counties: {{path: counties.geojson}}
  towns: {{path: towns.geojson}}
  susceptibility: {{path: ground.geojson}}
""", encoding="utf-8")
    return analyse(folder, folder / "plan.gpkg").path


def station_file(folder, name, days):
    """`days`: date -> mm at the stations A, B, C."""
    rows = [(station, station, *STATIONS[station], date, mm) for date, figures in days.items() for station, mm in zip("ABC", figures)]
    return write_rows(folder / f"{name}.csv", ["站号", "站名", "经度", "纬度", "日期", "日雨量(mm)"], rows)


def places(answer):
    return {row["id"]: row for row in answer["hazard_points"] + answer["villages"]}


def levels(answer):
    """Level and rule of what is listed; "-" for what is not."""
    found = places(answer)
    return {key: (found[key]["level"], found[key]["rule"]) if key in found else "-" for key in "H1 H2 H4 H5 V1 V2 V3 V5 V6".split()}


STORM = {"2020-07-18": (25, 49.9, 50), "2020-07-19": (25, 0, 0), "2020-07-20": (25, 0, 0)}
UNKNOWN = (None, "rain_missing")


def check_levels(plan, folder):
    """A: three days of 25.0 on high ground; B: 49.9 on medium ground; C: 50.0 where no susceptibility is given."""
    rain = station_file(folder, "storm", STORM)
    days = ("orange", "heavy_days")
    answer = warned(plan, rain, "--interpolation", "nearest")
    checks.equal("in season", levels(answer), {
        "H1": days, "H4": days, "V1": days, "V6": ("orange", "hazard_point"), "V2": ("blue", "daily_rain"),
        "H2": ("blue", "daily_rain"), "V3": ("blue", "daily_rain"), "H5": UNKNOWN, "V5": UNKNOWN})
    found = places(answer)
    checks.equal("the point that warns V6", found["V6"]["by_hazard_id"], "H4")
    checks.equal("V1 has its own level", found["V1"]["by_hazard_id"], None)
    checks.equal("rain of V1", [found["V1"][key] for key in ("max_mm", "max_date", "heavy_days", "total_mm", "days_missing")],
                 [25, "2020-07-18", 3, 75, 0])
    checks.equal("rain of V5", [found["V5"][key] for key in ("max_mm", "max_date", "heavy_days", "total_mm", "days_missing")],
                 [None, None, 0, None, 3])
    towns = {row["town"]: row for row in answer["towns"]}
    checks.equal("towns", {name: row["level"] for name, row in towns.items()},
                 {"红山镇": "orange", "绿水乡": "blue", "岭上乡": "orange", "白云镇": None, "空镇": None})
    checks.equal("a large point without susceptibility is as on high ground", [found["H6"][key] for key in ("level", "susceptibility")],
                 ["orange", None])
    checks.equal("rules of towns", [towns[name]["rule"] for name in ("白云镇", "空镇")], ["rain_missing", "no_places"])
    checks.equal("people of 红山镇 (V1, V2 without figure, V6)",
                 [towns["红山镇"][key] for key in ("villages_warned", "population", "population_missing")], [3, 160, 1])
    checks.equal("people of 白云镇", [towns["白云镇"][key] for key in ("villages_warned", "villages_unknown", "population")], [0, 1, 0])
    checks.equal("totals", [answer["totals"][level]["population"] for level in ("orange", "blue", "unknown")], [160, 350, 1234])
    checks.equal("without figure", [answer["totals"][level]["population_missing"] for level in ("orange", "blue")], [0, 1])
    calls = [(row["level"], row["role"], row["id"], row["person"], row["phone"]) for row in answer["calls"]]
    checks.equal("calls", calls, [
        ("orange", "monitoring", "H6", "李六", "13900000006"),
        ("orange", "monitoring", "H1", "李一", "13900000001"), ("orange", "monitoring", "H4", "李四", None),
        ("orange", "village", "V1", "张三", "13800000001"), ("orange", "village", "V6", "孙七", "13800000006"),
        ("blue", "village", "V2", None, None),
        ("blue", "monitoring", "H2", None, None), ("blue", "village", "V3", "王五", "13800000003")])
    checks.equal("calls without a phone", answer["totals"]["calls_without_phone"], 3)


def check_seasons(plan, folder):
    rain = station_file(folder, "storm", STORM)
    off = ("--interpolation", "nearest", "--season", "off")
    days = ("orange", "heavy_days")
    none = {"H5": UNKNOWN, "V5": UNKNOWN, "V2": "-"}
    by_or = {"H1": days, "H4": days, "V1": days, "V6": ("orange", "hazard_point"), "H2": ("blue", "daily_rain"), "V3": ("blue", "daily_rain")}
    checks.equal("off season, or", levels(warned(plan, rain, *off, "--off-season-conditions", "or")), {**none, **by_or})
    checks.equal("off season, as warning.yaml says", levels(warned(plan, rain, *off)), {**none, **by_or})
    by_and = {key: "-" for key in by_or} | {"H2": ("blue", "daily_rain"), "V3": ("blue", "daily_rain")}
    checks.equal("off season, and", levels(warned(plan, rain, *off, "--off-season-conditions", "and")), {**none, **by_and})
    melt = warned(plan, rain, *off, "--off-season-conditions", "and", "--snow-melt")
    thaw = ("blue", "snow_melt")
    checks.equal("snow melt: slides and flows are at least blue, one level more where they were warned", levels(melt), {
        "H1": thaw, "H4": thaw, "V1": thaw, "V6": thaw, "V2": "-", "H2": ("yellow", "snow_melt"), "V3": ("yellow", "snow_melt"),
        "H5": UNKNOWN, "V5": UNKNOWN})
    for date, season in (("2020-05-31", "off"), ("2020-06-01", "in"), ("2020-09-30", "in"), ("2020-10-01", "off")):
        one = station_file(folder, date, {date: (30, 30, 30)})
        answer = warned(plan, one, "--interpolation", "nearest")
        checks.equal(f"season of {date}", answer["season"], {"season": season, "from": date})
        checks.equal(f"30 mm on {date}", levels(answer)["H1"], ("yellow", "daily_rain") if season == "in" else "-")
        checks.equal(f"--date {date}", warned(plan, rain, "--date", date)["season"], {"season": season, "from": date})


def check_missing_day(plan, folder):
    """Nobody has the day in the middle: runs end there, levels are lower bounds, none is unknown."""
    rain = station_file(folder, "gap", {day: STORM[day] for day in ("2020-07-18", "2020-07-20")})
    answer = warned(plan, rain, "--interpolation", "nearest")
    checks.equal("days", [answer["rain"][key] for key in ("days", "days_without_data")], [3, 1])
    checks.equal("the missing day", answer["rain"]["daily"][1], {"date": "2020-07-19", "largest_mm": None, "places_missing": 10, "dry": False})
    found = places(answer)
    checks.equal("H1", [found["H1"][key] for key in ("level", "at_least", "heavy_days", "heavy_days_open", "days_missing")],
                 ["yellow", True, 1, True, 1])
    off = warned(plan, rain, "--interpolation", "nearest", "--season", "off")
    checks.equal("off season", [levels(off)[key] for key in ("H1", "V2", "V3")], [UNKNOWN, UNKNOWN, ("blue", "daily_rain")])
    checks.equal("the whole is as H6", off["level"], "orange")


def check_issues(plan, folder):
    near = ("--interpolation", "nearest")
    first = {"2020-07-18": (60, 30, 0)}
    zero = {"2020-07-21": (0, 0, 0), "2020-07-22": (0, 0, 0)}
    rain = station_file(folder, "first", first)
    begun = warned(plan, rain, *near, "--time", "2020-07-18 20:00", "-o", folder / "first.gpkg")
    (folder / "first.json").write_text(json.dumps(begun), encoding="utf-8")
    checks.equal("the first issue", begun["event"],
                 {"number": 1, "continued": False, "first_issued": "2020-07-18 20:00", "last_wet_day": "2020-07-18"})
    checks.equal("nothing to compare with", {row["change"] for row in begun["towns"]}, {None})
    storm = station_file(folder, "second", {**first, "2020-07-19": (110, 0, 50)})
    for earlier in ("first.gpkg", "first.json"):
        second = warned(plan, storm, *near, "--previous", folder / earlier, "--time", "2020-07-19 20:00")
        found = places(second)
        checks.equal(f"changes since {earlier}", {key: found[key]["change"] for key in ("H1", "V2", "V3", "V5", "H2")},
                     {"H1": "raised", "V2": "unchanged", "V3": "new", "V5": "unknown", "H2": "new"})
        checks.equal("towns", {row["town"]: row["change"] for row in second["towns"]},
                     {"红山镇": "raised", "绿水乡": "new", "岭上乡": "new", "白云镇": "unknown", "空镇": "unknown"})
        checks.equal("one event", [second["event"][key] for key in ("number", "continued", "first_issued")], [2, True, "2020-07-18 20:00"])
    warn(plan, storm, *near, "--previous", folder / "first.gpkg", "-o", folder / "second.gpkg")
    third = warned(plan, station_file(folder, "third", {**zero, "2020-07-20": (60, 0, 0)}), *near, "--previous", folder / "second.gpkg")
    checks.equal("then", {key: places(third)[key]["change"] for key in ("H1", "V2", "V3")}, {"H1": "lowered", "V2": "lifted", "V3": "lifted"})
    checks.equal("what is lifted is listed", places(third)["V3"]["level"], "none")
    checks.equal("the third of one event", third["event"]["number"], 3)
    # Two days below 1 mm part events: 07-19 was the last wet day of the second issue.
    for day, continued in (("2020-07-20", True), ("2020-07-21", True), ("2020-07-22", False), ("2020-07-30", False)):
        later = warned(plan, station_file(folder, "later", {day: (60, 0, 0)}), *near, "--previous", folder / "second.gpkg")
        checks.equal(f"rain on {day}", [later["event"][key] for key in ("continued", "number")], [continued, 3 if continued else 1])
    calm = warned(plan, station_file(folder, "calm", zero), *near, "--previous", folder / "second.gpkg")
    checks.equal("the end of it is of the same event", calm["event"]["continued"], True)
    wet = {**zero, "2020-07-20": (0.9, 0.9, 0.9), "2020-07-23": (60, 0, 0)}
    checks.equal("0.9 mm is dry", warned(plan, station_file(folder, "dry", wet), *near, "--previous", folder / "second.gpkg")["event"]["number"], 1)
    wet["2020-07-21"] = (0, 1, 0)
    checks.equal("1 mm is not", warned(plan, station_file(folder, "wet", wet), *near, "--previous", folder / "second.gpkg")["event"]["number"], 3)


def check_other_plans(plan, folder):
    """Rows in another order, a projected plan, villages that are polygons: the same places, levels and people."""
    near = ("--interpolation", "nearest")
    rain = station_file(folder, "storm", STORM)
    same = warn(plan, rain, *near, "--format", "json").stdout
    checks.equal("rows turned round", warn(small_plan(order=-1), rain, *near, "--format", "json").stdout == same, True)
    expected = json.loads(same)
    for what, other in (("projected", small_plan(crs="EPSG:4547")), ("polygons", small_plan(polygons=True))):
        output = other.with_name("warning.gpkg")
        answer = warned(other, rain, *near, "-o", output)
        for name in ("hazard_points", "villages", "towns"):
            checks.equal(f"{name}, {what}", [(row.get("id"), row["town"], row["level"], row["rule"], row["population"]) for row in answer[name]],
                         [(row.get("id"), row["town"], row["level"], row["rule"], row["population"]) for row in expected[name]])
        for row, known in zip(answer["villages"], expected["villages"]):
            checks.true(f"{row['id']} is where it is, {what}", abs(row["lon"] - known["lon"]) < 1e-6 and abs(row["lat"] - known["lat"]) < 1e-6)
        features = json.loads(warn(other, rain, *near, "--format", "geojson").stdout)["features"]
        red = next(feature for feature in features if feature["properties"]["town"] == "红山镇")
        checks.close(f"red hill in degrees, {what}", shapely.geometry.shape(red["geometry"]).area, 0.04, 1e-5)
        zones = {row["level"]: row["area_km2"] for row in Plan(output).rows("warning_zones")}
        boxes = [shapely.geometry.box(west, 35.4, east, 35.6) for west, east in (BOXES["红山镇"], BOXES["岭上乡"])]
        checks.close(f"km² of orange, {what}", zones["orange"], sum(map(geodesic_km2, boxes)), 1e-3)


def check_earlier_files(plan, folder):
    """What is no warning of ours is refused with its name."""
    rain = station_file(folder, "storm", STORM)
    for name, text in (("empty.json", ""), ("list.json", "[]"), ("other.json", '{"schema": "hazplan-affected/1"}'), ("cut.json", '{"schema": "hazp'),
                       ("bare.json", '{"schema": "hazplan-warning/1"}'), ("odd.json", '{"schema": "hazplan-warning/1", "event": [], "towns": 3}')):
        (folder / name).write_text(text, encoding="utf-8")
        done = warn(plan, rain, "--previous", folder / name, code=3)
        checks.true(name, name in done.stderr and not done.stdout, done.stderr)


# ---- an example, recomputed ----

MATRIX = {  # data/warning.yaml, written out again
    "high": ["none", "none", "yellow", "orange", "red", "red"],
    "medium": ["none", "none", "blue", "yellow", "orange", "red"],
    "outside": ["none", "none", "none", "blue", "yellow", "orange"],
}
ORDER = ["none", "blue", "yellow", "orange", "red"]
GRADE_COLUMN = {"extra_large": "high", "large": "high", "medium": "medium"}  # small: low, which is as outside here


def nearest_series(rows):
    """Rain of the nearest station that has a figure on the day, within 50 km."""
    stations = defaultdict(dict)
    where = {}
    with open(EXAMPLES / "jincheng/雨量站.csv", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            where[line["站号"]] = {"lon": float(line["经度"]), "lat": float(line["纬度"])}
            if line["日雨量(mm)"]:
                stations[line["日期"]][line["站号"]] = float(line["日雨量(mm)"])
    days = sorted(stations)
    for row in rows:
        far = sorted((distance(row, where[name]), name) for name in where)
        row["mm"] = [next((stations[day][name] for metres, name in far if name in stations[day] and metres <= 50000), None) for day in days]


def level_of(row, column):
    """In the flood season; no day is missing."""
    mm, run_now, longest = row["mm"], 0, 0
    for value in mm:
        run_now = run_now + 1 if value >= 25 else 0
        longest = max(longest, run_now)
    row.update(max=max(mm), days=longest, total=round(sum(mm), 1))  # no two dry days within the four
    rain_class = sum(max(mm) >= bound for bound in (10, 25, 50, 100, 250))
    if max(mm) >= 50 or longest >= 3 or row["total"] > 100:
        rain_class = max(rain_class, 3)
    return MATRIX[column][rain_class]


def example_rows(plan):
    """Hazard points and villages with the ground they stand on, from the GeoPackage by shapely."""
    grounds = {level: shapely.ops.unary_union([stored_shape(row["geom"]) for row in plan.rows("susceptibility", f"level = '{level}'")])
               for level in ("high", "medium")}
    rows = {}
    for table, key in (("hazard_points", "hazard_id"), ("villages", "village_id")):
        for row in plan.rows(table):
            shape = stored_shape(row["geom"])
            ground = next((level for level in ("high", "medium") if grounds[level].covers(shape)), None)
            rows[(table, row[key])] = dict(row, lon=shape.x, lat=shape.y, ground=ground)
    return rows


def check_example():
    plan = example_plan("jincheng")
    rain = EXAMPLES / "jincheng/雨量站.csv"
    output = plan.path.with_name("warning.gpkg")
    answer = warned(plan.path, rain, "--interpolation", "nearest", "-o", output)
    rows = example_rows(plan)
    nearest_series(rows.values())
    for (table, _), row in rows.items():
        column = row["ground"] or (GRADE_COLUMN.get(row["grade"], "outside") if table == "hazard_points" else "outside")
        row["level"] = level_of(row, column)
    own = {key: row["level"] for key, row in rows.items()}
    for link in plan.rows("exposure"):
        village, point = rows[("villages", link["village_id"])], own[("hazard_points", link["hazard_id"])]
        village["level"] = max(village["level"], point, key=ORDER.index)
    stored = Plan(output)
    written = {("hazard_points", row["hazard_id"]): row for row in stored.rows("warning_points")}
    written |= {("villages", row["village_id"]): row for row in stored.rows("warning_villages")}
    checks.equal("places", set(written), set(rows))
    for key, row in rows.items():
        found = written[key]
        checks.equal(f"level of {key}", found["level"], row["level"])
        for column, figure in (("max_mm", row["max"]), ("heavy_days", row["days"]), ("total_mm", row["total"]), ("days_missing", 0)):
            checks.exact(f"{column} of {key}", found[column], figure)
    check_example_towns(plan, rows, stored, answer)
    check_forms(plan, rain, stored, answer)


def check_example_towns(plan, rows, stored, answer):
    towns = defaultdict(lambda: {"level": "none", "population": 0, "villages": 0, "points": 0})
    for (table, _), row in rows.items():
        town = towns[(row["county"], row["town"])]
        town["level"] = max(town["level"], row["level"], key=ORDER.index)
        if row["level"] == "none":
            continue
        town["points" if table == "hazard_points" else "villages"] += 1
        town["population"] += row["population"] if table == "villages" else 0
    checks.equal("several levels occur", len(Counter(town["level"] for town in towns.values())) >= 3, True)
    found = {(row["county"], row["town"]): row for row in stored.rows("warning_towns")}
    checks.equal("towns", set(found), set(towns))
    for key, town in towns.items():
        checks.equal(f"level of {key}", found[key]["level"], town["level"])
        checks.equal(f"numbers of {key}", [found[key][name] for name in ("hazard_points_warned", "villages_warned", "population")],
                     [town["points"], town["villages"], town["population"]])
    # Rain is computed here at the places alone: a town's own is at least theirs, and the place that decides is named.
    names = {row["hazard_id" if table == "hazard_points" else "village_id"]: row["name"] for (table, _), row in rows.items()}
    for key, row in found.items():
        inside = [each for each in rows.values() if (each["county"], each["town"]) == key]
        for column, figure in (("max_mm", "max"), ("heavy_days", "days"), ("total_mm", "total")):
            least = max(each[figure] for each in inside)
            checks.true(f"{column} of {key}", row[column] >= least - 0.051, f"is {row[column]}, a place of it has {least}")
        checks.equal(f"who decides {key}", row["decided_by_name"], names[row["decided_by"]])
    for level in ORDER:
        people = sum(row["population"] for (table, _), row in rows.items() if table == "villages" and row["level"] == level)
        checks.equal(f"people of {level}", answer["totals"][level]["population"], people)
    # Zones are the towns of a level: as large, and each town in its own.
    shapes = {(row["county"], row["name"]): stored_shape(row["geom"]) for row in plan.rows("towns")}
    for zone in stored.rows("warning_zones"):
        mine = [shapes[key] for key in shapes if towns[key]["level"] == zone["level"]]
        checks.equal(f"towns of {zone['level']}", zone["towns"], len(mine))
        checks.close(f"zone of {zone['level']}", stored_shape(zone["geom"]).area, sum(shape.area for shape in mine), 1e-9)


def check_forms(plan, rain, stored, answer):
    """JSON, CSV, GeoJSON and GeoPackage say the same."""
    facts = {row["key"]: row["value"] for row in stored.rows("warning")}
    checks.equal("the table of facts", [facts["schema"], facts["event.number"], facts["plan.title"], facts["rain.files.1.name"]],
                 ["hazplan-warning/1", "1", answer["plan"]["title"], "雨量站.csv"])
    rows = list(csv.DictReader(io.StringIO(warn(plan.path, rain, "--interpolation", "nearest", "--format", "csv").stdout)))
    features = json.loads(warn(plan.path, rain, "--interpolation", "nearest", "--format", "geojson").stdout)["features"]
    for name, layer in (("towns", "town"), ("hazard_points", "hazard_point"), ("villages", "village")):
        mine = [row for row in rows if row["layer"] == layer]
        drawn = [feature["properties"] for feature in features if feature["properties"]["layer"] == layer]
        checks.equal(f"{name} in CSV", [row["level"] for row in mine], [row["level"] or "" for row in answer[name]])
        checks.equal(f"{name} in GeoJSON", [{**row, "layer": layer} for row in answer[name]], drawn)
    checks.equal("points are where they are",
                 [feature["geometry"]["coordinates"] for feature in features if feature["properties"]["layer"] == "village"],
                 [[row["lon"], row["lat"]] for row in answer["villages"]])
    listed = [row for row in stored.rows("warning_villages") if row["level"] != "none"]
    checks.equal("villages listed", sorted(row["id"] for row in answer["villages"]), sorted(row["village_id"] for row in listed))
    first = warn(plan.path, rain, "--format", "json", "--threads", "1").stdout
    checks.equal("one thread and eight", warn(plan.path, rain, "--format", "json", "--threads", "8").stdout, first)
    styles = sqlite3.connect(stored.path).execute("SELECT f_table_name FROM layer_styles ORDER BY 1").fetchall()
    checks.equal("styles", [name for (name,) in styles], ["warning_points", "warning_towns", "warning_villages", "warning_zones"])


def main():
    plan = small_plan()
    check_levels(plan, plan.parent)
    check_seasons(plan, plan.parent)
    check_missing_day(plan, plan.parent)
    check_issues(plan, plan.parent)
    check_other_plans(plan, plan.parent)
    check_earlier_files(plan, plan.parent)
    check_example()
    checks.finish()


main()
