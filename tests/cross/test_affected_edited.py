"""Plans that other programs changed: rows moved, struck out or doubled, figures overwritten, geometry of other kinds. An answer says
what the rows say now, or what it does not know; never a figure that no row has. Expected values are by hand."""

import json
import os
import shutil
import sqlite3
import struct
from pathlib import Path

import jsonschema
import shapely.wkb
from crosscheck import Checks, analyse, run, workspace
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon

checks = Checks()
schema = jsonschema.Draft202012Validator(json.loads((Path(os.environ["HAZPLAN_SOURCE"]) / "data/schema/affected.schema.json").read_text(encoding="utf-8")))
folder = workspace()
FILES = {
    "project.yaml": """\
title: 改动过的方案
region: {name: 试验市}
year: 2024
layers:
  villages: {path: v.csv, x: lon, y: lat, crs: EPSG:4490}
  hazard_points: {path: h.csv, x: lon, y: lat, crs: EPSG:4490}
  key_towns: {path: k.csv, x: lon, y: lat, crs: EPSG:4490}
  facilities: {path: f.csv, x: lon, y: lat, crs: EPSG:4490}
""",
    # 0.001 degrees of longitude are 90.6 m here: V0 to V3 lie within 300 m of V0, V0 and V1 in the zone of H1 (150 m)
    "v.csv": "village_id,name,town,county,population,households,contact,phone,lon,lat\n"
    + "".join(f"V{i},村{i},甲镇,甲县,{100 + i},{10 + i},人{i},1380000000{i},{112.9 + 0.001 * i:.3f},35.6\n" for i in range(8)),
    "h.csv": "hazard_id,name,type,population,phone,lon,lat\nH1,东坡,滑坡,20,03561234567,112.9,35.6\nH2,西坡,滑坡,30,03567654321,112.905,35.6\n",
    "k.csv": "name,county,tier,status,lon,lat\n甲镇,甲县,1,existing,112.9,35.7\n乙镇,甲县,2,planned,112.91,35.6\n",
    "f.csv": "facility_id,name,people,lon,lat\nF1,小学,30,112.9,35.6\nF2,中学,70,112.901,35.6\n",
}
for name, text in FILES.items():
    (folder / name).write_text(text, encoding="utf-8")
whole = analyse(folder, folder / "plan.gpkg").path
NEAR, ZONE = ("--at", "112.9,35.6", "--radius", "300"), ("--hazard", "H1")


def stored(shape):
    empty = 0x10 if shape.is_empty else 0
    return b"GP\0" + bytes([1 | empty]) + struct.pack("<i", 4490) + shapely.wkb.dumps(shape)


def high(code):
    return b"GP\0\1" + struct.pack("<iBIddd", 4490, 1, code, 112.901, 35.6, 500)


def rings(*rings):
    """A polygon's bytes as they are, for shapely refuses rings that enclose nothing."""
    wkb = struct.pack("<BII", 1, 3, len(rings)) + b"".join(struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *corner) for corner in ring) for ring in rings)
    return b"GP\0\1" + struct.pack("<i", 4490) + wkb


def edited(*statements):
    """The plan, changed by a program that does not know the triggers of spatial layers."""
    path = folder / "edited.gpkg"
    shutil.copy(whole, path)
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    for statement, *values in statements:
        database.execute(statement, values)
    database.commit()
    database.close()
    return path


def ask(what, plan, *words):
    done = run("affected", plan, *words, "--format", "json", "--lang", "en", "-q")
    checks.equal(f"{what}: exit code", (done.returncode, done.stderr), (0, ""))
    answer = json.loads(done.stdout)
    checks.equal(f"{what}: fits the schema", [error.message for error in schema.iter_errors(answer)], [])
    return answer


def refused(what, plan, *words, says):
    done = run("affected", plan, *words, "--lang", "en", "-q")
    checks.equal(f"{what}: refused", (done.returncode, done.stdout), (2, ""))
    checks.true(f"{what}: why", says in done.stderr, done.stderr)


def figures(answer):
    return {row["village_id"]: row["exposed_population"] for row in answer["villages"]}


def without(answer):
    return [row["id"] or row["name"] for row in answer.get("without_position", {}).get("first", [])]


def moved(layer, key, shape):
    return (f"UPDATE {layer} SET geom = ? WHERE {key} = ?", shape if isinstance(shape, bytes) else stored(shape))


