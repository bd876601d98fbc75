"""`hazplan exposure --planar` against PostGIS: workloads B (village points) and C (village polygons) at 1/100, every row to 1e-9."""

import os

import postgres
from crosscheck import Checks, workspace
from exposure_rows import CIRCLE_QUADRANT, LEAST_SHARE, Shares, attributes, compare, expected, ours, workload

SCALE = 0.01


def load(server, project, *layers):
    server.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION postgis")
    for layer in layers:
        server.load(project / "data.gpkg", layer, layer, "-lco", "FID=fid", "-preserve_fid")


def points(server, project):
    load(server, project, "villages", "hazard_points")
    hits = server.sql("SELECT v.fid, h.hazard_id FROM villages v JOIN hazard_points h ON ST_DWithin(v.geom, h.geom, h.radius_m)")
    return Shares.of_points([(int(village), hazard) for village, hazard in hits], attributes(project)[1])


# The unions are of whole zones, then cut to the village: another way than that of the SpatiaLite test.
COVERED = "ST_Area(ST_Intersection(v.geom, ST_Union(z.geom))) / ST_Area(v.geom)"
JOINED = "villages v JOIN met m ON m.village = v.fid JOIN zones z ON z.fid = m.zone"


def polygons(server, project):
    load(server, project, "villages", "hazard_points", "hazard_zones")
    server.sql(f"""
        CREATE TABLE zones AS SELECT h.fid, h.hazard_id, h.type, coalesce(z.geom, ST_Buffer(h.geom, h.radius_m, {CIRCLE_QUADRANT})) AS geom
        FROM hazard_points h LEFT JOIN hazard_zones z USING (hazard_id);
        CREATE INDEX ON zones USING gist (geom);
        ANALYZE zones;
        CREATE TABLE met AS SELECT * FROM (
            SELECT v.fid AS village, z.fid AS zone, z.hazard_id, ST_Area(ST_Intersection(v.geom, z.geom)) / ST_Area(v.geom) AS share
            FROM villages v JOIN zones z ON ST_Intersects(v.geom, z.geom)
        ) AS pair WHERE share >= {LEAST_SHARE}""")
    shares = Shares()

    def ask(sql):
        return [(int(row[0]), *row[1:-1], float(row[-1])) for row in server.sql(sql) if row[-1]]

    shares.alone = {(v, hazard): share for v, hazard, share in ask("SELECT village, hazard_id, share FROM met")}
    shares.united = {(v, None): share for v, share in ask(f"SELECT v.fid, {COVERED} FROM {JOINED} GROUP BY v.fid, v.geom")}
    shares.united |= {
        (v, kind): share for v, kind, share in ask(f"SELECT v.fid, z.type, {COVERED} FROM {JOINED} GROUP BY v.fid, v.geom, z.type")
    }
    twice = "met m JOIN met n ON n.village = m.village AND n.zone > m.zone JOIN zones y ON y.fid = m.zone JOIN zones z ON z.fid = n.zone"
    common = "ST_Intersection(y.geom, z.geom)"
    for depth, tables, shape in (
        (2, twice, common),
        (3, f"{twice} JOIN met o ON o.village = m.village AND o.zone > n.zone JOIN zones x ON x.fid = o.zone", f"ST_Intersection(x.geom, {common})"),
    ):
        found = ask(f"""
            SELECT v.fid, ST_Area(ST_Union(ST_Intersection(v.geom, common.geom))) / ST_Area(v.geom) FROM villages v
            JOIN (SELECT m.village, {shape} AS geom FROM {tables}) AS common ON common.village = v.fid
            WHERE NOT ST_IsEmpty(common.geom) GROUP BY v.fid, v.geom""")
        shares.deep |= {(v, depth): share for v, share in found if share > 0}
    return shares


checks, folder = Checks(), workspace()
os.chmod(folder, 0o755)
with postgres.server() as server:
    for name, measure in (("B", points), ("C", polygons)):
        project = workload(name, SCALE, folder)
        villages, types = attributes(project)
        compare(checks, name, ours(project, folder / f"{name}.csv", "--planar"), expected(villages, types, measure(server, project)))
checks.finish()
