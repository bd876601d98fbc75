"""A PostgreSQL server with PostGIS of its own, in a folder that goes away: a socket there, no network."""

import contextlib
import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
# PostgreSQL refuses to run as root
AS_SERVER = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.source = f"PG:host={folder} dbname=postgres user=postgres"

    def sql(self, text):
        """Rows of a statement, as lists of texts."""
        out = run("psql", "-h", self.folder, "-U", "postgres", "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", text)
        return [line.split("\t") for line in out.splitlines()]

    def load(self, path, layer, name, *options):
        run("ogr2ogr", "-f", "PostgreSQL", self.source, path, layer, "-nln", name, "-lco", "GEOMETRY_NAME=geom", *options)


@contextlib.contextmanager
def server():
    with tempfile.TemporaryDirectory(prefix="hazplan-postgres-") as name:
        folder = Path(name) / "server"
        folder.mkdir()
        os.chmod(name, 0o755)
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        run(
            *AS_SERVER,
            BINARIES / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        run(
            *AS_SERVER,
            BINARIES / "pg_ctl",
            "-D",
            folder / "data",
            "-l",
            folder / "log",
            "-w",
            "-o",
            f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off",
            "start",
        )
        try:
            made = Server(folder)
            made.sql("CREATE EXTENSION postgis")
            yield made
        finally:
            subprocess.run([*AS_SERVER, BINARIES / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], capture_output=True)