ALL = {"V0": 100, "V1": 101, "V2": 102, "V3": 103}
OTHERS = {"V0": 100, "V2": 102, "V3": 103}
checks.equal("as it was", figures(ask("as it was", whole, *NEAR)), ALL)

# Figures that are none: they are missing, not part of a sum.
for value in (-9999, -1, 9e999, "约100人"):
    answer = ask(f"people {value}", edited(("UPDATE villages SET population = ? WHERE village_id = 'V1'", value)), *NEAR)
    totals = answer["totals"]
    found = (totals["population"], totals["exposed_population"], totals["population_missing"], totals["exposed_population_missing"])
    checks.equal(f"people {value}", found, (305, 305, 1, 1))
answer = ask("people of a school", edited(("UPDATE facilities SET people = -9 WHERE facility_id = 'F2'",)), *NEAR)
checks.equal("people of a school", (answer["totals"]["facility_people"], answer["totals"]["facility_people_missing"]), (30, 1))

# Somebody filled in people whom the plan's pairs do not have: how many are inside is not known, and that is counted.
pairs = ("UPDATE exposure SET population = NULL WHERE village_id = 'V1'",)
answer = ask("pairs without people", edited(pairs), *ZONE)
totals = answer["totals"]
checks.equal("pairs without people", (totals["exposed_population"], totals["population_missing"], totals["exposed_population_missing"]), (100, 0, 1))
table = run("affected", edited(pairs), *ZONE, "--lang", "en", "-q").stdout
checks.equal("the table says so", table.count("Not counted inside: 1 villages"), 1)
done = run("affected", edited(pairs), *ZONE, "--lang", "en", "-q", "--report", folder / "pairs.md", "--gpkg", folder / "pairs.gpkg")
checks.true("the report says so", "People inside by the model: 100 (1 villages lack" in (folder / "pairs.md").read_text(encoding="utf-8"), done.stderr)

# Where a place is no place: not listed, and not silently.
flat = [(112.901, 35.6), (112.901, 35.6), (112.901, 35.6), (112.901, 35.6)]
line = [(112.901, 35.601), (112.9015, 35.601), (112.901, 35.601), (112.901, 35.601)]
square = [(112.9005, 35.6), (112.9015, 35.6), (112.9015, 35.6005), (112.9005, 35.6005), (112.9005, 35.6)]
NOWHERE = {
    "no geometry": None,
    "an empty point": stored(Point()),
    "an empty point without its flag": b"GP\0\1" + struct.pack("<i", 4490) + shapely.wkb.dumps(Point()),
    "several points": stored(MultiPoint([(112.901, 35.6), (112.902, 35.6)])),
    "a collection": stored(GeometryCollection([Point(112.901, 35.6)])),
    "a line": stored(LineString([(112.901, 35.6), (112.902, 35.6)])),
    "no geometry at all": b"hello",
    "without a header": shapely.wkb.dumps(Point(112.901, 35.6)),
    "a polygon of one place": rings(flat),
}
for what, shape in NOWHERE.items():
    answer = ask(what, edited((*moved("villages", "village_id", shape or b""), "V1") if shape else ("UPDATE villages SET geom = NULL WHERE village_id = 'V1'",)), *NEAR)
    checks.equal(what, (figures(answer), without(answer)), (OTHERS, ["V1"]))
for layer, key, code, name in (("hazard_points", "hazard_id", "H1", "H1"), ("facilities", "facility_id", "F1", "F1"), ("key_towns", "name", "乙镇", "乙镇")):
    answer = ask(layer, edited((*moved(layer, key, Point()), code)), *NEAR)
    checks.equal(f"{layer}: an empty point", without(answer), [name])
    if layer != "key_towns":
        answer = ask(layer, edited((*moved(layer, key, MultiPoint([(112.9, 35.6), (112.9001, 35.6)])), code)), *NEAR)
        checks.equal(f"{layer}: several points", without(answer), [name])

# Places that are read all the same.
SOMEWHERE = {
    "a point with a height": high(1001),
    "a height by EWKB's flag": high(0x80000001),
    "a polygon": stored(Polygon(square)),
    "a hole that encloses nothing": rings(square, flat),
    "a hole drawn to and fro": rings(square, line),
    "a part that encloses nothing": b"GP\0\1" + struct.pack("<iBII", 4490, 1, 6, 2) + rings(square)[8:] + rings(flat)[8:],
}
for what, shape in SOMEWHERE.items():
    answer = ask(what, edited((*moved("villages", "village_id", shape), "V1")), *NEAR)
    checks.equal(what, (figures(answer), without(answer)), (ALL, []))

