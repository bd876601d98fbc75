"""What the cross tests share: a plan as hazplan makes it, and the same project's inputs read without hazplan.

Nothing here reads a figure that hazplan computed, except the parameters it recorded.
"""

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import openpyxl
import pyproj
import shapely.ops
import shapely.wkb
from geographiclib.geodesic import Geodesic
from osgeo import gdal, ogr

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLES = Path(os.environ["HAZPLAN_SHARE"]) / "examples"
CGCS2000 = Geodesic(6378137, 1 / 298.257222101)
TYPES = {
    "崩塌": "collapse",
    "滑坡": "landslide",
    "泥石流": "debris_flow",
    "地面塌陷": "ground_collapse",
    "不稳定斜坡": "unstable_slope",
}
TYPES_OF_REGION = (
    "collapse",
    "landslide",
    "debris_flow",
    "ground_collapse",
    "ground_fissure",
    "ground_subsidence",
    "unstable_slope",
)
GRADES = {"特大型": "extra_large", "大型": "large", "中型": "medium", "小型": "small"}
KINDS = {"采空区": "goaf", "采煤破坏土地": "damaged_land"}
LEVELS = {"高易发": "high", "中易发": "medium"}
ogr.UseExceptions()


class Checks:
    """Count what agrees; print what does not."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def true(self, what, fine, detail=""):
        self.passed, self.failed = self.passed + bool(fine), self.failed + (not fine)
        if not fine and self.failed <= 40:
            print(f"FAILED: {what} {detail}")

    def equal(self, what, found, expected):
        self.true(what, found == expected, f"is {found!r}, should be {expected!r}")

    def close(self, what, found, expected, relative):
        """Numbers, or missing on both sides."""
        if found is None or expected is None:
            self.equal(what, found, expected)
        else:
            near = abs(found - expected) <= relative * max(abs(found), abs(expected), 1e-300)
            self.true(
                what, near, f"is {found!r}, should be {expected!r}, {abs(found - expected) / max(abs(expected), 1e-300):.2g} apart"
            )

    def exact(self, what, found, expected):
        """Counts and sums."""
        self.close(what, found, expected, 1e-9)

    def measured(self, what, found, expected):
        """Areas and distances."""
        self.close(what, found, expected, 1e-6)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


# ---- hazplan's side ----


def run(*words, **options):
    return subprocess.run([HAZPLAN, *map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)


def analyse(project, plan, *words):
    done = run("analyse", project, "-o", plan, "-q", "--lang", "en", *words)
    if done.returncode != 0:
        sys.exit(f"analyse {project}: exit {done.returncode}\n{done.stderr}")
    return Plan(plan)


class Plan:
    """A plan.gpkg, opened read-only."""

    def __init__(self, path):
        self.path = Path(path)
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.database.row_factory = sqlite3.Row

    def rows(self, table, where="1"):
        return [dict(row) for row in self.database.execute(f'SELECT * FROM "{table}" WHERE {where} ORDER BY 1')]

    def by(self, table, *keys):
        found = {}
        for row in self.rows(table):
            found[tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]] = row
        return found

    def parameter(self, key):
        return self.database.execute("SELECT value FROM parameters WHERE key = ?", (key,)).fetchone()[0]

    def number(self, key):
        return float(self.parameter(key))

    def summary(self, key):
        row = self.database.execute("SELECT value, value_type FROM summary WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return None if row[1] == "null" else float(row[0]) if row[1] in ("integer", "real") else row[0]

    def tables(self):
        return [row[0] for row in self.database.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]


def workspace():
    """A folder that goes away at the end of the program."""
    folder = tempfile.TemporaryDirectory(prefix="hazplan-cross-")
    workspace.kept = getattr(workspace, "kept", []) + [folder]
    return Path(folder.name)


def example_plan(name, *words):
    return analyse(EXAMPLES / name, workspace() / f"{name}.gpkg", *words)


def copied_example(name, folder=None):
    """A copy of an example that may be changed."""
    target = (folder or workspace()) / name
    shutil.copytree(EXAMPLES / name, target, ignore=shutil.ignore_patterns("source", "*.py", "__pycache__"))
    return target


# ---- the inputs ----


def layer(path, name=None, encoding=None):
    """Rows of a layer as dictionaries, its geometry as `shape`."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR, open_options=[f"ENCODING={encoding}"] if encoding else [])
    rows = []
    for feature in source.GetLayerByName(name) if name else source.GetLayer(0):
        row = dict(feature.items())
        row["shape"] = shapely.wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())) if feature.GetGeometryRef() else None
        rows.append(row)
    return rows


def degrees(text):
    """112°51′09.58″"""
    d, m, s = map(float, re.fullmatch(r"(\d+)°(\d+)′([\d.]+)″", text).groups())
    return d + m / 60 + s / 3600


def grade_of(people, loss, plan):
    """The rule of risk grades: the higher of people and loss, lower bounds included, None for neither."""
    for grade in ("extra_large", "large", "medium"):
        if (people is not None and people >= plan.number(f"grading.threatened_people.{grade}")) or (
            loss is not None and loss >= plan.number(f"grading.potential_loss_wan_yuan.{grade}")
        ):
            return grade
    return None if people is None and loss is None else "small"


