"""Grids of rain that were cut off or damaged on the way: a warning ends with one message that names the file and what to do, or
says whose fault ended it, and never in silence. What is still a valid file may be answered."""

import random
import re
import subprocess

import numpy
from damage import EXAMPLES, HAZPLAN, Checks, workspace
from osgeo import gdal, osr

gdal.UseExceptions()
checks = Checks()
ACCUMULATION = "PDS_TEMPLATE_NUMBERS=1 8 2 0 0 0 0 0 1 0 0 0 0 1 0 0 0 0 0 255 0 0 0 0 0 7 228 7 22 0 0 0 1 0 0 0 0 1 2 1 0 0 0 24 255 0 0 0 0"
FORMATS = {
    "rain.nc": ("netCDF", ["FORMAT=NC"]),
    "rain4.nc": ("netCDF", ["FORMAT=NC4"]),
    "rain.dat": ("ENVI", []),
    "rain.grb2": ("GRIB", ["DATA_ENCODING=SIMPLE_PACKING", "DISCIPLINE=0", "PDS_PDTN=8", ACCUMULATION]),  # 24 h of precipitation
}


def grid(path, driver, options):
    made = gdal.GetDriverByName("MEM").Create("", 8, 6, 1, gdal.GDT_Float32)
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    made.SetGeoTransform([110.5, 0.1, 0, 35, 0, -0.1])
    made.SetProjection(degrees.ExportToWkt())
    band = made.GetRasterBand(1)
    band.WriteArray(numpy.arange(48, dtype="f4").reshape(6, 8))
    band.SetMetadataItem("NETCDF_VARNAME", "precip")
    band.SetMetadataItem("units", "mm")
    gdal.GetDriverByName(driver).CreateCopy(str(path), made, options=options)


def ask(path, language="en", question="warn"):
    words = ["--date", "2020-07-21"] if question == "warn" else []
    return subprocess.run([HAZPLAN, question, plan, "--rain", path, *words, "--lang", language, "-q", "--format", "json"],
                          capture_output=True, text=True, timeout=60, errors="replace")


def told(what, done, path):
    """Exit code and what was said fit together."""
    lines = done.stderr.splitlines()
    if done.returncode == 0:
        checks.true(f"{what}: an answer", done.stdout.startswith("{") and not lines, done.stderr)
    elif done.returncode == 3:
        checks.true(f"{what}: one message that names the file", len(lines) == 1 and str(path) in lines[0] and not re.search(r": ?(;|$)", lines[0]), done.stderr)
        checks.true(f"{what}: no half of an answer", done.stdout == "", done.stdout[:200])
    else:
        checks.true(f"{what}: whose fault", done.returncode == 1 and len(lines) == 1 and "often at a damaged input file" in lines[0], (done.returncode, done.stderr))


def damaged(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice((1, 2, 8))):
        data[rng.randrange(len(data))] = rng.choice((0, 127, 128, 255))
    return bytes(data)


folder = workspace()
plan = folder / "plan.gpkg"
subprocess.run([HAZPLAN, "analyse", EXAMPLES / "sanmenxia", "-q", "-o", plan], check=True)
rng = random.Random(20200721)
for name, (driver, options) in FORMATS.items():
    if not gdal.GetDriverByName(driver):
        continue
    path = folder / name
    grid(path, driver, options)
    whole = path.read_bytes()
    checks.true(f"{name} as it was", ask(path).returncode == 0)
    for share in (0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.999):
        path.write_bytes(whole[: int(len(whole) * share)])
        done = ask(path)
        told(f"{share:.0%} of {name}", done, path)
        # what is missing may not be read as 0 mm
        checks.true(f"{share:.0%} of {name} is refused", done.returncode == 3, done.stdout[:200])
    for number in range(12):
        path.write_bytes(damaged(whole, rng))
        told(f"{name}, damage {number}", ask(path), path)
    # A header that counts a thousand million variables: libnetcdf 4.9.0 crashes at it.
    at = whole.find(b"\0\0\0\x0b\0\0\0\x04")
    if name == "rain.nc":
        checks.true("the list of variables", at > 0)
        path.write_bytes(whole[: at + 4] + b"\x7f" + whole[at + 5 :])
        for question in ("warn", "affected"):
            done = ask(path, question=question)
            checks.true(f"{question}: too many variables", done.returncode in (1, 3), done.returncode)
            told(f"{question}: too many variables", done, path)
checks.finish()
