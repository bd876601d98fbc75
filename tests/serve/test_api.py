"""The API says what the command line says, byte for byte; questions that cannot be answered are refused with a status."""
import json
import shutil
import sqlite3
import subprocess

from serving import EXAMPLES, HAZPLAN, command_line, expect, finish, folder, make_plan, serving

# (parameters of the API, options of the command line)
QUESTIONS = [
    ({"hazard": "140525D002"}, ["--hazard", "140525D002"]),
    ({"hazard": "140525D002", "radius": "5000"}, ["--hazard", "140525D002", "--radius", "5000"]),
    ({"at": "112.85,35.52", "radius": "2000"}, ["--at", "112.85,35.52", "--radius", "2000"]),
    ({"at": "112.85,35.52", "radius": "2000", "limit": "3"}, ["--at", "112.85,35.52", "--radius", "2000", "--limit", "3"]),
    ({"at": "112°51′00″E 35°31′12″N", "radius": "2.5e3"}, ["--at", "112°51′00″E 35°31′12″N", "--radius", "2.5e3"]),
    ({"at": "巴公镇", "radius": "1500"}, ["--at", "巴公镇", "--radius", "1500"]),
    ({"at": "112.85,35.52", "radius": "2000", "map_offset": "gcj02"}, ["--at", "112.85,35.52", "--radius", "2000", "--map-offset", "gcj02"]),
    ({"at": "112.85,35.52", "radius": "200000"}, ["--at", "112.85,35.52", "--radius", "200000"]),  # the whole city
    ({"at": "100,20", "radius": "10"}, ["--at", "100,20", "--radius", "10"]),  # nothing there
]


def check_same(server, plan):
    for parameters, words in QUESTIONS:
        for form in ("json", "geojson", "csv"):
            status, headers, body = server.ask("/api/v1/affected", {**parameters, "format": form})
            printed, code = command_line("affected", plan, *words, "--format", form)
            expect(f"{words} {form}: the same bytes", code == 0 and status == 200 and body == printed, (status, code, body[:200], printed[:200]))
            expect(f"{words} {form}: not kept", headers["Cache-Control"] == "no-store" and headers["Hazplan-Plan"] == "current", headers)
            expect(f"{words} {form}: its type", {"json": "application/json", "geojson": "application/geo+json", "csv": "text/csv"}[form] in headers["Content-Type"], headers)
    plain = server.ask("/api/v1/affected", {"hazard": "140525D002"})[2]
    expect("JSON where no form is asked for", plain == server.ask("/api/v1/affected", {"hazard": "140525D002", "format": "json"})[2])
    for language in ("zh", "en"):
        body = server.ask("/api/v1/affected", {"at": "112.85,35.52", "radius": "3000", "lang": language})[2]
        printed, _ = command_line("affected", plan, "--at", "112.85,35.52", "--radius", "3000", "--format", "json", language=language)
        expect(f"the same bytes in {language}", body == printed)


def check_refused(server):
    for parameters, status, code in (
            ({}, 400, "affected_one_way"), ({"hazard": "nowhere at all"}, 404, "affected_place_unknown"),
            ({"at": "无此地", "radius": "1"}, 404, "affected_place_unknown"), ({"at": "112.85,35.52"}, 400, "affected_radius_missing"),
            ({"at": "112.85,35.52", "radius": "0"}, 400, "serve_number_wrong"), ({"at": "112.85,35.52", "radius": "1e9"}, 400, "serve_number_wrong"),
            ({"at": "112.85,35.52", "radius": "2 km"}, 400, "serve_number_wrong"), ({"at": "112.85,35.52", "radius": "inf"}, 400, "serve_number_wrong"),
            ({"at": "112.85,35.52", "radius": ""}, 400, "serve_number_wrong"), ({"at": "112.85,35.52", "radius": "0x10"}, 400, "serve_number_wrong"),
            ({"at": "35.52,112.85", "radius": "10"}, 400, "affected_coordinates_turned"),
            ({"at": "巴公镇", "radius": "10", "limit": "-1"}, 400, "serve_number_wrong"), ({"at": "巴公镇", "radius": "10", "limit": "1.5"}, 400, "serve_number_wrong"),
            ({"at": "巴公镇", "radius": "10", "format": "table"}, 400, "serve_choice_wrong"), ({"at": "巴公镇", "radius": "10", "format": "json|csv"}, 400, "serve_choice_wrong"),
            ({"at": "巴公镇", "radius": "10", "map_offset": "mars"}, 400, "serve_choice_wrong"),
            ({"area": "/etc/passwd"}, 400, "serve_parameter_unknown"), ({"rain": "/etc/passwd"}, 400, "serve_parameter_unknown"),
            ({"layer": "x", "hazard": "1"}, 400, "serve_parameter_unknown"), ({"hazard": "140525D002", "at": "1,1"}, 400, "affected_one_way")):
        got, said = server.json("/api/v1/affected", parameters)
        expect(f"{parameters}: {status} {code}", got == status and said["code"].startswith(code) and said["schema"] == "hazplan-error/1", (got, said))


