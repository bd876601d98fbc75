"""What `hazplan affected` takes a word or a pair of coordinates for: ids, names, names that several places bear, and what nobody bears."""

import json
import re

from affected_scenes import key_town, made_plan, point, village
from crosscheck import Checks, example_plan, run

checks = Checks()
LON, LAT = 112.85, 35.5
IDS = ["'; DROP TABLE villages;--", "--help", "-5", 'H"1', "140525D002", "%", "H 7", "\\", "甲-1", "112.9,35.6"]
villages = [
    village(0, (112.80, 35.50), name="东村", town="红山镇"),
    village(1, (112.81, 35.51), name="西村", town="红山镇"),
    village(2, (112.95, 35.55), name="西村", town="绿水乡"),
    village(3, (112.96, 35.56), name="巴公一村", town="绿水乡"),
    village(4, (112.97, 35.57), name="巴公二村", town="绿水乡"),
    village(5, (112.85, 35.50), name="上村(社区)", town="红山镇"),
    village(6, (112.70, 35.40), name="犇羴垚村", town="红山镇"),
]
points = [point(i, (112.85 + 0.01 * i, 35.6), hazard_id=name, name=f"滑坡{i}", radius_m=500) for i, name in enumerate(IDS)]
points += [point(30, (112.73, 35.7), name="红山镇天塘村滑坡隐患点", radius_m=500)]
points += [point(20, (112.7, 35.7), name="双生沟", radius_m=500), point(21, (112.71, 35.7), name="双生沟", radius_m=500)]
plan = made_plan("names", villages, points, [key_town(0, (112.9, 35.5))]).path
before = plan.read_bytes()


def asked(what, *words, kind=None, name=None, place=None, hazard=None):
    done = run("affected", plan, *words, "--format", "json")
    checks.equal(f"{what}: exit code", (done.returncode, done.stderr), (0, ""))
    if done.returncode != 0:
        return
    query = json.loads(done.stdout)["query"]
    for key, expected in (("place_kind", kind), ("name", name), ("hazard_id", hazard)):
        checks.equal(f"{what}: {key}", query[key], expected) if expected else None
    if place:
        apart = max(abs(query["lon"] - place[0]), abs(query["lat"] - place[1]))
        checks.true(f"{what}: place", apart < 1e-9, f"is {query['lon']},{query['lat']}, should be {place}")


def refused(what, *words, says, says_not=()):
    """Exit 2, nothing on standard output, and the words that help, in both languages."""
    for language in ("zh", "en"):
        done = run("affected", plan, *words, "--format", "json", "--lang", language)
        checks.equal(f"{what} ({language}): exit code and output", (done.returncode, done.stdout), (2, ""))
        for text in says:
            checks.true(f"{what} ({language}): says {text}", text in done.stderr, done.stderr)
        for text in says_not:
            checks.true(f"{what} ({language}): does not say {text}", text not in done.stderr, done.stderr)
        checks.true(f"{what} ({language}): every place filled", not re.search(r"\{[a-z_]+\}", done.stderr), done.stderr)


# ---- ids and names ----
for i, name in enumerate(IDS):
    asked(f"hazard {name}", f"--hazard={name}", kind="hazard_point", hazard=name, place=(112.85 + 0.01 * i, 35.6))
asked("an id as a word of its own", "--hazard", "140525D002", hazard="140525D002")
asked("hazard by name", "--hazard", "滑坡4", hazard="140525D002", name="滑坡4")
asked("hazard by id, full width", "--hazard", "１４０５２５Ｄ００２", hazard="140525D002")
asked("village by name", "--at", "东村", "--radius", "100", kind="village", name="东村", place=(112.80, 35.50))
asked("village by id", "--at", "V0002", "--radius", "100", kind="village", name="西村", place=(112.95, 35.55))
asked("village by a part", "--at", "犇羴", "--radius", "100", name="犇羴垚村")
asked("village with brackets", "--at", "上村(社区)", "--radius", "100", name="上村(社区)", place=(112.85, 35.5))
asked("village with full-width brackets", "--at", "上村（社区）", "--radius", "100", name="上村(社区)")
asked("spaces about it", "--at", " 东村 ", "--radius", "100", name="东村")
refused("a name of two villages", "--at", "西村", "--radius", "100", says=["V0001", "V0002", "红山镇", "绿水乡"])
refused("a part of two names", "--at", "巴公", "--radius", "100", says=["V0003", "巴公一村", "V0004", "巴公二村"])
refused("a name of two hazard points", "--hazard", "双生沟", says=["H0020", "H0021"])
refused("a name that is near others", "--at", "巴公三村", "--radius", "100", says=["巴公一村", "巴公二村"], says_not=["犇羴垚村"])
refused("a name that sounds like another", "--at", "冬村", "--radius", "100", says=["东村"])
refused("a name with words about it", "--at", "巴公一村东边的山塌了", "--radius", "100", says=["\n  巴公一村"], says_not=["犇羴垚村"])
refused("a name without its ending, with words about it", "--at", "犇羴垚那边塌了", "--radius", "100", says=["犇羴垚村"])
refused("a slip in a name with another ending", "--at", "董村委会", "--radius", "100", says=["\n  东村"])
refused("a slip in a part of a hazard point's name", "--hazard", "天堂村滑坡", says=["红山镇天塘村滑坡隐患点"])
refused("a zero left out of an id", "--hazard", "140525D02", says=["\n  140525D002  滑坡4"])
refused("a letter for a figure in an id", "--hazard", "14O525DOO2", says=["\n  140525D002"])
refused("a figure too many in an id", "--hazard", "140525D0002", says=["\n  140525D002"])
asked("an id in small letters", "--hazard", "140525d002", hazard="140525D002")
asked("an id with a space", "--hazard", "140525 D002", hazard="140525D002")
refused("an unknown name", "--at", "乌有之乡", "--radius", "100", says=["乌有之乡"])
refused("an unknown hazard", "--hazard", "H9999", says=["H9999"])
refused("a village is no hazard point", "--hazard", "东村", says=["东村"])
refused("SQL", "--at", "' OR 1=1 --", "--radius", "100", says=["' OR 1=1 --"])
refused("marks of SQL patterns", "--at", "巴公_村", "--radius", "100", says=["巴公一村"])  # near, not a pattern
refused("nothing but a space", "--at", " ", "--radius", "100", says=[])
refused("nothing is asked", says=["--hazard", "--at"])
refused("two things are asked", "--hazard", "甲-1", "--at", "东村", "--radius", "5", says=["--hazard", "--at"])
for radius, metres in (("3km", 3000), ("3公里", 3000), ("０.５ 千米", 500), ("750米", 750), ("750 m", 750), ("2e3", 2000), ("1.5KM", 1500)):
    done = run("affected", plan, "--at", "东村", "--radius", radius, "--format", "json")
    checks.equal(f"a radius of {radius}", done.returncode == 0 and json.loads(done.stdout)["query"]["radius_m"], metres)
