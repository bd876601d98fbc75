"""Input that another program writes while hazplan reads it: figures of one state, or an error that names the file; never of two."""

import contextlib
import csv
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

from damage import HAZPLAN, SOUND, Checks, digest, environment, read_only, workspace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cross"))
from exposure_rows import workload  # noqa: E402
from osgeo import gdal, ogr  # noqa: E402

checks = Checks()
root = workspace()
SLOW = 5 if os.environ.get("HAZPLAN_INSTRUMENTED") else 1
TYPES = ("崩塌", "滑坡", "泥石流", "地面塌陷", "地裂缝", "地面沉降", "不稳定斜坡")
CODES = ("collapse", "landslide", "debris_flow", "ground_collapse", "ground_fissure", "ground_subsidence", "unstable_slope")
WORDS = {"en": "another program is writing it", "zh": "其他程序正在写入"}


def start(*words, language="en", prefix=()):
    return subprocess.Popen(
        [*prefix, HAZPLAN, *map(str, words), "--lang", language],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment(language, root), "HAZPLAN_ONE_PROCESS": "1"},  # one that can be watched and stopped
    )


# ---- written at a moment when it is open ----


def has_open(process, path):
    for entry in Path(f"/proc/{process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            if os.readlink(entry) == str(path):
                return True
    return False


def seconds_used(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def written_while_open(what, words, path, write, *, opened=None, after_s=0, guarded=None, language="en"):
    """It is stopped when `opened` is seen to be open, for so many seconds of work, and goes on when `write` is done."""
    before = digest(guarded) if guarded else None
    process = start(*words, language=language)
    seen = None
    with contextlib.suppress(OSError):  # it ended
        while process.poll() is None and (seen is None or seconds_used(process) - seen < after_s):
            if seen is None and has_open(process, opened or path):
                seen = seconds_used(process)
        process.send_signal(signal.SIGSTOP)
    checks.true(f"{what}: it was seen to be read", seen is not None and process.poll() is None)
    write(path)
    process.send_signal(signal.SIGCONT)
    out, error = process.communicate(timeout=300)
    checks.equal(f"{what}: exit code", process.returncode, 1)
    checks.true(f"{what}: says so, and names the file", path.name in error and WORDS[language] in error, error[-1500:])
    checks.true(f"{what}: nothing else is said", error.count("\n") <= 3 and not any(each.isdigit() for each in out), f"{out[-500:]} {error[-1500:]}")
    if guarded:
        checks.equal(f"{what}: earlier output", digest(guarded), before)


def write_over(path):
    """The same bytes, but for one that says nothing."""
    with open(path, "r+b", buffering=0) as file:
        last = file.seek(-1, os.SEEK_END)
        byte = file.read(1)
        file.seek(last)
        file.write(byte)


def rename_in(path):
    other = path.with_name("other")
    shutil.copy2(path, other)
    os.rename(other, path)


def project(name, villages):
    """The sound project with so many villages more."""
    folder = root / name
    folder.mkdir()
    for file, text in SOUND.items():
        (folder / file).write_text(text, encoding="utf-8")
    rows = "".join(f"W{i},村{i},甲县,100,30,{112.71 + i % 250 * 0.001:.4f},{35.41 + i // 250 * 0.001:.4f}\n" for i in range(villages))
    (folder / "villages.csv").write_text(SOUND["villages.csv"] + rows, encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "plan.gpkg").write_bytes(b"the earlier one")
    return folder


def as_shapefile(folder):
    source = gdal.OpenEx(str(folder / "villages.csv"), open_options=["X_POSSIBLE_NAMES=lon", "Y_POSSIBLE_NAMES=lat"])
    gdal.VectorTranslate(str(folder / "villages.shp"), source, layerCreationOptions=["ENCODING=UTF-8"], dstSRS="EPSG:4490", srcSRS="EPSG:4490", reproject=False)
    text = SOUND["project.yaml"].replace("{path: villages.csv, x: lon, y: lat, crs: EPSG:4490}", "{path: villages.shp}")
    (folder / "project.yaml").write_text(text, encoding="utf-8")


def open_once():
    large = project("large", 20_000)
    table = large / "villages.csv"
    for language in WORDS:
        written_while_open(f"analyse, a table written over ({language})", ["analyse", large, "-o", large / "out" / "plan.gpkg"], table, write_over, guarded=large / "out", language=language)
    written_while_open("plan, a table renamed into place", ["plan", large, "-o", large / "out"], table, rename_in, guarded=large / "out")
    written_while_open("check, another table than the one being read", ["check", large, "--format", "json"], large / "counties.geojson", write_over, opened=table)
    as_shapefile(large)
    written_while_open("check, the attributes of a Shapefile", ["check", large], large / "villages.dbf", write_over)


# ---- cells, which are read when layers have been ----


def cells():
    people = workload("D", 0.01, root)
    written_while_open("exposure, the raster", ["exposure", people, "--planar"], people / "people.tif", write_over)
    written_while_open("analyse, the raster", ["analyse", people, "-o", root / "cells.gpkg"], people / "people.tif", write_over, after_s=0.3 * SLOW)
    checks.true("analyse, the raster: no plan", not (root / "cells.gpkg").exists())


# ---- rain and areas ----


def rain_and_area():
    folder = project("answers", 200)
    plan = folder / "plan.gpkg"
    done = start("analyse", folder, "-o", plan, "-q")
    checks.true("a plan to ask", done.wait() == 0, done.stderr.read())
    rain = folder / "rain_20210720.tif"
    made = gdal.GetDriverByName("GTiff").Create(str(rain), 3000, 3000, 1, gdal.GDT_Float32, ["COMPRESS=DEFLATE"])
    made.SetGeoTransform((112.7, 0.0001, 0, 35.7, 0, -0.0001))
    srs = ogr.osr.SpatialReference()
    srs.ImportFromEPSG(4490)
    made.SetProjection(srs.ExportToWkt())
    made.GetRasterBand(1).Fill(60)
    made.GetRasterBand(1).SetUnitType("mm")
    made = None
    corners = [[112.75 + 0.1 * i / 100_000, 35.45] for i in range(100_000)] + [[112.85, 35.55], [112.75, 35.55], [112.75, 35.45]]
    area = folder / "area.geojson"
    area.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [corners]}}))
    written_while_open("warn, the rain", ["warn", plan, "--rain", rain], rain, write_over)
    written_while_open("affected by rain", ["affected", plan, "--rain", rain, "--format", "json"], rain, write_over)
    written_while_open("affected in an area", ["affected", plan, "--area", area, "--format", "json"], area, rename_in)