def check_several(server, plan):
    """A name that several places have: 409 with all of them, and each of them can be asked for by its id."""
    database = sqlite3.connect(plan)
    name, count = database.execute("SELECT name, count(*) FROM villages GROUP BY name HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 1").fetchone()
    wanted = {row[0] for row in database.execute("SELECT village_id FROM villages WHERE name = ?", (name,))}
    status, said = server.json("/api/v1/affected", {"at": name, "radius": "100"})
    found = {place["id"] for place in said.get("candidates", []) if place["kind"] == "village"}
    expect(f"{name}: 409 with {count} candidates", status == 409 and wanted <= found, (status, said))
    for village in sorted(wanted):
        status, said = server.json("/api/v1/affected", {"at": village, "radius": "1"})
        expect(f"{village}: found", status == 200 and said["villages"][0]["village_id"] == village, said)


def check_search(server, plan):
    database = sqlite3.connect(plan)
    status, said = server.json("/api/v1/search", {"q": "巴公镇"})
    expect("a town by its name", status == 200 and [place["kind"] for place in said["places"]] == ["town"] and said["query"] == "巴公镇", said)
    status, said = server.json("/api/v1/search", {"q": "140525D002"})
    expect("a hazard point by its id", [place["kind"] for place in said["places"]] == ["hazard_point"], said)
    lon, lat = (said["places"][0][key] for key in ("lon", "lat"))
    box = database.execute("SELECT minx, maxx, miny, maxy FROM rtree_hazard_points_geom JOIN hazard_points ON fid = id WHERE hazard_id = '140525D002'").fetchone()
    expect("with its position", box[0] <= lon <= box[1] and box[2] <= lat <= box[3], (said, box))
    matching = database.execute("SELECT count(*) FROM hazard_points WHERE instr(name, '滑坡') > 0").fetchone()[0]
    status, said = server.json("/api/v1/search", {"q": "滑坡", "limit": "100"})
    expect("a part of a name", len(said["places"]) == min(matching, 100) > 10 and all("滑坡" in place["name"] for place in said["places"]), said)
    expect("as many as are asked for", len(server.json("/api/v1/search", {"q": "滑坡", "limit": "7"})[1]["places"]) == 7)
    kinds = [place["kind"] for place in server.json("/api/v1/search", {"q": "巴公", "limit": "8"})[1]["places"]]
    expect("the town goes before what is in it, and points and villages share the rest",
           kinds == ["town"] + ["hazard_point"] * 4 + ["village"] * 3, kinds)
    status, said = server.json("/api/v1/search", {"q": "\"'; DROP TABLE villages;--<script>"})
    expect("nothing is an answer", status == 200 and said["places"] == [] and "<script>" in said["query"], said)
    for parameters in ({}, {"q": ""}, {"q": "镇" * 300}, {"q": "a", "limit": "0"}, {"q": "a", "limit": "1000"}):
        expect(f"{parameters}: 400", server.json("/api/v1/search", parameters)[0] == 400)


