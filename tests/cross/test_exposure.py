"""Exposed people of both examples, recomputed from the input layers with SpatiaLite's SQL and GeographicLib."""

from collections import defaultdict

import shapely.geometry
from crosscheck import (
    CGCS2000,
    EXAMPLES,
    TYPES_OF_REGION,
    Checks,
    Spatialite,
    distance,
    example_plan,
    geodesic_km2,
    grade_of,
    jincheng_points,
    jincheng_villages,
    layer,
    sanmenxia_points,
    stored_shape,
)


def radius_of(point, plan):
    grade = grade_of(point["population"], point["property"], plan) or point["registered_grade"] or "ungraded"
    return plan.number(f"hazard.radius_m.{point['type']}") * plan.number(f"hazard.grade_factor.{grade}")


def check_zones(checks, plan, points):
    """Each circle's corners lie at the radius, and its area is that of the polygon GeographicLib draws."""
    corners = int(plan.number("hazard.circle_vertices"))
    zones = plan.by("hazard_zones", "hazard_id")
    checks.equal("points with a zone", set(zones), {point["id"] for point in points})
    for number, point in enumerate(points):
        shape, radius = stored_shape(zones[point["id"]]["geom"]), radius_of(point, plan)
        ring = list(shape.geoms[0].exterior.coords)
        checks.equal(f"corners of zone {point['id']}", len(ring) - 1, corners)
        for x, y in ring[::32]:
            checks.measured(f"corner of zone {point['id']}", distance(point, {"lon": x, "lat": y}), radius)
        if number % 5:
            continue  # drawing all of them takes long
        drawn = [CGCS2000.Direct(point["lat"], point["lon"], 360 * i / corners, radius) for i in range(corners)]
        expected = shapely.geometry.Polygon([(end["lon2"], end["lat2"]) for end in drawn])
        checks.measured(f"area of zone {point['id']}", zones[point["id"]]["area_km2"], geodesic_km2(expected))


def check_pairs(checks, plan, points, villages):
    """The table exposure holds exactly the villages within each radius."""
    spatialite = Spatialite(plan)
    spatialite.database.execute("CREATE TABLE points (id, type, county, radius, geom)")
    spatialite.database.executemany(
        "INSERT INTO points VALUES (?, ?, ?, ?, MakePoint(?, ?, 4490))",
        [(point["id"], point["type"], point["county"], radius_of(point, plan), point["lon"], point["lat"]) for point in points],
    )
    spatialite.database.execute("CREATE TABLE villages (id PRIMARY KEY, town, county, population, households, geom)")
    spatialite.database.executemany(
        "INSERT INTO villages VALUES (?, ?, ?, ?, ?, MakePoint(?, ?, 4490))",
        [
            (row["id"], row["town"], row["county"], row["population"], row.get("households"), row["lon"], row["lat"])
            for row in villages
        ],
    )
    # a degree is at least 80 km here: what is farther apart in degrees need not be measured
    spatialite.database.execute(
        "CREATE TABLE pairs AS SELECT p.id AS hazard, p.type AS type, v.*, ST_Distance(p.geom, v.geom, 1) AS metres "
        "FROM points p JOIN villages v ON abs(ST_X(p.geom) - ST_X(v.geom)) < p.radius / 80000 "
        "AND abs(ST_Y(p.geom) - ST_Y(v.geom)) < p.radius / 80000 WHERE ST_Distance(p.geom, v.geom, 1) <= p.radius"
    )
    found = {(row["hazard_id"], row["village_id"]): row for row in plan.rows("exposure")}
    expected = spatialite.all("SELECT hazard, id, population, metres FROM pairs")
    checks.equal("pairs of hazard and village", set(found), {(row[0], row[1]) for row in expected})
    by_id = {row["id"]: row for row in points}, {row["id"]: row for row in villages}
    for hazard, village, population, metres in expected:
        row = found[hazard, village]
        checks.exact(f"people of {village}", row["population"], population)
        checks.exact(f"share of {village}", row["share"], 1)
        checks.measured(f"SpatiaLite's distance {hazard} {village}", row["distance_m"], metres)
        checks.measured(
            f"GeographicLib's distance {hazard} {village}", row["distance_m"], distance(by_id[0][hazard], by_id[1][village])
        )
    return spatialite


def check_once(checks, plan, spatialite, level, table, keys):
    """Each person once in the union of zones, by village, town, county and in all."""
    group = ", ".join(keys)
    sql = (
        f"SELECT {group}, count(*), sum(population), sum(households) FROM villages "
        f"WHERE id IN (SELECT id FROM pairs) GROUP BY {group}"
    )
    expected = {tuple(row[: len(keys)]): row[len(keys) :] for row in spatialite.all(sql)}
    for row in plan.rows(table):
        key = tuple({"county": row["name"] if level == "county" else row["county"], "town": row["name"]}[k] for k in keys)
        count, people, households = expected.pop(key, (0, 0, 0))
        checks.exact(f"exposed villages of {key}", row["exposed_villages"], count)
        checks.exact(f"exposed people of {key}", row["exposed_population"], people)
        checks.exact(f"exposed households of {key}", row["exposed_households"], households)
    checks.equal(f"{table} that hazplan lacks", expected, {})


