#!/usr/bin/env python3
"""The questions asked of PostGIS, on a private cluster in the work folder; the query alone is timed.

Usage: peer_postgis.py QUESTION FOLDER --work WORK -o ANSWER.csv

The data are loaded once: indexed, clustered by place, analysed, circles drawn. Prints a line of JSON: seconds, cpu (of all server
processes that worked for the query).
"""

import argparse
import contextlib
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import answers
from workloads import CIRCLE_QUADRANT, QUESTIONS, SRS_ID, TYPES

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
AS_SERVER = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []  # PostgreSQL refuses to run as root
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "shared_buffers": "2GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "effective_cache_size": "8GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_workers": "2",
    "min_parallel_table_scan_size": "0",
    "parallel_setup_cost": "10",
    "parallel_tuple_cost": "0.001",
    "max_wal_size": "8GB",
    "jit": "off",
}
TYPE_NUMBER = "array_position(ARRAY[" + ",".join(f"'{t}'" for t in TYPES) + "]::text[], type::text) - 1"
BY_TYPE = ", ".join(
    f"count(*) FILTER (WHERE types & {1 << i} <> 0) AS units_{i}, sum(population) FILTER (WHERE types & {1 << i} <> 0) AS people_{i}"
    for i in range(len(TYPES))
)
SHARES_BY_TYPE = ", ".join(f"sum(population * area / whole) FILTER (WHERE type_no = {i}) AS people_{i}" for i in range(len(TYPES)))

ONCE_OF_ALL = "CASE WHEN count(*) = 1 THEN sum(ST_Area(geom)) ELSE ST_Area(ST_Union(geom)) END"
FUNCTION = "CREATE OR REPLACE FUNCTION {} LANGUAGE sql STABLE PARALLEL SAFE COST 100000 AS $$ {} $$"
AREAS_BY_TYPE = ", ".join(f"sum(ST_Area(geom)) FILTER (WHERE type_no = {i})" for i in range(len(TYPES)))
UNNESTED = ", ".join(f"sum(population * area / whole) FILTER (WHERE i = {i + 1}) AS people_{i}" for i in range(len(TYPES) + 1))

