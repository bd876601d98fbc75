"""Layers in PostGIS give the same plan as the same layers in files."""
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLE = Path(os.environ["HAZPLAN_SHARE"]) / "examples/jincheng"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
# PostgreSQL refuses to run as root
AS_SERVER = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def run(*words, **options):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def rows(plan, table):
    """Rows of a table without the row number and with geometry as it is stored."""
    database = sqlite3.connect(f"file:{plan}?mode=ro", uri=True)
    names = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in ("fid", "id")]
    return sorted(database.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall(), key=repr)


with tempfile.TemporaryDirectory(prefix="hazplan-postgis-") as name:
    folder = Path(name)
    server = folder / "server"
    server.mkdir()
    os.chmod(folder, 0o755)
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(server, account.pw_uid, account.pw_gid)
    run(*AS_SERVER, BINARIES / "initdb", "-D", server / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    # a socket in the folder and no network
    run(*AS_SERVER, BINARIES / "pg_ctl", "-D", server / "data", "-l", server / "log", "-w", "-o",
        f"-c listen_addresses='' -c unix_socket_directories={server} -c fsync=off", "start")
    try:
        source = f"PG:host={server} dbname=postgres user=postgres"
        run("psql", "-h", server, "-U", "postgres", "-qc", "CREATE EXTENSION postgis")
        for path, layer in (("villages.gpkg", "villages"), ("admin.gpkg", "counties"), ("admin.gpkg", "towns")):
            run("ogr2ogr", "-f", "PostgreSQL", source, EXAMPLE / path, layer, "-nln", layer, "-lco", "GEOMETRY_NAME=geom")
        shutil.copytree(EXAMPLE, folder / "files")
        shutil.copytree(EXAMPLE, folder / "database")
        project = folder / "database/project.yaml"
        text = project.read_text().replace("path: villages.gpkg", f'path: "{source}"').replace("path: admin.gpkg", f'path: "{source}"')
        project.write_text(text + "\nallow_remote: true\n")
        for kind in ("files", "database"):
            run(HAZPLAN, "analyse", folder / kind, "-o", folder / f"{kind}.gpkg", "-q")
    finally:
        subprocess.run([*AS_SERVER, BINARIES / "pg_ctl", "-D", server / "data", "-m", "immediate", "stop"], capture_output=True)
    different = [table for table in ("villages", "counties", "towns", "exposure", "priority_zones", "hazard_zones", "summary")
                 if rows(folder / "files.gpkg", table) != rows(folder / "database.gpkg", table)]
    drivers = dict(sqlite3.connect(folder / "database.gpkg").execute("SELECT layer, driver FROM inputs").fetchall())
    if drivers.get("villages") != "PostgreSQL":
        sys.exit(f"the villages were read with {drivers.get('villages')}")
    if different:
        sys.exit(f"these tables differ: {different}")
print("1 passed, 0 failed")
