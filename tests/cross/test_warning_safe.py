"""What `hazplan warn` must not take lightly: grades that only the register gives, days of which nothing is known, bounds, large villages."""

import json
import sqlite3
import sys

from osgeo import gdal

from crosscheck import Checks, Plan, analyse, run, workspace

checks = Checks()
TOWNS = {"红山镇": (112.0, 113.0), "绿水乡": (113.0, 114.0)}  # 界外乡 has no polygon
POINTS = [  # beyond the susceptibility map; people that the register gives, and its grade
    ("H1", "红山镇", "特大型", None, 112.5), ("H2", "红山镇", "特大型", 50, 112.6), ("H3", "红山镇", "小型", 600, 112.7),
    ("H4", "红山镇", None, None, 112.8), ("H5", "红山镇", "小型", None, 112.9)]
VILLAGES = [("V1", "红山镇", 100, (112.1, 112.1)), ("V2", "界外乡", 40, (114.5, 114.5))]


def feature(row, sides, low=35.4, high=35.6):
    west, east = sides
    shape = {"type": "Point", "coordinates": [west, 35.5]}
    if west < east:
        ring = [[west, low], [east, low], [east, high], [west, high], [west, low]]
        shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": row, "geometry": shape}


def write(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")
    return path


def make_plan(villages=VILLAGES, ground=((112.0, 112.2, "中易发"),), crs="EPSG:4490"):
    folder = workspace()
    write(folder / "points.geojson", [feature({"hazard_id": key, "name": key, "type": "滑坡", "county": "甲县", "town": town,
                                               "registered_grade": grade, "population": people}, (lon, lon))
                                      for key, town, grade, people, lon in POINTS])
    write(folder / "villages.geojson", [feature({"village_id": key, "name": key, "county": "甲县", "town": town, "population": people}, sides)
                                        for key, town, people, sides in villages])
    write(folder / "towns.geojson", [feature({"name": name, "county": "甲县"}, sides, 35, 36) for name, sides in TOWNS.items()])
    write(folder / "counties.geojson", [feature({"name": "甲县"}, (112.0, 115.0), 35, 36)])
    write(folder / "ground.geojson", [feature({"level": level}, (west, east), 35, 36) for west, east, level in ground])
    layers = "".join(f"  {name}: {{path: {file}.geojson, crs: EPSG:4490}}\n" for name, file in (
        ("villages", "villages"), ("hazard_points", "points"), ("counties", "counties"), ("towns", "towns"), ("susceptibility", "ground")))
    (folder / "project.yaml").write_text(f'title: 试验\nregion: {{name: 甲县, code: "140500"}}\nyear: 2020\ncrs: {crs}\nlayers:\n{layers}',
                                         encoding="utf-8")
    return analyse(folder, folder / "plan.gpkg").path


def rain_file(plan, name, days):
    """Polygons: day -> mm, or a list of (west, east, mm)."""
    rows = [(day, *part) for day, parts in days.items() for part in (parts if isinstance(parts, list) else [(112, 115, parts)])]
    return write(plan.parent / f"{name}.geojson", [feature({"date": day, "mm": mm}, (west, east), 35, 36) for day, west, east, mm in rows])


def warned(plan, rain, *words):
    done = run("warn", plan, "-q", "--lang", "en", "--format", "json", "--rain", rain, *words)
    if done.returncode != 0:
        sys.exit(f"warn {rain} {words}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def rows_of(answer):
    return {row["id"]: row for row in answer["hazard_points"] + answer["villages"]}


def check_grades(plan):
    """60 mm: orange on high ground, yellow on medium, blue on low. The more severe of the registered grade and the rule's counts."""
    found = rows_of(warned(plan, rain_file(plan, "grades", {"2020-07-20": 60})))
    checks.equal("levels by grade", {key: (found[key]["grade"], found[key]["level"]) for key in ("H1", "H2", "H3", "H4", "H5")}, {
        "H1": ("extra_large", "orange"),  # the register gives no people, so that the rule gives no grade
        "H2": ("extra_large", "orange"),  # by the rule small
        "H3": ("large", "orange"),        # by the rule large
        "H4": (None, "yellow"),
        "H5": ("small", "blue")})


def check_unknown_day(plan):
    """A day whose rain is written as missing is a day of the period, also the last one."""
    for what, mm in (("null", None), ("缺测", "缺测"), ("negative", -1)):
        answer = warned(plan, rain_file(plan, f"unknown-{what}", {"2020-07-20": 5, "2020-07-21": mm}))
        checks.equal(f"days, {what}", [answer["rain"][key] for key in ("days", "last_day", "days_without_data")], [2, "2020-07-21", 1])
        checks.equal(f"level, {what}", [answer["level"], answer["totals"]["unknown"]["villages"]], [None, 2])
    nothing = warned(plan, rain_file(plan, "nothing", {"2020-07-21": None}))
    checks.equal("nothing but a missing day", [nothing["level"], nothing["rain"]["days"], nothing["totals"]["none"]["villages"]], [None, 1, 0])


def check_town_without_polygon(plan):
    """Its missing days are those of its places."""
    days = {"2020-07-20": 60, "2020-07-21": [(112, 114, 30)], "2020-07-22": 30}
    towns = {row["town"]: row for row in warned(plan, rain_file(plan, "towns", days))["towns"]}
    checks.equal("missing days", {name: row["days_missing"] for name, row in towns.items()}, {"红山镇": 0, "绿水乡": 0, "界外乡": 1})
    checks.equal("greatest day", {name: row["max_mm"] for name, row in towns.items()}, {"红山镇": 60, "绿水乡": 60, "界外乡": 60})


def check_lower_bound(plan):
    """After orange: yellow is lowered, but yellow or above, for a day is missing, may still be orange."""
    first = plan.parent / "first.gpkg"
    warned(plan, rain_file(plan, "first", {"2020-07-20": 110}), "-o", first)
    for what, days, change in (("known", {"2020-07-20": 60, "2020-07-21": 0}, "lowered"), ("a day missing", {"2020-07-20": 60, "2020-07-21": None}, "unknown")):
        answer = warned(plan, rain_file(plan, "then", days), "--previous", first)
        village = rows_of(answer)["V1"]
        checks.equal(f"V1, {what}", [village["previous_level"], village["level"], village["change"]], ["orange", "yellow", change])
        town = next(row for row in answer["towns"] if row["town"] == "红山镇")
        checks.equal(f"its town, {what}", [town["previous_level"], town["level"], town["change"]], ["red", "orange", change])


def check_picture(plan):
    """A picture of a rain map is no rain: 255 is not mm. Bytes that name their days are."""
    def grid(name, bands, colours=None, days=None):
        path = plan.parent / name
        data = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, bands, gdal.GDT_Byte)
        data.SetGeoTransform((112, 1, 0, 37, 0, -1))
        data.SetProjection("EPSG:4490")
        for number in range(1, bands + 1):
            band = data.GetRasterBand(number)
            band.Fill(60)
            if colours:
                table = gdal.ColorTable()
                table.SetColorEntry(60, (0, 0, 255, 255))
                band.SetColorTable(table)
            if days:
                band.SetDescription(days[number - 1])
        return path

    pictures = {"rgba": grid("rgba_20200720.tif", 4), "rgb": grid("rgb_20200720.tif", 3), "palette": grid("palette_20200720.tif", 1, True)}
    for what, path in pictures.items():
        done = run("warn", plan, "--lang", "en", "--season", "in", "--rain", path)
        checks.equal(what, (done.returncode, "is a picture" in done.stderr, done.stdout), (3, True, ""))
    days = warned(plan, grid("days.tif", 3, days=["2020-07-20", "2020-07-21", "2020-07-22"]))
    checks.equal("three days of bytes", [day["largest_mm"] for day in days["rain"]["daily"]], [60, 60, 60])
    checks.equal("one day of bytes", warned(plan, grid("day_20200720.tif", 1))["rain"]["daily"][0]["largest_mm"], 60)


def check_old_rain(plan):
    """Rain up to 07-20: issued on the 21st its last whole day is there; on the 23rd two whole days lack."""
    rain = rain_file(plan, "old", {"2020-07-20": 5})
    for time, told in (("2020-07-20 20:00", False), ("2020-07-21 23:59", False), ("2020-07-23 00:10", True), ("2020-07-22T16:10:00Z", True), ("now-ish", False)):
        done = run("warn", plan, "--lang", "en", "--rain", rain, "--time", time)
        checks.equal(f"issued {time}", "of 2 whole days since nothing is known" in done.stderr, told)


def check_event_chain(plan):
    """60 mm on 07-20, then an issue that sees dry days only: it does not forget when it rained. Two dry days part events."""
    first, second, dry = (plan.parent / f"{name}.gpkg" for name in ("rainy", "calm", "dry"))
    warned(plan, rain_file(plan, "rainy", {"2020-07-20": 60}), "-o", first)
    calm = warned(plan, rain_file(plan, "calm", {"2020-07-21": 0}), "--previous", first, "-o", second)
    checks.equal("the second issue", calm["event"] | {"first_issued": None},
                 {"number": 2, "continued": True, "first_issued": None, "last_wet_day": "2020-07-20"})
    warned(plan, rain_file(plan, "dry", {"2020-06-10": 0}), "-o", dry)
    for earlier, day, number in ((second, "2020-07-22", 3), (second, "2020-07-23", 1), (second, "2021-07-20", 1), (dry, "2020-06-13", 1),
                                 (dry, "2020-06-11", 2)):
        later = warned(plan, rain_file(plan, "later", {day: 60}), "--previous", earlier)
        checks.equal(f"rain on {day} after {earlier.stem}", later["event"]["number"], number)


def check_earlier_order(plan):
    """An issue that is told to be later is refused; one whose rain goes on to a later day is told."""
    earlier = plan.parent / "evening.gpkg"
    warned(plan, rain_file(plan, "evening", {"2020-07-21": 110}), "-o", earlier, "--time", "2020-07-21 20:00")
    rain = rain_file(plan, "morning", {"2020-07-20": 60})
    for time, code in (("2020-07-21 08:00", 3), ("2020-07-21T11:59:00Z", 3), ("2020-07-21 20:00", 0), ("2020-07-22 08:00", 0)):
        done = run("warn", plan, "--lang", "en", "--rain", rain, "--previous", earlier, "--time", time)
        checks.equal(f"issued at {time}", (done.returncode, "later than this warning" in done.stderr), (code, code == 3))
        checks.equal(f"days, issued at {time}", "goes on to 2020-07-21" in done.stderr, code == 0)


def change(path, sql):
    """Triggers call functions that only a GeoPackage library has."""
    database = sqlite3.connect(path)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    database.execute(sql)
    database.commit()
    database.close()


def check_other_places(plan):
    """Places that the plan no longer has are counted and named; a warning of other towns is no earlier issue of this one."""
    earlier = plan.parent / "both.gpkg"
    rain = rain_file(plan, "both", {"2020-07-20": 60})
    warned(plan, rain, "-o", earlier)
    fewer = make_plan([("V9", "红山镇", 100, (112.1, 112.1)), ("V2", "界外乡", 40, (114.5, 114.5))])
    done = run("warn", fewer, "--lang", "en", "--rain", rain, "--previous", earlier)
    checks.true("V1 is told", done.returncode == 0 and "1 places" in done.stderr and "(V1): they are neither lifted nor listed" in done.stderr,
                done.stderr)
    change(earlier, "UPDATE warning_towns SET town = town || '外'")
    done = run("warn", plan, "--lang", "en", "--rain", rain, "--previous", earlier)
    checks.equal("other towns", (done.returncode, "a warning of other towns" in done.stderr, done.stdout), (3, True, ""))


def check_damaged_issue(plan):
    """An earlier issue that lists less than it counts is refused: what it does not list would pass for not warned."""
    whole = warned(plan, rain_file(plan, "whole", {"2020-07-20": 60}), "-o", plan.parent / "whole.gpkg")
    damages = {"no villages": lambda issue: issue.pop("villages"), "villages cut": lambda issue: issue["villages"].pop(),
               "points cut": lambda issue: issue["hazard_points"].pop(), "towns cut": lambda issue: issue.update(towns=issue["towns"][:1]),
               "no word of a level": lambda issue: issue["villages"][0].update(level="ORANGE"), "no totals": lambda issue: issue.pop("totals")}
    rain = rain_file(plan, "next", {"2020-07-20": 60})
    for what, damage in damages.items():
        issue = json.loads(json.dumps(whole))
        damage(issue)
        path = plan.parent / "damaged.json"
        path.write_text(json.dumps(issue), encoding="utf-8")
        done = run("warn", plan, "--lang", "en", "--rain", rain, "--previous", path)
        checks.equal(what, (done.returncode, "damaged.json" in done.stderr, done.stdout), (3, True, ""))
    for sql in ("DELETE FROM warning_villages WHERE village_id = 'V1'", "UPDATE warning_points SET level = 'Red' WHERE hazard_id = 'H1'",
                "DELETE FROM warning WHERE key = 'totals.yellow.towns'"):
        path = plan.parent / "damaged.gpkg"
        path.write_bytes((plan.parent / "whole.gpkg").read_bytes())
        change(path, sql)
        done = run("warn", plan, "--lang", "en", "--rain", rain, "--previous", path)
        checks.equal(sql, (done.returncode, "damaged.gpkg" in done.stderr, done.stdout), (3, True, ""))


def station_file(plan, figures):
    rows = [f"{name},{lon},35.5,2020-07-20,{mm}" for name, lon, mm in figures]
    path = plan.parent / "stations.csv"
    path.write_text("\n".join(["站号,经度,纬度,日期,日雨量(mm)", *rows]), encoding="utf-8")
    return path


def check_large_village(crs):
    """From 112.05 to 112.45: its inner point is at 112.25. The worst rain and ground that it has a part in, not those of that point."""
    villages = [("V1", "红山镇", 100, (112.05, 112.45)), ("V2", "界外乡", 40, (114.5, 114.5))]
    plan = make_plan(villages, ((112.0, 112.2, "中易发"), (112.0, 112.053, "高易发"), (112.2, 112.3, "非易发")), crs)
    known = {"wet in the east": ([(112, 112.3, 5), (112.3, 115, 120)], ("orange", False, 120, 0)),
             "wet in the west": ([(112, 112.1, 120), (112.1, 115, 5)], ("orange", False, 120, 0)),
             "dry": ([(112, 115, 5)], ("none", False, 5, 0)),
             "known of the wet east": ([(112.3, 115, 120)], ("orange", True, 120, 1)),
             "known of the dry east": ([(112.3, 115, 5)], (None, False, 5, 1)),
             "known beside it": ([(112.5, 115, 120)], (None, False, None, 1))}
    for what, (parts, expected) in known.items():
        output = plan.parent / "village.gpkg"
        answer = warned(plan, rain_file(plan, "village", {"2020-07-20": parts}), "-o", output)
        row = next(row for row in Plan(output).rows("warning_villages") if row["village_id"] == "V1")
        checks.equal(f"{what}, {crs}", (row["level"], bool(row["at_least"]), row["max_mm"], row["days_missing"]), expected)
        checks.equal(f"ground, {what}, {crs}", row["susceptibility"], "medium")  # of high ground it has less than 1 %
        people = answer["totals"][expected[0] or "unknown"]["population"]
        checks.true(f"its people, {what}, {crs}", people in (100, 140), people)
    answer = warned(plan, station_file(plan, (("A", 112.25, 5), ("B", 112.44, 120))))
    checks.equal(f"a station in its east, {crs}", [rows_of(answer)["V1"][key] for key in ("level", "max_mm")], ["orange", 120])


def main():
    plan = make_plan()
    check_grades(plan)
    check_unknown_day(plan)
    check_town_without_polygon(plan)
    check_lower_bound(plan)
    check_picture(plan)
    check_old_rain(plan)
    check_event_chain(plan)
    check_earlier_order(plan)
    check_other_places(plan)
    check_damaged_issue(plan)
    check_large_village("EPSG:4490")
    check_large_village("EPSG:4546")
    checks.finish()


main()
