#!/usr/bin/env python3
"""What exactextract needs before it can be asked for the people of zones once: the union of the zones, cut to each town.

Usage: zones_in_towns.py FOLDER (with the Python of setup_peers.py); writes FOLDER/zones_in_towns.gpkg. Its time counts for nobody.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas
import numpy as np
import shapely
from peer_geopandas import covered, layer, shapes_of, touching, united, zones_of


def main(folder):
    towns = layer(folder, "towns", ["name"])
    zones, _ = zones_of(folder)
    shapes = shapes_of(towns)
    with ThreadPoolExecutor(1) as pool:
        town, zone = touching(pool, 1, shapes, zones)
        town, unions = united(pool, 1, town, zones[zone])
        pieces = covered(pool, 1, shapes[town], unions)
    parts, which = shapely.get_parts(pieces, return_index=True)
    areal = shapely.get_dimensions(parts) == 2  # touching leaves points and lines
    first = np.unique(which[areal])
    cut = shapely.multipolygons(parts[areal], indices=np.searchsorted(first, which[areal]))
    rows = geopandas.GeoDataFrame({"name": towns["name"].to_numpy()[town[first]]}, geometry=cut, crs=towns.crs)
    unfinished = folder / "zones_in_towns.unfinished.gpkg"
    unfinished.unlink(missing_ok=True)
    rows.to_file(unfinished, layer="zones_in_towns", engine="pyogrio")
    unfinished.rename(folder / "zones_in_towns.gpkg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
