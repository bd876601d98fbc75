#!/usr/bin/env python3
"""The questions asked of GeoPandas and Shapely: whole arrays at once, an STR-tree, threads where Shapely releases Python's lock.

Usage: peer_geopandas.py QUESTION FOLDER --threads N -o ANSWER.csv (with the Python of setup_peers.py)

Prints a line of JSON: seconds of reading and computing; starting Python, imports and writing the answer do not count.
"""

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import answers
import geopandas
import numpy as np
import pandas as pd
import shapely
from workloads import CIRCLE_QUADRANT, TYPES


def layer(folder, name, columns):
    return geopandas.read_file(folder / "data.gpkg", layer=name, columns=columns, engine="pyogrio", use_arrow=True)


def shapes_of(rows):
    return np.asarray(rows.geometry.values)


def in_threads(pool, n, work, size):
    """work(slice) of n slices of 0 … size, concatenated: arrays or tuples of arrays."""
    cuts = [size * i // n for i in range(n + 1)]
    parts = list(pool.map(work, [slice(a, b) for a, b in zip(cuts, cuts[1:])]))
    return np.concatenate(parts, axis=-1)


def type_numbers(points):
    return pd.Index(TYPES).get_indexer(points["type"])


def within(pool, n, villages, points):
    """Pairs of point and village no farther apart than the point's radius."""
    tree = shapely.STRtree(shapes_of(villages))
    places, radius = shapes_of(points), points["radius_m"].to_numpy()
    tree.query(places[0])  # the tree is built at its first question

    def ask(part):
        found = tree.query(places[part], predicate="dwithin", distance=radius[part])
        found[0] += part.start
        return found

    return in_threads(pool, n, ask, len(places))


def p1(folder, pool, n):
    villages = layer(folder, "villages", ["town", "population"])
    points = layer(folder, "hazard_points", ["type", "radius_m"])
    point, village = within(pool, n, villages, points)
    town, names = pd.factorize(villages["town"])
    people = villages["population"].fillna(0).to_numpy(float)
    once = np.unique(village)
    typed = np.unique(village * len(TYPES) + type_numbers(points)[point])
    rows = list(counted(town[once], people[once], names, "all"))
    for number, type_ in enumerate(TYPES):
        these = typed[typed % len(TYPES) == number] // len(TYPES)
        rows += counted(town[these], people[these], names, type_)
    return rows


def counted(places, people, names, category):
    units = np.bincount(places, minlength=len(names))
    sums = np.bincount(places, people, len(names))
    return [(names[i], category, units[i], sums[i]) for i in np.flatnonzero(units)]


def p2(folder, pool, n):
    villages = layer(folder, "villages", ["population"])
    points = layer(folder, "hazard_points", ["hazard_id", "radius_m"])
    point, village = within(pool, n, villages, points)
    people = villages["population"].fillna(0).to_numpy(float)[village]
    return counted(point, people, points["hazard_id"].to_numpy(), "all")


def touching(pool, n, units, zones):
    """Pairs of unit and zone that touch, by unit."""
    tree = shapely.STRtree(zones)
    tree.query(units[0])

    def ask(part):
        found = tree.query(units[part], predicate="intersects")
        found[0] += part.start
        return found

    return in_threads(pool, n, ask, len(units))


def united(pool, n, group, shapes):
    """The union of the shapes of each group (sorted numbers): the groups, and their unions. Groups of one need none."""
    groups, first, size = np.unique(group, return_index=True, return_counts=True)
    unions = shapes[first]
    for k in np.unique(size[size > 1]):
        these = np.flatnonzero(size == k)
        table = shapes[first[these][:, None] + np.arange(k)]
        unions[these] = in_threads(pool, n, lambda part, table=table: shapely.union_all(table[part], axis=1), len(these))
    return groups, unions


def covered(pool, n, units, unions):
    """Intersection of each unit with its union."""
    return in_threads(pool, n, lambda part: shapely.intersection(units[part], unions[part]), len(units))


def shares(units, pieces):
    return shapely.area(pieces) / shapely.area(units)


def p3(folder, pool, n):
    towns = layer(folder, "towns", ["name", "area_ha"])
    mining = shapes_of(layer(folder, "mining", []))
    shapes = shapes_of(towns)
    town, zone = touching(pool, n, shapes, mining)
    town, unions = united(pool, n, town, mining[zone])
    part = shares(shapes[town], covered(pool, n, shapes[town], unions)) * towns["area_ha"].to_numpy()[town]
    return [(name, "all", None, value) for name, value in zip(towns["name"].to_numpy()[town], part)]


def zones_of(folder):
    """Zones, circles drawn, and the numbers of their types."""
    points = layer(folder, "hazard_points", ["hazard_id", "type", "radius_m"])
    given = layer(folder, "hazard_zones", ["hazard_id"])
    zones = shapely.buffer(shapes_of(points), points["radius_m"].to_numpy(), quad_segs=CIRCLE_QUADRANT)
    zones[pd.Index(points["hazard_id"]).get_indexer(given["hazard_id"])] = shapes_of(given)
    return zones, type_numbers(points)


def weighted(villages, village, share, category):
    town, names = pd.factorize(villages["town"])
    people = villages["population"].fillna(0).to_numpy(float)
    sums = np.bincount(town[village], people[village] * share, len(names))
    return [(names[i], category, None, sums[i]) for i in np.flatnonzero(sums)]


def p4(folder, pool, n):
    villages = layer(folder, "villages", ["town", "population"])
    zones, _ = zones_of(folder)
    shapes = shapes_of(villages)
    village, zone = touching(pool, n, shapes, zones)
    village, unions = united(pool, n, village, zones[zone])
    return weighted(villages, village, shares(shapes[village], covered(pool, n, shapes[village], unions)), "all")


def p4t(folder, pool, n):
    villages = layer(folder, "villages", ["town", "population"])
    zones, types = zones_of(folder)
    shapes = shapes_of(villages)
    village, zone = touching(pool, n, shapes, zones)
    key = village * len(TYPES) + types[zone]
    order = np.argsort(key, kind="stable")
    key, unions = united(pool, n, key[order], zones[zone[order]])
    village, type_ = key // len(TYPES), key % len(TYPES)
    pieces = covered(pool, n, shapes[village], unions)
    # the union of all types is made of what is already cut to the village
    once, whole = united(pool, n, village, pieces)
    rows = weighted(villages, once, shares(shapes[once], whole), "all")
    share = shares(shapes[village], pieces)
    for number, name in enumerate(TYPES):
        rows += weighted(villages, village[type_ == number], share[type_ == number], name)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=["p1", "p2", "p3", "p4", "p4t"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    begin = time.monotonic()
    with ThreadPoolExecutor(options.threads) as pool:
        rows = globals()[options.question](options.folder, pool, options.threads)
    seconds = time.monotonic() - begin
    answers.write(options.output, rows)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
