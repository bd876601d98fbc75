"""plan.gpkg is a GeoPackage: GDAL's validator, OGR, and the tables of the standard asked directly."""

import math
import re
import subprocess
import xml.etree.ElementTree as xml

import shapely.geometry
from crosscheck import Checks, example_plan, stored_shape
from osgeo_utils.samples import validate_gpkg

EPSG4490 = 4490


def one(plan, sql, *values):
    return plan.database.execute(sql, values).fetchone()[0]


def check_container(checks, plan):
    checks.equal("application id", one(plan, "PRAGMA application_id"), int.from_bytes(b"GPKG", "big"))
    checks.true("version of the standard", 10200 <= one(plan, "PRAGMA user_version") <= 10400)
    checks.equal("integrity", one(plan, "PRAGMA integrity_check"), "ok")
    checks.equal("foreign keys", plan.database.execute("PRAGMA foreign_key_check").fetchall(), [])
    checks.equal("journal", one(plan, "PRAGMA journal_mode"), "delete")
    for row in plan.rows("gpkg_contents"):
        count = one(plan, f'SELECT count(*) FROM "{row["table_name"]}"')
        counted = plan.database.execute(
            "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (row["table_name"],)
        ).fetchone()
        # OGR leaves the count of an empty table open
        checks.equal(f"counted rows of {row['table_name']}", counted[0] or 0, count)
        checks.true(f"date of {row['table_name']}", re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row["last_change"]))
        fid = plan.database.execute(f"SELECT name, type FROM pragma_table_info('{row['table_name']}') WHERE pk = 1").fetchone()
        checks.equal(f"key of {row['table_name']}", fid[1], "INTEGER")


def check_layer(checks, plan, row):
    """Geometry type, CRS, extent and R-tree of a layer agree with what it holds."""
    any_kind = {"Point", "LineString", "MultiPolygon"}
    name, kinds = row["table_name"], {"POINT": {"Point"}, "MULTIPOLYGON": {"MultiPolygon"}, "GEOMETRY": any_kind}
    checks.equal(f"CRS of {name}", (row["srs_id"], row["column_name"], row["z"], row["m"]), (EPSG4490, "geom", 0, 0))
    contents = plan.database.execute("SELECT * FROM gpkg_contents WHERE table_name = ?", (name,)).fetchone()
    checks.equal(f"CRS of {name} in the contents", (contents["srs_id"], contents["data_type"]), (EPSG4490, "features"))
    shapes = {}
    for fid, blob in plan.database.execute(f'SELECT fid, geom FROM "{name}" WHERE geom IS NOT NULL'):
        checks.equal(f"blob of {name} {fid}", (blob[:2], int.from_bytes(blob[4:8], "little")), (b"GP", EPSG4490))
        shapes[fid] = stored_shape(blob)
        checks.true(f"kind of {name} {fid}", shapes[fid].geom_type in kinds[row["geometry_type_name"]], shapes[fid].geom_type)
        checks.true(f"validity of {name} {fid}", shapes[fid].is_valid)
    extension = plan.database.execute(
        "SELECT definition FROM gpkg_extensions WHERE table_name = ? AND extension_name = 'gpkg_rtree_index'", (name,)
    ).fetchone()
    checks.true(f"R-tree of {name} is declared", extension)
    boxes = {box[0]: box[1:] for box in plan.database.execute(f'SELECT id, minx, miny, maxx, maxy FROM "rtree_{name}_geom"')}
    checks.equal(f"R-tree of {name}", set(boxes), set(shapes))
    for fid, shape in shapes.items():
        box, out = shape.bounds, boxes[fid]
        inside = out[0] <= box[0] and out[1] <= box[1] and out[2] >= box[2] and out[3] >= box[3]
        checks.true(f"box of {name} {fid}", inside and max(abs(a - b) for a, b in zip(box, out)) < 1e-4, (box, out))
    if shapes:
        whole = shapely.geometry.GeometryCollection(list(shapes.values())).bounds
        extent = [contents[key] for key in ("min_x", "min_y", "max_x", "max_y")]
        checks.true(f"extent of {name}", all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(extent, whole)), (extent, whole))


def check_styles(checks, plan):
    """QGIS reads the symbols of every layer that the printed map shows."""
    styles = plan.by("layer_styles", "f_table_name")
    layers = {row["table_name"] for row in plan.rows("gpkg_geometry_columns")}
    checks.equal("layers with a style", set(styles), layers)
    for name, row in styles.items():
        checks.equal(f"style of {name}", (row["f_geometry_column"], bool(row["useAsDefault"])), ("geom", True))
        root = xml.fromstring(row["styleQML"])
        checks.equal(f"root of the style of {name}", root.tag, "qgis")
        columns = {column[1] for column in plan.database.execute(f"PRAGMA table_info({name})")}
        for renderer in root.iter("renderer-v2"):
            field = renderer.get("attr")
            checks.true(
                f"the style of {name} uses a column that is there",
                not field or not re.fullmatch(r"\w+", field) or field in columns,
                field,
            )


def check_schema(checks, plan):
    """Layers, and the id columns that have an index."""
    wanted = {
        "hazard_points",
        "hazard_zones",
        "villages",
        "subsidence",
        "key_towns",
        "towns",
        "counties",
        "priority_zones",
        "exposure",
        "findings",
        "inputs",
        "parameters",
        "summary",
        "key_hazard_points",
        "hazard_statistics",
        "comparison",
        "susceptibility",
        "facilities",
        "key_periods",
    }
    checks.equal("tables that lack", wanted - set(plan.tables()), set())
    indexed = {
        (row[0], plan.database.execute(f"PRAGMA index_info('{row[1]}')").fetchone()[2])
        for row in plan.database.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    }
    for pair in (
        ("hazard_points", "hazard_id"),
        ("villages", "village_id"),
        ("exposure", "hazard_id"),
        ("exposure", "village_id"),
        ("hazard_zones", "hazard_id"),
        ("summary", "key"),
    ):
        checks.true(f"index on {pair}", pair in indexed)


def main():
    checks = Checks()
    for name in ("jincheng", "sanmenxia"):
        plan = example_plan(name)
        try:
            validate_gpkg.check(str(plan.path), extra_checks=True, warning_as_error=True)
            checks.true("GDAL's validator", True)
        except Exception as problem:
            checks.true("GDAL's validator", False, problem)
        done = subprocess.run(["ogrinfo", "-ro", "-al", str(plan.path)], capture_output=True, text=True)
        checks.true("ogrinfo reads everything silently", done.returncode == 0 and not done.stderr, done.stderr[:500])
        check_container(checks, plan)
        for row in plan.rows("gpkg_geometry_columns"):
            check_layer(checks, plan, row)
        check_styles(checks, plan)
        check_schema(checks, plan)
    checks.finish()


main()
