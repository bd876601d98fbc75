"""`hazplan exposure` tells what `hazplan analyse` stores and what SpatiaLite finds in the input layers."""

import json
import sys
from collections import defaultdict

from crosscheck import EXAMPLES, Checks, Spatialite, copied_example, example_plan, grade_of, jincheng_points, jincheng_villages, run
from planar_project import PLANAR, planar_project

KEYS = ("scale", "level", "id", "name", "county", "category", "value")


def answer(project, *words):
    """Rows by their keys; no two rows share them."""
    done = run("exposure", project, "--format", "json", "-q", "--lang", "en", *words)
    if done.returncode != 0:
        sys.exit(f"exposure {project}: exit {done.returncode}\n{done.stderr}")
    rows = {}
    for row in json.loads(done.stdout)["exposure_results"]:
        key = tuple(row[name] for name in KEYS)
        if key in rows:
            sys.exit(f"two rows {key}")
        rows[key] = row
    return rows


def at(rows, level, name=None, county=None, category="all", value=None):
    found = [
        row
        for key, row in rows.items()
        if (row["level"], row["name"], row["county"], row["category"], row["value"]) == (level, name, county, category, value)
    ]
    return found[0] if len(found) == 1 else {"units": 0, "population": 0, "households": 0, "population_missing": 0}


def check_row(checks, what, row, units, people, missing=0):
    checks.equal(f"units of {what}", row["units"], units)
    checks.exact(f"people of {what}", row["population"], people)
    checks.equal(f"without people of {what}", row["population_missing"], missing)


# ---- beside plan.gpkg ----


def check_against_plan(checks, plan, rows):
    region = next(row for row in rows.values() if row["level"] == "region" and row["category"] == "all")
    check_row(checks, "the region", region, plan.summary("modelled.villages"), plan.summary("modelled.population"),
              plan.summary("modelled.population_missing"))
    checks.exact("households of the region", region["households"], plan.summary("modelled.households"))
    for level, table in (("county", "counties"), ("town", "towns")):
        for row in plan.rows(table):
            mine = at(rows, level, row["name"], row.get("county"))
            checks.equal(f"code of {row['name']}", mine.get("id"), row["code"])
            check_row(checks, row["name"], mine, row["exposed_villages"], row["exposed_population"],
                      row["exposed_population_missing"])
            checks.exact(f"households of {row['name']}", mine["households"], row["exposed_households"])
            everybody = at(rows, level, row["name"], row.get("county"), "population")
            checks.equal(f"villages of {row['name']}", everybody["units"], row["villages"])
            checks.exact(f"all people of {row['name']}", everybody["population"], row["population"])
    zones = {row["id"]: row for row in rows.values() if row["level"] == "zone"}
    for row in plan.rows("hazard_zones"):
        check_row(checks, f"zone {row['hazard_id']}", zones[row["hazard_id"]], row["villages"], row["population"],
                  zones[row["hazard_id"]]["population_missing"])
    for row in rows.values():
        if row["level"] == "region" and row["category"] == "type":
            key = f"modelled.by_type.{row['value']}"
            check_row(checks, row["value"], row, plan.summary(f"{key}.villages"), plan.summary(f"{key}.population"),
                      row["population_missing"])


# ---- beside SpatiaLite ----


def radii(plan):
    return {row["hazard_id"]: row["radius_m"] for row in plan.rows("hazard_points")}


def check_points(checks, plan, rows):
    """Village points of Jincheng: overlaps, types and grades of region and towns out of SpatiaLite's geodesic distances."""
    spatialite, radius = Spatialite(plan), radii(plan)
    spatialite.database.execute("CREATE TABLE points (id, type, grade, radius, lon, lat)")
    spatialite.database.executemany(
        "INSERT INTO points VALUES (?, ?, ?, ?, ?, ?)",
        [
            (p["id"], p["type"], grade_of(p["population"], p["property"], plan), radius[p["id"]], p["lon"], p["lat"])
            for p in jincheng_points()
        ],
    )
    spatialite.database.execute("CREATE TABLE villages (id, town, county, people, lon, lat)")
    spatialite.database.executemany(
        "INSERT INTO villages VALUES (?, ?, ?, ?, ?, ?)",
        [(v["id"], v["town"], v["county"], v["population"], v["lon"], v["lat"]) for v in jincheng_villages()],
    )
    # a degree is at least 80 km here: what is farther apart in degrees need not be measured
    spatialite.database.execute(
        "CREATE TABLE pairs AS SELECT p.id AS hazard, p.type, p.grade, v.* FROM points p JOIN villages v "
        "ON abs(p.lon - v.lon) < p.radius / 80000 AND abs(p.lat - v.lat) < p.radius / 80000 "
        "WHERE ST_Distance(MakePoint(p.lon, p.lat, 4490), MakePoint(v.lon, v.lat, 4490), 1) <= p.radius"
    )
    for category in ("type", "grade"):
        for value, units, people in spatialite.all(
            f"SELECT {category}, count(*), sum(people) FROM (SELECT DISTINCT id, people, {category} FROM pairs) GROUP BY 1"
        ):
            check_row(checks, value, at(rows, "region", "晋城市", None, category, value), units, people)
        found = {
            (row["name"], row["county"], row["value"]): (row["units"], row["population"])
            for row in rows.values()
            if row["level"] == "town" and row["category"] == category
        }
        expected = {
            tuple(row[:3]): tuple(row[3:])
            for row in spatialite.all(
                f"SELECT town, county, {category}, count(*), sum(people) FROM "
                f"(SELECT DISTINCT id, town, county, people, {category} FROM pairs) GROUP BY 1, 2, 3"
            )
        }
        checks.equal(f"towns by {category}", found, expected)
    depths = dict(
        (depth, (units, people))
        for depth, units, people in spatialite.all(
            "SELECT min(n, 3), count(*), sum(people) FROM (SELECT id, people, count(*) AS n FROM pairs GROUP BY id) GROUP BY 1"
        )
    )
    for depth, value in ((1, "1"), (2, "2"), (3, "3+")):
        check_row(checks, f"overlap {value}", at(rows, "region", "晋城市", None, "overlap", value), *depths.get(depth, (0, 0)))
    everybody, inside = spatialite.all(
        "SELECT sum(people), sum(people) FILTER (WHERE id IN (SELECT id FROM pairs)) FROM villages")[0]
    checks.exact("outside all zones", at(rows, "region", "晋城市", None, "overlap", "0")["population"], everybody - inside)


