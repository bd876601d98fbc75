"""The people grid of workload D: people live in a few cells about each village, most cells hold nobody, lakes hold no data."""

import numpy as np
from osgeo import gdal, osr
from workloads import CELLS_OF_TOWN, NODATA, SRS_ID

gdal.UseExceptions()

TILE = 512
CELLS_OF_VILLAGE = 60
SPREAD = 4  # cells, standard deviation
REACH = 4  # standard deviations at most
LAKE_CELLS = 258  # radius; about 40 km
LAKES_OF_NATION = 30


def write_grid(path, region, villages, rng):
    """villages: of each town, row by row from the south, points (n × 2) and people (None where not known: nobody there)."""
    columns, rows = region.columns * CELLS_OF_TOWN, region.rows * CELLS_OF_TOWN
    cell = region.town_side / CELLS_OF_TOWN
    west, north = region.corner[0], region.corner[1] + rows * cell
    lakes = rng.uniform(0, 1, (max(1, round(LAKES_OF_NATION * region.towns / 40_000)), 2)) * (columns, rows)
    settled = []
    for first in range(0, region.towns, region.columns):
        settled.append(settled_cells(villages[first : first + region.columns], (west, north, cell), (columns, rows), rng))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(SRS_ID)
    options = ["TILED=YES", f"BLOCKXSIZE={TILE}", f"BLOCKYSIZE={TILE}", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
    grid = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, gdal.GDT_Float32, options)
    grid.SetProjection(srs.ExportToWkt())
    grid.SetGeoTransform((west, cell, 0, north, 0, -cell))
    band = grid.GetRasterBand(1)
    band.SetNoDataValue(NODATA)
    for top in range(0, rows, TILE):
        height = min(TILE, rows - top)
        # people of a town live in its own rows of cells or those of the towns beside it
        near = range(
            max(0, region.rows - 1 - (top + height) // CELLS_OF_TOWN - 1), min(region.rows, region.rows - top // CELLS_OF_TOWN + 1)
        )
        at, people = (np.concatenate(parts) for parts in zip(*(settled[town_row] for town_row in near)))
        inside = (at >= top * columns) & (at < (top + height) * columns)
        strip = np.bincount(at[inside] - top * columns, people[inside], columns * height).astype(np.float32)
        strip = strip.reshape(height, columns)
        for x, y in lakes:
            drown(strip, x, y - top)
        band.WriteArray(strip, 0, top)
    grid.FlushCache()


def settled_cells(towns, place, size, rng):
    """Numbers of the cells where people of a row of towns live, and the people of each entry."""
    xy = np.concatenate([points for points, _ in towns])
    known = np.array([value or 0 for _, counts in towns for value in counts], float)
    west, north, cell = place
    aside = np.clip(rng.normal(0, SPREAD, (2, len(xy), CELLS_OF_VILLAGE)), -REACH * SPREAD, REACH * SPREAD)
    column = np.clip(((xy[:, 0] - west)[:, None] / cell + aside[0]).astype(np.int64), 0, size[0] - 1)
    row = np.clip(((north - xy[:, 1])[:, None] / cell + aside[1]).astype(np.int64), 0, size[1] - 1)
    share = rng.gamma(2.0, 1.0, (len(xy), CELLS_OF_VILLAGE))
    share *= (known / share.sum(axis=1))[:, None]
    return (row * size[0] + column).astype(np.uint32).ravel(), share.astype(np.float32).ravel()


def drown(strip, x, y):
    """No data within LAKE_CELLS of (x, y), cells of the strip."""
    low, high = max(0, int(y - LAKE_CELLS)), min(strip.shape[0], int(y + LAKE_CELLS) + 2)
    left, right = max(0, int(x - LAKE_CELLS)), min(strip.shape[1], int(x + LAKE_CELLS) + 2)
    if low >= high or left >= right:
        return
    rows, columns = np.ogrid[low:high, left:right]
    strip[low:high, left:right][(rows + 0.5 - y) ** 2 + (columns + 0.5 - x) ** 2 < LAKE_CELLS**2] = NODATA
