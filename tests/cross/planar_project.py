"""The larger example with its villages as polygons, everything in one projected CRS: what planar measures are held to."""

import shapely.geometry
from crosscheck import copied_example
from osgeo import gdal, ogr, osr

PLANAR = 4546  # CGCS2000, Gauss-Krüger by 3 degrees, 111° E


def crs(code):
    made = osr.SpatialReference()
    made.ImportFromEPSG(code)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def into_plane(places):
    """x, y of rows with lon and lat."""
    move = osr.CoordinateTransformation(crs(4490), crs(PLANAR))
    return [move.TransformPoint(place["lon"], place["lat"])[:2] for place in places]


def squares(villages):
    """Each village as a square of 700 m in the plane, every third one turned."""
    reach = 350
    for number, (village, (x, y)) in enumerate(zip(villages, into_plane(villages))):
        corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)] if number % 3 else [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
        yield village, shapely.geometry.Polygon([(x + dx * reach, y + dy * reach) for dx, dy in corners])


def planar_project(villages):
    """The example with its villages as polygons, in a projected CRS."""
    project = copied_example("jincheng")
    (project / "villages.gpkg").unlink()
    file = gdal.GetDriverByName("GPKG").Create(str(project / "villages.gpkg"), 0, 0, 0, gdal.GDT_Unknown)
    shapes = list(squares(villages))
    layer = file.CreateLayer("villages", crs(PLANAR), ogr.wkbPolygon)
    for name in ("village_id", "name", "town", "county"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for name in ("population", "households"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger))
    for village, shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name in ("village_id", "name", "town", "county", "population", "households"):
            feature[name] = village[name]
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shape.wkb))
        layer.CreateFeature(feature)
    layer = file = None
    gdal.VectorTranslate(str(project / "plane.gpkg"), str(project / "admin.gpkg"), dstSRS=f"EPSG:{PLANAR}", reproject=True)
    (project / "plane.gpkg").rename(project / "admin.gpkg")
    text = (project / "project.yaml").read_text(encoding="utf-8")
    (project / "project.yaml").write_text(text.replace("crs: EPSG:4490  ", f"crs: EPSG:{PLANAR}  "), encoding="utf-8")
    return project, {village["id"]: shape for village, shape in shapes}
