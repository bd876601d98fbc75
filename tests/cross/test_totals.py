"""Totals of both examples against the printed plans, the grading rule row by row, and the identity parts = total everywhere."""

import math
from collections import Counter, defaultdict

from crosscheck import (
    EXAMPLES,
    TYPES_OF_REGION,
    Checks,
    example_plan,
    grade_of,
    jincheng_points,
    jincheng_villages,
    layer,
    sanmenxia_points,
)


def known(values):
    """Sum of what is known; missing where nothing is."""
    values = [value for value in values if value is not None]
    return math.fsum(values) if values else None


def check_grades(checks, plan, points):
    """The rule's grade and the registered one side by side; a difference is a finding, and nothing else is."""
    stored = plan.by("hazard_points", "hazard_id")
    differing = set()
    for point in points:
        grade = grade_of(point["population"], point["property"], plan)
        mine = stored[point["id"]]
        checks.equal(f"grade of {point['id']}", mine["grade"], grade)
        checks.equal(f"registered grade of {point['id']}", mine["registered_grade"], point["registered_grade"])
        for column, own in (("population", "population"), ("households", "households"), ("property_wan_yuan", "property")):
            checks.exact(f"{column} of {point['id']}", mine[column], point[own])
        if grade and grade != point["registered_grade"]:
            differing.add(point["id"])
    found = {row["feature"] for row in plan.rows("findings") if row["code"] == "grade_differs"}
    checks.equal("points whose grades differ", found, differing)
    return differing


def check_statistics(checks, plan, points):
    """County x type x grade, counted again."""
    cells = defaultdict(list)
    stored = plan.by("hazard_points", "hazard_id")
    for point in points:
        mine = stored[point["id"]]
        cells[mine["county"], mine["type"], grade_of(point["population"], point["property"], plan)].append(point)
    rows = plan.by("hazard_statistics", "county", "type", "grade")
    checks.equal("cells of the statistics", set(rows), set(cells))
    for key, members in cells.items():
        checks.exact(f"points {key}", rows[key]["hazard_count"], len(members))
        for name, own in (("population", "population"), ("households", "households"), ("property_wan_yuan", "property")):
            checks.exact(f"{name} {key}", rows[key][f"registered_{name}"], known(point[own] for point in members))
            checks.exact(f"{name} missing {key}", rows[key][f"{own}_missing"], sum(point[own] is None for point in members))


def check_register(checks, plan, points):
    total = len(points)
    checks.exact("points", plan.summary("hazard_points.total"), total)
    for name, own in (("population", "population"), ("households", "households"), ("property_wan_yuan", "property")):
        values = [point[own] for point in points]
        checks.exact(f"registered {name}", plan.summary(f"registered.{name}"), known(values))
        checks.exact(f"points with {own}", plan.summary(f"registered.{own}_points"), sum(value is not None for value in values))
        checks.exact(f"points without {own}", plan.summary(f"registered.{own}_missing"), sum(value is None for value in values))
    parts = {
        "by_county": [row["name"] for row in plan.rows("counties")] + ["../without_county"],
        "by_type": [*TYPES_OF_REGION, "../without_type"],
        "by_grade": ["extra_large", "large", "medium", "small", "ungraded"],
        "by_registered_grade": ["extra_large", "large", "medium", "small", "none"],
        "by_match_level": ["given", "village", "town", "county", "unplaced"],
    }
    for group, names in parts.items():
        keys = [f"hazard_points.{name[3:]}" if name.startswith("../") else f"hazard_points.{group}.{name}" for name in names]
        checks.exact(f"points {group} add up", sum(plan.summary(key) for key in keys), total)


