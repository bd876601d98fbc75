#!/usr/bin/python3
"""Generate the synthetic layers of the Sanmenxia example, or check them.

    ./generate.py            write counties.gpkg, villages.gpkg and gazetteer.gpkg
    ./generate.py --verify   measure them and print a report

Reads only ./source/ and 隐患点.csv (see source/SOURCES.md). Names, codes, county areas and the annex are
real; boundaries and every coordinate are made up from the seed below. Needs Debian's python3-gdal,
python3-numpy, python3-shapely, python3-pyproj.
"""
import csv
import math
import os
import sys

import numpy as np
from osgeo import ogr
from shapely.geometry import Point
from shapely.ops import transform
from shapely.prepared import prep

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import synth  # noqa: E402

SEED = 411200
CELL = 250.0


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def path(name):
    return os.path.join(HERE, name)


def generate():
    rng = np.random.default_rng(SEED)
    facts, towns, villages = rows("source/county_facts.csv"), rows("source/townships.csv"), rows("source/villages.csv")
    forward, backward = synth.local_projection(111.1, 34.3)
    west, south = forward(110.25, 33.4)
    east, north = forward(112.2, 35.2)
    grid = synth.Grid(west, south, east, north, CELL)
    bend = [1500 * synth.fractal_noise(rng, grid, 16000, 4000) +
            450 * synth.fractal_noise(rng, grid, 4000, 1000) for _ in range(2)]
    anchors, boxes, areas = [], [], []
    for f in facts:
        points = [(float(t["approx_lon"]), float(t["approx_lat"])) for t in towns if t["county"] == f["name"]]
        points.append((float(f["inside_lon"]), float(f["inside_lat"])))
        anchors.append([forward(*p) for p in points])
        x, y = forward([float(f[k]) for k in ("west", "east", "west", "east")],
                       [float(f[k]) for k in ("south", "south", "north", "north")])
        boxes.append((min(x), min(y), max(x), max(y)))
        areas.append(float(f["area_km2"]))
    label = synth.grow_units(grid, grid.x + bend[0], grid.y + bend[1], anchors, boxes, areas)
    cover = synth.Coverage(grid, label, forward, backward)
    by_county = lambda v: None if v < 0 else v      # noqa: E731
    cover.adjust([(by_county, k, a) for k, a in enumerate(areas)])
    faces = cover.polygons(by_county)
    assert sorted(k for k, _ in faces) == list(range(len(facts)))
    shape = {facts[k]["name"]: s for k, s in faces}

    source = synth.new_file("GPKG", path("counties.gpkg"))
    synth.write_layer(source, "counties", ogr.wkbPolygon, [("name", "str"), ("code", "str")],
                      [(shape[f["name"]], (f["name"], f["code"])) for f in facts])
    source = None

    # towns: their anchor, kept inside the county; villages: within a few kilometres of their town
    plane = {}
    for name, s in shape.items():
        inner = transform(forward, s).buffer(-800)
        plane[name] = max(getattr(inner, "geoms", [inner]), key=lambda part: part.area)
    seat = {}
    for t in towns:
        spot = Point(forward(float(t["approx_lon"]), float(t["approx_lat"])))
        if not plane[t["county"]].contains(spot):
            spot = plane[t["county"]].exterior.interpolate(plane[t["county"]].exterior.project(spot))
        seat[t["county"], t["name"]] = spot
    for v in villages:
        if (v["county"], v["town"]) not in seat:
            raise RuntimeError("no anchor for " + v["town"])
    taken = []
    for v in villages:
        inside, centre = prep(plane[v["county"]].buffer(500)), seat[v["county"], v["town"]]
        urban = "社区" in v["name"]
        for turn in range(5000):
            away, angle = rng.uniform(500, (1800 if urban else 5200) * (1 + turn / 300)), rng.uniform(0, 2 * math.pi)
            x, y = centre.x + away * math.cos(angle), centre.y + away * math.sin(angle)
            if inside.contains(Point(x, y)) and all(math.hypot(x - a, y - b) > 450 for a, b in taken):
                break
        else:
            raise RuntimeError("no room for " + v["name"])
        taken.append((x, y))
        lon, lat = backward(x, y)
        v["point"] = Point(round(lon, 6), round(lat, 6))

    source = synth.new_file("GPKG", path("villages.gpkg"))
    synth.write_layer(source, "villages", ogr.wkbPoint,
                      [("village_id", "str"), ("name", "str"), ("town", "str"), ("county", "str"), ("population", "int")],
                      [(v["point"], (v["code"], v["name"], v["town"], v["county"], None)) for v in villages])
    source = None

    entries = []
    for f in facts:
        entries.append((Point(float(f["inside_lon"]), float(f["inside_lat"])), (f["name"], "county", None, f["name"], f["code"])))
    for t in towns:
        if t["role"] != "anchor":
            lon, lat = backward(*seat[t["county"], t["name"]].coords[0])
            entries.append((Point(round(lon, 6), round(lat, 6)), (t["name"], "town", t["name"], t["county"], t["code"])))
    for v in villages:
        if v["role"] != "neighbour":
            entries.append((v["point"], (v["name"], "village", v["town"], v["county"], v["code"])))
    source = synth.new_file("GPKG", path("gazetteer.gpkg"))
    synth.write_layer(source, "gazetteer", ogr.wkbPoint,
                      [(n, "str") for n in ("name", "level", "town", "county", "code")], entries)
    source = None


if __name__ == "__main__":
    if sys.argv[1:] == ["--verify"]:
        import verify
        sys.exit(verify.main(HERE))
    if sys.argv[1:]:
        sys.exit(__doc__)
    generate()
