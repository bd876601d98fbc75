#!/usr/bin/env python3
"""The questions asked of SpatiaLite with its R-trees; the query alone is timed.

Usage: peer_spatialite.py QUESTION FOLDER --work WORK -o ANSWER.csv

The data are loaded once into a database of its own: native geometries, spatial indexes, circles drawn, ANALYZE. Prints a line of JSON:
seconds.
"""

import argparse
import json
import sqlite3
import time
from pathlib import Path

import answers
from workloads import CIRCLE_QUADRANT, SRS_ID, TYPES

# CROSS JOIN keeps SQLite from putting the tables in another order
TYPE_NUMBER = "CASE type " + " ".join(f"WHEN '{name}' THEN {i}" for i, name in enumerate(TYPES)) + " END"
NEAR = """hazard_points h CROSS JOIN idx_villages_geom i ON i.xmin <= h.x + h.radius_m AND i.xmax >= h.x - h.radius_m
    AND i.ymin <= h.y + h.radius_m AND i.ymax >= h.y - h.radius_m
    CROSS JOIN villages v ON v.fid = i.pkid AND ST_Distance(v.geom, h.geom) <= h.radius_m"""
BY_TYPE = ", ".join(
    f"count(CASE WHEN types & {1 << i} THEN 1 END), sum(CASE WHEN types & {1 << i} THEN population END)" for i in range(len(TYPES))
)
SHARES_BY_TYPE = ", ".join(f"sum(CASE WHEN type_no = {i} THEN population * area / whole END)" for i in range(len(TYPES)))


def touching(zones, units):
    """FROM clause of the zones u that touch unit v: by R-tree, then exactly. CROSS JOIN keeps the order."""
    return f"""idx_{units}_geom b CROSS JOIN {units} v ON v.fid = b.pkid
    CROSS JOIN idx_{zones}_geom i ON i.xmin <= b.xmax AND i.xmax >= b.xmin AND i.ymin <= b.ymax AND i.ymax >= b.ymin
    CROSS JOIN {zones} u ON u.fid = i.pkid AND ST_Intersects(u.geom, v.geom)"""


# ST_Union as an aggregate of the zones of a unit; a bit mask tells the types, as SQLite has no bit_or
SQL = {
    "p1": f"""
SELECT town, count(*), sum(population), {BY_TYPE} FROM (
    SELECT v.town, v.population, sum(DISTINCT 1 << h.type_no) AS types FROM {NEAR} GROUP BY v.fid
) GROUP BY town""",
    "p2": f"SELECT h.hazard_id, count(*), sum(v.population) FROM {NEAR} GROUP BY h.fid",
    "p3": f"""
SELECT name, ST_Area(ST_Intersection(geom, zone)) / ST_Area(geom) * area_ha FROM (
    SELECT v.name, v.area_ha, v.geom, ST_Union(u.geom) AS zone FROM {touching("mining", "towns")} GROUP BY v.fid
)""",
    "p4": f"""
SELECT town, sum(population * ST_Area(ST_Intersection(geom, zone)) / ST_Area(geom)) FROM (
    SELECT v.town, v.population, v.geom, ST_Union(u.geom) AS zone FROM {touching("zones", "villages")} GROUP BY v.fid
) GROUP BY town""",
    "p4t": f"""
WITH pieces AS MATERIALIZED (
    SELECT fid, town, population, ST_Area(geom) AS whole, type_no, ST_Intersection(geom, zone) AS piece FROM (
        SELECT v.fid, v.town, v.population, v.geom, u.type_no, ST_Union(u.geom) AS zone
        FROM {touching("zones", "villages")} GROUP BY v.fid, u.type_no
    )
), by_type AS (
    SELECT town, {SHARES_BY_TYPE} FROM (SELECT *, ST_Area(piece) AS area FROM pieces) GROUP BY town
), once AS (
    SELECT town, sum(population * area / whole) AS people FROM (
        SELECT town, population, whole, CASE count(*) WHEN 1 THEN sum(ST_Area(piece)) ELSE ST_Area(ST_Union(piece)) END AS area
        FROM pieces GROUP BY fid
    ) GROUP BY town
) SELECT * FROM once JOIN by_type USING (town)""",
}


