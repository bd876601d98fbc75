"""`hazplan exposure --planar` against SpatiaLite: workloads B (village points) and C (village polygons) at 1/100, every row to 1e-9."""

import sqlite3

from crosscheck import Checks, workspace
from exposure_rows import CIRCLE_QUADRANT, LEAST_SHARE, SRS_ID, Shares, attributes, compare, expected, ours, workload

SCALE = 0.01


def database(project):
    """The layers with SpatiaLite's own geometries and R-trees."""
    made = sqlite3.connect(":memory:")
    made.enable_load_extension(True)
    made.load_extension("mod_spatialite")
    made.execute("SELECT InitSpatialMetaData(1)")
    made.execute("ATTACH ? AS source", (str(project / "data.gpkg"),))
    return made


def indexed(made, table, kind, query):
    made.execute(f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY, hazard_id TEXT, type TEXT, radius_m REAL, geom)")
    made.execute(f"INSERT INTO {table} {query}")
    assert made.execute(f"SELECT RecoverGeometryColumn('{table}', 'geom', {SRS_ID}, '{kind}', 'XY')").fetchone()[0] == 1
    assert made.execute(f"SELECT CreateSpatialIndex('{table}', 'geom')").fetchone()[0] == 1


def geometry(column="geom"):
    return f"SetSRID(GeomFromGPB({column}), {SRS_ID})"


def points(project):
    made = database(project)
    indexed(made, "villages", "POINT", f"SELECT fid, NULL, NULL, NULL, {geometry()} FROM source.villages")
    hits = made.execute(f"""
        SELECT v.fid, h.hazard_id FROM (SELECT hazard_id, radius_m, {geometry()} AS geom FROM source.hazard_points) h
        CROSS JOIN idx_villages_geom i ON i.xmin <= ST_X(h.geom) + h.radius_m AND i.xmax >= ST_X(h.geom) - h.radius_m
            AND i.ymin <= ST_Y(h.geom) + h.radius_m AND i.ymax >= ST_Y(h.geom) - h.radius_m
        CROSS JOIN villages v ON v.fid = i.pkid AND ST_Distance(v.geom, h.geom) <= h.radius_m""")
    return Shares.of_points(hits.fetchall(), attributes(project)[1])


def polygons(project):
    """Pieces of villages in zones; unions of them, and of what two and three of them have in common."""
    made = database(project)
    indexed(made, "villages", "POLYGON", f"SELECT fid, NULL, NULL, NULL, {geometry()} FROM source.villages")
    drawn = f"ST_Buffer({geometry('h.geom')}, h.radius_m, {CIRCLE_QUADRANT})"
    indexed(
        made,
        "zones",
        "POLYGON",
        f"SELECT h.fid, h.hazard_id, h.type, h.radius_m, coalesce({geometry('z.geom')}, {drawn}) "
        "FROM source.hazard_points h LEFT JOIN source.hazard_zones z USING (hazard_id)",
    )
    made.execute(f"""
        CREATE TABLE pieces AS SELECT * FROM (
            SELECT v.fid AS village, z.fid AS zone, z.hazard_id, z.type, ST_Area(v.geom) AS whole, ST_Intersection(v.geom, z.geom) AS geom
            FROM idx_zones_geom b CROSS JOIN zones z ON z.fid = b.pkid
            CROSS JOIN idx_villages_geom i ON i.xmin <= b.xmax AND i.xmax >= b.xmin AND i.ymin <= b.ymax AND i.ymax >= b.ymin
            CROSS JOIN villages v ON v.fid = i.pkid AND ST_Intersects(v.geom, z.geom)
        ) WHERE ST_Area(geom) >= {LEAST_SHARE} * whole""")
    made.execute("CREATE INDEX pieces_of_village ON pieces (village)")
    made.execute("""
        CREATE TABLE pairs AS SELECT a.village, a.whole, b.zone AS last, ST_Intersection(a.geom, b.geom) AS geom
        FROM pieces a JOIN pieces b ON a.village = b.village AND a.zone < b.zone AND ST_Intersects(a.geom, b.geom)""")
    shares = Shares()
    ask = made.execute
    shares.alone = {(v, h): share for v, h, share in ask("SELECT village, hazard_id, ST_Area(geom) / whole FROM pieces")}
    united = "ST_Area(ST_Union(geom)) / max(whole)"
    shares.united = {(v, None): share for v, share in ask(f"SELECT village, {united} FROM pieces GROUP BY 1")}
    shares.united |= {(v, t): share for v, t, share in ask(f"SELECT village, type, {united} FROM pieces GROUP BY 1, 2")}
    shares.deep = {(v, 2): share for v, share in ask(f"SELECT village, {united} FROM pairs GROUP BY 1") if share}
    thrice = f"""
        SELECT village, {united} FROM (
            SELECT a.village, a.whole, ST_Intersection(a.geom, b.geom) AS geom
            FROM pairs a JOIN pieces b ON a.village = b.village AND a.last < b.zone AND ST_Intersects(a.geom, b.geom)
        ) GROUP BY 1"""
    shares.deep |= {(v, 3): share for v, share in ask(thrice) if share}
    return shares


checks, folder = Checks(), workspace()
for name, measure in (("B", points), ("C", polygons)):
    project = workload(name, SCALE, folder)
    villages, types = attributes(project)
    compare(checks, name, ours(project, folder / f"{name}.csv", "--planar"), expected(villages, types, measure(project)))
checks.finish()
