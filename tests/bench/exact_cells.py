#!/usr/bin/env python3
"""The questions of workload D for a sample of places, cell by cell with Shapely in double precision: the judge of all others.

Usage: exact_cells.py QUESTION FOLDER -o ANSWER.csv [--places 60] (with the Python of setup_peers.py)

Slow, and not timed. exactextract keeps the covered fraction of a cell in single precision, so it cannot be the judge itself.
"""

import argparse
import math
from pathlib import Path

import answers
import geopandas
import numpy as np
import rasterio
import shapely
from peer_exactextract import LAYERS


def people_inside(grid, shape):
    """Sum over the cells of people times the fraction of the cell inside the shape; cells without data are left out."""
    place, size = ~grid.transform, abs(grid.transform.a * grid.transform.e)
    west, south, east, north = shape.bounds
    (left, top), (right, bottom) = place * (west, north), place * (east, south)
    columns = np.arange(max(0, math.floor(left)), min(grid.width, math.floor(right) + 1))
    rows = np.arange(max(0, math.floor(top)), min(grid.height, math.floor(bottom) + 1))
    people = grid.read(1, window=((rows[0], rows[-1] + 1), (columns[0], columns[-1] + 1))).astype(float)
    row, column = np.nonzero((people != grid.nodata) & (people != 0))
    low, high = grid.transform * (columns[column], rows[row] + 1), grid.transform * (columns[column] + 1, rows[row])
    cells = shapely.box(*low, *high)
    shapely.prepare(shape)
    fraction = shapely.contains_properly(shape, cells).astype(float)
    edge = (fraction == 0) & shapely.intersects(shape, cells)
    fraction[edge] = shapely.area(shapely.intersection(cells[edge], shape)) / size
    return math.fsum(people[row, column] * fraction)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=LAYERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=60)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    file, layer = LAYERS[options.question]
    places = geopandas.read_file(options.folder / file, layer=layer)
    sample = places.sample(min(options.places, len(places)), random_state=1)
    with rasterio.open(options.folder / "people.tif") as grid:
        rows = [(name, "all", None, people_inside(grid, shape)) for name, shape in zip(sample["name"], sample.geometry)]
    answers.write(options.output, rows)


if __name__ == "__main__":
    main()
