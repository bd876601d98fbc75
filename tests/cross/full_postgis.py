"""Layers in PostGIS give the same plan as the same layers in files, and PostGIS finds the same people and areas."""

import postgres
from crosscheck import EXAMPLES, Checks, analyse, copied_example, jincheng_points, run, workspace

EXAMPLE = EXAMPLES / "jincheng"


def comparable(plan, table):
    """Rows of a table without the row number and with geometry as it is stored."""
    return sorted(
        ([value for name, value in row.items() if name not in ("fid", "source_row")] for row in plan.rows(table)), key=repr
    )


def check_same_plan(checks, server, folder):
    files = analyse(copied_example("jincheng", folder / "files"), folder / "files.gpkg")
    project = copied_example("jincheng", folder / "database")
    text = (project / "project.yaml").read_text(encoding="utf-8")
    for path in ("villages.gpkg", "admin.gpkg"):
        text = text.replace(f"path: {path}", f'path: "{server.source}"')
    (project / "project.yaml").write_text(text, encoding="utf-8")
    refused = run("check", project, "--lang", "en")
    checks.equal("a database is refused by default", refused.returncode, 3)
    checks.true("the remedy is named", "allow_remote: true" in refused.stderr, refused.stderr)
    (project / "project.yaml").write_text(text + "\nallow_remote: true\n", encoding="utf-8")
    plan = analyse(project, folder / "database.gpkg")
    for table in ("villages", "counties", "towns", "exposure", "priority_zones", "hazard_zones", "summary"):
        checks.true(f"rows of {table}", comparable(plan, table) == comparable(files, table))
    filtered = text.replace("layer: villages}", "layer: villages, where: \"county = '城区' AND population > 3000\"}")
    (project / "project.yaml").write_text(filtered + "\nallow_remote: true\n", encoding="utf-8")
    some = analyse(project, folder / "filtered.gpkg")
    wanted = [row["village_id"] for row in files.rows("villages") if row["county"] == "城区" and row["population"] > 3000]
    checks.equal("filtered villages", sorted(row["village_id"] for row in some.rows("villages")), sorted(wanted))
    drivers = {row["layer"]: row["driver"] for row in plan.rows("inputs")}
    checks.equal("driver of the villages", drivers["villages"], "PostgreSQL")
    return plan


def check_people(checks, server, plan):
    """Exposure asked in PostGIS: geography is measured on the ellipsoid."""
    radius = {row["hazard_id"]: row["radius_m"] for row in plan.rows("hazard_points")}
    values = ", ".join(
        f"('{p['id']}', '{p['type']}', {radius[p['id']]!r}, ST_SetSRID(ST_MakePoint({p['lon']!r}, {p['lat']!r}), 4490)::geography)"
        for p in jincheng_points()
    )
    server.sql(f"CREATE TABLE points AS SELECT * FROM (VALUES {values}) AS p (id, type, radius, place)")
    server.sql(
        "CREATE TABLE pairs AS SELECT p.id AS hazard, p.type, v.*, ST_Distance(p.place, v.geom::geography) AS metres FROM points p "
        "JOIN villages v ON ST_DWithin(p.place, v.geom::geography, p.radius)"
    )
    pairs = {(row["hazard_id"], row["village_id"]): row["distance_m"] for row in plan.rows("exposure")}
    rows = server.sql("SELECT hazard, village_id, metres FROM pairs")
    checks.equal("pairs", set(pairs), {(hazard, village) for hazard, village, _ in rows})
    for hazard, village, metres in rows:
        checks.measured(f"distance {hazard} {village}", pairs[hazard, village], float(metres))
    counties = plan.by("counties", "name")
    sql = (
        "SELECT county, count(*), sum(population) FROM villages WHERE village_id IN (SELECT village_id FROM pairs) GROUP BY county"
    )
    for county, villages, people in server.sql(sql):
        checks.exact(f"villages of {county}", counties[county]["exposed_villages"], int(villages))
        checks.exact(f"people of {county}", counties[county]["exposed_population"], int(people))
    nearest = plan.by("villages", "village_id")
    # the operator <-> measures on a sphere: it only chooses who is measured
    sql = (
        "SELECT DISTINCT ON (v.village_id) v.village_id, p.id, ST_Distance(p.place, v.geom::geography) AS metres FROM villages v, "
        "LATERAL (SELECT * FROM points ORDER BY place <-> v.geom::geography LIMIT 10) p ORDER BY v.village_id, metres"
    )
    for village, hazard, metres in server.sql(sql):
        checks.equal(f"nearest of {village}", nearest[village]["nearest_hazard_id"], hazard)
        checks.measured(f"metres of {village}", nearest[village]["nearest_hazard_m"], float(metres))


def check_areas(checks, server, plan):
    projection = plan.parameter("equal_area_crs").replace(" +type=crs", "")
    server.sql(f"INSERT INTO spatial_ref_sys (srid, proj4text) VALUES (900001, '{projection}')")
    server.load(f"/vsizip/{EXAMPLE / '采空区.zip'}", "采空区", "mining", "-oo", "ENCODING=GBK", "-nlt", "PROMOTE_TO_MULTI")
    ((column,),) = server.sql(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'mining' AND column_name = '类别'"
    )
    for kind, code in (("采空区", "goaf"), ("采煤破坏土地", "damaged_land")):
        ((area,),) = server.sql(f"SELECT ST_Area(ST_Union(ST_Transform(geom, 900001))) / 1e6 FROM mining WHERE {column} = '{kind}'")
        checks.measured(code, plan.summary(f"subsidence.by_kind.{code}.area_km2"), float(area))
    for table in ("counties", "towns"):
        stored = plan.by(table, "code", "name")
        for code, name, area in server.sql(f"SELECT code, name, ST_Area(geom::geography) / 1e6 FROM {table}"):
            checks.measured(f"area of {name}", stored[code or None, name]["area_km2"], float(area))


checks = Checks()
with postgres.server() as server:
    server.load(EXAMPLE / "villages.gpkg", "villages", "villages")
    server.load(EXAMPLE / "admin.gpkg", "counties", "counties")
    server.load(EXAMPLE / "admin.gpkg", "towns", "towns")
    plan = check_same_plan(checks, server, workspace())
    check_people(checks, server, plan)
    check_areas(checks, server, plan)
checks.finish()
