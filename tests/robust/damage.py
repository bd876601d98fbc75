"""What the tests of damaged input share: a sound project to damage, earlier output to guard, and a run in both languages."""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cross"))
from crosscheck import EXAMPLES, HAZPLAN, Checks, workspace  # noqa: E402, F401

SOUND = {
    "project.yaml": """\
title: 试验方案
region: {name: 试验市, code: "140500"}
year: 2020
layers:
  villages: {path: villages.csv, x: lon, y: lat, crs: EPSG:4490}
  hazard_points: {path: points.csv, x: lon, y: lat, crs: EPSG:4490}
  counties: {path: counties.geojson}
""",
    "villages.csv": "村编码,村名,县,人口,户数,lon,lat\nV1,东村,甲县,100,30,112.80,35.50\nV2,西村,甲县,200,60,112.90,35.50\n",
    "points.csv": "编号,灾害点名称,灾害类型,县,威胁人口,lon,lat\nH1,东坡滑坡,滑坡,甲县,50,112.8001,35.5001\nH2,西沟,泥石流,甲县,120,112.9001,35.5001\n",
    "counties.geojson": """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "甲县"}, "geometry":
{"type": "Polygon", "coordinates": [[[112.7, 35.4], [113.0, 35.4], [113.0, 35.6], [112.7, 35.6], [112.7, 35.4]]]}}]}""",
}


def digest(folder):
    """Names, kinds and contents of everything below a folder."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file"
        found[str(path.relative_to(folder))] = (kind, hashlib.sha256(path.read_bytes()).hexdigest() if kind == "file" else "")
    return found


def environment(language, temporary):
    kept = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LC_MESSAGES")}
    return {**kept, "LANG": {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[language], "TMPDIR": str(temporary)}


class Bench:
    """A folder with a project and with output of an earlier run that no failure may touch."""

    def __init__(self, checks):
        self.checks, self.root = checks, workspace()
        self.earlier = self.root / "earlier"
        self.write({})
        done = self.run("plan", self.project, "-o", self.earlier, "-q")
        if done.returncode != 0:
            sys.exit(f"the sound project fails: {done.stderr}")
        (self.earlier / "notes.txt").write_text("mine")

    @property
    def project(self):
        return self.root / "project"

    def write(self, changes, change=None):
        """The sound project with some files replaced (None removes one); `change` damages it further."""
        shutil.rmtree(self.project, ignore_errors=True)
        self.project.mkdir()
        for name, text in {**SOUND, **changes}.items():
            if text is not None:
                (self.project / name).write_bytes(text.encode() if isinstance(text, str) else text)
        if change:
            change(self.project)
        return self.project

    def run(self, *words, language="en", **options):
        temporary = self.root / "tmp"
        temporary.mkdir(exist_ok=True)
        return subprocess.run(
            [HAZPLAN, *map(str, words)],
            env=environment(language, temporary),
            cwd=temporary,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=300,
            **options,
        )

    def new_output(self, name="out"):
        """A copy of the earlier output."""
        out = self.root / name
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.earlier, out)
        return out

    def fails(self, what, code, english, chinese=(), **options):
        """`plan` in English and `analyse` in Chinese end with this code, name each pattern, and change nothing."""
        before_project = digest(self.project)
        for command, language, patterns in (("plan", "en", english), ("analyse", "zh", chinese or english)):
            out = self.new_output()
            before = digest(out)
            target = out if command == "plan" else out / "plan.gpkg"
            done = self.run(command, self.project, "-o", target, language=language, **options)
            self.judge(f"{what} ({command}, {language})", done, code, patterns)
            self.checks.equal(f"{what} ({command}, {language}): earlier output", digest(out), before)
        self.checks.equal(f"{what}: project folder", digest(self.project), before_project)
        self.nothing_left(what)

    def judge(self, what, done, code, patterns):
        self.checks.equal(f"{what}: exit code", done.returncode, code)
        for pattern in patterns:
            self.checks.true(f"{what}: /{pattern}/", re.search(pattern, done.stderr, re.M), done.stderr[-1500:])
        raw = re.search(r"(?m)^(ERROR \d|Warning \d|GDAL|.*(Sanitizer|runtime error|Assertion|CRITICAL))", done.stderr)
        self.checks.true(f"{what}: no message of another program", not raw, done.stderr[-1500:])
        unfilled = re.search(r"\{[a-z_]+\}", done.stderr)
        self.checks.true(f"{what}: every place of the message is filled", not unfilled, done.stderr[-1500:])

    def succeeds(self, what, english, chinese=()):
        """`analyse` ends well and says each pattern in both languages; returns the plan's path."""
        target = self.root / "good.gpkg"
        for language, patterns in (("en", english), ("zh", chinese or english)):
            target.unlink(missing_ok=True)
            done = self.run("analyse", self.project, "-o", target, language=language)
            self.judge(f"{what} ({language})", done, 0, patterns)
            self.checks.true(f"{what}: a plan is written", target.exists())
        self.nothing_left(what)
        return target

    def nothing_left(self, what):
        self.checks.equal(f"{what}: temporary files", digest(self.root / "tmp"), {})


@contextlib.contextmanager
def read_only(folder):
    """The folder on a medium that refuses to be written; False where this machine lets nobody make one."""
    mounted = subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode == 0
    mounted = mounted and subprocess.run(["mount", "-o", "remount,ro,bind", folder], capture_output=True).returncode == 0
    as_other = []
    if not mounted:
        # A user without rights meets the same; root would write in spite of the mode.
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        if os.getuid() == 0:
            as_other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    try:
        yield as_other
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755)


def with_layer(name, entry):
    """project.yaml with one more layer, or another entry for one."""
    tree = yaml.safe_load(SOUND["project.yaml"])
    tree["layers"][name] = entry
    return yaml.safe_dump(tree, allow_unicode=True)


def with_keys(**keys):
    return yaml.safe_dump({**yaml.safe_load(SOUND["project.yaml"]), **keys}, allow_unicode=True)


def row_of_points(row):
    return SOUND["points.csv"].splitlines()[0] + "\n" + row + "\n"
