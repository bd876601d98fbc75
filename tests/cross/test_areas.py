"""Areas: geodesic ones with GeographicLib, overlays with SpatiaLite in the equal-area projection that the plan records."""

from collections import defaultdict

import shapely.geometry
import shapely.prepared
from crosscheck import (
    EXAMPLES,
    KINDS,
    LEVELS,
    Checks,
    Spatialite,
    example_plan,
    geodesic_km2,
    jincheng_mining,
    jincheng_points,
    jincheng_villages,
    layer,
)

COLUMNS = {"goaf": "goaf_km2", "damaged_land": "damaged_land_km2"}


def check_geodesic(checks, plan, boundaries, mining, levels):
    region = 0
    for table in ("counties", "towns"):
        stored = plan.by(table, "code", "name")
        for row in boundaries[table]:
            mine, area = stored[row["code"], row["name"]], geodesic_km2(row["shape"])
            checks.measured(f"area of {row['name']}", mine["area_km2"], area)
            checks.measured(f"density of {row['name']}", mine["hazard_density_per_km2"], mine["hazard_count"] / area)
            region += area if table == "counties" else 0
    checks.measured("area of the region", plan.summary("region.area_km2"), region)
    stored = plan.by("subsidence", "subsidence_id")
    for row in mining:
        checks.measured(f"area of mining polygon {row['id']}", stored[row["id"]]["area_km2"], geodesic_km2(row["shape"]))
    for row, mine in zip(levels, plan.rows("susceptibility")):
        checks.measured("area of a susceptibility polygon", mine["area_km2"], geodesic_km2(row["shape"]))


def check_mining(checks, plan, spatialite):
    """Overlapping polygons are dissolved first; kinds are kept apart."""
    spatialite.database.execute("CREATE TABLE merged AS SELECT kind, ST_Union(geom) AS geom FROM mining GROUP BY kind")
    spatialite.database.execute("INSERT INTO merged SELECT 'all', ST_Union(geom) FROM mining")
    for kind in KINDS.values():
        area = spatialite.one("SELECT ST_Area(geom) / 1e6 FROM merged WHERE kind = ?", kind)
        checks.measured(f"dissolved {kind}", plan.summary(f"subsidence.by_kind.{kind}.area_km2"), area)
        single = spatialite.one("SELECT sum(ST_Area(geom)) / 1e6 FROM mining WHERE kind = ?", kind)
        checks.true(
            f"{kind}: the parts overlap, so their sum would be wrong", single > area * 1.0001 or kind != "goaf", (single, area)
        )
    checks.measured(
        "dissolved mining",
        plan.summary("subsidence.area_km2"),
        spatialite.one("SELECT ST_Area(geom) / 1e6 FROM merged WHERE kind = 'all'"),
    )
    for table in ("counties", "towns"):
        stored = plan.by(table, "code", "name")
        for kind, column in [("all", "subsidence_km2"), *COLUMNS.items()]:
            rows = spatialite.all(
                f"SELECT r.code, r.name, coalesce(ST_Area(ST_Intersection(r.geom, m.geom)), 0) / 1e6, ST_Area(r.geom) / 1e6 "
                f"FROM {table} r, merged m WHERE m.kind = ?",
                kind,
            )
            for code, name, area, whole in rows:
                mine = stored[code, name]
                checks.true(f"{kind} in {name}", abs(mine[column] - area) <= 1e-6 * max(area, 1e-3), (mine[column], area))
                if kind == "all":
                    checks.true(f"mining share of {name}", abs(mine["subsidence_share"] - area / whole) <= 1e-6)


def check_susceptibility(checks, plan, spatialite):
    shares = dict(spatialite.all("SELECT level, ST_Area(ST_Union(geom)) FROM levels GROUP BY level"))
    for level in ("high", "medium", "low", "none"):
        expected = shares.get(level, 0) / sum(shares.values()) * 100
        checks.measured(f"share of {level}", plan.summary(f"susceptibility.share_percent.{level}"), expected)
    for table in ("counties", "towns"):
        stored = plan.by(table, "code", "name")
        rows = spatialite.all(
            f"SELECT r.code, r.name, coalesce(ST_Area(ST_Intersection(r.geom, h.geom)), 0) / ST_Area(r.geom) "
            f"FROM {table} r, (SELECT ST_Union(geom) AS geom FROM levels WHERE level = 'high') h"
        )
        for code, name, share in rows:
            checks.true(f"high susceptibility of {name}", abs(stored[code, name]["high_susceptibility_share"] - share) <= 1e-6)


def check_inside(checks, plan, mining, villages, points):
    """Villages and hazard points inside the polygons; a village in two counts once."""
    shapes = [(row["id"], row["kind"], shapely.prepared.prep(row["shape"])) for row in mining]
    of_village, of_point = plan.by("villages", "village_id"), plan.by("hazard_points", "hazard_id")
    per_polygon, per_kind, people = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0]), [0, 0]
    for row in villages:
        hit = [(name, kind) for name, kind, shape in shapes if shape.intersects(row["shape"])]
        checks.exact(
            f"mining people of {row['id']}", of_village[row["id"]]["subsidence_population"], row["population"] if hit else 0
        )
        for name, _ in hit:
            per_polygon[name] = [per_polygon[name][0] + 1, per_polygon[name][1] + row["population"]]
        for kind in {kind for _, kind in hit}:
            per_kind[kind] = [per_kind[kind][0] + 1, per_kind[kind][1] + row["population"]]
        people = [people[0] + 1, people[1] + row["population"]] if hit else people
    for row in plan.rows("subsidence"):
        checks.equal(
            f"villages and people of polygon {row['subsidence_id']}",
            [row["villages"], row["population"]],
            per_polygon[row["subsidence_id"]],
        )
    for kind, (count, inside) in per_kind.items():
        checks.exact(f"villages in {kind}", plan.summary(f"subsidence.by_kind.{kind}.villages"), count)
        checks.exact(f"people in {kind}", plan.summary(f"subsidence.by_kind.{kind}.population"), inside)
    checks.equal(
        "villages and people in mining land", [plan.summary("subsidence.villages"), plan.summary("subsidence.population")], people
    )
    for point in points:
        at = shapely.geometry.Point(point["lon"], point["lat"])
        inside = any(kind == "goaf" and shape.intersects(at) for _, kind, shape in shapes)
        checks.equal(f"goaf under {point['id']}", of_point[point["id"]]["in_goaf"], int(inside))


def main():
    checks, plan, mining = Checks(), example_plan("jincheng"), jincheng_mining()
    boundaries = {table: layer(EXAMPLES / "jincheng/admin.gpkg", table) for table in ("counties", "towns")}
    levels = [dict(row, level=LEVELS[row["易发程度"]]) for row in layer(EXAMPLES / "jincheng/易发区.gpkg")]
    spatialite = Spatialite(plan)
    spatialite.load("mining", ["id", "kind"], mining, 4526, "native")
    spatialite.load("levels", ["level"], levels, 4490)
    for table, rows in boundaries.items():
        spatialite.load(table, ["code", "name"], rows, 4490)
    check_geodesic(checks, plan, boundaries, mining, levels)
    check_mining(checks, plan, spatialite)
    check_susceptibility(checks, plan, spatialite)
    check_inside(checks, plan, mining, jincheng_villages(), jincheng_points())
    sanmenxia = example_plan("sanmenxia").by("counties", "name")
    for row in layer(EXAMPLES / "sanmenxia/counties.gpkg"):
        checks.measured(f"area of {row['name']}", sanmenxia[row["name"]]["area_km2"], geodesic_km2(row["shape"]))
    checks.finish()


main()
