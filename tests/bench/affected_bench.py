#!/usr/bin/env python3
"""Time `hazplan affected` on the plan of a nation beside the same question put to PostGIS and to GDAL's SQL on the same file.

Usage: affected_bench.py PLAN.gpkg --work WORK --program HAZPLAN [--runs 15] [--peers postgis,ogr] [--write docs/performance.md]

PLAN.gpkg: `hazplan analyse` of the project that make_nation.py makes. Every run is a new process: wall seconds (the middle of the
runs), CPU seconds, MiB at most. On a machine with
neighbours the fastest run says most. `cold`: the first run after the system's page cache was dropped, where that is allowed (hazplan only).
PostGIS has the layers loaded, with geography, indexed and clustered by place, as one server for all; its `query` is the time that psql reports, its
`wall` that of the process psql. Each answers with the villages (nearest first, people, households, people to call, brigade), the hazard
points and the three nearest key towns; ogr2ogr
with the villages alone, and not within 200 km, where SpatiaLite measures for minutes. The numbers of villages found are compared.
"""

import argparse
import csv
import io
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import machine
from peer_postgis import cluster, run

TIMED = Path(__file__).with_name("timed_process.py")
RADII = {"2 km": 2_000, "20 km": 20_000, "200 km": 200_000}
VILLAGE = "village_id, name, town, county, population, households, contact, phone, nearest_key_town, nearest_existing_brigade"
HAZARD = "hazard_id, name, type, grade, population, monitor_person, phone"
LAYERS = ["villages", "hazard_points", "key_towns"]
DROP = Path("/proc/sys/vm/drop_caches")


def timed(words, environment=None):
    """Output, wall and CPU seconds, MiB."""
    with tempfile.NamedTemporaryFile("r") as told:
        command = [sys.executable, "-S", "-E", TIMED, told.name, *map(str, words)]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout, *map(float, told.read().split())


def drop_cache():
    try:
        os.sync()
        DROP.write_text("3")
        return True
    except OSError:
        return False


def measure(words, runs, count, environment=None, cold=None):
    """One program and question, `runs` times after once for warming."""
    timed(words, environment)
    found = [timed(words, environment) for _ in range(runs)]
    output, walls, processor, memory = found[0][0], *list(zip(*found))[1:]
    return {
        "wall": statistics.median(walls),
        "fastest": min(walls),
        "cpu": statistics.median(processor),
        "mib": max(memory),
        "cold": cold,
        "villages": count(output),
    }


# ---- the questions ----


def questions(plan):
    """The hazard point with most villages, and the middle of the region's most crowded place."""
    with sqlite3.connect(f"file:{plan}?mode=ro", uri=True) as database:
        hazard = database.execute("SELECT hazard_id FROM exposure GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1").fetchone()[0]
        place = database.execute("SELECT nearest_hazard_id FROM villages ORDER BY hazard_count DESC, village_id LIMIT 1").fetchone()[0]
        box = database.execute(
            "SELECT minx, miny FROM rtree_hazard_points_geom JOIN hazard_points ON fid = id WHERE hazard_id = ?", (place,)
        ).fetchone()
        # a name that only one village bears
        name, = database.execute("SELECT name FROM villages WHERE name GLOB '第*' ORDER BY fid LIMIT 1 OFFSET 50000").fetchone() or (None,)
    lon, lat = (round(value, 4) for value in box)
    made = {f"a hazard point, {hazard}": {"hazard": hazard}}
    made |= {f"a place, {text}": {"lon": lon, "lat": lat, "radius": metres} for text, metres in RADII.items()}
    if name:
        made[f"a village by its name, {name}, 2 km"] = {"name": name, "radius": RADII["2 km"]}
    return made


# ---- hazplan ----


def hazplan_words(program, plan, asked):
    words = [program, "affected", plan, "--format", "json"]
    if "hazard" in asked:
        return [*words, "--hazard", asked["hazard"]]
    place = asked.get("name") or f"{asked['lon']},{asked['lat']}"
    return [*words, "--at", place, "--radius", asked["radius"]]


