"""`hazplan affected` beside answers worked out by GeographicLib and GEOS over all rows of the plan, on the examples and on made plans."""

import csv
import io
import json
import math
import random

from affected_oracle import Places, ask, compare
from affected_scenes import at, key_town, made_plan, point, random_points, random_polygons, village
from crosscheck import Checks, example_plan, run

checks = Checks()


def degrees(place):
    return f"{place[0]!r},{place[1]!r}"


def nearest(name, places, found, lon, lat):
    """Where nobody is inside, the village that all others are farther than, where it is not beyond 100 km."""
    if found["villages"]:
        checks.true(f"{name}: no nearest village beside those inside", "nearest_village" not in found)
        return
    all_of_them = sorted((places.village(lon, lat, row, 0.0) for row in places.villages if row["shape"] is not None), key=lambda row: row["distance_m"])
    told = found.get("nearest_village")
    near = [row for row in all_of_them if row["distance_m"] <= 100_000]
    checks.equal(f"{name}, {lon:.5f},{lat:.5f}: nearest village", told and told["village_id"], near[0]["village_id"] if near else None)
    if told and near:
        checks.true(f"{name}: how far it is", abs(told["distance_m"] - near[0]["distance_m"]) < 0.01, (told, near[0]))
        checks.equal(f"{name}: it has no share", [told["exposed_population"], told["exposed_share"]], [None, None])


def circle(name, places, lon, lat, radius, share_tolerance=1e-9):
    found = ask(places.plan.path, "--at", degrees((lon, lat)), "--radius", repr(radius), checks=checks)
    if found:
        nearest(name, places, found, lon, lat)
        compare(checks, f"{name}, {radius} m about {lon:.5f},{lat:.5f}", found, places.in_circle(lon, lat, radius), share_tolerance)
    return found


# ---- the examples ----


def check_zones(name, plan, places, how_many):
    """Zones of hazard points: those with most villages, some with none, some at random."""
    counts = {}
    for row in plan.rows("exposure"):
        counts[row["hazard_id"]] = counts.get(row["hazard_id"], 0) + 1
    circles = sorted(row["hazard_id"] for row in plan.rows("hazard_points", "radius_m IS NOT NULL AND geom IS NOT NULL"))
    chosen = sorted(circles, key=lambda key: (-counts.get(key, 0), key))[:how_many]
    chosen += [key for key in circles if key not in counts][:2]
    chosen += random.Random(5).sample(circles, min(how_many, len(circles)))
    for hazard in dict.fromkeys(chosen):
        found = ask(plan.path, "--hazard", hazard, checks=checks)
        if not found:
            continue
        expected = places.in_zone(hazard)
        # the one that was asked for stands first, whatever others lie about it
        expected.hazards.sort(key=lambda row: (row["hazard_id"] != hazard, row["distance_m"], row["hazard_id"]))
        compare(checks, f"{name}, {hazard}", found, expected)


def check_examples():
    for name, about in (("jincheng", (112.85, 35.5)), ("sanmenxia", (111.2, 34.5))):
        plan = example_plan(name)
        places = Places(plan)
        check_zones(name, plan, places, 4)
        for radius in (1, 500, 2000.5, 20_000, 400_000):  # the last holds everything
            circle(name, places, *about, radius)
        rng = random.Random(11)
        for far in (5_000, 40_000, 90_000, 160_000):  # also from outside of the region, and from too far away
            circle(name, places, *at(*about, rng.uniform(0, 360), far), 0.5)
        village = plan.rows("villages", "geom IS NOT NULL")[7]
        row = next(row for row in places.villages if row["village_id"] == village["village_id"])
        found = circle(name, places, row["lon"], row["lat"], 3000)
        checks.equal(f"{name}: the village one stands in", found["villages"][0]["village_id"], row["village_id"])


# ---- on the edge ----


def check_edge(name, lon, lat):
    """A village at exactly the radius, one a metre beyond; the same village under two hazard points."""
    radius = 2000
    bearings = [0, 33, 90, 135.5, 180, 222, 270, 359]
    villages = [village(i, at(lon, lat, bearing, radius)) for i, bearing in enumerate(bearings)]
    villages += [village(100 + i, at(lon, lat, bearing, radius + 1)) for i, bearing in enumerate(bearings)]
    villages += [village(200 + i, at(lon, lat, bearing, radius - 1)) for i, bearing in enumerate(bearings)]
    twice = at(lon, lat, 45, 5000)
    villages.append(village(300, twice))
    points = [point(0, at(*twice, 10, 300), radius_m=400), point(1, at(*twice, 200, 350), radius_m=400), point(2, at(*twice, 90, 401), radius_m=400)]
    towns = [key_town(i, at(lon, lat, 50 * i, 9000 + 1000 * i), status) for i, status in enumerate(["planned", "planned", "deferred", "planned", "existing", "existing"])]
    plan = made_plan(f"edge-{name}", villages, points, towns)
    places = Places(plan)
    found = circle(name, places, lon, lat, radius)
    ids = {row["village_id"] for row in found["villages"]}
    checks.equal(f"{name}: within or exactly at the radius", ids, {f"V{i:04d}" for i in (*range(8), *range(200, 208))})
    checks.equal(f"{name}: no village twice", len(found["villages"]), len(ids))
    checks.equal(f"{name}: an existing brigade behind three others", [row["status"] for row in found["brigades"]].count("existing"), 1)
    checks.equal(f"{name}: number of brigades", len(found["brigades"]), 4)
    answers = [ask(plan.path, "--hazard", f"H{i:04d}", checks=checks) for i in range(3)]
    checks.equal(f"{name}: a village under two points", [[row["village_id"] for row in answer["villages"]] for answer in answers], [["V0300"], ["V0300"], []])
    checks.equal(f"{name}: nobody", (answers[2]["totals"]["villages"], answers[2]["villages"]), (0, []))
    both = circle(name, places, *twice, 500)
    checks.equal(f"{name}: counted once about both", both["totals"]["population"], 400)
    circle(name, places, lon, lat, 0.5)
    circle(name, places, lon, lat, 6000)


