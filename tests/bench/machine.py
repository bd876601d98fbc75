"""What a measurement was made on: machine and versions."""

import os
import platform
import re
import subprocess
from pathlib import Path

from peer_postgis import BINARIES
from setup_peers import EXACTEXTRACT, python_of

PACKAGES = {
    "postgis": "postgresql-15-postgis-3",
    "libgeos": "libgeos3.11.1",
    "libgdal": "libgdal32",
    "spatialite": "libsqlite3-mod-spatialite",
}


def said(*words):
    try:
        return subprocess.run([str(word) for word in words], capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def debian(package):
    return said("dpkg-query", "-W", "-f", "${Version}", package)


def facts(work, program):
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text()).group(1))
    versions = "import geopandas, shapely, pyogrio; print(geopandas.__version__, shapely.__version__, shapely.geos_version_string)"
    python = said(python_of(work), "-c", versions).split() or ["", "", ""]
    return {
        "processor": processor.group(1) if processor else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**20),
        "system": said("sh", "-c", ". /etc/os-release; echo $PRETTY_NAME"),
        "hazplan": said(program, "--version").splitlines()[0].split()[-1] if program else "",
        "PostgreSQL": said(BINARIES / "postgres", "--version").split()[-1].strip("()"),
        **{name: debian(package) for name, package in PACKAGES.items()},
        "geopandas": python[0],
        "shapely": python[1],
        "GEOS of shapely": python[2],
        "exactextract": EXACTEXTRACT,
    }