def hazplan_count(output):
    answer = json.loads(output)
    assert answer["totals"]["villages"] == len(answer["villages"])
    return answer["totals"]["villages"]


# ---- PostGIS ----


def load(server, plan):
    if server.sql("SELECT 1 FROM pg_namespace WHERE nspname = 'nation'").strip():
        return
    server.sql("DROP SCHEMA IF EXISTS loading CASCADE; CREATE SCHEMA loading")
    target = f"PG:host={server.socket} dbname=postgres user=postgres active_schema=loading"
    options = ["-lco", "GEOMETRY_NAME=geom", "-lco", "SPATIAL_INDEX=NONE", "-lco", "UNLOGGED=ON", "--config", "PG_USE_COPY", "YES"]
    run("ogr2ogr", "-f", "PostgreSQL", target, plan, *LAYERS, "exposure", "-a_srs", "EPSG:4490", *options)
    for table in LAYERS:
        server.sql(f"ALTER TABLE {table} ADD place geography; UPDATE {table} SET place = geom::geography", "loading")
        server.sql(f"CREATE INDEX {table}_place ON {table} USING gist (place); CLUSTER {table} USING {table}_place", "loading")
    server.sql("CREATE INDEX ON exposure (hazard_id); CREATE INDEX ON hazard_points (hazard_id); CREATE INDEX ON villages (village_id)", "loading")
    server.sql("CREATE INDEX ON villages (name)", "loading")
    server.sql("VACUUM ANALYZE", "loading")
    server.sql("ALTER SCHEMA loading RENAME TO nation")


def postgis_sql(asked):
    """Three statements: villages, hazard points, key towns."""
    if "hazard" in asked:
        place = f"(SELECT place FROM hazard_points WHERE hazard_id = '{asked['hazard']}')"
        villages = f"JOIN exposure e USING (village_id) WHERE e.hazard_id = '{asked['hazard']}'"
        radius = f"(SELECT radius_m FROM hazard_points WHERE hazard_id = '{asked['hazard']}')"
    else:
        place = f"'SRID=4490;POINT({asked['lon']} {asked['lat']})'::geography" if "lon" in asked else None
        place = place or f"(SELECT place FROM villages WHERE name = '{asked['name']}')"
        radius = asked["radius"]
        villages = f"WHERE ST_DWithin(v.place, {place}, {radius})"
    columns = ", ".join(f"v.{name}" for name in VILLAGE.split(", "))
    if "hazard" in asked:
        columns += ", e.population AS exposed"
    return [
        f"SELECT {columns}, ST_Distance(v.place, {place}) AS metres, degrees(ST_Azimuth({place}, v.place)) FROM villages v {villages}"
        " ORDER BY metres, village_id",
        f"SELECT {HAZARD}, ST_Distance(place, {place}) AS metres FROM hazard_points WHERE ST_DWithin(place, {place}, {radius}) ORDER BY metres, hazard_id",
        f"SELECT name, tier, status, place <-> {place} AS metres FROM key_towns ORDER BY place <-> {place} LIMIT 3",
    ]


