"""Rain that `hazplan warn` reads at hazard points, against GDAL's gdallocationinfo, shapely and geographiclib; files as bureaus send them."""

import json
import math
import subprocess
import sys

import numpy
import shapely.geometry
from geographiclib.geodesic import Geodesic
from osgeo import gdal, ogr, osr

from crosscheck import Checks, Plan, example_plan, run, workspace

gdal.UseExceptions()
checks = Checks()
folder = workspace()
random = numpy.random.default_rng(20200721)
DAYS = ["2020-07-20", "2020-07-21", "2020-07-22"]
EARTH = Geodesic(6378137, 1 / 298.257222101)


def hazard_points(plan):
    dataset = ogr.Open(str(plan))  # the layer lives as long as it does
    places = {}
    for row in dataset.GetLayer("hazard_points"):
        if row.GetGeometryRef():
            places[row["hazard_id"]] = (row.GetGeometryRef().GetX(), row.GetGeometryRef().GetY())
    return places


def warned(plan, files, *words):
    """All hazard points of a warning; its JSON lists those that are warned or unknown."""
    target = folder / "warning.gpkg"
    done = run("warn", plan, "-q", "-o", target, *words, "--rain", *files)
    if done.returncode:
        sys.exit(f"warn {files}: exit {done.returncode}\n{done.stderr}")
    return Plan(target).by("warning_points", "hazard_id")


def compare(name, found, points, rain):
    """`rain` gives mm of each day at a place, None where there is none."""
    known = 0
    for identifier, (lon, lat) in points.items():
        values = [value for value in rain(identifier, lon, lat) if value is not None]
        row = found[identifier]
        expected = max(values) if values else None
        known += bool(values)
        # Figures are rounded to 0.1 mm; one that lies on the edge between two may fall to either side.
        fine = row["max_mm"] is None if expected is None else row["max_mm"] is not None and abs(row["max_mm"] - expected) <= 0.05 + 1e-5
        checks.true(f"{name}: rain of {identifier}", fine, f"is {row['max_mm']}, should be {expected}")
        checks.equal(f"{name}: days missing at {identifier}", row["days_missing"], len(DAYS) - len(values))
    checks.true(f"{name}: places with rain", 0 < known, known)


# ---- grids ----


def memory_grid(crs, transform, fields, no_data=None):
    rows, columns = fields[0].shape
    grid = gdal.GetDriverByName("MEM").Create("", columns, rows, len(fields), gdal.GDT_Float32)
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)
    grid.SetSpatialRef(reference)
    grid.SetGeoTransform(transform)
    for i, field in enumerate(fields):
        band = grid.GetRasterBand(i + 1)
        if no_data is not None:
            band.SetNoDataValue(no_data)
        band.WriteArray(field)
    return grid


def random_fields(rows, columns, missing):
    fields = [random.gamma(0.7, 40, (rows, columns)) for _ in DAYS]
    for field in fields:
        field[random.random((rows, columns)) < 0.1] = missing
    return fields


def by_gdal(files):
    """One value for each (file, band) at each place, as gdallocationinfo reads them."""

    def rain(_, lon, lat):
        values = []
        for path, factor in files:
            done = subprocess.run(["gdallocationinfo", "-valonly", "-wgs84", path, str(lon), str(lat)], capture_output=True, text=True)
            found = [float(line) for line in done.stdout.split()]  # nothing outside of the grid
            values += [value * factor if value >= 0 else None for value in found]
        return values + [None] * (len(DAYS) - len(values))

    return rain