def connect(path):
    database = sqlite3.connect(path)
    database.enable_load_extension(True)
    database.load_extension("mod_spatialite")
    database.execute("PRAGMA cache_size=-2000000")
    database.execute("PRAGMA synchronous=OFF")
    return database


# Tables of each workload: from the GeoPackage's columns, and the type of geometry
TABLES = {
    "B": {
        "villages": ("SELECT fid, town, population, geom FROM source.villages", "POINT"),
        "hazard_points": (f"SELECT fid, hazard_id, {TYPE_NUMBER} AS type_no, radius_m, geom FROM source.hazard_points", "POINT"),
        "towns": ("SELECT fid, name, area_ha, geom FROM source.towns", "POLYGON"),
        "mining": ("SELECT fid, geom FROM source.mining", "POLYGON"),
    },
    "C": {
        "villages": ("SELECT fid, town, population, geom FROM source.villages", "POLYGON"),
        "zones": (
            f"SELECT h.fid, {TYPE_NUMBER} AS type_no, h.radius_m, coalesce(z.geom, h.geom) AS geom "
            "FROM source.hazard_points h LEFT JOIN source.hazard_zones z USING (hazard_id)",
            "POLYGON",
        ),
    },
}


def load(folder, work):
    target = Path(work) / "spatialite" / f"{folder.name}.sqlite"
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    database = connect(unfinished)
    database.execute("SELECT InitSpatialMetaData(1)")
    database.execute("ATTACH ? AS source", (str(folder / "data.gpkg"),))
    for table, (query, kind) in TABLES[folder.name[0] if folder.name[0] in TABLES else "B"].items():
        geometry = f"SetSRID(GeomFromGPB(geom), {SRS_ID})"
        if table == "zones":  # circles are drawn
            geometry = f"CASE ST_GeometryType({geometry}) WHEN 'POINT' THEN ST_Buffer({geometry}, radius_m, {CIRCLE_QUADRANT}) ELSE {geometry} END"
        columns = ", ".join(["fid INTEGER PRIMARY KEY", *columns_of(database, query)])
        database.execute(f"CREATE TABLE {table} ({columns}, geom)")
        names = ", ".join(name.split()[0] for name in columns.split(", "))
        database.execute(f"INSERT INTO {table} ({names}, geom) SELECT {names}, {geometry} FROM ({query}) ORDER BY fid")
        assert database.execute(f"SELECT RecoverGeometryColumn('{table}', 'geom', {SRS_ID}, '{kind}', 'XY')").fetchone()[0] == 1
        assert database.execute(f"SELECT CreateSpatialIndex('{table}', 'geom')").fetchone()[0] == 1
        if table == "hazard_points":
            database.execute("ALTER TABLE hazard_points ADD x REAL")
            database.execute("ALTER TABLE hazard_points ADD y REAL")
            database.execute("UPDATE hazard_points SET x = ST_X(geom), y = ST_Y(geom)")
    database.commit()
    database.execute("ANALYZE")
    database.commit()
    database.close()
    unfinished.rename(target)
    return target


def columns_of(database, query):
    """Columns of a query but fid and geom."""
    cursor = database.execute(f"{query} LIMIT 0")
    return [column[0] for column in cursor.description if column[0] not in ("fid", "geom")]


def ask(path, question, target):
    database = connect(path)
    begin = time.monotonic()
    found = database.execute(SQL[question]).fetchall()
    seconds = time.monotonic() - begin
    rows = []
    for place, *values in found:
        pairs = zip(values[::2], values[1::2]) if question in ("p1", "p2") else ((None, value) for value in values)
        rows += [(place, category, units, people) for category, (units, people) in zip(["all", *TYPES], pairs) if units or people]
    answers.write(target, rows)
    return {"seconds": seconds}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=[*SQL, "load"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default="/dev/null")
    options = parser.parse_args()
    loaded = load(options.folder, options.work)
    if options.question != "load":
        print(json.dumps(ask(loaded, options.question, options.output)))