# ---- changes beside a GeoPackage ----


def findings_of(folder):
    process = start("check", folder, "--format", "json", "-q")
    return [row for row in json.loads(process.communicate(timeout=300)[0])["findings"] if row["code"] == "saved_beside"]


def saved_beside():
    """The checksum is of the file; rows of the -wal are read too, which is said until it is closed."""
    folder = workload("B", 0.001, root)
    path, target = folder / "data.gpkg", folder / "plan.gpkg"
    with contextlib.closing(sqlite3.connect(path)) as gis:
        drop_triggers(gis)
        gis.commit()
        gis.execute("PRAGMA journal_mode=WAL")
        checks.equal("nothing is kept beside it", findings_of(folder), [])
        save(gis, 9)
        found = findings_of(folder)
        layers = {"villages", "hazard_points", "towns", "counties", "subsidence"}
        checks.equal("changes are kept beside it: layers", {row["layer"] for row in found}, layers)
        checks.true("changes are kept beside it: how it is said", all(row["severity"] == "warning" and "data.gpkg-wal" in row["message"] for row in found), found)
        process = start("analyse", folder, "-o", target, "-q")
        checks.true("changes are kept beside it: a plan", process.wait() == 0, process.communicate()[1])
        checks.equal("changes are kept beside it: they are read", state_of_plan(target)[:2], (9, {CODES[9 % len(CODES)]}))
        away = root / "away"
        away.mkdir()
        for name in ("project.yaml", "data.gpkg", "data.gpkg-wal"):
            shutil.copy(folder / name, away)
    checks.equal("closed: nothing is kept beside it", findings_of(folder), [])
    # GDAL reads it there without the changes: figures of before.
    with read_only(away) as prefix:
        for words in (["check", away], ["exposure", away, "--planar"]):
            process = start(*words, "-q", prefix=prefix)
            out, error = process.communicate(timeout=300)
            checks.true(f"a copy that cannot be written, {words[0]}", process.returncode == 3 and not out and "data.gpkg: saved changes lie in the -wal" in error, f"exit {process.returncode} {out[-300:]} {error[-600:]}")


# ---- saved again and again ----


def drop_triggers(database):
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')  # they call functions of the geometry, which does not change


def save(database, number):
    """All villages have so many people, and all hazard points are of the type that goes with it."""
    database.execute("UPDATE villages SET population = ?, households = 1", (number,))
    database.execute("UPDATE hazard_points SET type = ?", (TYPES[number % len(TYPES)],))
    database.commit()