def check_polygons(checks, plan):
    """Village polygons and --planar: shares of areas as SpatiaLite has them in the plane, unions and single zones."""
    villages = jincheng_villages()
    project, shapes = planar_project(villages)
    rows = answer(project, "--planar")
    spatialite, radius = Spatialite(plan), radii(plan)
    spatialite.database.execute("CREATE TABLE points (id, type, circle)")
    spatialite.database.executemany(
        f"INSERT INTO points VALUES (?, ?, ST_Buffer(ST_Transform(MakePoint(?, ?, 4490), {PLANAR}), ?, 32))",
        [(p["id"], p["type"], p["lon"], p["lat"], radius[p["id"]]) for p in jincheng_points()],
    )
    spatialite.database.execute("CREATE TABLE villages (id, town, county, people, shape)")
    spatialite.database.executemany(
        f"INSERT INTO villages VALUES (?, ?, ?, ?, ST_GeomFromWKB(?, {PLANAR}))",
        [(v["id"], v["town"], v["county"], v["population"], shapes[v["id"]].wkb) for v in villages],
    )
    spatialite.database.execute(
        "CREATE TABLE pairs AS SELECT p.id AS hazard, p.type, p.circle, v.* FROM points p JOIN villages v "
        "ON MbrIntersects(p.circle, v.shape) WHERE ST_Area(ST_Intersection(p.circle, v.shape)) > 1e-3"
    )
    people = "people * ST_Area(ST_Intersection(shape, whole)) / ST_Area(shape)"
    towns = defaultdict(lambda: [0, 0])
    for _, town, county, exposed in spatialite.all(
        f"SELECT id, town, county, {people} FROM (SELECT id, town, county, people, shape, ST_Union(circle) AS whole "
        "FROM pairs GROUP BY id)"
    ):
        for key in ((town, county), (county, None), ("晋城市", None)):
            towns[key][0] += 1
            towns[key][1] += exposed
    for row in rows.values():
        if row["category"] == "all" and row["level"] != "zone":
            check_row(checks, f"polygons of {row['name']}", row, *towns.get((row["name"], row["county"]), (0, 0)))
    checks.true("parts of villages are exposed", any(row["population"] % 1 for row in rows.values() if row["population"]))
    for kind, units, exposed in spatialite.all(
        f"SELECT type, count(*), sum({people}) FROM (SELECT type, people, shape, ST_Union(circle) AS whole FROM pairs "
        "GROUP BY type, id) GROUP BY type"
    ):
        check_row(checks, f"polygons under {kind}", at(rows, "region", "晋城市", None, "type", kind), units, exposed)
    zones = {row["id"]: row for row in rows.values() if row["level"] == "zone"}
    for hazard, units, exposed in spatialite.all(
        "SELECT hazard, count(*), sum(people * ST_Area(ST_Intersection(shape, circle)) / ST_Area(shape)) FROM pairs GROUP BY 1"
    ):
        check_row(checks, f"polygons in zone {hazard}", zones[hazard], units, exposed)


def check_mining(checks, plan):
    """`exposure.zones: mining` counts the people that the plan finds in mining areas."""
    project = copied_example("jincheng")
    with open(project / "project.yaml", "a", encoding="utf-8") as file:
        file.write("exposure: {zones: mining}\n")
    rows = answer(project)
    region = at(rows, "region", "晋城市")
    check_row(checks, "mining areas", region, plan.summary("subsidence.villages"), plan.summary("subsidence.population"))
    checks.equal("of one type", at(rows, "region", "晋城市", None, "type", "mining")["population"], region["population"])
    for row in plan.rows("towns"):
        mine = at(rows, "town", row["name"], row["county"])
        check_row(checks, f"mining in {row['name']}", mine, row["subsidence_villages"], row["subsidence_population"])
    zones = {row["id"]: row for row in rows.values() if row["level"] == "zone"}
    for row in plan.rows("subsidence"):
        check_row(checks, f"mining area {row['subsidence_id']}", zones[row["subsidence_id"]], row["villages"], row["population"])


checks = Checks()
jincheng = example_plan("jincheng")
found = answer(EXAMPLES / "jincheng")
check_against_plan(checks, jincheng, found)
check_points(checks, jincheng, found)
check_polygons(checks, jincheng)
check_mining(checks, jincheng)
check_against_plan(checks, example_plan("sanmenxia"), answer(EXAMPLES / "sanmenxia"))
checks.finish()