def check_identities(checks, plan, villages):
    """Nobody is lost between villages, towns, counties and totals."""
    rows, tables = plan.rows("villages"), [table for table in ("counties", "towns") if plan.rows(table)]
    checks.exact("villages", len(rows), len(villages))
    checks.exact("people of the villages", known(row["population"] for row in rows), known(row["population"] for row in villages))
    for row in rows:
        if row["exposed_population"] is not None and row["population"] is not None:
            checks.true(f"exposed of {row['village_id']}", 0 <= row["exposed_population"] <= row["population"])
            checks.equal(f"flag of {row['village_id']}", bool(row["exposed"]), row["exposed_population"] > 0)
    placed = [row for row in rows if row["exposed"] is not None]
    exposed = known(row["exposed_population"] for row in placed if row["exposed"])
    safe = known(row["population"] for row in placed if not row["exposed"])
    unplaced = known(row["population"] for row in rows if row["exposed"] is None)
    parts = known([exposed, safe, unplaced])
    checks.exact("exposed + not exposed + unplaced = all people", parts, plan.summary("villages.population"))
    checks.exact("exposed", plan.summary("modelled.population"), exposed)
    checks.exact(
        "villages without a place", plan.summary("modelled.villages_unplaced"), sum(row["exposed"] is None for row in rows)
    )
    for table in tables:
        regions = plan.rows(table)
        for column, total in (
            ("hazard_count", "hazard_points.total"),
            ("registered_population", "registered.population"),
            ("registered_households", "registered.households"),
            ("villages", "villages.total"),
            ("registered_property_wan_yuan", "registered.property_wan_yuan"),
            ("population", "villages.population"),
            ("exposed_villages", "modelled.villages"),
            ("exposed_population", "modelled.population"),
            ("exposed_households", "modelled.households"),
            ("subsidence_villages", "subsidence.villages"),
            ("subsidence_population", "subsidence.population"),
        ):
            values = [row[column] for row in regions]
            if plan.summary(total) is None:
                checks.true(f"{table}: {column} has no figure either", not any(values), values)
            else:
                checks.exact(f"{table}: {column} adds up", known(values), plan.summary(total))
        for row in regions:
            for names in (TYPES_OF_REGION, ("extra_large", "large", "medium", "small", "ungraded")):
                checks.exact(f"{row['name']}: counts add up", sum(row[f"count_{name}"] for name in names), row["hazard_count"])
    pairs = Counter(row["village_id"] for row in plan.rows("exposure"))
    checks.equal("villages in the table exposure", set(pairs), {row["village_id"] for row in placed if row["exposed"]})
    checks.exact("key points", len(plan.rows("key_hazard_points")), sum(row["key_point"] for row in plan.rows("hazard_points")))


def check_towns_of_counties(checks, plan):
    """Towns of a county add up to it, areas too; priority zones hold every town once."""
    towns = defaultdict(list)
    for row in plan.rows("towns"):
        towns[row["county"]].append(row)
    for county in plan.rows("counties"):
        for column in ("area_km2", "subsidence_km2", "goaf_km2", "damaged_land_km2"):
            checks.measured(
                f"{column} of the towns of {county['name']}",
                math.fsum(row[column] for row in towns[county["name"]]),
                county[column],
            )
        for column in ("hazard_count", "population", "exposed_population", "registered_population"):
            checks.exact(
                f"{column} of the towns of {county['name']}",
                math.fsum(row[column] for row in towns[county["name"]]),
                county[column],
            )
    listed = Counter((zone["county"], name) for zone in plan.rows("priority_zones") for name in zone["towns"].split("、"))
    checks.equal("towns in zones", listed, Counter((row["county"], row["name"]) for row in plan.rows("towns")))
    checks.exact("zone shares", math.fsum(zone["area_share"] for zone in plan.rows("priority_zones")), 1)