# Questions, each in one way or two. PostgreSQL runs neither a lateral subquery nor the end of an aggregate in its workers, but does run
# a function there; whichever is faster counts.
SQL = {
    "p1": {"join": f"""
SELECT town, count(*) AS units, sum(population) AS people, {BY_TYPE} FROM (
    SELECT v.fid, v.town, v.population, bit_or(1 << h.type_no) AS types
    FROM hazard_points h JOIN villages v ON ST_DWithin(v.geom, h.geom, h.radius_m) GROUP BY v.fid
) AS hit GROUP BY town"""},
    "p2": {"join": """
SELECT h.hazard_id, count(*) AS units, sum(v.population) AS people
FROM hazard_points h JOIN villages v ON ST_DWithin(v.geom, h.geom, h.radius_m) GROUP BY h.hazard_id"""},
    "p3": {
        "join": """
SELECT t.name, ST_Area(ST_Intersection(t.geom, ST_Union(m.geom))) / ST_Area(t.geom) * t.area_ha AS people
FROM towns t JOIN mining m ON ST_Intersects(m.geom, t.geom) GROUP BY t.fid""",
        "function": "SELECT name, covered_by_mining(geom) / ST_Area(geom) * area_ha AS people FROM towns",
    },
    "p4": {
        "join": """
SELECT town, sum(population * area / whole) AS people FROM (
    SELECT v.town, v.population, ST_Area(v.geom) AS whole, ST_Area(ST_Intersection(v.geom, ST_Union(z.geom))) AS area
    FROM villages v JOIN zones z ON ST_Intersects(z.geom, v.geom) GROUP BY v.fid
) AS village GROUP BY town""",
        "function": "SELECT town, sum(population * covered_by_zones(geom) / ST_Area(geom)) AS people FROM villages GROUP BY town",
    },
    # the union of all types is made of what is already cut to the village, and only where there are several types
    "p4t": {
        "join": f"""
WITH pieces AS MATERIALIZED (
    SELECT v.fid, v.town, v.population, ST_Area(v.geom) AS whole, z.type_no, ST_Intersection(v.geom, ST_Union(z.geom)) AS geom
    FROM villages v JOIN zones z ON ST_Intersects(z.geom, v.geom) GROUP BY v.fid, z.type_no
), by_type AS (
    SELECT town, {SHARES_BY_TYPE} FROM (SELECT *, ST_Area(geom) AS area FROM pieces) AS measured GROUP BY town
), once AS (
    SELECT town, sum(population * area / whole) AS people FROM (
        SELECT town, population, whole, {ONCE_OF_ALL} AS area FROM pieces GROUP BY fid, town, population, whole
    ) AS village GROUP BY town
) SELECT * FROM once JOIN by_type USING (town)""",
        "function": f"""
SELECT town, {UNNESTED} FROM (
    SELECT town, population, ST_Area(geom) AS whole, u.area, u.i
    FROM villages, LATERAL unnest(covered_by_type(geom)) WITH ORDINALITY AS u (area, i)
) AS village GROUP BY town""",
    },
}
FUNCTIONS = {
    "B": [
        FUNCTION.format(
            "covered_by_mining(unit geometry) RETURNS float8",
            "SELECT ST_Area(ST_Intersection(unit, ST_Union(m.geom))) FROM mining m WHERE ST_Intersects(m.geom, unit)",
        )
    ],
    "C": [
        FUNCTION.format(
            "covered_by_zones(unit geometry) RETURNS float8",
            "SELECT ST_Area(ST_Intersection(unit, ST_Union(z.geom))) FROM zones z WHERE ST_Intersects(z.geom, unit)",
        ),
        FUNCTION.format(
            "covered_by_type(unit geometry) RETURNS float8[]",
            f"SELECT ARRAY[{ONCE_OF_ALL}, {AREAS_BY_TYPE}] FROM ("
            "SELECT z.type_no, ST_Intersection(unit, ST_Union(z.geom)) AS geom FROM zones z WHERE ST_Intersects(z.geom, unit)"
            " GROUP BY z.type_no) AS pieces HAVING count(*) > 0",
        ),
    ],
}


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Cluster:
    def __init__(self, data, socket):
        self.data, self.socket = data, socket

    def sql(self, text, schema="public"):
        """Output of psql, columns by tabulators."""
        words = ["psql", "-X", "-h", self.socket, "-U", "postgres", "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c"]
        return run(*words, f"SET search_path TO {schema}, public", "-c", text)

    def timed(self, text, schema):
        """Seconds that psql reports for a statement."""
        words = ["psql", "-X", "-h", self.socket, "-U", "postgres", "-At", "-v", "ON_ERROR_STOP=1"]
        out = run(*words, "-c", f"SET search_path TO {schema}, public", "-c", "\\timing on", "-c", text)
        return float(re.findall(r"Time: ([\d.]+) ms", out)[-1]) / 1000

    def cpu(self):
        """CPU seconds of the server's processes that have ended."""
        time.sleep(0.5)  # the last of them may not have been waited for
        main = int((self.data / "postmaster.pid").read_text().split()[0])
        fields = Path(f"/proc/{main}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def cluster(work):
    """The server of a work folder, made when it is not there, stopped at the end."""
    home = Path(work).resolve() / "postgis"
    data = home / "data"
    home.mkdir(parents=True, exist_ok=True)
    socket = Path(tempfile.mkdtemp(prefix="hazplan-bench-"))  # short: the path of a socket has at most 107 bytes
    if AS_SERVER:
        account = pwd.getpwnam("postgres")
        for path in (home, socket):
            os.chown(path, account.pw_uid, account.pw_gid)
    if not (data / "PG_VERSION").exists():
        run(*AS_SERVER, BINARIES / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", cwd="/")
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()) + f" -c unix_socket_directories={socket}"
    run(*AS_SERVER, BINARIES / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-t", "300", "-o", options, "start", cwd="/")
    try:
        made = Cluster(data, socket)
        made.sql("CREATE EXTENSION IF NOT EXISTS postgis")
        yield made
    finally:
        run(*AS_SERVER, BINARIES / "pg_ctl", "-D", data, "-m", "fast", "-w", "-t", "300", "stop", cwd="/")
        shutil.rmtree(socket, ignore_errors=True)


LAYERS = {"B": ["villages", "hazard_points", "towns", "mining"], "C": ["villages", "hazard_points", "hazard_zones"]}
PREPARE = {
    "B": f"ALTER TABLE hazard_points ADD type_no int; UPDATE hazard_points SET type_no = {TYPE_NUMBER};",
    "C": f"""
CREATE TABLE zones AS
SELECT h.hazard_id, {TYPE_NUMBER.replace("type::", "h.type::")} AS type_no,
       COALESCE(z.geom, ST_Buffer(h.geom, h.radius_m, {CIRCLE_QUADRANT})) AS geom
FROM hazard_points h LEFT JOIN hazard_zones z USING (hazard_id);
DROP TABLE hazard_points; DROP TABLE hazard_zones;""",
}
TABLES = {"B": LAYERS["B"], "C": ["villages", "zones"]}


def load(server, folder):
    """The schema that holds a workload, loaded unless it is there."""
    schema = re.sub(r"\W", "_", folder.name.lower())
    workload = folder.name[0] if folder.name[0] in LAYERS else "B"
    if server.sql(f"SELECT 1 FROM pg_namespace WHERE nspname = '{schema}'").strip():
        return schema
    making = f"loading_{schema}"
    server.sql(f"DROP SCHEMA IF EXISTS {making} CASCADE; CREATE SCHEMA {making}")
    target = f"PG:host={server.socket} dbname=postgres user=postgres active_schema={making}"
    options = [
        "-lco",
        "GEOMETRY_NAME=geom",
        "-lco",
        "FID=fid",
        "-lco",
        "SPATIAL_INDEX=NONE",
        "-lco",
        "UNLOGGED=ON",
        "--config",
        "PG_USE_COPY",
        "YES",
    ]
    run("ogr2ogr", "-f", "PostgreSQL", target, folder / "data.gpkg", *LAYERS[workload], "-a_srs", f"EPSG:{SRS_ID}", *options)
    server.sql(PREPARE[workload], making)
    for table in TABLES[workload]:
        server.sql(f"CREATE INDEX {table}_place ON {table} USING gist (geom)", making)
        server.sql(f"CLUSTER {table} USING {table}_place", making)
    server.sql("VACUUM ANALYZE", making)
    server.sql(f"ALTER SCHEMA {making} RENAME TO {schema}")
    return schema


def ask(server, schema, question, target):
    for function in FUNCTIONS["C" if schema.startswith("c") else "B"]:
        server.sql(function, schema)
    best = None
    for way, text in SQL[question].items():
        server.sql("DROP TABLE IF EXISTS answer", schema)
        cpu = server.cpu()
        seconds = server.timed(f"CREATE UNLOGGED TABLE answer AS {text}", schema)
        if best is None or seconds < best["seconds"]:
            best = {"seconds": seconds, "cpu": server.cpu() - cpu, "way": way}
    rows = []
    for line in server.sql("SELECT * FROM answer", schema).splitlines():
        place, *values = line.split("\t")
        values = [float(value) if value else None for value in values]
        if question in ("p1", "p2"):
            pairs = list(zip(values[::2], values[1::2]))
        else:
            pairs = [(None, value) for value in values]
        rows += [(place, category, units, people) for category, (units, people) in zip(["all", *TYPES], pairs) if units or people]
    answers.write(target, rows)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=[*SQL, "load"], metavar="QUESTION", help=", ".join(QUESTIONS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default="/dev/null")
    options = parser.parse_args()
    with cluster(options.work) as server:
        schema = load(server, options.folder)
        if options.question != "load":
            print(json.dumps(ask(server, schema, options.question, options.output)))


if __name__ == "__main__":
    main()