def postgis(server, asked, runs):
    words = ["psql", "-X", "-h", server.socket, "-U", "postgres", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", "SET search_path TO nation, public", "-c", "\\timing on"]
    statements = postgis_sql(asked)
    for statement in statements:
        words += ["-c", statement]

    def count(output):
        return len(output.split("Time: ")[0].splitlines()) - 2  # after SET and "Timing is on."

    measured = measure(["/usr/bin/env", *words], runs, count)
    before = server.cpu()
    queries = [sum(float(ms) for ms in re.findall(r"Time: ([\d.]+) ms", timed(["/usr/bin/env", *words])[0])) / 1000 for _ in range(runs)]
    measured["query"], measured["cpu"] = statistics.median(queries), measured["cpu"] + (server.cpu() - before) / runs
    measured["mib"] = None
    return measured


# ---- GDAL ----


def gdal_words(plan, asked):
    """One SELECT of the villages alone: ogr2ogr answers one question at a time. The R-tree is asked by hand: nothing else uses it."""
    if "hazard" in asked:
        sql = f"SELECT {', '.join('v.' + name for name in VILLAGE.split(', '))}, e.population AS exposed, e.distance_m"
        sql += f" FROM exposure e JOIN villages v USING (village_id) WHERE e.hazard_id = '{asked['hazard']}' ORDER BY distance_m"
    else:
        place = f"MakePoint({asked['lon']}, {asked['lat']}, 4326)" if "lon" in asked else None
        lat = asked.get("lat", 40)
        high = asked["radius"] / 110_000
        wide = high / max(0.1, abs(1 - (lat / 90) ** 1.5))  # a box that is large enough
        if place:
            box = f"maxx >= {asked['lon'] - wide} AND minx <= {asked['lon'] + wide} AND maxy >= {lat - high} AND miny <= {lat + high}"
            source = "villages v"
        else:
            place = "SetSRID(CastAutomagic(c.geom), 4326)"
            x, y = f"ST_X({place})", f"ST_Y({place})"
            source = f"(SELECT geom FROM villages WHERE name = '{asked['name']}') c, villages v"
            box = f"maxx >= {x} - {wide} AND minx <= {x} + {wide} AND maxy >= {y} - {high} AND miny <= {y} + {high}"
        sql = f"SELECT {', '.join('v.' + name for name in VILLAGE.split(', '))}, ST_Distance(SetSRID(CastAutomagic(v.geom), 4326), {place}, 1) AS metres"
        sql += f" FROM {source} JOIN rtree_villages_geom r ON r.id = v.fid WHERE {box} AND metres <= {asked['radius']} ORDER BY metres"
    return ["/usr/bin/ogr2ogr", "-f", "CSV", "/vsistdout/", plan, "-sql", sql]


def rows_of_csv(output):
    return len(list(csv.reader(io.StringIO(output)))) - 1


# ---- all of it ----


def milliseconds(value):
    return "" if value is None else f"{value * 1000:.0f}"


def table(rows):
    lines = ["| question | program | wall ms | fastest ms | CPU ms | cold ms | query alone ms | MiB | villages |", "| --- " * 9 + "|"]
    for question, program, found in rows:
        times = [milliseconds(found.get(key)) for key in ("wall", "fastest", "cpu", "cold", "query")]
        mib = "" if found["mib"] is None else f"{found['mib']:.0f}"
        lines.append(f"| {question} | {program} | {' | '.join(times)} | {mib} | {found['villages']} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("plan", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--peers", default="postgis,ogr")
    parser.add_argument("--write", type=Path, help="a document whose table between the marks of `affected` is replaced")
    arguments = parser.parse_args()
    peers, rows = arguments.peers.split(","), []
    asked = questions(arguments.plan)
    for name, question in asked.items():
        words = hazplan_words(arguments.program, arguments.plan, question)
        cold = timed(words)[1] if drop_cache() else None
        rows.append((name, "hazplan", measure(words, arguments.runs, hazplan_count, cold=cold)))
    if "ogr" in peers:
        for name, question in asked.items():
            if question.get("radius", 0) > RADII["20 km"]:
                continue  # SpatiaLite's distance on the ellipsoid takes milliseconds a village: minutes
            rows.append((name, "ogr2ogr, villages alone", measure(gdal_words(arguments.plan, question), min(arguments.runs, 5), rows_of_csv)))
    if "postgis" in peers:
        with cluster(arguments.work) as server:
            load(server, arguments.plan)
            for name, question in asked.items():
                rows.append((name, "PostGIS", postgis(server, question, arguments.runs)))
    rows.sort(key=lambda row: list(asked).index(row[0]))
    facts = machine.facts(arguments.work, arguments.program)
    size = arguments.plan.stat().st_size / 2**20
    told = f"Machine: {facts['processor']}, {facts['cores']} cores. The plan has {size:.0f} MiB.\n\n{table(rows)}\n"
    print(told)
    if arguments.write:
        text = arguments.write.read_text()
        marks = re.compile(r"(<!-- affected: begin -->\n).*(<!-- affected: end -->)", re.DOTALL)
        arguments.write.write_text(marks.sub(lambda match: f"{match[1]}\n{told}\n{match[2]}", text))


if __name__ == "__main__":
    main()
