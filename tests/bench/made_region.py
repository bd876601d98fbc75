#!/usr/bin/env python3
"""A made-up region of any size, as a project: counties and towns that tile it, villages, hazard points, mining areas.

Usage: made_region.py FOLDER TOWNS VILLAGES HAZARD_POINTS MINING_AREAS [--gpkg]. The same numbers give the same files. Towns are some 240 km²
with about 129 corners and share their boundaries exactly, 16 of them a county; hazard points lie in clusters. Needs nothing
but Python; --gpkg calls ogr2ogr, as bureaus send GeoPackages of such sizes rather than texts.

The whole country: made_region.py nation 40000 690000 300000 20000 --gpkg
"""
import csv
import json
import math
import random
import subprocess
import sys
from pathlib import Path

PITCH = 0.15  # degrees: width of a town
BLOCK = 4     # towns along the side of a county
CORNERS = 32  # along one side of a town
WEST, SOUTH = 100.0, 26.0
TYPES = ["滑坡", "崩塌", "泥石流", "地面塌陷", "不稳定斜坡"]


class Region:
    def __init__(self, towns):
        self.columns = max(1, round(math.sqrt(towns) / BLOCK)) * BLOCK
        self.rows = math.ceil(towns / self.columns)
        self.lines = {}

    def corner(self, i, j):
        noise = random.Random(f"corner {i} {j}")
        return (WEST + (i + noise.uniform(-0.2, 0.2)) * PITCH, SOUTH + (j + noise.uniform(-0.2, 0.2)) * PITCH)

    def line(self, a, b):
        """A common side of two towns: the same corners from either of them."""
        if a > b:
            return self.line(b, a)[::-1]
        if (a, b) not in self.lines:
            noise = random.Random(f"side {a} {b}")
            (x0, y0), (x1, y1) = self.corner(*a), self.corner(*b)
            points = [(x0, y0)]
            for k in range(1, CORNERS):
                t, off = k / CORNERS, noise.uniform(-0.01, 0.01)
                points.append((round(x0 + t * (x1 - x0) - off * (y1 - y0), 8), round(y0 + t * (y1 - y0) + off * (x1 - x0), 8)))
            self.lines[a, b] = points + [(x1, y1)]
        return self.lines[a, b]

    def ring(self, left, bottom, right, top):
        path = [(i, bottom) for i in range(left, right)] + [(right, j) for j in range(bottom, top)]
        path += [(i, top) for i in range(right, left, -1)] + [(left, j) for j in range(top, bottom, -1)]
        ring = []
        for a, b in zip(path, path[1:] + path[:1]):
            ring += self.line(a, b)[:-1]
        return ring + ring[:1]

    def towns(self):
        return [(i, j) for j in range(self.rows) for i in range(self.columns)]

    def counties(self):
        return [(i, j) for j in range(0, self.rows, BLOCK) for i in range(0, self.columns, BLOCK)]


def numeral(n):
    return "".join("零一二三四五六七八九"[int(d)] for d in str(n))


def county_of(town):
    i, j = town[0] // BLOCK, town[1] // BLOCK
    return f"第{numeral(i)}又{numeral(j)}县", f"{10 + j // 10:02}{10 + i // 10:02}{j % 10}{i % 10}"


def town_of(town):
    place = (town[0] % BLOCK) + BLOCK * (town[1] % BLOCK)
    return f"{'东西南北中上下前'[place // 2]}{'山河'[place % 2]}镇", county_of(town)[1] + f"{place + 100:03}"


def polygons(path, features):
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for n, (properties, ring) in enumerate(features):
            geometry = {"type": "Polygon", "coordinates": [ring]}
            file.write((",\n" if n else "") + json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False))
        file.write("\n]}\n")