# A spatial index that was not kept: what the rows say counts.
answer = ask("moved in", edited((*moved("villages", "village_id", Point(112.9, 35.6)), "V7")), *NEAR)
checks.equal("moved in", figures(answer), {**ALL, "V7": 107})
answer = ask("moved out", edited((*moved("villages", "village_id", Point(113.9, 35.6)), "V1")), *NEAR)
checks.equal("moved out", figures(answer), OTHERS)
added = ("INSERT INTO villages (village_id, name, population, geom) VALUES ('V9', '新村', 999, ?)", stored(Point(112.9, 35.6)))
checks.equal("added", figures(ask("added", edited(added), *NEAR)), {**ALL, "V9": 999})
checks.equal("without an index", figures(ask("without an index", edited(("DROP TABLE rtree_villages_geom",)), *NEAR)), ALL)
answer = ask("a brigade moved", edited((*moved("key_towns", "name", Point(112.9, 35.6)), "甲镇")), *NEAR)
checks.equal("a brigade moved", [(row["name"], row["distance_m"]) for row in answer["brigades"]][:1], [("甲镇", 0)])
# Read through for both sides of the antimeridian, each once.
answer = ask("at the antimeridian", edited((*moved("key_towns", "name", Point(179.99, 35.6)), "甲镇"), (*moved("key_towns", "name", Point(-179.99, 35.6)), "乙镇")), "--at", "179.995,35.6", "--radius", "300")
checks.equal("at the antimeridian", [row["name"] for row in answer["brigades"]], ["甲镇", "乙镇"])
# The triggers put back as they were: the newest row tells.
path = folder / "triggers.gpkg"
shutil.copy(whole, path)
database = sqlite3.connect(path)
triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'villages'").fetchall()
for name, _ in triggers:
    database.execute(f'DROP TRIGGER "{name}"')
database.execute(*[added[0], added[1:]])
for _, sql in triggers:
    database.execute(sql)
database.commit()
database.close()
checks.equal("added, triggers put back", figures(ask("triggers", path, *NEAR)), {**ALL, "V9": 999})

# Pairs of a village that was struck out: its people are told by its id.
for what, statement in (("struck out", "DELETE FROM villages WHERE village_id = 'V1'"), ("its id lost", "UPDATE villages SET village_id = NULL WHERE village_id = 'V1'")):
    answer = ask(what, edited((statement,)), *ZONE)
    checks.equal(what, (figures(answer), answer["totals"]["exposed_population"], answer["totals"]["population_missing"]), ({"V0": 100, "V1": 101}, 201, 1))

# Ids that are used twice: whose figures they are cannot be known, and no answer mixes them.
refused("a hazard point's id twice", edited(("UPDATE hazard_points SET hazard_id = 'H1'",)), "--hazard", "西坡", says="have the id H1")
refused("a village's id twice", edited(("UPDATE villages SET village_id = 'V1' WHERE village_id = 'V5'",)), *ZONE, says="have the id V1")
answer = ask("by a circle", edited(("UPDATE hazard_points SET hazard_id = 'H1'",)), "--hazard", "西坡", "--radius", "10")
checks.equal("by a circle", figures(answer), {"V5": 105})
answer = ask("twice in a circle", edited(("UPDATE villages SET village_id = 'V1' WHERE village_id = 'V2'",)), *NEAR)
checks.equal("twice in a circle", [row["exposed_population"] for row in answer["villages"]], [100, 101, 102, 103])
nameless = edited(("UPDATE hazard_points SET hazard_id = NULL WHERE hazard_id = 'H1'",))
refused("a point without an id", nameless, "--hazard", "东坡", says="has no zone")
for words in (("--hazard", "东坡"), ("--at", "东坡")):
    checks.equal(f"{words} by a circle", figures(ask("no id", nameless, *words, "--radius", "300")), ALL)

# A name that a village shares with a key town means either.
refused("a village named as a key town", edited(("UPDATE villages SET name = '乙镇' WHERE village_id = 'V0'",)), "--at", "乙镇", "--radius", "50", says="may mean several")

# A plan without boundaries lies nowhere outside of them: the grade is the one of the people inside.
answer = ask("no boundaries", whole, *NEAR)
checks.equal("no boundaries", (answer["query"]["outside_region"], answer["report"]["grade"], answer["report"]["hours"]), (False, "medium", 12))

