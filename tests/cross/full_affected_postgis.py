"""`hazplan affected` against PostGIS, which reads the same plan.gpkg: distances and bearings as geography, shares of village polygons in an
equal-area projection, totals by SQL."""

import os

import postgres
from affected_oracle import MILLIMETRE, ask, compare_bearing, near
from affected_scenes import at, key_town, made_plan, point, random_points, random_polygons
from crosscheck import Checks, example_plan

PLACE = "'SRID=4490;POINT({lon!r} {lat!r})'::geography"
PLANE = 990001
checks = Checks()


def load(server, plan):
    server.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION postgis")
    for layer in ("villages", "hazard_points", "key_towns"):
        server.load(plan.path, layer, layer)
        server.sql(f"CREATE INDEX ON {layer} USING gist ((geom::geography))")


def value(text, kind=float):
    return kind(text) if text != "" else None


def circle(server, name, plan, lon, lat, radius):
    """Village points and hazard points."""
    what = f"{name}, {radius} m about {lon:.4f},{lat:.4f}"
    found = ask(plan.path, "--at", f"{lon!r},{lat!r}", "--radius", repr(radius), checks=checks)
    place = PLACE.format(lon=lon, lat=lat)
    for layer, key in (("villages", "village_id"), ("hazard_points", "hazard_id")):
        rows = server.sql(f"""
            SELECT {key}, population, households, ST_Distance(geom::geography, {place}), degrees(ST_Azimuth({place}, geom::geography))
            FROM {layer} WHERE ST_DWithin(geom::geography, {place}, {radius!r}) ORDER BY 4, 1""")
        checks.equal(f"{what}: {layer}", [row[key] for row in found[layer]], [row[0] for row in rows])
        for mine, (_, people, households, metres, bearing) in zip(found[layer], rows):
            checks.equal(f"{what}: {mine[key]}: people", (mine["population"], mine["households"]), (value(people, int), value(households, int)))
            near(checks, f"{what}: {mine[key]}: distance", mine["distance_m"], float(metres), MILLIMETRE)
            compare_bearing(checks, f"{what}: {mine[key]}", mine, {"bearing_deg": value(bearing), "distance_m": float(metres)})
    totals = server.sql(f"""
        SELECT count(*), sum(population), sum(households), count(*) - count(population), count(*) - count(households), count(DISTINCT (county, town))
        FROM villages WHERE ST_DWithin(geom::geography, {place}, {radius!r})""")[0]
    mine = found["totals"]
    names = ("villages", "population", "households", "population_missing", "households_missing", "towns")
    nobody = int(totals[0]) == 0
    checks.equal(f"{what}: totals", [mine[key] for key in names], [0 if nobody else value(text, int) for text in totals])
    nearest = server.sql(f"SELECT name, ST_Distance(geom::geography, {place}) FROM key_towns ORDER BY 2, 1 LIMIT 3")
    checks.equal(f"{what}: brigades", [row["name"] for row in found["brigades"][:3]], [row[0] for row in nearest])
    for row, (_, metres) in zip(found["brigades"], nearest):
        near(checks, f"{what}: brigade {row['name']}", row["distance_m"], float(metres), MILLIMETRE)


def shares(server, name, plan, lon, lat, radius, corners):
    what = f"{name}, {radius} m about {lon:.4f},{lat:.4f}"
    found = ask(plan.path, "--at", f"{lon!r},{lat!r}", "--radius", repr(radius), checks=checks)
    server.sql(f"""
        DELETE FROM spatial_ref_sys WHERE srid = {PLANE};
        INSERT INTO spatial_ref_sys (srid, proj4text) VALUES ({PLANE}, '+proj=laea +lat_0={lat!r} +lon_0={lon!r} +ellps=GRS80 +units=m')""")
    plane = f"ST_Transform(ST_SetSRID(ST_Segmentize({{}}, 0.001), 4490), {PLANE})"
    turns = f"generate_series(0, {corners}) AS i"
    drawn = f"(SELECT ST_MakePolygon(ST_MakeLine(ST_Project({PLACE.format(lon=lon, lat=lat)}, {radius!r}, radians(360.0 * (i % {corners}) / {corners}))::geometry ORDER BY i)) FROM {turns})"
    rows = server.sql(f"""
        WITH zone AS (SELECT {plane.format(drawn)} AS geom), unit AS (SELECT village_id, population, {plane.format('geom')} AS geom FROM villages)
        SELECT village_id, population, ST_Area(ST_Intersection(unit.geom, zone.geom)) / ST_Area(unit.geom)
        FROM unit, zone WHERE ST_Intersects(unit.geom, zone.geom) ORDER BY 1""")
    expected = {row[0]: (value(row[1]), float(row[2])) for row in rows if float(row[2]) > 1e-6}
    mine = {row["village_id"]: row for row in found["villages"] if row["exposed_share"] > 1e-6}
    checks.equal(f"{what}: villages", sorted(mine), sorted(expected))
    for key, (people, share) in expected.items():
        near(checks, f"{what}: {key}: share", mine[key]["exposed_share"], share, 5e-6)
        near(checks, f"{what}: {key}: people", mine[key]["exposed_population"], None if people is None else people * share, 5e-6 * (people or 0))


with postgres.server() as server:
    plan = example_plan("jincheng")
    os.chmod(plan.path, 0o644)
    load(server, plan)
    for lon, lat, radius in ((112.85, 35.5, 500), (112.85, 35.5, 3000), (113.1, 35.7, 20_000), (112.6, 35.6, 400_000), (100, 30, 5000)):
        circle(server, "jincheng", plan, lon, lat, radius)
    for name, lon, lat, seed in (("a city", 112.85, 35.5, 21), ("across 180 degrees", 179.98, 52.0, 22), ("high latitude", 20.0, 79.0, 23)):
        plan = made_plan(f"random {name}", *random_points(lon, lat, seed))
        load(server, plan)
        for radius in (2500, 15_000, 90_000):
            circle(server, name, plan, *at(lon, lat, 77, 4000), radius)
    towns = [key_town(0, (112.85, 35.5))]
    plan = made_plan("polygons", random_polygons(112.85, 35.5, 24), [point(0, (112.85, 35.5), radius_m=1500)], towns)
    load(server, plan)
    for radius in (300, 2000, 5500):
        shares(server, "polygons", plan, 112.853, 35.502, radius, int(plan.number("hazard.circle_vertices")))
checks.finish()