def jincheng_points():
    sheet = list(openpyxl.load_workbook(EXAMPLES / "jincheng/隐患点.xlsx", read_only=True).active.iter_rows(values_only=True))
    rows = [dict(zip(sheet[0], values)) for values in sheet[1:]]
    points = []
    for row in rows:
        types = [TYPES[word] for word in row["灾害类型"].split("、")]
        points.append(
            {
                "id": row["编号"],
                "types": types,
                "type": types[0],
                "county": row["县(市、区)"],
                "town": row["乡镇"],
                "registered_grade": GRADES[row["规模"]],
                "households": row["威胁户数"],
                "population": row["威胁人口"],
                "property": row["威胁财产(万元)"],
                "lon": degrees(row["经度"]),
                "lat": degrees(row["纬度"]),
            }
        )
    return points


def jincheng_villages():
    return [
        dict(row, id=row["village_id"], lon=row["shape"].x, lat=row["shape"].y)
        for row in layer(EXAMPLES / "jincheng/villages.gpkg", "villages")
    ]


def jincheng_mining():
    """Mining polygons in degrees of EPSG:4490."""
    move = pyproj.Transformer.from_crs("EPSG:4526", "EPSG:4490", always_xy=True).transform
    rows = layer(f"/vsizip/{EXAMPLES / 'jincheng/采空区.zip'}", encoding="GBK")
    return [
        {"id": row["编号"], "kind": KINDS[row["类别"]], "native": row["shape"], "shape": shapely.ops.transform(move, row["shape"])}
        for row in rows
    ]


def sanmenxia_points():
    """The annex rows; people and households as a reader finds them in the text."""
    points = []
    with open(EXAMPLES / "sanmenxia/隐患点.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            people = re.findall(r"(\d+)\s*(?:口人|人|名)", row["威胁对象"])
            households = re.findall(r"(\d+)\s*户", row["威胁对象"])
            points.append(
                {
                    "id": row["序号"],
                    "registered_grade": GRADES[row["规模"]],
                    "text": row["威胁对象"],
                    "population": sum(map(int, people)) if people else None,
                    "households": sum(map(int, households)) if households else None,
                    "property": None,
                    "location": row["位置"],
                    "name": row["灾害点名称"],
                }
            )
    return points


# ---- measuring ----


def distance(a, b):
    return CGCS2000.Inverse(a["lat"], a["lon"], b["lat"], b["lon"], Geodesic.DISTANCE)["s12"]


def unit_vectors(rows):
    lon, lat = numpy.radians([row["lon"] for row in rows]), numpy.radians([row["lat"] for row in rows])
    return numpy.stack([numpy.cos(lat) * numpy.cos(lon), numpy.cos(lat) * numpy.sin(lon), numpy.sin(lat)], axis=1)


def nearest(rows, targets):
    """Nearest target of each row and its geodesic distance; the sphere only chooses who is measured."""
    chords = numpy.linalg.norm(unit_vectors(rows)[:, None, :] - unit_vectors(targets)[None, :, :], axis=2)
    found = []
    for row, chord in zip(rows, chords):
        candidates = numpy.nonzero(chord <= chord.min() * 1.02 + 1e-12)[0]
        found.append(min(((distance(row, targets[i]), i) for i in candidates)))
    return [(targets[i], metres) for metres, i in found]


def ring_area(coordinates):
    polygon = CGCS2000.Polygon()
    for x, y in list(coordinates)[:-1]:
        polygon.AddPoint(y, x)
    return abs(polygon.Compute(False, True)[2])


def geodesic_km2(shape):
    """Area on the ellipsoid of a polygon or multipolygon in degrees."""
    parts = getattr(shape, "geoms", [shape])
    return sum(ring_area(part.exterior.coords) - sum(ring_area(hole.coords) for hole in part.interiors) for part in parts) / 1e6


def stored_shape(blob):
    """The geometry of a GeoPackage blob without an SQL function: header, envelope, WKB."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    return shapely.wkb.loads(blob[8 + envelope :])


class Spatialite:
    """An SQL database in memory with SpatiaLite's functions."""

    def __init__(self, plan):
        self.database = sqlite3.connect(":memory:")
        self.database.enable_load_extension(True)
        self.database.load_extension("mod_spatialite")
        self.database.execute("SELECT InitSpatialMetaDataFull(1)")
        self.equal_area = plan.parameter("equal_area_crs").replace(" +type=crs", "")

    def load(self, table, columns, rows, srid, geometry="shape"):
        """Columns, and `geom` in the equal-area projection that the plan records."""
        self.database.execute(f"CREATE TABLE {table} ({', '.join(columns)}, geom)")
        given = self.one("SELECT proj4text FROM spatial_ref_sys WHERE srid = ?", srid)
        self.database.executemany(
            f"INSERT INTO {table} VALUES ({'?, ' * len(columns)} ST_Transform(ST_GeomFromWKB(?, {srid}), -1, NULL, ?, ?))",
            [[row[column] for column in columns] + [shapely.wkb.dumps(row[geometry]), given, self.equal_area] for row in rows],
        )

    def all(self, sql, *values):
        return self.database.execute(sql, values).fetchall()

    def one(self, sql, *values):
        return self.all(sql, *values)[0][0]
