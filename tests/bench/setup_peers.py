#!/usr/bin/env python3
"""Install the peers that Debian does not have, below a work folder; nothing is installed into the system.

Usage: setup_peers.py --work WORK

GeoPandas and Shapely go into a virtual environment. exactextract's wheel lacks the parallel strategy, so its command line is built
from the source package of the same release, with TBB and CLI11 unpacked from Debian's packages and Debian's GDAL.
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXACTEXTRACT = "0.3.0"
DEBIAN = ["libcli11-dev", "libtbb-dev", "libtbb12", "libtbbmalloc2", "libtbbbind-2-5"]


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def python_of(work):
    return Path(work) / "venv" / "bin" / "python"


def exactextract_of(work):
    return Path(work) / "exactextract" / "build" / "exactextract"


def read_raster_of(work):
    return Path(work) / "read_raster"


def install_python(work):
    wanted, done = (HERE / "requirements.txt").read_text(), work / "venv" / "installed.txt"
    if not done.exists() or done.read_text() != wanted:
        run("/usr/bin/python3", "-m", "venv", work / "venv")
        run(python_of(work), "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt")
        done.write_text(wanted)


def build_exactextract(work):
    home = work / "exactextract"
    if exactextract_of(work).exists():
        return
    shutil.rmtree(home, ignore_errors=True)
    (home / "debian").mkdir(parents=True)
    run("apt-get", "download", "-q", *DEBIAN, cwd=home / "debian")
    for package in (home / "debian").glob("*.deb"):
        run("dpkg", "-x", package, home / "root")
    words = ["download", "-q", "--no-deps", "--no-binary", "exactextract", f"exactextract=={EXACTEXTRACT}", "-d", home]
    run(python_of(work), "-m", "pip", *words)
    with tarfile.open(next(home.glob("*.tar.gz"))) as archive:
        archive.extractall(home)
    source, build = home / f"exactextract-{EXACTEXTRACT}", home / "build"
    lists = source / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("-Werror ", ""))  # gcc 12 warns about TBB's own headers
    (build / "CLI11").mkdir(parents=True)
    (build / "CLI11" / "CLI11.hpp").write_text("#include <CLI/CLI.hpp>\n")  # else it would be fetched from elsewhere
    parts = ["-DBUILD_TEST=OFF", "-DBUILD_PYTHON=OFF", "-DBUILD_DOC=OFF", "-DBUILD_PARALLEL_TBB=ON", "-DCMAKE_BUILD_TYPE=Release"]
    flags = [f"-DCMAKE_PREFIX_PATH={home / 'root/usr'}", f"-DCMAKE_CXX_FLAGS=-I{home / 'root/usr/include'}"]
    run("cmake", "-S", source, "-B", build, *parts, *flags)
    run("cmake", "--build", build, "--target", "exactextract_bin", "-j2")


def build_read_raster(work):
    flags = run("pkg-config", "--cflags", "--libs", "gdal").split()
    run("cc", "-O2", "-std=c11", "-o", read_raster_of(work), HERE / "read_raster.c", *flags)


def setup(work, peers=("geopandas", "exactextract", "gdal")):
    work.mkdir(parents=True, exist_ok=True)
    if "geopandas" in peers or "exactextract" in peers:
        install_python(work)
    if "exactextract" in peers:
        build_exactextract(work)
    if "gdal" in peers:
        build_read_raster(work)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    setup(parser.parse_args().work.resolve())
