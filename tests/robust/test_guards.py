"""Inputs stay as they are whatever -o names; printed figures, overrides and pairwise factors that cannot be used are told."""
import os
import sqlite3

from damage import SOUND, Bench, Checks, digest, with_keys

checks = Checks()
bench = Bench(checks)
# ---- output over an input ----
def keeps_inputs(what, command, target, english, chinese):
    for language, pattern in (("en", english), ("zh", chinese)):
        before = digest(bench.project)
        done = bench.run(command, bench.project, "-o", target, language=language)
        bench.judge(f"{what} ({language})", done, 2, [pattern])
        checks.equal(f"{what} ({language}): project folder", digest(bench.project), before)
    bench.nothing_left(what)


bench.write({"last.gpkg": "last year"})
for name in ("villages.csv", "project.yaml", "plan.txt"):
    keeps_inputs(f"analyse -o {name}", "analyse", bench.project / name, r"ends in \.gpkg", r"以 \.gpkg 结尾")
for name in ("v.gpkg", "link.gpkg", "again.gpkg"):
    bench.write({"project.yaml": SOUND["project.yaml"].replace("counties.geojson", "v.gpkg"), "v.gpkg": "a layer"})
    os.symlink(bench.project / "v.gpkg", bench.project / "link.gpkg")
    os.link(bench.project / "v.gpkg", bench.project / "again.gpkg")
    keeps_inputs(f"analyse -o {name}", "analyse", bench.project / name, rf"{name} is an input of this project", rf"{name} 是本项目的输入文件")
bench.write({"project.yaml": SOUND["project.yaml"].replace("counties.geojson", "plan.gpkg"), "plan.gpkg": "a layer"})
keeps_inputs("plan into the folder of an input", "plan", bench.project, r"plan\.gpkg is an input", r"plan\.gpkg 是本项目的输入文件")
bench.write({})
done = bench.run("analyse", bench.project, "-o", bench.project / "plan.gpkg", "-q")
checks.equal("analyse beside the inputs", done.returncode, 0)

# ---- printed figures ----
POINTS = SOUND["points.csv"].splitlines()[0] + "\n" + """\
H1,一点,滑坡、地面塌陷,甲县,50,112.8001,35.5001
H2,二点,滑坡、崩塌,甲县,1184,112.9001,35.5001
"""


def compared(published):
    bench.write({"project.yaml": with_keys(published="p.yaml"), "p.yaml": published, "points.csv": POINTS})
    plan = bench.succeeds(f"published {published!r}", [], [])
    with sqlite3.connect(plan) as database:
        return {(item, key): (status, message or "") for item, key, status, message in
                database.execute("SELECT item, key, status, message FROM comparison")}


rows = compared("hazard_points: {by_type: {崩塌: 1, 地面塌陷: 2}}\n")
checks.equal("崩塌 is second type of H2 only", ("H2" in rows["hazard_points.by_type", "崩塌"][1], "H1" in rows["hazard_points.by_type", "崩塌"][1]), (True, False))
checks.equal("地面塌陷 is second type of H1 only", ("H1" in rows["hazard_points.by_type", "地面塌陷"][1], "H2" in rows["hazard_points.by_type", "地面塌陷"][1]),
             (True, False))
# 50 + 1184 people
rows = compared('registered: {population: "1,234"}\nhazard_points: {total: "约2", by_type: {滑坡: 2}}\nkey_points: "—"\n')
checks.equal("1,234 people", rows["registered", "population"][0], "agrees")
checks.equal("about 2 points", rows["hazard_points", "total"][0], "agrees")
checks.equal("a printed total in words adds up", rows["hazard_points.by_type", "sum"][0], "agrees")
checks.true("— is missing", ("key_hazard_points", "total") not in rows)
checks.equal("1,235 people", compared('registered: {population: "1,235"}\n')["registered", "population"][0], "differs")
for text in ("约一", "1,23", "120人", "x"):
    bench.write({"project.yaml": with_keys(published="p.yaml"), "p.yaml": f'hazard_points:\n  by_type: {{滑坡: "{text}"}}\n'})
    bench.fails(f"printed {text}", 3, [rf"p\.yaml, line 2: \"{text}\" is not a number"], [rf"p\.yaml 第 2 行：“{text}”不是数字"])

# ---- priority ----
bench.write({"project.yaml": with_keys(priority={"override": {"一镇": "key"}})})
bench.succeeds("override without towns", [r"`priority\.override` names towns"], [r"`priority\.override` 指定了乡镇等级"])
TOWNS = SOUND["counties.geojson"].replace('{"name": "甲县"}', '{"name": "一镇", "county": "甲县"}')
twice = with_keys(priority={"ahp": {"factors": ["property", "property"], "matrix": [[1, 1], [1, 1]]}})
bench.write({"project.yaml": twice.replace("layers:\n", "layers:\n  towns: {path: t.geojson}\n"), "t.geojson": TOWNS})
bench.fails("a factor twice", 3, [r"the factor \"property\" stands twice"], [r"因子“property”重复"])

# ---- names that a project does without ----
NAMELESS = TOWNS.replace('"一镇"', "null")
for layer in ("towns", "counties"):
    keys = with_keys(checks={"required_missing": "warning", "county_unknown": "warning", "outside_region": "warning"}, priority={"method": "rules"})
    keys = keys.replace("layers:\n", "layers:\n  towns:\n    path: t.geojson\n") if layer == "towns" else keys.replace("counties.geojson", "t.geojson")
    bench.write({"project.yaml": keys, "t.geojson": NAMELESS})
    plan = bench.succeeds(f"{layer} without a name", [rf"layer {layer}, row 1, column \"name\": the field name is required"], [rf"图层 {layer} 第 1 行“name”列：必填字段 name 为空"])
    with sqlite3.connect(plan) as database:
        names = [text for row in database.execute("SELECT name, towns FROM priority_zones") for text in row]
    checks.true(f"{layer} without a name: zones", not any("null" in text for text in names) and bool(names) == (layer == "towns"), names)

# ---- parameters ----
bench.write({"project.yaml": with_keys(grading={"threatened_people": {"extra_large": 5}})})
bench.fails("bounds out of order", 3, [r"threatened_people\.extra_large is 5, below .*large, which is 500"], [r"extra_large 为 5，小于 .*large 的 500"])
bench.write({"project.yaml": with_keys(hazard={"radius_m": {"landslide": 1000000}})})
bench.fails("a radius of 1000 km", 3, [r"landslide\" is 1000000; it must be between 0 and 100000"], [r"landslide”为 1000000，应在 0 至 100000 之间"])

checks.finish()
