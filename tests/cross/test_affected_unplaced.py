"""Places without a position: no emergency answer can list them, so every answer says how many there are and names the first few."""

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import jsonschema
from crosscheck import Checks, analyse, example_plan, run, workspace

checks = Checks()
schema = json.loads((Path(os.environ["HAZPLAN_SOURCE"]) / "data/schema/affected.schema.json").read_text(encoding="utf-8"))
folder = workspace()
FILES = {
    "project.yaml": """\
title: 缺位置的方案
region: {name: 试验市}
layers:
  villages: {path: v.csv, x: lon, y: lat, crs: EPSG:4490}
  hazard_points: {path: h.csv, x: lon, y: lat, crs: EPSG:4490}
  facilities: {path: f.csv, x: lon, y: lat, crs: EPSG:4490}
  key_towns: {path: k.csv, x: lon, y: lat, crs: EPSG:4490}
checks: {village_unplaced: warning}
""",
    # Six of seven villages, not in the order of their ids; the fourth is of no town.
    "v.csv": "village_id,name,town,county,population,lon,lat\nV1,一村,甲镇,甲县,100,112.9,35.6\nV9,九村,甲镇,甲县,9,,\nV4,四村,,甲县,4,,\n"
    "V8,八村,甲镇,甲县,8,,\nV5,五村,乙镇,甲县,5,,\nV7,七村,甲镇,甲县,7,,\nV6,六村,甲镇,甲县,6,,\n",
    "h.csv": "hazard_id,name,type,lon,lat\nH1,东坡,滑坡,112.9,35.6\nH2,西坡,滑坡,,\n",
    "f.csv": "facility_id,name,people,lon,lat\nF1,小学,30,112.9,35.6\nF2,中学,30,,\n",
    "k.csv": "name,county,tier,status,lon,lat\n丙镇,甲县,1,existing,,\n丁镇,甲县,2,existing,113.2,35.6\n",
}
EXPECTED = {
    "villages": 6,
    "hazard_points": 1,
    "facilities": 1,
    "key_towns": 1,
    "first": [
        {"layer": layer, "id": code, "name": name, "town": town, "county": county}
        for layer, code, name, town, county in (
            ("villages", "V4", "四村", None, "甲县"),
            ("villages", "V5", "五村", "乙镇", "甲县"),
            ("villages", "V6", "六村", "甲镇", "甲县"),
            ("villages", "V7", "七村", "甲镇", "甲县"),
            ("villages", "V8", "八村", "甲镇", "甲县"),
            ("hazard_points", "H2", "西坡", None, None),
            ("facilities", "F2", "中学", None, None),
            ("key_towns", None, "丙镇", None, "甲县"),
        )
    ],
}


def ask(plan, *words, form="json"):
    done = run("affected", plan, *words, "--format", form, "-q", "--lang", "zh")
    checks.equal(f"exit code of {words}", (done.returncode, done.stderr), (0, ""))
    return done.stdout


def check_answer(what, plan, *words):
    answer = json.loads(ask(plan, *words))
    checks.equal(f"{what}: without a position", answer.get("without_position"), EXPECTED)
    checks.equal(f"{what}: fits the schema", [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(answer)], [])
    return answer


for name, text in FILES.items():
    (folder / name).write_text(text, encoding="utf-8")
plan = analyse(folder, folder / "plan.gpkg")
near, far = ("--at", "112.9,35.6", "--radius", "1000"), ("--at", "113.9,35.6", "--radius", "1000")
checks.equal("villages near", check_answer("near", plan.path, *near)["totals"]["villages"], 1)
checks.equal("nobody far off", check_answer("far", plan.path, *far)["totals"]["villages"], 0)
check_answer("the zone of a hazard point", plan.path, "--hazard", "H1", "--radius", "500")
table = ask(plan.path, *near, form="table")
line = "未能判断：方案中没有位置的村 6 个、隐患点 1 处、设施 1 处、救援队 1 支，可能也在附近，如四村（甲县）、五村（乙镇）、六村（甲镇）、七村（甲镇）、八村（甲镇）、西坡、中学、丙镇（甲县）"
checks.equal("the line of the table", table.splitlines().count(line), 1)
english = run("affected", plan.path, *near, "-q", "--lang", "en").stdout
checks.true("in English", "no position of 6 villages, 1 hazard points, 1 facilities and 1 brigades, which may be near too, such as 四村 (甲县), 五村" in english, english)

# The files say the same: the report and the map's page as a sentence, the GeoPackage in its one row.
made = folder / "made"
for language, sentence in (("zh", line), ("en", "no position of 6 villages, 1 hazard points, 1 facilities and 1 brigades, which may be near too, such as 四村 (甲县)")):
    done = run("affected", plan.path, *near, "-q", "--lang", language, "--report", f"{made}.md", "--map", f"{made}.svg", "--gpkg", f"{made}.gpkg")
    checks.equal(f"files in {language}", (done.returncode, done.stderr), (0, ""))
    checks.equal(f"the report in {language}", Path(f"{made}.md").read_text(encoding="utf-8").count(sentence), 1)
    with sqlite3.connect(f"{made}.gpkg") as database:
        row = database.execute("SELECT villages_without_position, hazard_points_without_position, facilities_without_position, key_towns_without_position, without_position FROM affected").fetchone()
    checks.equal(f"the row in {language}", row[:4], (6, 1, 1, 1))
    checks.true(f"its sentence in {language}", sentence in row[4], row[4])
done = run("affected", plan.path, *near, "-q", "--lang", "zh", "--map", f"{made}.pdf")
page = subprocess.run(["pdftotext", "-raw", f"{made}.pdf", "-"], capture_output=True, text=True, check=True).stdout
checks.true("the map's page", "没有位置的村6个、隐患点1处" in "".join(page.split()), page)

# By an index, for a nation's plan is not read through; a plan of an earlier year has none and is answered alike.
without = plan.database.execute("SELECT sql FROM sqlite_master WHERE name = 'idx_villages_unplaced'").fetchone()["sql"].split(" WHERE ")[1]
rows = plan.database.execute(f"EXPLAIN QUERY PLAN SELECT l.name FROM villages l WHERE ({without}) ORDER BY +l.village_id").fetchall()
checks.true("villages are not read through", any("idx_villages_unplaced" in row["detail"] for row in rows), [tuple(row) for row in rows])
earlier = folder / "earlier.gpkg"
shutil.copy(plan.path, earlier)
database = sqlite3.connect(earlier)
for layer in ("villages", "hazard_points", "facilities", "key_towns"):
    database.execute(f"DROP INDEX idx_{layer}_unplaced")
database.commit()
database.close()
checks.equal("a plan without the index", ask(earlier, *near), ask(plan.path, *near))

# Present only where there are some.
whole = example_plan("jincheng")
checks.equal("nothing lacks a position", whole.rows("villages", "geom IS NULL") + whole.rows("hazard_points", "geom IS NULL"), [])
answer = ask(whole.path, "--at", "巴公镇", "--radius", "3000")
checks.true("then there is no such key", "without_position" not in json.loads(answer), answer[:300])
checks.true("nor a line", "没有位置" not in ask(whole.path, "--at", "巴公镇", "--radius", "3000", form="table"))
checks.finish()
