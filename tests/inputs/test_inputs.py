"""Small broken inputs, each with the finding it must produce.

Every folder beside this file but `sound` is a case: the files that differ from the sound project, and case.yaml:

    about: what is wrong with it, in words
    project: {…}                 merged into the sound project.yaml, key by key; null removes a key
    remove: [FILE, …]            files of the sound project that are not there
    exit: 3                      of `hazplan check`; 0 unless given
    findings:                    each must be among the findings, with all that is said about it
      - {code: …, severity: …, layer: …, row: …, feature: …, field: …, column: …, value: …, near: [lon, lat, metres],
         en: part of the message, zh: part of the Chinese message}
    no_findings: [code, …]       must not be among them
    only: true                   nothing of severity error or warning besides `findings`
    plan:                        figures of the plan, where it can be made: the one row that `where` tells has these values, or there are so many rows
      - {table: …, where: {column: value}, values: {column: value}, within: 1e-9, rows: 1}

Expected figures are worked out by hand; `about` or a comment says how.
"""

import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
SOUND = HERE / "sound"
HAZPLAN = os.environ["HAZPLAN"]
KEYS = {"about", "project", "remove", "exit", "findings", "no_findings", "only", "plan"}
LEAST = 80
# An instrumented build looks for faults of memory, which do not depend on the language.
LANGUAGES = ("en",) if os.environ.get("HAZPLAN_INSTRUMENTED") else ("en", "zh")
# Checks that no small file shows: which test does, and by which words.
SHOWN_ELSEWHERE = {
    "exposure_without_zones": ("cross/test_exposure_cells.py", "who is exposed is not known"),
    "coordinate_not_finite": ("robust/test_hostile_geometry.py", "a coordinate is not a finite number"),
    "geometry_unreadable": ("robust/test_hostile_geometry.py", "the geometry cannot be read"),
    "geometry_truncated": ("robust/test_hostile_geometry.py", "the geometry claims"),
    "geometry_nested": ("robust/test_hostile_geometry.py", "collections within collections"),
    "rows_unread": ("robust/test_cut.py", "is damaged or cut off"),
    "saved_beside": ("robust/test_input_written.py", "saved_beside"),
    "table_size": ("robust/test_hostile_tables.py", "table_size"),
    "rain_unit_assumed": ("unit/test_rain_raster.c", "rain_unit_assumed"),
    "rain_unit_converted": ("unit/test_rain_raster.c", "rain_unit_converted"),
    "rain_maybe_metres": ("unit/test_rain_raster.c", "rain_maybe_metres"),
    "rain_negative": ("unit/test_rain_raster.c", "rain_negative"),
    "rain_coded": ("unit/test_rain_raster.c", "rain_coded"),
    "rain_cell_unreadable": ("unit/test_rain_layers.c", "rain_cell_unreadable"),
    "rain_bounds": ("unit/test_rain_layers.c", "rain_bounds"),
    "rain_rows_unplaced": ("unit/test_rain_layers.c", "rain_rows_unplaced"),
    "warning_rain_old": ("cross/test_warning_safe.py", "of 2 whole days since nothing is known"),
    "warning_previous_beyond": ("cross/test_warning_safe.py", "goes on to"),
    "warning_places_gone": ("cross/test_warning_safe.py", "neither lifted nor listed"),
    "rain_rows_undated": ("unit/test_rain_layers.c", "rain_rows_undated"),
    "rain_station_twice": ("unit/test_rain_layers.c", "rain_station_twice"),
    "rain_day_missing": ("unit/test_rain_raster.c", "rain_day_missing"),
    "rain_day_unknown": ("unit/test_rain_raster.c", "rain_day_unknown"),
    "rain_days_in_order": ("unit/test_rain_raster.c", "rain_days_in_order"),
    "rain_crs_assumed": ("unit/test_rain_raster.c", "rain_crs_assumed"),
}


def merged(base, changes):
    """A mapping with changes; null removes a key."""
    result = dict(base)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


