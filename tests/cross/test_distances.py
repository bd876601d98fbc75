"""Nearest hazard point and key town of every village, and what each key town covers: all distances with GeographicLib."""

from collections import defaultdict

from crosscheck import EXAMPLES, Checks, distance, example_plan, jincheng_points, jincheng_villages, layer, nearest, stored_shape


def check_nearest(checks, what, stored, rows, targets, name_column, metres_column, label):
    for row, (target, metres) in zip(rows, nearest(rows, targets)):
        mine = stored[row["id"]]
        checks.equal(f"{what} of {row['id']}", mine[name_column], target[label])
        checks.measured(f"metres to the {what} of {row['id']}", mine[metres_column], metres)


def check_coverage(checks, plan, villages, points, towns):
    """People, villages and hazard points nearest to each key town; the farthest village."""
    cover = defaultdict(lambda: {"villages": 0, "people": 0, "hazards": 0, "farthest": None})
    for row, (town, metres) in zip(villages, nearest(villages, towns)):
        own = cover[town["county"], town["name"]]
        own["villages"] += 1
        own["people"] += row["population"]
        own["farthest"] = max(own["farthest"] or 0, metres)
    for _, (town, _) in zip(points, nearest(points, towns)):
        cover[town["county"], town["name"]]["hazards"] += 1
    for row in plan.rows("key_towns"):
        own = cover[row["county"], row["name"]]
        checks.exact(f"villages of {row['name']}", row["villages_nearest"], own["villages"])
        checks.exact(f"people of {row['name']}", row["population_nearest"], own["people"])
        checks.exact(f"hazards of {row['name']}", row["hazards_nearest"], own["hazards"])
        checks.measured(f"farthest village of {row['name']}", row["farthest_village_m"], own["farthest"])
    checks.exact("every village has a key town", sum(row["villages_nearest"] for row in plan.rows("key_towns")), len(villages))


checks = Checks()
plan, villages, points = example_plan("jincheng"), jincheng_villages(), jincheng_points()
towns = [dict(row, lon=row["shape"].x, lat=row["shape"].y) for row in layer(EXAMPLES / "jincheng/key_towns.geojson")]
of_village, of_point = plan.by("villages", "village_id"), plan.by("hazard_points", "hazard_id")
for point in points:
    at = stored_shape(of_point[point["id"]]["geom"])
    checks.true(f"position of {point['id']}", distance(point, {"lon": at.x, "lat": at.y}) < 1e-6)
check_nearest(checks, "hazard", of_village, villages, points, "nearest_hazard_id", "nearest_hazard_m", "id")
check_nearest(checks, "key town", of_village, villages, towns, "nearest_key_town", "nearest_key_town_m", "name")
check_nearest(checks, "key town", of_point, points, towns, "nearest_key_town", "nearest_key_town_m", "name")
existing = [town for town in towns if town["status"] == "existing"]
check_nearest(checks, "brigade", of_village, villages, existing, "nearest_existing_brigade", "nearest_existing_brigade_m", "name")
check_coverage(checks, plan, villages, points, towns)
checks.finish()