class Saver(threading.Thread):
    """Another program: how it saves, and which states there were by the checksum of the file."""

    def __init__(self, path, way):
        super().__init__()
        self.path, self.way, self.ended, self.number, self.states = path, way, threading.Event(), 1, {}
        self.trouble = None
        with contextlib.closing(sqlite3.connect(path)) as database:
            drop_triggers(database)
            save(database, 1)
            database.execute(f"PRAGMA journal_mode={'WAL' if way == 'wal' else 'DELETE'}")
            database.execute("VACUUM")
        self.note()
        self.made = []  # two states to be copied
        for number in (1, 2) if way in ("renamed", "copied") else ():
            copy = path.with_name(f"state{number}")
            shutil.copy(path, copy)
            with contextlib.closing(sqlite3.connect(copy)) as database:
                save(database, number)
            self.made.append(copy)
            self.states[hashlib.sha256(copy.read_bytes()).hexdigest()] = number

    def note(self):
        self.states[hashlib.sha256(self.path.read_bytes()).hexdigest()] = self.number

    def once(self, database):
        self.number += 1
        if self.way == "renamed":
            copy = self.path.with_name("next")
            shutil.copy(self.made[self.number % 2], copy)
            os.replace(copy, self.path)
        elif self.way == "copied":
            content = self.made[self.number % 2].read_bytes()
            with open(self.path, "r+b", buffering=0) as file:
                file.write(content)
        else:
            save(database, self.number)
            self.note()

    def run(self):
        rng = random.Random(7)
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=60)) as database:
                while not self.ended.wait(rng.uniform(0, 1.2) ** 2 * SLOW):
                    self.once(database)
        except Exception as error:  # noqa: BLE001, told by the test
            self.trouble = error


def state_of_answer(text):
    """The number that villages were saved with, and the one that hazard points were, up to the number of types."""
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["level"] == "region"]
    everybody = next(row for row in rows if row["category"] == "population")
    people = float(everybody["population"]) / float(everybody["units"])
    types = {row["value"] for row in rows if row["category"] == "type" and float(row["units"] or 0) > 0}
    return people, types


def state_of_plan(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        people = {number for (number,) in database.execute("SELECT DISTINCT population FROM villages")}
        types = {code for (code,) in database.execute("SELECT DISTINCT type FROM hazard_points")}
        sums = {sha for (sha,) in database.execute("SELECT sha256 FROM inputs WHERE layer IN ('villages', 'hazard_points')")}
    return people.pop() if len(people) == 1 else people, types, sums


def saved_again(what, command, folder, way, least, needs_refusal=True):
    saver = Saver(folder / "data.gpkg", way)
    target = folder / "plan.gpkg"
    saver.start()
    seen, refused, runs, end = set(), 0, 0, time.monotonic() + 90 * SLOW
    try:
        while runs < least or ((len(seen) < 2 or (needs_refusal and not refused)) and time.monotonic() < end):
            runs += 1
            words = ["exposure", folder, "--planar", "--levels", "region", "--format", "csv"] if command == "exposure" else ["analyse", folder, "-o", target]
            earlier = target.read_bytes() if target.exists() else None
            process = start(*words, "-q")
            out, error = process.communicate(timeout=300)
            if process.returncode != 0:
                refused += 1
                checks.true(f"{what}: it says why", process.returncode == 1 and "data.gpkg" in error and WORDS["en"] in error, f"exit {process.returncode} {error[-1500:]}")
                checks.true(f"{what}: nothing is written", not out and (target.read_bytes() if target.exists() else None) == earlier)
                continue
            people, types, *sums = state_of_answer(out) if command == "exposure" else state_of_plan(target)
            one = isinstance(people, (int, float)) and people == int(people) and types == {CODES[int(people) % len(CODES)]}
            checks.true(f"{what}: figures of one state", one, f"{people} people, {types}")
            if sums and way != "wal":
                checks.equal(f"{what}: the checksum is of that state", {saver.states.get(each) for each in sums[0]}, {people})
            seen.add(people if one else None)
    finally:
        saver.ended.set()
        saver.join()
    checks.true(f"{what}: the other program could save", saver.trouble is None and saver.number > 1, f"{saver.trouble} {saver.number}")
    checks.true(f"{what}: several states were met", len(seen) > 1, seen)
    checks.true(f"{what}: some runs were refused", refused or not needs_refusal, f"{runs} runs")
    print(f"{what}: {runs} runs, {refused} refused, {saver.number} saved, {len(seen)} states met")


def main():
    open_once()
    cells()
    rain_and_area()
    saved_beside()
    plain = workload("B", 0.02 if SLOW == 1 else 0.01, root)
    saved_again("exposure, saved by a GIS that keeps a -wal", "exposure", plain, "wal", 20)
    saved_again("exposure, another file renamed into place", "exposure", plain, "renamed", 20)
    saved_again("exposure, copied over", "exposure", plain, "copied", 20)
    # It is locked while it is read: mostly the other program waits.
    saved_again("exposure, saved", "exposure", plain, "saved", 10, needs_refusal=False)
    small = workload("B", 0.003, root)
    saved_again("analyse, saved", "analyse", small, "saved", 5)
    saved_again("analyse, saved by a GIS that keeps a -wal", "analyse", small, "wal", 5)
    checks.finish()


main()