class Case:
    def __init__(self, folder, root):
        self.name, self.source, self.failures = folder.name, folder, []
        self.wanted = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
        self.folder = root / folder.name
        if set(self.wanted) - KEYS or not self.wanted.get("about"):
            self.fail(f"case.yaml: about is missing or there are unknown keys {sorted(set(self.wanted) - KEYS)}")
        if not self.wanted.get("findings") and not self.wanted.get("plan") and not self.wanted.get("no_findings"):
            self.fail("case.yaml expects nothing")

    def fail(self, text):
        self.failures.append(f"{self.name}: {text}")

    def prepare(self):
        shutil.copytree(SOUND, self.folder)
        for name in self.wanted.get("remove", []):
            (self.folder / name).unlink()
        for path in self.source.rglob("*"):
            target = self.folder / path.relative_to(self.source)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            elif path.name != "case.yaml":
                shutil.copyfile(path, target)
        project = yaml.safe_load((self.folder / "project.yaml").read_text(encoding="utf-8"))
        project = merged(project, self.wanted.get("project", {}))
        # YAML 1.1 reads off as false, hazplan as a word.
        project["checks"] = {code: "off" if change is False else change for code, change in (project.get("checks") or {}).items()}
        (self.folder / "project.yaml").write_text(yaml.safe_dump(project, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def run(self, *words):
        return subprocess.run([HAZPLAN, *map(str, words)], capture_output=True, text=True, timeout=120)

    def check(self, language):
        done = self.run("check", self.folder, "--format", "json", "--lang", language, "-q")
        if done.returncode != self.wanted.get("exit", 0):
            self.fail(f"exit code {done.returncode}: {done.stderr}{done.stdout}")
        try:
            return json.loads(done.stdout)["findings"]
        except (ValueError, KeyError):
            self.fail(f"no findings were printed: {done.stderr}")
            return []

    @staticmethod
    def fits(finding, wanted, language):
        for key, value in wanted.items():
            if key in ("en", "zh"):
                if key == language and str(value) not in finding["message"]:
                    return False
            elif key == "near":
                lon, lat, metres = value
                if finding["lon"] is None:
                    return False
                east = (finding["lon"] - lon) * 111320 * math.cos(math.radians(lat))
                if math.hypot(east, (finding["lat"] - lat) * 110574) > metres:
                    return False
            elif key == "value":
                if str(value) != finding["value"]:
                    return False
            elif finding.get(key) != value:
                return False
        return True

    def compare(self, findings, language):
        expected = self.wanted.get("findings", [])
        for wanted in expected:
            if not any(self.fits(finding, wanted, language) for finding in findings):
                printed = "\n".join(json.dumps(finding, ensure_ascii=False) for finding in findings)
                self.fail(f"({language}) no finding {wanted}; there are:\n{printed}")
        for code in self.wanted.get("no_findings", []):
            if any(finding["code"] == code for finding in findings):
                self.fail(f"({language}) there is a finding {code}")
        if self.wanted.get("only"):
            others = [finding["message"] for finding in findings if finding["severity"] != "note"
                      and not any(self.fits(finding, wanted, language) for wanted in expected)]
            if others:
                self.fail(f"({language}) further findings: {others}")
        for finding in findings:
            for key in ("problem", "action", "message"):
                if "{" in finding[key] and "}" in finding[key] and "`" not in finding[key]:
                    self.fail(f"({language}) a place is not filled: {finding[key]}")

    def figures(self):
        target = self.folder / "plan.gpkg"
        done = self.run("analyse", self.folder, "-o", target, "-q", "--lang", "en")
        if done.returncode != 0:
            self.fail(f"analyse: exit code {done.returncode}: {done.stderr}")
            return
        database = sqlite3.connect(target)
        database.row_factory = sqlite3.Row
        for item in self.wanted["plan"]:
            rows = [dict(row) for row in database.execute(f'SELECT * FROM "{item["table"]}"')]
            where = item.get("where", {})
            rows = [row for row in rows if all(str(row.get(key)) == str(value) for key, value in where.items())]
            if "rows" in item and len(rows) != item["rows"]:
                self.fail(f"{len(rows)} rows of {item['table']} {where}, not {item['rows']}")
            if "values" in item and len(rows) != 1:
                self.fail(f"{len(rows)} rows of {item['table']} {where}")
                continue
            for key, value in item.get("values", {}).items():
                found = rows[0].get(key, "no such column")
                close = isinstance(value, (int, float)) and isinstance(found, (int, float)) and abs(found - value) <= float(item.get("within", 0))
                if found != value and not close:
                    self.fail(f"{item['table']} {where}: {key} is {found!r}, not {value!r}")
        database.close()

    def test(self):
        self.prepare()
        for language in LANGUAGES:
            self.compare(self.check(language), language)
        if self.wanted.get("plan"):
            self.figures()
        return self.failures


def sound_is_sound(root):
    """The base of all cases has nothing to find, so that every finding of a case is its own."""
    shutil.copytree(SOUND, root / "_sound")
    done = subprocess.run([HAZPLAN, "check", root / "_sound", "--format", "json", "-q"], capture_output=True, text=True)
    found = [finding["message"] for finding in json.loads(done.stdout)["findings"]]
    return [f"the sound project has findings: {found}"] if found or done.returncode else []


def checks_without_case(folders):
    """Every check of data/checks/ has a case, or another test that names it."""
    known = {code for path in (HERE.parents[1] / "data" / "checks").glob("*.yaml") for code in yaml.safe_load(path.read_text(encoding="utf-8")) or {}}
    shown = {finding.get("code") for folder in folders for finding in yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8")).get("findings") or []}
    failures = [f"no case shows the check {code}" for code in sorted(known - shown - set(SHOWN_ELSEWHERE))]
    for code, (test, words) in SHOWN_ELSEWHERE.items():
        if code in shown or code not in known or words not in (HERE.parent / test).read_text(encoding="utf-8"):
            failures.append(f"SHOWN_ELSEWHERE: {code} is not a check that only tests/{test} shows")
    return failures


def main():
    chosen = sys.argv[1:]
    folders = [path for path in sorted(HERE.iterdir()) if (path / "case.yaml").exists() and (not chosen or path.name in chosen)]
    with tempfile.TemporaryDirectory(prefix="hazplan-inputs-") as root, ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = sound_is_sound(Path(root))
        for found in pool.map(lambda folder: Case(folder, Path(root)).test(), folders):
            failures += found
    if not chosen:
        failures += checks_without_case(folders)
    if not chosen and len(folders) < LEAST:
        failures.append(f"only {len(folders)} cases, at least {LEAST} are wanted")
    print("\n".join(failures))
    print(f"{len(folders)} cases, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
