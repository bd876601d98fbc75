"""The map and the GeoPackage of `hazplan affected` tell what its JSON tells: names, people, distances, the area asked for."""

import json
import re
import shutil
import sqlite3
import struct
import subprocess
import sys

from crosscheck import CGCS2000, Checks, Plan, example_plan, run, stored_shape, workspace
from osgeo_utils.samples import validate_gpkg

COMPASS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"]


def ask(plan, *words, files=(), lang="zh"):
    """The answer as JSON, with files made beside."""
    done = run("affected", plan, "--format", "json", "--lang", lang, *words, *files)
    if done.returncode != 0:
        sys.exit(f"affected {words}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout), done.stderr


def squeeze(text):
    return re.sub(r"\s+", "", text)


def text_of(pdf):
    """All text in the order it was drawn, without blanks: a long name is set in two lines."""
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    return squeeze(done.stdout)


def distance_text(metres):
    if metres < 999.5:
        return f"{metres:.0f}m"
    return f"{metres / 1000:.1f}km" if metres < 9950 else f"{metres / 1000:.0f}km"


def label(village):
    if village["population"] is None:
        return f"{village['name']}人口不详"
    return f"{village['name']}{village['population']:.0f}人"


# ---- the map ----


def check_page(checks, what, pdf, stderr):
    """One page A4 with all glyphs, fonts embedded."""
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    sides = sorted(float(side) for side in re.search(r"Page size: +([\d.]+) x ([\d.]+)", info).groups())
    checks.equal(f"pages of {what}", re.search(r"Pages: +(\d+)", info).group(1), "1")
    checks.true(f"size of {what}", abs(sides[0] - 595.3) < 1 and abs(sides[1] - 841.9) < 1, sides)
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    checks.true(f"fonts of {what}", fonts and all("Noto" in font and " yes " in font for font in fonts), fonts)
    checks.true(f"glyphs of {what}", "fonts-noto-cjk" not in stderr and "\ufffd" not in text_of(pdf), stderr)


def check_heading(checks, what, text, plan, title):
    checks.true(f"title of {what}", squeeze(title) in text, title)
    checks.true(f"plan of {what}", squeeze(f"依据：{plan.summary('title')}（方案年度{plan.summary('year'):.0f}年）") in text)
    checks.equal(f"notices on {what}", text.count(squeeze(plan.summary("notice"))), 2)


def check_totals(checks, what, text, totals):
    for name, key in (("村庄（个）", "villages"), ("涉及乡镇（个）", "towns"), ("隐患点（处）", "hazard_points")):
        checks.true(f"{key} on {what}", f"{name}{totals[key]}" in text, totals[key])
    for name, key in (("人口（人）", "population"), ("户数（户）", "households")):
        missing = totals[f"{key}_missing"]
        if totals["villages"] == 0:
            wanted = "0"
        elif totals[key] is None:
            wanted = f"不详：{missing}个村均无数字"
        else:
            wanted = f"{totals[key]:.0f}" + (f"，另有{missing}个村不详" if missing else "")
        checks.true(f"{key} on {what}", name + wanted in text, wanted)


def check_facilities(checks, what, text, answer):
    """Counted apart from the residents, those without a figure told."""
    totals = answer["totals"]
    known = [row["people"] for row in answer["facilities"] if row["people"] is not None]
    missing = totals["facilities"] - len(known)
    wanted = f"{totals['facilities']}处，" + (f"{sum(known):.0f}人，不计入上列人口" if known else "人数不详")
    wanted += f"；{missing}处人数不详" if known and missing else ""
    checks.equal(f"facilities of {what}", f"学校等设施{wanted}" in text, totals["facilities"] > 0)
    for row in answer["facilities"][:5]:
        people = "不详" if row["people"] is None else f"{row['people']:.0f}"
        checks.true(f"{row['name']} of {what}", squeeze(row["name"]) + people + distance_text(row["distance_m"]) in text)


def check_list(checks, what, text, villages):
    """The nearest villages in rows, the others counted."""
    below = text.split("村庄（由近及远）")[-1]  # facilities above have a count of their own
    left = re.search(r"另有(\d+)个，版面所限未列出", below)
    listed = len(villages) - (int(left.group(1)) if left else 0)
    checks.true(f"villages listed on {what}", listed >= min(5, len(villages)), listed)
    for village in villages[:listed]:
        people = "不详" if village["population"] is None else f"{village['population']:.0f}"
        place = distance_text(village["distance_m"]) + COMPASS[int(((village["bearing_deg"] + 22.5) % 360) // 45)]
        contact = squeeze((village["contact"] or "") + (village["phone"] or "")) or "—"
        checks.true(f"row of {village['name']} on {what}", squeeze(village["name"]) + people + place + contact in text,
                    (people, place, contact))


def check_brigades(checks, what, text, brigades):
    for brigade in brigades:
        wanted = brigade["name"] + brigade["status_zh"] + distance_text(brigade["distance_m"])
        checks.true(f"brigade {brigade['name']} on {what}", wanted in text, wanted)


def check_map(checks, what, plan, title, *words):
    pdf = workspace() / "map.pdf"
    answer, stderr = ask(plan.path, *words, files=["--map", pdf])
    text = text_of(pdf)
    check_page(checks, what, pdf, stderr)
    check_heading(checks, what, text, plan, title)
    check_totals(checks, what, text, answer["totals"])
    check_list(checks, what, text, answer["villages"])
    check_brigades(checks, what, text, answer["brigades"])
    check_facilities(checks, what, text, answer)
    labels = [label(village) for village in answer["villages"]]
    named = sum(squeeze(name) in text for name in labels)
    caveat = re.search(r"图上注名(\d+)个村，共(\d+)个", text)
    if caveat:
        checks.equal(f"names told and names on {what}", (int(caveat.group(1)), int(caveat.group(2))), (named, len(labels)))
    else:
        checks.equal(f"names on {what}", named, len(labels))
    return answer, text


def check_maps(checks, plan):
    answer, text = check_map(checks, "a circle", plan, "巴公镇周围3 km内的村庄", "--at", "巴公镇", "--radius", 3000)
    checks.true("a circle with villages to name", 5 <= len(answer["villages"]) <= 60, len(answer["villages"]))
    for point in answer["hazard_points"]:
        checks.true(f"hazard point {point['hazard_id']}", point["hazard_id"] in text)
    scale = int(re.search(r"1:(\d+)", text).group(1))
    checks.true("the circle fills the page", 0.5 * 210 < 6000 * 1000 / scale < 210, scale)

    answer, text = check_map(checks, "a full page", plan, "巴公镇周围25 km内的村庄", "--at", "巴公镇", "--radius", 25000)
    checks.true("more villages than names", len(answer["villages"]) > 500 and "图上注名" in text)

    answer, text = check_map(checks, "a region", plan, "巴公镇周围300 km内的村庄", "--at", "巴公镇", "--radius", 300000)
    checks.equal("all villages", len(answer["villages"]), len(plan.rows("villages")))
    checks.true("a circle larger than the map is told", "所问范围远大于受影响对象的分布" in text)

    answer, text = check_map(checks, "nobody", plan, "周围500 m内的村庄", "--at", "118.5,31.2", "--radius", 500)
    checks.equal("nobody", answer["villages"], [])
    checks.true("nobody is told", "范围内没有村，100km内也没有方案中的村" in text and "不在本方案所辖" in text)
    answer, text = check_map(checks, "a radius in kilometres", plan, "巴公镇周围3m内的村庄", "--at", "巴公镇", "--radius", 3)
    checks.true("who is nearest is told", "最近的村：庄头村委会（巴公镇），974m东" in text and answer["nearest_village"]["phone"] in text, text[:600])

    hazard = plan.rows("hazard_points", "hazard_id IN (SELECT hazard_id FROM exposure GROUP BY 1 HAVING count(*) > 0)")[0]
    answer, text = check_map(checks, "a hazard point", plan, f"{hazard['name']}威胁的村庄", "--hazard", hazard["hazard_id"])
    checks.true("a hazard point with villages", len(answer["villages"]) > 0)


def check_on_the_circle(checks, plan):
    """A village at exactly the radius is on the map with its people; a millimetre less, and it is not."""
    village = plan.rows("villages", "population IS NOT NULL")[17]
    lon, lat = stored_shape(village["geom"]).coords[0]
    start = CGCS2000.Direct(lat, lon, 77, 2500)
    radius = CGCS2000.Inverse(start["lat2"], start["lon2"], lat, lon)["s12"]
    at = f"{start['lon2']!r},{start['lat2']!r}"
    for less, inside in ((0, True), (0.001, False)):
        pdf = workspace() / "edge.pdf"
        answer, _ = ask(plan.path, "--at", at, "--radius", repr(radius - less), files=["--map", pdf])
        checks.equal("a village on the circle", village["village_id"] in [row["village_id"] for row in answer["villages"]], inside)
        checks.equal("a village on the circle, its label", squeeze(label(village)) in text_of(pdf), inside)


def check_missing_people(checks, plan):
    """People that are not known are told to be unknown, on labels, in rows and in totals."""
    copy = workspace() / "plan.gpkg"
    shutil.copy(plan.path, copy)
    database = sqlite3.connect(copy)
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')  # they call functions that only GDAL has
    database.execute("UPDATE villages SET population = NULL, exposed_population = NULL WHERE town = '巴公镇' AND rowid % 2 = 0")
    database.commit()
    database.close()
    answer, text = check_map(checks, "people in part unknown", Plan(copy), "巴公镇", "--at", "巴公镇", "--radius", 3000)
    unknown = [village["name"] for village in answer["villages"] if village["population"] is None]
    checks.true("some unknown", 0 < len(unknown) < len(answer["villages"]), unknown)
    checks.equal("never zero", [name for name in unknown if squeeze(name) + "0人" in text], [])
    check_map(checks, "people unknown", example_plan("sanmenxia"), "周围", "--at", "111.2,34.6", "--radius", 20000)


def check_english(checks, plan):
    pdf, png, svg = (workspace() / f"map.{ending}" for ending in ("pdf", "png", "svg"))
    answer, _ = ask(plan.path, "--at", "巴公镇", "--radius", 3000, files=["--map", pdf], lang="en")
    text = text_of(pdf)
    checks.true("English title", "Villageswithin3kmof巴公镇" in text)
    checks.true("English totals", f"Peopleinside{answer['totals']['population']:.0f}" in text)
    ask(plan.path, "--at", "巴公镇", "--radius", 3000, files=["--map", png])
    checks.equal("A4 at 150 dpi", sorted(struct.unpack(">II", png.read_bytes()[16:24])), [1240, 1754])
    ask(plan.path, "--at", "巴公镇", "--radius", 3000, files=["--map", svg])
    checks.true("SVG", svg.read_text().startswith("<?xml"))
    again = workspace() / "again.pdf"
    ask(plan.path, "--at", "巴公镇", "--radius", 3000, files=["--map", again], lang="en")
    checks.true("the same question gives the same file", again.read_bytes() == pdf.read_bytes())
    refused = run("affected", plan.path, "--at", "巴公镇", "--radius", 3000, "--map", workspace() / "map.bmp")
    checks.equal("another ending", refused.returncode, 2)


# ---- the GeoPackage ----

LISTS = {"villages": ("affected_villages", "village_id"), "hazard_points": ("affected_hazard_points", "hazard_id"),
         "brigades": ("affected_brigades", "name"), "facilities": ("affected_facilities", "facility_id")}


def check_rows(checks, file, answer):
    for key, (table, name) in LISTS.items():
        rows = file.rows(table)
        checks.equal(f"rows of {table}", [row[name] for row in rows], [row[name] for row in answer.get(key, [])])
        for row, told in zip(rows, answer.get(key, [])):
            for column in set(row) & set(told) - {"lon", "lat"}:
                if isinstance(told[column], float):
                    # JSON has millimetres and ten-thousandths of a degree
                    checks.true(f"{column} of {row[name]}", abs(row[column] - told[column]) <= 0.00051, (row[column], told[column]))
                else:
                    checks.equal(f"{column} of {row[name]}", row[column], told[column])
            if "lon" in told:
                x, y = stored_shape(row["geom"]).coords[0]
                checks.true(f"place of {row[name]}", abs(x - told["lon"]) < 1e-9 and abs(y - told["lat"]) < 1e-9)


def check_answer_row(checks, file, answer, plan):
    row = file.rows("affected")[0]
    for key in ("villages", "towns", "hazard_points", "population", "households", "population_missing", "households_missing"):
        checks.exact(f"total {key}", row[key], answer["totals"][key])
    checks.equal("plan", (row["plan_title"], row["year"], row["notice"]),
                 (plan.summary("title"), plan.summary("year"), plan.summary("notice")))


def check_geopackage(checks, plan):
    path = workspace() / "affected.gpkg"
    answer, _ = ask(plan.path, "--at", "巴公镇", "--radius", 3000, files=["--gpkg", path])
    file = Plan(path)
    check_rows(checks, file, answer)
    check_answer_row(checks, file, answer, plan)
    area = stored_shape(file.rows("affected_area")[0]["geom"])
    row = file.rows("affected")[0]
    corners = [CGCS2000.Inverse(row["lat"], row["lon"], y, x)["s12"] for x, y in area.geoms[0].exterior.coords]
    checks.true("the circle", len(corners) > 300 and max(abs(corner - 3000) for corner in corners) < 1e-4)
    styled = [found[0] for found in file.database.execute("SELECT f_table_name FROM layer_styles ORDER BY 1")]
    layers = [found[0] for found in file.database.execute("SELECT table_name FROM gpkg_geometry_columns ORDER BY 1")]
    checks.equal("styles", styled, layers)
    again = workspace() / "again.gpkg"
    ask(plan.path, "--at", "巴公镇", "--radius", 3000, files=["--gpkg", again])
    checks.true("the same question gives the same file", again.read_bytes() == path.read_bytes())
    checks.true("GDAL's validator", validate_gpkg.check(str(path), abort_at_first_error=False, verbose=False) == [])


def check_stored_zone(checks, plan):
    """A hazard point's area is the zone that the plan stores."""
    zone = plan.rows("hazard_zones")[3]
    path = workspace() / "zone.gpkg"
    ask(plan.path, "--hazard", zone["hazard_id"], files=["--gpkg", path])
    checks.true("the zone", stored_shape(Plan(path).rows("affected_area")[0]["geom"]).equals(stored_shape(zone["geom"])))


def check_asked_area(checks, plan):
    """Polygons asked for come back, a hole as a hole."""
    rings = [[[112.5, 35.48], [112.9, 35.5], [112.7, 35.55], [112.5, 35.48]],
             [[112.6, 35.495], [112.65, 35.5], [112.65, 35.515], [112.6, 35.495]]]
    file = workspace() / "area.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": rings}}]}))
    path = workspace() / "area.gpkg"
    pdf = workspace() / "area.pdf"
    answer, _ = ask(plan.path, "--area", file, files=["--gpkg", path, "--map", pdf])
    area = stored_shape(Plan(path).rows("affected_area")[0]["geom"])
    checks.equal("parts and holes", [len(part.interiors) for part in area.geoms], [1])
    checks.close("area", area.area, 0.5 * abs(0.4 * 0.07 - 0.02 * 0.2) - 0.5 * abs(0.05 * 0.02 - 0.005 * 0.05), 1e-9)
    check_totals(checks, "an area", text_of(pdf), answer["totals"])


def main():
    checks = Checks()
    plan = example_plan("jincheng")
    check_maps(checks, plan)
    check_on_the_circle(checks, plan)
    check_missing_people(checks, plan)
    check_english(checks, plan)
    check_geopackage(checks, plan)
    check_stored_zone(checks, plan)
    check_asked_area(checks, plan)
    checks.finish()


main()