for radius in ("3里", "km", "3kmkm", "30000km", "0", "-1km", "3km2"):
    refused(f"a radius of {radius}", "--at", "东村", "--radius", radius, says=[radius, "20000000", "3km"])
refused("a place without a radius", "--at", "东村", says=["--radius"])

# ---- coordinates ----
for text in (
    "112.85,35.5",
    "112.85, 35.5",
    "112.85，35.5",
    "１１２．８５，３５．５",
    "112°51′00″,35°30′00″",
    "112°51'0\"E 35°30'0\"N",
    "东经112°51′,北纬35°30′",
    "北纬35°30′，东经112°51′",
    "35°30′N,112°51′E",
    "112度51分0秒,35度30分0秒",
    "(112.85, 35.5)",
):
    asked(f"coordinates {text}", "--at", text, "--radius", "10", place=(LON, LAT))
asked("south and west", "--at", "-70.5,-33.25", "--radius", "10", place=(-70.5, -33.25))
refused("latitude first", "--at", "35.5,112.85", "--radius", "10", says=["112.85,35.5"])
refused("beyond", "--at", "512.85,35.5", "--radius", "10", says=["512.85,35.5"])
refused("sixty minutes", "--at", "112°60′,35°30′", "--radius", "10", says=["112°60′,35°30′"])
for text in ("112.85", "112度51分3秒", "112.85，", "112。85，35。52", "112.85,35.52,800", "东经112°51′"):
    refused(f"half of a pair, {text}", "--at", text, "--radius", "10", says=[text, "112°51′03″,35°31′12″"])
# web maps of China are some hundred metres off; the offset's own tests are in tests/unit/test_map_offset.c
gcj = json.loads(run("affected", plan, "--at", "112.85,35.5", "--radius", "10", "--map-offset", "gcj02", "--format", "json").stdout)["query"]
checks.true("web map", 0.002 < abs(gcj["lon"] - LON) < 0.01 and 0.0001 < abs(gcj["lat"] - LAT) < 0.01, gcj)

# ---- a part of many names: the county and the town first, not a dozen of hazard points ----
crowd = [point(i, (112.8 + 0.001 * i, 35.5), name=f"高山县高山镇{i}号滑坡", radius_m=100) for i in range(40)]
crowded = made_plan("crowd", [village(i, (112.8, 35.5 + 0.001 * i), name=f"高山{i}村") for i in range(40)], crowd, [key_town(0, (113, 35))]).path
told = run("affected", crowded, "--at", "高山", "--radius", "100", "--lang", "zh").stderr
checks.true("villages are not hidden behind hazard points", 5 <= told.count("(村") and 5 <= told.count("(隐患点"), told)

told = run("affected", example_plan("jincheng").path, "--at", "高平", "--radius", "100", "--lang", "zh").stderr
checks.true("the county comes first", "高平市  (县" in told.split("\n")[1], told)

# ---- a village that has no code is counted all the same ----
nameless = [village(i, (LON + 0.001 * i, LAT), village_id=None, name=f"无码村{i}") for i in range(3)]
other = made_plan("no codes", nameless, [point(0, (LON, LAT), radius_m=5000)], [key_town(0, (113, 35))]).path
for words in (("--hazard", "H0000"), ("--at", "112.85,35.5", "--radius", "5000")):
    found = json.loads(run("affected", other, *words, "--format", "json").stdout)
    checks.equal(f"villages without codes, {words[0]}", ([row["name"] for row in found["villages"]], found["totals"]["population"]), ([f"无码村{i}" for i in range(3)], 303))
checks.equal("the plan is as it was", plan.read_bytes(), before)
checks.finish()