def check_random(name, lon, lat, seed):
    places = Places(made_plan(f"random-{name}", *random_points(lon, lat, seed)))
    rng = random.Random(seed)
    for radius in (100, 3000, 12_345.678, 100_000):
        circle(name, places, *at(lon, lat, rng.uniform(0, 360), rng.uniform(0, 20_000)), radius)
    for hazard in ("H0000", "H0007", "H0029"):
        found = ask(places.plan.path, "--hazard", hazard, checks=checks)
        expected = places.in_zone(hazard)
        expected.hazards.sort(key=lambda row: (row["hazard_id"] != hazard, row["distance_m"], row["hazard_id"]))
        compare(checks, f"{name}, {hazard}", found, expected)


# ---- polygons ----


def check_polygons(name, lon, lat, seed):
    points = [point(i, at(lon, lat, 70 * i, 900 * i), radius_m=1500) for i in range(4)]
    places = Places(made_plan(f"polygons-{name}", random_polygons(lon, lat, seed), points, [key_town(0, (lon, lat))]))
    rng = random.Random(seed)
    for radius in (50, 700, 2500, 5000.5, 60_000):
        # edges that are straight in degrees are bent in the plane, by each in its own steps: some millimetres along the boundary
        circle(name, places, *at(lon, lat, rng.uniform(0, 360), rng.uniform(0, 3000)), radius, 5e-6)


# ---- no villages, no key towns ----


def check_nobody():
    plan = made_plan("nobody", [village(0, (112.8, 35.5))], [point(0, (112.9, 35.5), radius_m=100)], [key_town(0, (113, 35))])
    for words in (("--hazard", "H0000"), ("--at", "112.85,35.5", "--radius", "10"), ("--at", "112.85,35.5", "--radius", "4000")):
        found = ask(plan.path, *words, checks=checks)
        lists = [found["villages"], found["totals"]["villages"], found["totals"]["towns"]]
        checks.equal(f"{words}: nobody is an answer", lists, [[], 0, 0])
        # nobody lives there: that is known, not missing
        checks.equal(f"{words}: missing figures", found["totals"]["population_missing"], 0)
        for kind in ("table", "csv", "geojson"):
            done = run("affected", plan.path, *words, "--format", kind, "--lang", "en")
            checks.true(f"{words}: {kind}", done.returncode == 0 and done.stdout, done.stderr)


# ---- the formats say the same ----


def check_formats():
    plan = example_plan("jincheng")
    words = ("--at", "112.85,35.5", "--radius", "9000")
    found = ask(plan.path, *words)
    done = run("affected", plan.path, *words, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    checks.equal("csv: villages", [row["village_id"] for row in rows], [row["village_id"] for row in found["villages"]])
    for row, told in zip(rows, found["villages"]):
        for column in ("population", "households", "distance_m", "bearing_deg", "lon", "lat", "exposed_population"):
            value = None if row[column] == "" else float(row[column])
            checks.equal(f"csv: {column}", value, told[column])
    features = json.loads(run("affected", plan.path, *words, "--format", "geojson").stdout)["features"]
    for layer, key in (("villages", "village_id"), ("hazard_points", "hazard_id")):
        mine = [each for each in features if each["properties"]["layer"] == layer]
        checks.equal(f"geojson: {layer}", [each["properties"][key] for each in mine], [row[key] for row in found[layer]])
        for each, row in zip(mine, found[layer]):
            checks.equal(f"geojson: place of {row[key]}", each["geometry"]["coordinates"], [row["lon"], row["lat"]])
    few = ask(plan.path, *words, "--limit", "3")
    checks.equal("limit: villages", few["villages"], found["villages"][:3])
    checks.equal("limit: totals are of all", few["totals"], found["totals"])


check_examples()
check_edge("a city", 112.85, 35.5)
check_edge("near 180 degrees", 179.99, 52.0)
check_edge("high latitude", 20.0, 78.0)
check_random("a city", 112.85, 35.5, 1)
check_random("across 180 degrees", -179.95, 51.0, 2)
check_random("high latitude", 25.0, 80.5, 3)
check_random("south", -70.0, -33.0, 4)
check_polygons("a city", 112.85, 35.5, 5)
check_polygons("high latitude", 25.0, 70.0, 6)
check_nobody()
check_formats()
checks.finish()