def grids(plan, points):
    some = dict(list(points.items())[::20])
    fields = random_fields(90, 120, -9999)
    paths = []
    for day, field in zip(DAYS, fields):
        path = folder / f"rain_{day.replace('-', '')}.tif"
        gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory_grid("EPSG:4326", (111.9, 0.013, 0, 36.2, 0, -0.011), [field], -9999))
        paths.append(path)
    compare("degrees", warned(plan, reversed(paths)), some, by_gdal([(path, 1) for path in paths]))

    metres = folder / "gauss_krueger.tif"
    grid = memory_grid("EPSG:4546", (560000, 2500, 0, 4000000, 0, -2500), random_fields(60, 40, -9999), -9999)
    for i, day in enumerate(DAYS):
        grid.GetRasterBand(i + 1).SetDescription(day)
    gdal.GetDriverByName("GTiff").CreateCopy(str(metres), grid)
    compare("Gauss-Krüger", warned(plan, [metres]), some, by_gdal([(metres, 1)]))

    if gdal.GetDriverByName("netCDF"):
        rates = folder / "rates.nc"
        grid = memory_grid("EPSG:4326", (111.9, 0.1, 0, 36.2, 0, -0.1), [field / 86400 for field in random_fields(15, 20, -1)], -1)
        grid.SetMetadata({"NETCDF_DIM_EXTRA": "{time}", "NETCDF_DIM_time_DEF": "{3,6}", "NETCDF_DIM_time_VALUES": "{44030,44031,44032}", "time#units": "days since 1900-01-01"})
        for i in range(len(DAYS)):
            grid.GetRasterBand(i + 1).SetMetadata({"NETCDF_VARNAME": "pr", "units": "kg m-2 s-1"})
        gdal.GetDriverByName("netCDF").CreateCopy(str(rates), grid)
        compare("netCDF", warned(plan, [rates]), some, by_gdal([(rates, 86400)]))


# ---- polygons and stations ----


def polygons(plan, points):
    rows = []
    for day in DAYS:
        for _ in range(25):
            lon, lat, size = random.uniform(112, 113.8), random.uniform(35, 36.2), random.uniform(0.02, 0.3)
            corners = [(lon + size * math.cos(a), lat + size * math.sin(a)) for a in sorted(random.uniform(0, 2 * math.pi, 9))]
            rows.append((day, round(random.uniform(1, 200), 1), shapely.geometry.Polygon(corners)))
    path = folder / "isohyets.geojson"
    features = [{"type": "Feature", "properties": {"日期": day, "雨量": mm}, "geometry": shapely.geometry.mapping(shape)} for day, mm, shape in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")

    def rain(_, lon, lat):
        place = shapely.geometry.Point(lon, lat)
        return [max((mm for when, mm, shape in rows if when == day and shape.covers(place)), default=None) for day in DAYS]

    compare("polygons", warned(plan, [path]), points, rain)


def stations(plan, points):
    table = [(f"站{i}", round(random.uniform(111.5, 113), 4), round(random.uniform(34.8, 36.4), 4)) for i in range(60)]
    mm = {(name, day): None if random.random() < 0.2 else round(float(random.gamma(0.7, 40)), 1) for name, _, _ in table for day in DAYS}
    wide = folder / "宽表.csv"
    lines = ["逐日降水量（毫米）", ",".join(["站名", "经度", "纬度", *DAYS])]
    lines += [",".join([name, str(lon), str(lat), *("缺测" if mm[name, day] is None else str(mm[name, day]) for day in DAYS)]) for name, lon, lat in table]
    wide.write_text("\n".join(lines) + "\n", encoding="gbk")
    long = folder / "长表.csv"
    lines = ["站名,日期,经度,纬度,日雨量"] + [f"{name},{day},{lon},{lat},{32766 if mm[name, day] is None else mm[name, day]}" for name, lon, lat in table for day in DAYS]
    long.write_text("\n".join(lines) + "\n", encoding="gbk")

    def near(lon, lat, day):
        found = [(EARTH.Inverse(lat, lon, y, x)["s12"], mm[name, day]) for name, x, y in table if mm[name, day] is not None]
        return sorted(pair for pair in found if pair[0] <= 50000)

    def idw(_, lon, lat):
        values = []
        for day in DAYS:
            pairs = near(lon, lat, day)[:12]
            weights = [1 / s**2 for s, _ in pairs if s > 0]
            values.append(sum(w * v for w, (_, v) in zip(weights, pairs)) / sum(weights) if weights else None)
        return values

    some = dict(list(points.items())[::3])
    compare("stations, a column a day", warned(plan, [wide]), some, idw)
    compare("stations, a row a day", warned(plan, [long]), some, idw)
    compare("nearest", warned(plan, [long], "--interpolation", "nearest"), some, lambda _, lon, lat: [next((v for _, v in near(lon, lat, day)), None) for day in DAYS])


def main():
    plan = example_plan("jincheng")
    points = hazard_points(plan.path)
    grids(plan.path, points)
    polygons(plan.path, points)
    stations(plan.path, points)
    checks.finish()


main()