# Far from all that it knows it does not say "nobody, small, 12 hours".
for place in ("-112.9,35.6", "112.9,-35.6", "35.6,75.9"):
    for plan in (whole, edited()):
        answer = ask(f"far off at {place}", plan, f"--at={place}", "--radius", "300")
        checks.equal(f"far off at {place}", (answer["query"]["outside_region"], answer["report"]["grade"], answer["report"]["hours"]), (True, None, 4))

# The point that was asked for is told where its drawn zone lies apart from it: who watches it stands there only.
zone = stored(Polygon([(112.904, 35.5995), (112.906, 35.5995), (112.906, 35.6005), (112.904, 35.6005)]))
apart = edited(("UPDATE hazard_zones SET geom = ?, source = 'given' WHERE hazard_id = 'H1'", zone))
answer = ask("a zone apart", apart, *ZONE)
checks.equal("a zone apart", [(row["hazard_id"], row["phone"]) for row in answer["hazard_points"]], [("H1", "03561234567"), ("H2", "03567654321")])

# A grade typed in Chinese is that grade; one that is not understood makes the hours the shortest.
GRADES = ((None, "small", "small", 12), ("大型", "small", "large", 4), ("MEDIUM", "small", "medium", 12), ("二级", "small", None, 4), ("", "small", "small", 12))
for registered, rule, grade, hours in GRADES:
    answer = ask(f"grades {registered}, {rule}", edited(("UPDATE hazard_points SET registered_grade = ?, grade = ? WHERE hazard_id = 'H1'", registered, rule)), *ZONE)
    checks.equal(f"grades {registered}, {rule}", (answer["report"]["grade"], answer["report"]["hours"]), (grade, hours))

# A brigade that does not stand is not told as the one to call.
planned = edited(("UPDATE key_towns SET status = 'planned'",), ("UPDATE villages SET nearest_existing_brigade = NULL, nearest_existing_brigade_m = NULL",))
table = run("affected", planned, *NEAR, "--lang", "en", "-q").stdout
checks.equal("no brigade stands", [row.strip().split("  ")[-1].endswith("(not known to stand)") for row in table.splitlines() if "1380000000" in row], [True] * 4)
table = run("affected", whole, *NEAR, "--lang", "en", "-q").stdout
checks.equal("one stands", table.count("not known to stand"), 0)

# Rain that is not known is not "dry": the villages are counted, and the hours are the shortest.
def rain(mm):
    ring = [[112.8995, 35.599], [112.9035, 35.599], [112.9035, 35.601], [112.8995, 35.601], [112.8995, 35.599]]
    rest = [[112.9035, 35.599], [112.91, 35.599], [112.91, 35.601], [112.9035, 35.601], [112.9035, 35.599]]
    both = [{"type": "Feature", "properties": {"mm": fell}, "geometry": {"type": "Polygon", "coordinates": [corners]}} for fell, corners in ((mm, ring), (10, rest))]
    (folder / "rain.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": both}))
    return "--rain", folder / "rain.geojson"


# V0 to V3 lie in the first polygon, V4 to V7 in the second, where 10 mm fell; the plan's trigger is 50 mm
for mm, inside, unknown, hours in ((50, 4, 0, 12), (49.9, 0, 0, 12), (None, 0, 4, 4)):
    answer = ask(f"{mm} mm", whole, *rain(mm))
    checks.equal(f"{mm} mm", (answer["totals"]["villages"], answer["totals"]["villages_without_rain"], answer["report"]["hours"]), (inside, unknown, hours))
done = run("affected", whole, *rain(None), "--lang", "en", "-q", "--report", folder / "rain.md", "--gpkg", folder / "rain.gpkg")
checks.equal("rain unknown, in the table", done.stdout.count("Not known: of 4 villages"), 1)
checks.equal("rain unknown, in the report", (folder / "rain.md").read_text(encoding="utf-8").count("Not known: of 4 villages"), 1)

# Parts of people are the same in every form.
parts = edited(("UPDATE villages SET population = 12.25, households = 3.5 WHERE village_id = 'V1'",))
done = run("affected", parts, *NEAR, "--lang", "en", "-q", "--gpkg", folder / "parts.gpkg")
checks.equal("parts: exit code", done.returncode, 0)
with sqlite3.connect(folder / "parts.gpkg") as database:
    found = database.execute("SELECT population, households FROM affected_villages WHERE village_id = 'V1'").fetchall()
checks.equal("parts of people", found, [(12.25, 3.5)])
checks.finish()
