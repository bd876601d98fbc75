#!/usr/bin/env python3
"""Make a workload: a project folder with its layers, the same on every run.

Usage: make_workload.py A|B|C|D --work FOLDER [--scale 0.01]

A city, B nation with villages as points, C the same villages as polygons, D a grid of people. Needs Debian's python3-gdal and numpy.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
from geopackage_rows import GeoPackage
from grid_of_people import write_grid
from osgeo import ogr
from tiling import Towns, village_rings
from workloads import CIRCLE_QUADRANT, CRS, GRADES, TYPES, extent, folder

SEED = 20200601
TOWN = {"name": str, "county": str, "code": str, "area_ha": int}
VILLAGE = {"village_id": str, "name": str, "town": str, "county": str, "population": int, "households": int}
POINT = {"hazard_id": str, "name": str, "type": str, "registered_grade": str, "radius_m": float}
MINING = {"subsidence_id": str, "kind": str}
TYPE_SHARE = [0.20, 0.45, 0.15, 0.06, 0.04, 0.02, 0.08]
GRADE_SHARE = [0.01, 0.05, 0.24, 0.70]
KINDS = ["goaf", "damaged_land", "subsidence"]
NEAR_VILLAGE = 300  # metres, standard deviation
UNKNOWN_PEOPLE = 0.004  # share of villages whose people and households are not known

PROJECT = """# Made by tests/bench/make_workload.py; fixed seed, nothing in it is real.
title: workload {workload}, scale {scale:g}
region: {{name: 示例, code: "000000"}}
year: 2020
notice: 合成数据 / synthetic data
crs: {crs}
layers:
{layers}
{grid}hazard: {{circle_vertices: {corners}, minimum_share: 0}}  # as the peers: circles of so many corners, slivers count
"""


def centres(n, clusters, spread_m, region, rng):
    """n points, nine in ten of them in clusters of different sizes and extents, the others anywhere."""
    low, size = np.array(region.corner), np.array([region.columns, region.rows]) * region.town_side
    middle = rng.uniform(0, 1, (clusters, 2)) * size
    spread = spread_m * rng.lognormal(0, 0.5, clusters)
    weight = rng.lognormal(0, 1, clusters)
    which = rng.choice(clusters, n, p=weight / weight.sum())
    xy = middle[which] + rng.normal(0, 1, (n, 2)) * spread[which][:, None]
    alone = rng.uniform(0, 1, n) < 0.1
    xy[alone] = rng.uniform(0, 1, (alone.sum(), 2)) * size
    return np.round(low + np.mod(xy, size), 3)


def hazard_points(region, scale, places):
    """Points in clusters; seven in ten lie near a village (places: the villages' points, town by town), for that is why they are
    registered."""
    rng = np.random.default_rng([SEED, 2])
    n = region.points
    xy = centres(n, max(3, round(1_500 * scale)), 6_000, region, rng)
    lattice = ((xy - region.corner) / region.town_side).astype(int)
    column, row = np.minimum(lattice, (region.columns - 1, region.rows - 1)).T
    town, count = row * region.columns + column, np.array([len(points) for points in places])
    village = (np.cumsum(count) - count)[town] + (rng.uniform(0, 1, n) * count[town]).astype(int)
    near = rng.uniform(0, 1, n) < 0.7
    xy[near] = np.round((np.concatenate(places)[village] + rng.normal(0, NEAR_VILLAGE, (n, 2)))[near], 3)
    types = rng.choice(TYPES, n, p=TYPE_SHARE).tolist()
    grades = rng.choice(GRADES, n, p=GRADE_SHARE).tolist()
    radius = np.round(np.clip(rng.lognormal(np.log(200), 0.6, n), 50, 1500)).tolist()
    return xy, types, grades, radius


def mining_rings(region, scale):
    """Star-shaped rings of about 226 points whose areas add up to region.mining_km2; they overlap here and there."""
    rng = np.random.default_rng([SEED, 3])
    n = region.mining
    xy = centres(n, max(3, round(300 * scale)), 25_000, region, rng)
    points = rng.integers(100, 351, n)
    areas = rng.lognormal(0, 0.8, n)
    areas *= region.mining_km2 * 1e6 / areas.sum()
    rings = []
    for i in range(n):
        angle = np.arange(points[i]) * (2 * np.pi / points[i])
        waves = rng.uniform(-0.12, 0.12, 5)
        reach = 1 + sum(wave * np.cos((k + 2) * angle + rng.uniform(0, 6)) for k, wave in enumerate(waves))
        reach *= 1 + rng.uniform(-0.03, 0.03, points[i])
        area = 0.5 * np.sin(2 * np.pi / points[i]) * (reach * np.roll(reach, -1)).sum()
        reach *= np.sqrt(areas[i] / area)
        ring = xy[i] + reach[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        rings.append(np.round(np.concatenate([ring, ring[:1]]), 3))
    return rings, xy


def village_grid(region, index):
    """Columns and rows of villages in town `index`, such that all towns have region.villages of them."""
    side = int((region.villages / region.towns) ** 0.5)
    larger = (region.villages - side * side * region.towns) // side
    # the larger towns are spread evenly over the region
    return (side + ((index + 1) * larger // region.towns > index * larger // region.towns), side)


def county_name(region, column, row):
    counties = -(-region.columns // region.county[0])
    return f"县{row // region.county[1] * counties + column // region.county[0]:04d}"


def write_towns(file, towns, region):
    for row in range(region.rows):
        numbers = [row * region.columns + column for column in range(region.columns)]
        rings = [towns.ring(column, row) for column in range(region.columns)]
        names = [f"乡{number:05d}" for number in numbers]
        counties = [county_name(region, column, row) for column in range(region.columns)]
        hectares = [round(abs(ring_area(ring)) / 1e4) for ring in rings]
        file.add_polygons("towns", rings, names, counties, [f"{number:09d}" for number in numbers], hectares)
    across, up = region.county
    for row in range(0, region.rows, up):
        for column in range(0, region.columns, across):
            ring = towns.ring(column, row, min(across, region.columns - column), min(up, region.rows - row))
            name = county_name(region, column, row)
            file.add_polygons("counties", [ring], [name], [name[1:]])


def ring_area(ring):
    x, y = (ring - ring[0]).T
    return 0.5 * float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))


def villages(towns, region):
    """Town by town: its number, name, county, the villages' rings, points, people and households (None where not known)."""
    for row in range(region.rows):
        rng = np.random.default_rng([SEED, 4, row])
        for column in range(region.columns):
            number = row * region.columns + column
            rings, inside = village_rings(towns.sides(column, row), *village_grid(region, number), rng)
            people = np.ceil(rng.lognormal(np.log(750), 0.75, len(rings))).astype(int).tolist()
            size = rng.uniform(2.6, 3.8, len(rings))
            households = [max(1, round(p / s)) for p, s in zip(people, size)]
            for i in np.flatnonzero(rng.uniform(0, 1, len(rings)) < UNKNOWN_PEOPLE):
                people[i] = households[i] = None
            yield number, f"乡{number:05d}", county_name(region, column, row), rings, inside, people, households


def write_villages(file, towns, region, polygons):
    """Returns the villages' points, town by town."""
    places = []
    for number, town, county, rings, inside, people, households in villages(towns, region):
        places.append(inside)
        n = len(rings)
        ids = [f"{number:09d}{k:03d}" for k in range(n)]
        columns = ids, [f"村{name}" for name in ids], [town] * n, [county] * n, people, households
        if polygons:
            file.add_polygons("villages", rings, *columns)
        else:
            file.add_points("villages", inside, *columns)
    return places


def write_hazards(file, region, scale, places, zones):
    """Hazard points and mining polygons; with `zones`, each mining polygon is also the zone of a hazard point of its own."""
    xy, types, grades, radius = hazard_points(region, scale, places)
    rings, middle = mining_rings(region, scale)
    ids = [f"H{i:06d}" for i in range(len(xy))]
    file.add_points("hazard_points", xy, ids, [f"隐患点{i}" for i in ids], types, grades, radius)
    mines = [f"M{i:06d}" for i in range(len(rings))]
    if zones:
        n = len(rings)
        file.add_points("hazard_points", middle, mines, mines, ["ground_subsidence"] * n, ["medium"] * n, [None] * n)
        file.add_polygons("hazard_zones", rings, mines)
    else:
        file.add_polygons("mining", rings, mines, [KINDS[i % 3] for i in range(len(rings))])


def write_project(path, workload, scale, layers, grid=""):
    lines = [f"  {name}: {{path: data.gpkg, layer: {layer}{rest}}}" for name, layer, rest in layers]
    text = PROJECT.format(workload=workload, scale=scale, crs=CRS, layers="\n".join(lines), grid=grid, corners=4 * CIRCLE_QUADRANT)
    path.write_text(text)


def write_people_project(target, scale):
    """d1 asked alone: towns and the grid, neither villages nor zones."""
    layers = [(name, name, "") for name in ("towns", "counties")]
    write_project(target / "d1.yaml", "D", scale, layers, "  population: {path: people.tif, value: count, band: 1}\n")


def make(workload, scale, target):
    region = extent(workload, scale)
    scale = scale if workload != "A" else region.area_km2 / 9_600_000
    points, overlay = workload in "AB", workload in "CD"
    layers = {
        "towns": (ogr.wkbPolygon, TOWN),
        "counties": (ogr.wkbPolygon, {"name": str, "code": str}),
        "hazard_points": (ogr.wkbPoint, POINT),
    }
    layers["villages"] = (ogr.wkbPolygon if workload == "C" else ogr.wkbPoint, VILLAGE)
    layers |= {"hazard_zones": (ogr.wkbPolygon, {"hazard_id": str})} if overlay else {"mining": (ogr.wkbPolygon, MINING)}
    file = GeoPackage(target / "data.gpkg", layers)
    towns = Towns(region, SEED)
    write_towns(file, towns, region)
    if workload == "D":
        settled = [(inside, people) for _, _, _, _, inside, people, _ in villages(towns, region)]
        write_grid(target / "people.tif", region, settled, np.random.default_rng([SEED, 5]))
        places = [inside for inside, _ in settled]
        # a project has villages; here the people come from the grid, so one will do
        file.add_points("villages", places[0][:1], ["0"], ["村"], ["乡00000"], [county_name(region, 0, 0)], [1], [1])
    else:
        places = write_villages(file, towns, region, not points)
    write_hazards(file, region, scale, places, overlay)
    file.finish()
    used = [(name, name, "") for name in layers if name != "mining"]
    if workload == "D":
        write_project(target / "project.yaml", workload, scale, used, "  population: {path: people.tif, value: count, band: 1}\n")
        write_people_project(target, scale)
        return
    if workload == "C":
        write_project(target / "project.yaml", workload, scale, used)
        return
    write_project(target / "project.yaml", workload, scale, [*used, ("subsidence", "mining", "")])
    # p3: the share of each town in the union of the mining polygons, weighted by its hectares: a town is a unit, a polygon a zone
    write_mining_project(target, workload, scale, region)


def write_mining_project(target, workload, scale, region):
    layers = {"villages": (ogr.wkbPolygon, {"village_id": str, "name": str, "town": str, "county": str, "population": int})}
    layers |= {"hazard_points": (ogr.wkbPoint, POINT), "hazard_zones": (ogr.wkbPolygon, {"hazard_id": str})}
    (target / "mining").mkdir()
    file = GeoPackage(target / "mining" / "data.gpkg", layers)
    towns = Towns(region, SEED)
    for row in range(region.rows):
        for column in range(region.columns):
            number, ring = row * region.columns + column, towns.ring(column, row)
            name, county = f"乡{number:05d}", county_name(region, column, row)
            hectares = round(abs(ring_area(ring)) / 1e4)
            file.add_polygons("villages", [ring], [f"{number:09d}"], [name], [name], [county], [hectares])
    rings, middle = mining_rings(region, scale)
    mines, n = [f"M{i:06d}" for i in range(len(rings))], len(rings)
    file.add_points("hazard_points", middle, mines, mines, ["ground_subsidence"] * n, ["medium"] * n, [None] * n)
    file.add_polygons("hazard_zones", rings, mines)
    file.finish()
    write_project(
        target / "mining" / "project.yaml", workload, scale, [*((name, name, "") for name in layers), ("towns", "villages", "")]
    )


def prepare(workload, scale, work):
    """The workload's folder, made unless it is there."""
    target = folder(work, workload, scale)
    if target.exists():
        if workload == "D":
            write_people_project(target, scale)  # a folder made before it was asked for has none
        return target
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    make(workload, scale, unfinished)
    unfinished.rename(target)
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload", choices="ABCD")
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--scale", type=float, default=0.01)
    options = parser.parse_args()
    print(prepare(options.workload, options.scale, options.work))
