"""Writing many rows to a GeoPackage fast: GDAL makes file, tables and R-trees, the rows go in through SQLite."""

import sqlite3

import numpy as np
from osgeo import ogr, osr
from workloads import SRS_ID

ogr.UseExceptions()
osr.UseExceptions()

FIELDS = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}
POINT_HEADER = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("order", "u1"), ("type", "<u4"), ("xy", "<f8", 2)]
)
POLYGON_HEADER = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("box", "<f8", 4)]
    + [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4")]
)


def point_blobs(xy):
    """GeoPackage geometries of points (n × 2); without envelope, as the standard advises for points."""
    head = np.zeros(len(xy), POINT_HEADER)
    head["magic"], head["flags"], head["srs"], head["order"], head["type"], head["xy"] = b"GP", 1, SRS_ID, 1, 1, xy
    text, size = head.tobytes(), POINT_HEADER.itemsize
    return [text[i * size : (i + 1) * size] for i in range(len(xy))]


def polygon_blobs(rings):
    """GeoPackage geometries of polygons without holes, each one closed ring; with envelope."""
    head = np.zeros(len(rings), POLYGON_HEADER)
    head["magic"], head["flags"], head["srs"], head["order"], head["type"], head["rings"] = b"GP", 3, SRS_ID, 1, 3, 1
    head["points"] = [len(ring) for ring in rings]
    low = np.array([ring.min(axis=0) for ring in rings])
    high = np.array([ring.max(axis=0) for ring in rings])
    head["box"] = np.column_stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]])
    text, size = head.tobytes(), POLYGON_HEADER.itemsize
    return [text[i * size : (i + 1) * size] + ring.tobytes() for i, ring in enumerate(rings)]


class GeoPackage:
    """A file being written; `add` rows layer after layer, then `finish`."""

    def __init__(self, path, layers):
        """layers: {name: (ogr geometry type, {column: type})}"""
        self.path, self.layers = str(path), layers
        srs = osr.SpatialReference()
        srs.ImportFromEPSG(SRS_ID)
        made = ogr.GetDriverByName("GPKG").CreateDataSource(self.path, options=["ADD_GPKG_OGR_CONTENTS=NO"])
        for name, (kind, columns) in layers.items():
            layer = made.CreateLayer(name, srs, kind, options=["SPATIAL_INDEX=NO", "GEOMETRY_NAME=geom"])
            for column, type_ in columns.items():
                layer.CreateField(ogr.FieldDefn(column, FIELDS[type_]))
        made = None
        self.database = sqlite3.connect(self.path)
        self.database.execute("PRAGMA synchronous=OFF")
        self.database.execute("PRAGMA journal_mode=MEMORY")
        self.boxes = {}

    def add(self, name, blobs, columns, box):
        """Rows: geometries and the columns' values in the layer's order; box: their extent as (low, high)."""
        marks = ",".join("?" * (1 + len(columns)))
        names = ",".join(["geom", *self.layers[name][1]])
        self.database.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", zip(blobs, *columns))
        low, high = self.boxes.get(name, (box[0], box[1]))
        self.boxes[name] = np.minimum(low, box[0]), np.maximum(high, box[1])

    def add_polygons(self, name, rings, *columns):
        low = np.min([ring.min(axis=0) for ring in rings], axis=0)
        high = np.max([ring.max(axis=0) for ring in rings], axis=0)
        self.add(name, polygon_blobs(rings), columns, (low, high))

    def add_points(self, name, xy, *columns):
        self.add(name, point_blobs(xy), columns, (xy.min(axis=0), xy.max(axis=0)))

    def finish(self):
        for name, (low, high) in self.boxes.items():
            limits = [float(value) for value in (*low, *high)]
            self.database.execute("UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?", (*limits, name))
        self.database.commit()
        self.database.close()
        made = ogr.Open(self.path, update=1)
        for name in self.layers:
            made.ExecuteSQL(f"SELECT CreateSpatialIndex('{name}', 'geom')")
        made = None
