#!/usr/bin/env python3
"""The exposure question of the full-size example, asked of another program: people once inside the circles, by town.

Usage: exposure_peer.py spatialite|shapely PLAN. The radii come from PLAN; all else from the example's files. A peer reads three files and
answers one question; `hazplan analyse` reads seven, answers everything and writes plan.gpkg. Prints villages and people exposed.
"""

import re
import sqlite3
import sys
from pathlib import Path

import openpyxl

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/jincheng"
ELLIPSOID = "+a=6378137 +rf=298.257222101"


def degrees(text):
    d, m, s = map(float, re.fullmatch(r"(\d+)°(\d+)′([\d.]+)″", text).groups())
    return d + m / 60 + s / 3600


def hazard_points(plan):
    """Longitude, latitude and radius of the points."""
    radius = dict(sqlite3.connect(f"file:{plan}?mode=ro", uri=True).execute("SELECT hazard_id, radius_m FROM hazard_points"))
    rows = list(openpyxl.load_workbook(EXAMPLE / "隐患点.xlsx", read_only=True).active.iter_rows(values_only=True))
    name, x, y = (rows[0].index(column) for column in ("编号", "经度", "纬度"))
    return [(degrees(row[x]), degrees(row[y]), radius[row[name]]) for row in rows[1:]]


def spatialite(points):
    database = sqlite3.connect(":memory:")
    database.enable_load_extension(True)
    database.load_extension("mod_spatialite")
    database.execute("SELECT InitSpatialMetaData(1)")
    database.execute("ATTACH ? AS example", (str(EXAMPLE / "villages.gpkg"),))
    database.execute(
        "CREATE TABLE villages AS SELECT village_id, town, county, population, GeomFromGPB(geom) AS geom FROM example.villages"
    )
    database.execute("CREATE TABLE points AS SELECT 0.0 AS x, 0.0 AS y, 0.0 AS radius, NULL AS geom WHERE 0")
    database.executemany("INSERT INTO points SELECT ?1, ?2, ?3, MakePoint(?1, ?2, 4490)", points)
    # a degree is at least 80 km here: what is farther apart in degrees need not be measured
    rows = database.execute(
        "SELECT county, town, count(*), sum(population) FROM villages v WHERE EXISTS (SELECT 1 FROM points p "
        "WHERE ST_X(v.geom) BETWEEN p.x - p.radius / 80000 AND p.x + p.radius / 80000 AND ST_Y(v.geom) BETWEEN p.y - p.radius / 80000 "
        "AND p.y + p.radius / 80000 AND ST_Distance(SetSRID(v.geom, 4490), p.geom, 1) <= p.radius) GROUP BY 1, 2"
    ).fetchall()
    return sum(row[2] for row in rows), sum(row[3] for row in rows)


def shapely_(points):
    import pyproj
    import shapely.geometry
    import shapely.strtree
    from osgeo import ogr

    geod = pyproj.Geod(ELLIPSOID)
    circles = []
    for lon, lat, radius in points:
        corners = geod.fwd([lon] * 128, [lat] * 128, [360 * i / 128 for i in range(128)], [radius] * 128)
        circles.append(shapely.geometry.Polygon(zip(*corners[:2])))
    tree = shapely.strtree.STRtree(circles)
    towns = {}
    source = ogr.Open(str(EXAMPLE / "villages.gpkg"))
    for feature in source.GetLayer(0):
        place = feature.GetGeometryRef()
        point = shapely.geometry.Point(place.GetX(), place.GetY())
        if any(circle.intersects(point) for circle in tree.query(point)):
            count, people = towns.get((feature["county"], feature["town"]), (0, 0))
            towns[feature["county"], feature["town"]] = count + 1, people + feature["population"]
    return sum(count for count, _ in towns.values()), sum(people for _, people in towns.values())


if __name__ == "__main__":
    ask = {"spatialite": spatialite, "shapely": shapely_}[sys.argv[1]]
    print("{} villages, {} people".format(*ask(hazard_points(sys.argv[2]))))