def check_jincheng(checks):
    plan, points = example_plan("jincheng"), jincheng_points()
    check_grades(checks, plan, points)
    check_statistics(checks, plan, points)
    check_register(checks, plan, points)
    check_identities(checks, plan, jincheng_villages())
    check_towns_of_counties(checks, plan)
    expected = {
        "counties.total": 6,
        "towns.total": 84,
        "villages.total": 1729,
        "villages.population": 2343106,
        "hazard_points.total": 322,
        "registered.population": 19791,
        "registered.property_wan_yuan": 113185,
        "key_towns.total": 23,
        "hazard_points.with_several_types": 1,
    }
    expected.update(
        {
            f"hazard_points.by_county.{name}": count
            for name, count in {"城区": 12, "泽州县": 52, "高平市": 45, "阳城县": 93, "陵川县": 66, "沁水县": 54}.items()
        }
    )
    for key, value in expected.items():
        checks.exact(key, plan.summary(key), value)
    for key, value in (
        ("susceptibility.share_percent.high", 29.54),
        ("susceptibility.share_percent.medium", 70.46),
        ("subsidence.by_kind.goaf.area_km2", 522),
        ("subsidence.by_kind.damaged_land.area_km2", 232),
    ):
        checks.close(key, plan.summary(key), value, 1e-3)
    check_comparison(checks, plan, points)


def check_comparison(checks, plan, points):
    """What the issue of the plan prints: types that add to 323, 50 towns, 17 of 23 key towns."""
    rows = plan.by("comparison", "item", "key")
    types = rows["hazard_points.by_type", "sum"]
    checks.equal("printed types", (types["printed"], types["computed"], types["status"]), ("323", "322", "inconsistent"))
    several = [point["id"] for point in points if len(point["types"]) > 1]
    checks.true("the point with several types is named", all(name in types["message"] for name in several), types["message"])
    mentions = sum(len(point["types"]) for point in points)
    checks.exact("mentions of types in the register", mentions, 323)
    matched = [row for row in plan.rows("comparison") if row["item"] == "zone_towns"]
    checks.equal("printed zone towns", Counter(row["status"] for row in matched), Counter(matched=50))
    inside = rows["key_towns", "in_key_zones"]
    checks.equal(
        "key towns in printed key zones", (inside["printed"], inside["computed"], inside["status"]), ("17", "17", "agrees")
    )
    towns = {(row["county"], row["name"]) for row in layer(EXAMPLES / "jincheng/key_towns.geojson")}
    named = {(row["key"].split("/")[0], row["computed"]) for row in matched}
    checks.exact("key towns in the printed zones, counted here", len(towns & named), 17)


def check_sanmenxia(checks):
    plan, points = example_plan("sanmenxia"), sanmenxia_points()
    differing = check_grades(checks, plan, points)
    check_statistics(checks, plan, points)
    check_register(checks, plan, points)
    check_identities(checks, plan, layer(EXAMPLES / "sanmenxia/villages.gpkg"))
    checks.equal("rows that differ", differing, {"5", "7", "9", "12"})
    expected = {
        "hazard_points.total": 13,
        "registered.population": 6920,
        "registered.population_points": 12,
        "registered.households": 1156,
        "registered.households_points": 10,
    }
    for group, counts in (("by_registered_grade", (4, 2, 7, 0, 0)), ("by_grade", (4, 0, 5, 3, 1))):
        names = ("extra_large", "large", "medium", "small", "none" if "registered" in group else "ungraded")
        expected.update({f"hazard_points.{group}.{name}": count for name, count in zip(names, counts)})
    for key, value in expected.items():
        checks.exact(key, plan.summary(key), value)
    checks.equal("annex", [row["hazard_id"] for row in plan.rows("key_hazard_points")], [point["id"] for point in points])
    coarse = {row["feature"] for row in plan.rows("findings") if row["code"] == "hazard_located_coarsely"}
    levels = plan.by("hazard_points", "hazard_id")
    checks.equal(
        "points placed coarsely are findings",
        coarse,
        {key for key, row in levels.items() if row["match_level"] in ("town", "county")},
    )


checks = Checks()
check_jincheng(checks)
check_sanmenxia(checks)
checks.finish()