def check_map(server, plan):
    """What is in a box, against the plan's own tables."""
    database = sqlite3.connect(plan)
    box = (112.7, 35.4, 112.9, 35.6)
    status, headers, body = server.ask("/api/v1/map", {"bbox": ",".join(map(str, box))})
    features = json.loads(body)["features"]
    expect("GeoJSON", status == 200 and "geo+json" in headers["Content-Type"], headers)
    for layer, key in (("villages", "village_id"), ("hazard_points", "hazard_id")):
        wanted = {row[0] for row in database.execute(
            f"SELECT {key} FROM {layer} JOIN rtree_{layer}_geom r ON r.id = fid WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?", box)}
        found = {feature["properties"]["id"] for feature in features if feature["properties"]["layer"] == layer}
        expect(f"{layer} in the box", wanted == found and found, (len(wanted), len(found)))
    outlines = [feature for feature in features if feature["properties"]["layer"] == "towns"]
    corners = [corner for feature in outlines for line in feature["geometry"]["coordinates"] for corner in line]
    expect("outlines of towns, cut to the box and a neighbour corner", outlines and all(111.5 < x < 114 and 34.5 < y < 37 for x, y in corners))
    few = server.json("/api/v1/map", {"bbox": "112.7,35.4,112.9,35.6", "layers": "key_towns"})[1]["features"]
    expect("only the layers asked for", {feature["properties"]["layer"] for feature in few} <= {"key_towns"}, few)
    elsewhere = server.json("/api/v1/map", {"bbox": "-10,-10,-9,-9"})[1]
    expect("nothing elsewhere", elsewhere["features"] == [] and elsewhere["left_out"] == [], elsewhere)


def check_plan(server, plan):
    summary = dict(sqlite3.connect(plan).execute("SELECT key, value FROM summary"))
    said = server.json("/api/v1/plan")[1]
    expect("title, year and notice", (said["title"], said["year"], said["notice"]) == (summary["title"], int(summary["year"]), summary["notice"]), said)
    expect("counts", said["counts"]["villages"] == int(summary["villages.total"]) and said["counts"]["hazard_points"] == int(summary["hazard_points.total"]), said)
    west, south, east, north = said["extent"]
    expect("extent", 111 < west < east < 114 and 34 < south < north < 37, said)


def check_projected(there, made):
    """A plan whose results are stored in metres: the same places in degrees."""
    project = there / "metres"
    shutil.copytree(EXAMPLES / "jincheng", project)
    text = (project / "project.yaml").read_text()
    assert "crs: EPSG:4490" in text
    (project / "project.yaml").write_text(text.replace("crs: EPSG:4490", "crs: EPSG:4546", 1))
    plan = there / "metres.gpkg"
    subprocess.run([HAZPLAN, "analyse", project, "-o", plan, "-q"], check=True)
    expect("the plan is stored in metres", sqlite3.connect(plan).execute("SELECT max(max_x) FROM gpkg_contents WHERE table_name = 'villages'").fetchone()[0] > 1000)
    question = {"bbox": "112.7,35.4,112.9,35.6", "layers": "villages,hazard_points,towns"}
    with serving(made) as one, serving(plan) as other:
        wanted, found = ({(f["properties"]["layer"], f["properties"].get("id", f["properties"]["name"])): f for f in server.json("/api/v1/map", question)[1]["features"]} for server in (one, other))
        expect("metres: the same features", wanted.keys() == found.keys() and len(wanted) > 100, len(wanted.keys() ^ found.keys()))
        apart = max(abs(a - b) for key in wanted if key[0] != "towns" for a, b in zip(wanted[key]["geometry"]["coordinates"], found[key]["geometry"]["coordinates"]))
        expect("metres: at the same places", apart < 3e-6, apart)
        boxes = [server.json("/api/v1/plan")[1]["extent"] for server in (one, other)]
        expect("metres: the extent in degrees, not smaller", all(abs(a - b) < 0.05 for a, b in zip(*boxes)) and boxes[1][0] <= boxes[0][0] + 1e-6 and boxes[1][3] >= boxes[0][3] - 1e-6, boxes)


with folder() as there:
    made = make_plan(there / "plan.gpkg", "jincheng")
    with serving(made) as running:
        check_same(running, made)
        check_refused(running)
        check_several(running, made)
        check_search(running, made)
        check_map(running, made)
        check_plan(running, made)
    check_projected(there, made)
finish()
