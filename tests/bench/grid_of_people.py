"""The people grid of workload D: people live in a few cells about each village, most cells hold nobody, lakes hold no data."""

import numpy as np
from osgeo import gdal, osr
from workloads import CELLS_OF_TOWN, NODATA, SRS_ID

gdal.UseExceptions()

TILE = 512
CELLS_OF_VILLAGE = 20
SPREAD = 2.5  # cells
LAKE_CELLS = 258  # radius; about 40 km
LAKES_OF_NATION = 30


def write_grid(path, region, villages, rng):
    """villages: pairs of points (n × 2) and people (None where not known: the grid has nobody there)."""
    columns, rows = region.columns * CELLS_OF_TOWN, region.rows * CELLS_OF_TOWN
    cell = region.town_side / CELLS_OF_TOWN
    west, north = region.corner[0], region.corner[1] + rows * cell
    at, people = settled_cells(villages, (west, north, cell), (columns, rows), rng)
    lakes = rng.uniform(0, 1, (max(1, round(LAKES_OF_NATION * region.towns / 40_000)), 2)) * (columns, rows)
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
        first, last = np.searchsorted(at, (top * columns, (top + height) * columns))
        strip = np.bincount(at[first:last] - top * columns, people[first:last], columns * height).astype(np.float32)
        strip = strip.reshape(height, columns)
        for x, y in lakes:
            drown(strip, x, y - top)
        band.WriteArray(strip, 0, top)
    grid.FlushCache()


def settled_cells(villages, place, size, rng):
    """Cells where people live, in order of their number, and the people of each entry."""
    cells, people = [], []
    west, north, cell = place
    for xy, counts in villages:
        known = np.array([value or 0 for value in counts], float)
        column = (xy[:, 0] - west)[:, None] / cell + rng.normal(0, SPREAD, (len(xy), CELLS_OF_VILLAGE))
        row = (north - xy[:, 1])[:, None] / cell + rng.normal(0, SPREAD, (len(xy), CELLS_OF_VILLAGE))
        column = np.clip(column.astype(np.int64), 0, size[0] - 1)
        row = np.clip(row.astype(np.int64), 0, size[1] - 1)
        share = rng.dirichlet(np.full(CELLS_OF_VILLAGE, 2.0), len(xy))
        cells.append((row * size[0] + column).ravel())
        people.append((known[:, None] * share).astype(np.float32).ravel())
    at, people = np.concatenate(cells), np.concatenate(people)
    order = np.argsort(at, kind="stable")
    return at[order], people[order]


def drown(strip, x, y):
    """No data within LAKE_CELLS of (x, y), cells of the strip."""
    low, high = max(0, int(y - LAKE_CELLS)), min(strip.shape[0], int(y + LAKE_CELLS) + 2)
    left, right = max(0, int(x - LAKE_CELLS)), min(strip.shape[1], int(x + LAKE_CELLS) + 2)
    if low >= high or left >= right:
        return
    rows, columns = np.ogrid[low:high, left:right]
    strip[low:high, left:right][(rows + 0.5 - y) ** 2 + (columns + 0.5 - x) ** 2 < LAKE_CELLS**2] = NODATA