def rows(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(lines)


def villages(region, count):
    noise, towns = random.Random("villages"), region.towns()
    for n in range(count):
        town = towns[n % len(towns)]
        number, people = n // len(towns) + 1, int(noise.lognormvariate(6.6, 0.8))
        x, y = WEST + (town[0] + noise.uniform(0.22, 0.78)) * PITCH, SOUTH + (town[1] + noise.uniform(0.22, 0.78)) * PITCH
        yield (town_of(town)[1] + f"{number:03}", f"{numeral(number)}{'沟坡岭湾'[n % 4]}村", town_of(town)[0], county_of(town)[0], people,
               max(1, people // 3), f"{x:.7f}", f"{y:.7f}")


def hazards(region, count):
    noise, towns = random.Random("hazards"), region.towns()
    centre = (0, 0)
    for n in range(count):
        if n % 12 == 0:
            town = noise.choice(towns)
            centre = (noise.uniform(0.35, 0.65), noise.uniform(0.35, 0.65))
        x = WEST + (town[0] + centre[0] + noise.gauss(0, 0.03)) * PITCH
        y = SOUTH + (town[1] + centre[1] + noise.gauss(0, 0.03)) * PITCH
        people = int(noise.lognormvariate(3, 1.5))
        grade = "特大型" if people >= 1000 else "大型" if people >= 500 else "中型" if people >= 100 else "小型"
        yield (f"YH{n + 1:06}", f"{numeral(n + 1)}号点", noise.choice(TYPES), county_of(town)[0], town_of(town)[0], grade, "较不稳定", people // 3,
               people, people // 2, noise.randrange(50, 1500, 10), f"{x:.7f}", f"{y:.7f}")


def mines(region, count):
    noise, towns = random.Random("mines"), region.towns()
    for n in range(count):
        town = noise.choice(towns)
        x, y = WEST + (town[0] + noise.random()) * PITCH, SOUTH + (town[1] + noise.random()) * PITCH
        radius, corners = noise.uniform(0.004, 0.015), noise.randrange(150, 300)
        ring = []
        for k in range(corners):
            off, angle = radius * noise.uniform(0.9, 1), 2 * math.pi * k / corners
            ring.append((round(x + off * math.cos(angle), 8), round(y + off * math.sin(angle), 8)))
        yield {"subsidence_id": f"CK{n + 1:05}", "name": f"{n + 1}号矿", "kind": noise.choice(["采空区", "采煤沉陷区"])}, ring + ring[:1]


PROJECT = """title: 示意区域
region: {name: 示意区域, code: "100000"}
year: 2024
crs: EPSG:4490
layers:
"""


def make(folder, towns, n_villages, n_hazards, n_mines, gpkg=False):
    folder, region = Path(folder), Region(towns)
    folder.mkdir(parents=True, exist_ok=True)
    polygons(folder / "counties.geojson", (
        ({"name": county_of(c)[0], "code": county_of(c)[1]},
         region.ring(c[0], c[1], min(c[0] + BLOCK, region.columns), min(c[1] + BLOCK, region.rows))) for c in region.counties()))
    polygons(folder / "towns.geojson", (
        ({"name": town_of(t)[0], "code": town_of(t)[1], "county": county_of(t)[0]}, region.ring(t[0], t[1], t[0] + 1, t[1] + 1))
        for t in region.towns()))
    rows(folder / "villages.csv", ["village_id", "name", "town", "county", "population", "households", "lon", "lat"], villages(region, n_villages))
    rows(folder / "hazard_points.csv", ["hazard_id", "name", "type", "county", "town", "registered_grade", "stability", "households", "population",
                                        "property_wan_yuan", "radius_m", "lon", "lat"], hazards(region, n_hazards))
    polygons(folder / "subsidence.geojson", mines(region, n_mines))
    text = PROJECT
    for path in sorted([*folder.glob("*.geojson"), *folder.glob("*.csv")]):
        name, point = path.stem, path.suffix == ".csv"
        if gpkg:
            made = path.with_suffix(".gpkg")
            options = ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-oo", "AUTODETECT_TYPE=YES", "-oo", "KEEP_GEOM_COLUMNS=NO"]
            subprocess.run(["ogr2ogr", "-q", "-overwrite", "-a_srs", "EPSG:4490", *(options if point else ["-nlt", "MULTIPOLYGON"]),
                            "-nln", name, made, path], check=True)
            path.unlink()
            text += f"  {name}: {{path: {made.name}, layer: {name}}}\n"
        else:
            text += f"  {name}: {{path: {path.name}{', x: lon, y: lat' if point else ''}, crs: EPSG:4490}}\n"
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    make(sys.argv[1], *map(int, sys.argv[2:6]), gpkg="--gpkg" in sys.argv)
