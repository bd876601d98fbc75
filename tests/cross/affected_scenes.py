"""Projects made for the tests of answers: villages and hazard points where a test wants them."""

import json
import math
import random

from crosscheck import CGCS2000, analyse, workspace
from shapely.geometry import Point, Polygon, mapping

PROJECT = """\
title: 应急试验方案
region: {{name: 试验市, code: "140500"}}
year: 2021
notice: 合成数据
layers:
  villages: {{path: villages.geojson}}
  hazard_points: {{path: points.geojson}}
  key_towns: {{path: key_towns.geojson}}
{more}"""


def feature(shape, **properties):
    return {"type": "Feature", "properties": properties, "geometry": mapping(shape)}


def write(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")


def made_plan(name, villages, points, key_towns, more=""):
    """Features of the three layers; GeoJSON is in WGS 84, whose degrees are those of CGCS2000 here."""
    folder = workspace() / name
    folder.mkdir()
    (folder / "project.yaml").write_text(PROJECT.format(more=more), encoding="utf-8")
    write(folder / "villages.geojson", villages)
    write(folder / "points.geojson", points)
    write(folder / "key_towns.geojson", key_towns)
    return analyse(folder, folder / "plan.gpkg")


def at(lon, lat, bearing, metres):
    """The place so far away, in degrees from -180 to 180."""
    found = CGCS2000.Direct(lat, lon, bearing, metres)
    return math.remainder(found["lon2"], 360), found["lat2"]


def village(number, place, **more):
    told = {"village_id": f"V{number:04d}", "name": f"村{number:04d}", "town": f"乡{number % 5}", "county": "甲县"}
    shape = place if hasattr(place, "geom_type") else Point(place)
    return feature(shape, **{**told, "population": 100 + number, "households": 30 + number % 9, "contact": f"人{number}", "phone": "13800000000", **more})


def point(number, place, **more):
    told = {"hazard_id": f"H{number:04d}", "name": f"点{number:04d}", "type": "滑坡", "county": "甲县", "population": 10 + number}
    return feature(Point(place), **{**told, **more})


def key_town(number, place, status="existing", tier=1):
    return feature(Point(place), name=f"镇{number:02d}", county="甲县", tier=tier, status=status)


def random_points(lon, lat, seed, n=120, reach=30_000):
    """Villages, some without figures, hazard points and key towns at random about a place."""
    rng = random.Random(seed)

    def anywhere():
        return at(lon, lat, rng.uniform(0, 360), reach * math.sqrt(rng.random()))

    villages = [village(i, anywhere(), **({"population": None, "households": None} if rng.random() < 0.1 else {})) for i in range(n)]
    points = [point(i, anywhere(), radius_m=rng.uniform(500, 4000)) for i in range(n // 4)]
    statuses = ["existing", "planned", "deferred"]
    towns = [key_town(i, anywhere(), rng.choice(statuses), rng.choice([1, 2, 3])) for i in range(9)]
    return villages, points, towns


def random_polygons(lon, lat, seed, side=8, size=0.012):
    """Villages as star-shaped polygons, one in a cell each of a lattice, some with a hole; apart from each other."""
    rng = random.Random(seed)
    villages = []
    for number in range(side * side):
        x, y = lon + (number % side - side / 2) * size, lat + (number // side - side / 2) * size
        corners = rng.randint(5, 14)
        ring = [
            (x + size * (0.5 + 0.45 * rng.uniform(0.4, 1) * math.cos(a)), y + size * (0.5 + 0.45 * rng.uniform(0.4, 1) * math.sin(a)))
            for a in (2 * math.pi * i / corners for i in range(corners))
        ]
        shape = Polygon(ring)
        if number % 7 == 0 and shape.is_valid:
            hole = Point(x + size / 2, y + size / 2).buffer(size * 0.1, 3)
            shape = shape.difference(hole)
        if shape.is_valid and shape.geom_type == "Polygon":
            villages.append(village(number, shape))
    return villages
