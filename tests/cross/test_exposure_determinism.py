"""The rows of `hazplan exposure` are the same to the last digit for any order of features, any file format and any number of threads.

Workload A (a city of village points) and a small C (village polygons), shuffled and written as another GeoPackage, as FlatGeobuf
and as GeoJSON; coordinates have three decimals, so that no format changes them. (A Shapefile winds rings the other way round, so that
they begin at another corner: that may change the last digit of a share, and is not asked for here.)
"""

import random
import re
import shutil
import subprocess
import sys

from crosscheck import HAZPLAN, Checks, workspace
from exposure_rows import workload
from osgeo import ogr

FORMATS = {"GPKG": "gpkg", "FlatGeobuf": "fgb", "GeoJSON": "geojson"}
OPTIONS = {"GPKG": [], "FlatGeobuf": ["SPATIAL_INDEX=NO"], "GeoJSON": ["COORDINATE_PRECISION=6"]}


def lines(project, target, *words):
    done = subprocess.run(
        [HAZPLAN, "exposure", str(project), "-o", str(target), "-q", "--lang", "en", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        sys.exit(f"exposure {project}: exit {done.returncode}\n{done.stderr}")
    return sorted(target.read_text(encoding="utf-8-sig").splitlines())


def shuffled(project, driver, target):
    """A copy of the project, each layer a file of its own with its features in another order."""
    target.mkdir()
    source = ogr.Open(str(project / "data.gpkg"))
    text = (project / "project.yaml").read_text(encoding="utf-8")
    for layer in source:
        name = layer.GetName()
        path = target / f"{name}.{FORMATS[driver]}"
        made = ogr.GetDriverByName(driver).CreateDataSource(str(path))
        copy = made.CreateLayer(name, layer.GetSpatialRef(), layer.GetGeomType(), OPTIONS[driver])
        definition = layer.GetLayerDefn()
        for i in range(definition.GetFieldCount()):
            copy.CreateField(definition.GetFieldDefn(i))
        features = list(layer)
        random.Random(f"{driver} {name}").shuffle(features)
        for feature in features:
            row = ogr.Feature(copy.GetLayerDefn())
            row.SetFrom(feature)
            row.SetFID(ogr.NullFID)
            copy.CreateFeature(row)
        del copy, made
        text = re.sub(rf"path: data\.gpkg, layer: {name}\b", f"path: {path.name}", text)
    (target / "project.yaml").write_text(text, encoding="utf-8")
    return target


def check(checks, folder, what, project):
    copies = {driver: shuffled(project, driver, folder / f"{what}-{driver}") for driver in FORMATS}
    for words in (["--planar"], []):
        first = lines(project, folder / "first.csv", "--threads", "1", *words)
        checks.true(f"{what} {words}: people are exposed", sum(",all," in line for line in first) > 100)
        for threads in (2, 8):
            again = lines(project, folder / "again.csv", "--threads", str(threads), *words)
            checks.true(f"{what} {words}: {threads} threads", again == first, difference(again, first))
        for (driver, copy), threads in zip(copies.items(), (1, 8, 2)):
            again = lines(copy, folder / "again.csv", "--threads", str(threads), *words)
            checks.true(f"{what} {words}: {driver} in another order, {threads} threads", again == first, difference(again, first))
    for copy in copies.values():
        shutil.rmtree(copy)


def difference(found, wanted):
    return "\n".join(sorted(set(found) ^ set(wanted), key=lambda line: line.split(",")[2:8])[:6])


checks, folder = Checks(), workspace()
check(checks, folder, "A", workload("A", 1, folder))
check(checks, folder, "C", workload("C", 1 / 1000, folder))
checks.finish()