def check_jincheng(checks):
    plan, points, villages = example_plan("jincheng"), jincheng_points(), jincheng_villages()
    check_zones(checks, plan, points)
    spatialite = check_pairs(checks, plan, points, villages)
    check_once(checks, plan, spatialite, "county", "counties", ["county"])
    check_once(checks, plan, spatialite, "town", "towns", ["county", "town"])
    exposed = {row[0] for row in spatialite.all("SELECT DISTINCT id FROM pairs")}
    stored = plan.by("villages", "village_id")
    types = defaultdict(set)
    for village, kind in spatialite.all("SELECT id, type FROM pairs"):
        types[village].add(kind)
    counts = dict(spatialite.all("SELECT id, count(*) FROM pairs GROUP BY id"))
    for row in villages:
        mine = stored[row["id"]]
        checks.equal(f"exposed {row['id']}", mine["exposed"], int(row["id"] in exposed))
        checks.exact(f"exposed people {row['id']}", mine["exposed_population"], row["population"] if row["id"] in exposed else 0)
        checks.exact(f"exposed share {row['id']}", mine["exposed_share"], int(row["id"] in exposed))
        checks.equal(f"hazards of {row['id']}", mine["hazard_count"], counts.get(row["id"], 0))
        checks.equal(f"types of {row['id']}", set((mine["hazard_types"] or "").split(",")) - {""}, types[row["id"]])
    for kind in TYPES_OF_REGION:
        count, people = spatialite.all(
            "SELECT count(*), coalesce(sum(population), 0) FROM villages " "WHERE id IN (SELECT id FROM pairs WHERE type = ?)", kind
        )[0]
        checks.exact(f"villages under {kind}", plan.summary(f"modelled.by_type.{kind}.villages"), count)
        checks.exact(f"people under {kind}", plan.summary(f"modelled.by_type.{kind}.population"), people)
    count, people, households = spatialite.all(
        "SELECT count(*), sum(population), sum(households) FROM villages " "WHERE id IN (SELECT id FROM pairs)"
    )[0]
    checks.exact("exposed villages", plan.summary("modelled.villages"), count)
    checks.exact("exposed people", plan.summary("modelled.population"), people)
    checks.exact("exposed households", plan.summary("modelled.households"), households)
    check_hazards(checks, plan, spatialite, points)


def check_hazards(checks, plan, spatialite, points):
    """By hazard separately: these overlap."""
    per_hazard = {row[0]: row[1:] for row in spatialite.all("SELECT hazard, count(*), sum(population) FROM pairs GROUP BY hazard")}
    stored, zones = plan.by("hazard_points", "hazard_id"), plan.by("hazard_zones", "hazard_id")
    for point in points:
        count, people = per_hazard.get(point["id"], (0, 0))
        for table in (stored, zones):
            row = table[point["id"]]
            checks.exact(f"villages in zone {point['id']}", row.get("modelled_villages", row.get("villages")), count)
            checks.exact(f"people in zone {point['id']}", row["modelled_population" if table is stored else "population"], people)
        checks.exact(f"difference {point['id']}", stored[point["id"]]["population_difference"], people - point["population"])
        checks.exact(f"radius {point['id']}", stored[point["id"]]["radius_m"], radius_of(point, plan))


def check_sanmenxia(checks):
    """No population is published there: villages are counted, people stay missing and are never nought."""
    plan = example_plan("sanmenxia")
    places = plan.by("hazard_points", "hazard_id")
    gazetteer = layer(EXAMPLES / "sanmenxia/gazetteer.gpkg") + layer(EXAMPLES / "sanmenxia/villages.gpkg")
    points = []
    for point in sanmenxia_points():
        stored = places[point["id"]]
        shape = stored_shape(stored["geom"])
        if stored["match_level"] == "village":
            at = [row for row in gazetteer if row["name"] == stored["village"] and row["town"] == stored["town"]]
            checks.true(f"point {point['id']} lies at its village", any(row["shape"].distance(shape) < 1e-9 for row in at))
            points.append(dict(point, lon=shape.x, lat=shape.y, type=stored["type"], county=stored["county"]))
    villages = [
        dict(row, id=row["village_id"], lon=row["shape"].x, lat=row["shape"].y)
        for row in layer(EXAMPLES / "sanmenxia/villages.gpkg")
    ]
    check_zones(checks, plan, points)
    spatialite = check_pairs(checks, plan, points, villages)
    exposed = spatialite.one("SELECT count(DISTINCT id) FROM pairs")
    checks.exact("exposed villages of Sanmenxia", plan.summary("modelled.villages"), exposed)
    checks.equal("people of Sanmenxia are missing", plan.summary("modelled.population"), None)
    checks.exact("villages that lack people", plan.summary("modelled.population_missing"), exposed)
    inside = {row[0] for row in spatialite.all("SELECT id FROM pairs")}
    for row in plan.rows("villages"):
        checks.equal(f"people of {row['village_id']}", row["exposed_population"], None if row["village_id"] in inside else 0)


checks = Checks()
check_jincheng(checks)
check_sanmenxia(checks)
checks.finish()
