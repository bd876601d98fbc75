"""`hazplan affected` on plans that lie on read-only media, are being written, are old, damaged or none: the right answer, or exit 3 (1
where the machine fails) with a message; never a crash, never an empty answer that looks like nobody."""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

from damage import HAZPLAN, Bench, Checks, digest, read_only

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cross"))
from affected_scenes import made_plan, random_points  # noqa: E402
from crosscheck import analyse  # noqa: E402

checks = Checks()
bench = Bench(checks)
places = bench.root / "places"
places.mkdir()
# villages, hazard points and key towns, so many that each table has several pages
sound = made_plan("sound", *random_points(112.85, 35.5, 11, n=300)).path
shutil.copy(sound, places / "sound.gpkg")
sound = places / "sound.gpkg"
QUESTION = ("--at", "112.85,35.5", "--radius", "9000")
HAZARD = ("--hazard", "H0007")


def ask(path, *words, question=QUESTION, prefix=(), language="en", **options):
    return subprocess.run(
        [*prefix, HAZPLAN, "affected", str(path), *question, "--format", "json", "--lang", language, *words],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=120,
        **options,
    )


RIGHT = {question: ask(sound, question=question).stdout for question in (QUESTION, HAZARD)}
for question, text in RIGHT.items():
    checks.true(f"{question}: somebody is affected", text and len(json.loads(text)["villages"]) > 2)


def answers(what, path, *, prefix=(), questions=(QUESTION, HAZARD), **options):
    for question in questions:
        done = ask(path, question=question, prefix=prefix, **options)
        checks.true(f"{what}, {question[0]}: the answer", done.returncode == 0 and done.stdout == RIGHT[question], f"exit {done.returncode} {done.stderr[-600:]}")


def refuses(what, path, pattern, codes=(3,), **options):
    """In both languages, with the file's name, and nothing on standard output."""
    for language in ("en", "zh"):
        done = ask(path, language=language, **options)
        checks.true(f"{what} ({language}): exit code", done.returncode in codes, f"is {done.returncode}: {done.stdout[:200]} {done.stderr[-600:]}")
        bench.judge(f"{what} ({language})", done, done.returncode, [pattern] if language == "en" else [])
        checks.equal(f"{what} ({language}): standard output", done.stdout, "")
        checks.true(f"{what} ({language}): names the file", Path(path).name in done.stderr, done.stderr)


def copy(name):
    """A folder with a copy of the plan."""
    folder = places / name
    folder.mkdir()
    return Path(shutil.copy(sound, folder / "plan.gpkg"))


def change(path, *statements):
    """By a program that knows nothing of plans."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')  # they call functions that only a GIS has
        for statement in statements:
            database.execute(statement)
        database.commit()


# ---- names of files ----
for name in ("a b.gpkg", "方案 终稿.gpkg", "a?mode=rwc.gpkg", "a#b.gpkg", "100%.gpkg", "a%41.gpkg", "'; DROP TABLE villages;--.gpkg", "x&vfs=none.gpkg", "plan"):
    path = places / name
    shutil.copy(sound, path)
    answers(f"file {name}", path)
    path.unlink()
(places / "folder").mkdir()
shutil.copy(sound, places / "folder" / "plan.gpkg")
answers("a folder", places / "folder")
(places / "link.gpkg").symlink_to(sound)
answers("a link", places / "link.gpkg")
answers("a file named as in a shell there", "sound.gpkg", cwd=places)

# ---- media that cannot be written ----


def leave_wal(path, keep):
    """A plan in WAL mode as a GIS that was killed leaves it: its last changes are in the -wal file only."""
    program = f"""
import os, signal, sqlite3
database = sqlite3.connect({str(path)!r})
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA wal_autocheckpoint=0")
database.execute("UPDATE parameters SET value = value")
database.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", program])
    for ending in ("-wal", "-shm"):
        if ending not in keep:
            Path(f"{path}{ending}").unlink()


def in_wal_mode(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
    checks.equal("the header says WAL", path.read_bytes()[18:20], b"\x02\x02")
    checks.equal("and nothing lies beside", [each.name for each in path.parent.iterdir()], ["plan.gpkg"])


plans = {"as written": copy("ro"), "WAL mode": copy("ro-wal"), "WAL mode, -wal and -shm": copy("ro-both")}
in_wal_mode(plans["WAL mode"])
leave_wal(plans["WAL mode, -wal and -shm"], ("-wal", "-shm"))
for what, path in plans.items():
    with read_only(path.parent) as prefix:
        before = digest(path.parent)
        answers(f"read-only medium, {what}", path, prefix=prefix)
        checks.equal(f"read-only medium, {what}: nothing is written", digest(path.parent), before)
lost = copy("ro-lost")
leave_wal(lost, ("-wal",))
with read_only(lost.parent) as prefix:
    for question in (QUESTION, HAZARD):
        done = ask(lost, question=question, prefix=prefix)
        # To leave out the -wal file would be to answer from before the last change: said, or read.
        fine = done.stdout == RIGHT[question] if done.returncode == 0 else done.returncode in (1, 3) and "plan.gpkg" in done.stderr
        checks.true("read-only medium, -wal without -shm", fine, f"exit {done.returncode} {done.stderr[-600:]}")

# ---- nothing is written where it could be ----
for what, prepare in (("as written", lambda path: None), ("WAL mode", in_wal_mode), ("-wal and -shm", lambda path: leave_wal(path, ("-wal", "-shm")))):
    path = copy(f"rw-{what}")
    prepare(path)
    before = path.read_bytes(), sorted(each.name for each in path.parent.iterdir())
    answers(f"writable, {what}", path)
    checks.equal(f"writable, {what}: left as it was", (path.read_bytes(), sorted(each.name for each in path.parent.iterdir())), before)
path = copy("rw-wal-alone")
leave_wal(path, ("-wal",))
answers("writable, -wal without -shm", path)

# ---- others write ----
path = copy("locked")
with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE parameters SET value = 'x'")
    answers("others have changed something and not yet said so", path)
    other.execute("ROLLBACK")
    other.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.4, lambda: other.execute("ROLLBACK"))
    timer.start()
    answers("others write for a moment", path, questions=(QUESTION,))
    timer.join()
    other.execute("BEGIN EXCLUSIVE")
    begin = time.monotonic()
    refuses("others write and do not end", path, "another program|being written|in use|locked|busy", codes=(1, 3))
    checks.true("does not wait for ever", time.monotonic() - begin < 30)
    other.execute("ROLLBACK")
path = copy("wal-writer")
change(path)
with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE villages SET population = 7")
    answers("a GIS with unsaved changes", path)
    other.execute("COMMIT")
    done = ask(path)
    people = {row["population"] for row in json.loads(done.stdout)["villages"]} if done.returncode == 0 else None
    checks.equal("a GIS that has saved and is still open", people, {7})


def asked_beside(what, path, write, end, times):
    """Ask again and again while `write` runs, which gives all places of one state the same people; the people that were met."""
    writer = threading.Thread(target=write)
    writer.start()
    mixed, seen = 0, set()
    try:
        for _ in range(times):
            done = ask(path)
            checks.equal(f"{what}: exit code", done.returncode, 0)
            if done.returncode == 0:
                answer = json.loads(done.stdout)
                people = {row["population"] for row in answer["villages"] + answer["hazard_points"]}
                mixed, seen = mixed + (len(people) != 1), seen | people
    finally:
        end.set()
        writer.join()
    checks.equal(f"{what}: answers that mix two states", mixed, 0)
    return seen


def saved_meanwhile(what, stays_open):
    """Another program saves again and again; each time all figures are of one save. An answer may not mix two."""
    path = copy(f"saved meanwhile, {what}")
    tables = ("villages", "hazard_points")
    change(path, *[f"UPDATE {table} SET population = 1" for table in tables])
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
    end = threading.Event()

    def save():
        number = 1
        while not end.is_set():
            with contextlib.closing(sqlite3.connect(path)) as database:
                while not end.is_set():
                    number += 1
                    for table in tables:
                        database.execute(f"UPDATE {table} SET population = ?", (number,))
                    database.commit()
                    if not stays_open:
                        break
            time.sleep(0.001)

    seen = asked_beside(f"saved meanwhile, {what}", path, save, end, 60 if stays_open else 200)
    checks.true(f"saved meanwhile, {what}: several saves were met", len(seen) > 3, seen)
    checks.equal(f"saved meanwhile, {what}: nothing is left beside it", [each.name for each in path.parent.iterdir()], ["plan.gpkg"])


saved_meanwhile("by a GIS that stays open", True)
# Between two saves the file says WAL and no -wal lies there: it is read without locks, and a save comes between.
saved_meanwhile("by a program that closes it each time", False)


def copied_over():
    """Another plan is copied over this one again and again, which takes no locks."""
    path = copy("copied over")
    plans = []
    for number in (1, 2):
        change(path, *[f"UPDATE {table} SET population = {number}" for table in ("villages", "hazard_points")])
        plans.append(path.read_bytes())
    end = threading.Event()

    def write():
        number = 0
        while not end.is_set():
            number += 1
            with open(path, "r+b", buffering=0) as file:
                file.write(plans[number % 2])
            time.sleep(0.01)

    seen = asked_beside("copied over", path, write, end, 120)
    checks.equal("copied over: both were met", seen, {1, 2})


copied_over()


def rewriting():
    """A loop that makes the plan anew, in place, while it is asked."""
    target = places / "made anew" / "plan.gpkg"
    target.parent.mkdir()
    project = next(folder for folder in made.iterdir() if folder.is_dir())
    analyse(project, target)
    loop = f'while true; do "$0" analyse "{project}" -o "{target}" -q; done'
    process = subprocess.Popen(["sh", "-c", loop, HAZPLAN], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        first, end, number, made_at = ask(target).stdout, time.monotonic() + 6, 0, set()
        while time.monotonic() < end or (len(made_at) < 3 and number < 2000):
            done = ask(target)
            number += 1
            made_at.add(target.stat().st_mtime_ns)
            checks.true("a plan being made anew: the answer", done.returncode == 0 and done.stdout == first, f"exit {done.returncode} {done.stderr[-600:]}")
        checks.true("a plan being made anew: several came", len(made_at) >= 3, f"{len(made_at)} in {number} questions")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


made = made_plan("anew", *random_points(112.85, 35.5, 12, n=60)).path.parent.parent
rewriting()

# The answer is told before its files are made: here it waits for a reader, and the plan is another one by then.
path, made = copy("changed before the files"), places / "made.gpkg"
process = subprocess.Popen(
    [HAZPLAN, "affected", path, "--at", "112.85,35.5", "--radius", "90000", "--format", "json", "--gpkg", made, "--lang", "en"],
    stdout=subprocess.PIPE,
    stderr=subprocess.PIPE,
    bufsize=0,
)
checks.equal("changed before the files: the answer begins", process.stdout.read(1), b"{")
other = path.with_name("other.gpkg")
shutil.copy(sound, other)
other.rename(path)
said, errors = process.communicate(timeout=60)
checks.true("changed before the files: the answer waited", len(said) > 1 << 17, len(said))
checks.true("changed before the files: refused", process.returncode == 1 and b"plan.gpkg: another plan" in errors, errors)
checks.true("changed before the files: nothing is made", not made.exists())

# ---- last year's plan, and older ones ----
path = copy("old")
change(path, "UPDATE summary SET value = '2019' WHERE key = 'year'")
checks.equal("a plan of another year: json", json.loads(ask(path).stdout)["plan"]["year"], 2019)
for language in ("en", "zh"):
    table = subprocess.run([HAZPLAN, "affected", path, *QUESTION, "--lang", language], capture_output=True, text=True)
    checks.true(f"a plan of another year: table ({language})", table.returncode == 0 and "2019" in table.stdout, table.stdout[:500])
columns = {
    "villages": ["contact", "phone", "nearest_existing_brigade", "nearest_existing_brigade_m", "nearest_key_town", "nearest_key_town_m", "households"],
    "hazard_points": ["monitor_person", "phone", "households", "grade_zh", "type_zh", "registered_grade", "registered_grade_zh"],
    "key_towns": ["status_zh", "town"],
}
path = copy("fewer columns")
change(path, *[f"ALTER TABLE {table} DROP COLUMN {column}" for table, gone in columns.items() for column in gone])
for question in (QUESTION, HAZARD):
    done = ask(path, question=question)
    checks.equal(f"fewer columns, {question[0]}: exit code", done.returncode, 0)
    if done.returncode == 0:
        mine, right = json.loads(done.stdout), json.loads(RIGHT[question])
        checks.equal("fewer columns: villages", [row["village_id"] for row in mine["villages"]], [row["village_id"] for row in right["villages"]])
        checks.equal("fewer columns: people", mine["totals"]["population"], right["totals"]["population"])
        checks.equal("fewer columns: households are missing", (mine["totals"]["households"], mine["totals"]["households_missing"]), (None, len(mine["villages"])))
        checks.equal("fewer columns: nobody to call", {row["phone"] for row in mine["villages"]}, {None})
path = copy("no key towns")
change(path, "DROP TABLE key_towns", "DELETE FROM gpkg_contents WHERE table_name = 'key_towns'", "DELETE FROM gpkg_geometry_columns WHERE table_name = 'key_towns'")
done = ask(path)
checks.equal("no key towns: brigades", json.loads(done.stdout)["brigades"] if done.returncode == 0 else done.stderr, [])
for table in ("villages", "hazard_points", "key_towns"):
    # A copy made without spatial indexes: found by looking at all rows, or refused; not nobody.
    path = copy(f"no index of {table}")
    change(path, f"DROP TABLE rtree_{table}_geom", "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")
    for question in (QUESTION, HAZARD):
        done = ask(path, question=question)
        fine = done.stdout == RIGHT[question] if done.returncode == 0 else done.returncode == 3 and "plan.gpkg" in done.stderr
        checks.true(f"no index of {table}, {question[0]}", fine, f"exit {done.returncode} {done.stdout[:300]} {done.stderr[-600:]}")
for table in ("villages", "hazard_points", "exposure"):
    path = copy(f"no {table}")
    change(path, f"DROP TABLE {table}", f"DELETE FROM gpkg_contents WHERE table_name = '{table}'")
    refuses(f"no {table}", path, table, question=HAZARD)

# ---- no plan ----
none = places / "none"
none.mkdir()
(none / "text.gpkg").write_text("这不是方案\n" * 500)
(none / "empty.gpkg").write_bytes(b"")
(none / "cut.gpkg").write_bytes(sound.read_bytes()[: sound.stat().st_size // 3])
(none / "head.gpkg").write_bytes(sound.read_bytes()[:100])
(none / "zeros.gpkg").write_bytes(bytes(100_000))
(none / "folder.gpkg").mkdir()
with contextlib.closing(sqlite3.connect(none / "database.gpkg")) as database:
    database.execute("CREATE TABLE villages (village_id TEXT, name TEXT)")
    database.commit()
subprocess.run(["ogr2ogr", "-f", "GPKG", none / "villages.gpkg", sound, "villages"], check=True)
os.mkfifo(none / "pipe.gpkg")
for name in ("text", "empty", "cut", "head", "zeros", "folder", "database", "villages", "pipe", "absent"):
    refuses(f"no plan: {name}", none / f"{name}.gpkg", r"plan|GeoPackage|damaged|malformed|folder|exist|such")
refuses("no plan: a device", "/dev/zero", "plan|GeoPackage")
if os.getuid() != 0 or shutil.which("setpriv"):
    path = copy("forbidden")
    path.chmod(0)
    as_other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    for folder in (bench.root, places, path.parent):
        folder.chmod(0o755)
    refuses("no plan: may not be read", path, "permission|denied|read", codes=(1, 3), prefix=as_other)

# ---- damage ----


def pages_of(path):
    """{page: what it belongs to}, where the SQLite of this machine tells."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA page_size").fetchone()[0], database.execute("PRAGMA page_count").fetchone()[0]


size, count = pages_of(sound)
whole = sound.read_bytes()
rng = random.Random(20200721)
told = {"the same": 0, "refused": 0}
path = copy("damaged")
for number in range(80):
    broken = bytearray(whole)
    page = rng.randrange(count)
    if number % 2:
        broken[page * size : (page + 1) * size] = bytes(size)
    else:
        broken[page * size : (page + 1) * size] = rng.randbytes(size)
    path.write_bytes(broken)
    question = (QUESTION, HAZARD)[number // 2 % 2]
    done = ask(path, question=question)
    kind = "the same" if done.returncode == 0 and done.stdout == RIGHT[question] else "refused"
    fine = kind == "the same" or (done.returncode in (1, 3) and done.stdout == "" and "plan.gpkg" in done.stderr)
    checks.true(f"page {page} of {count} {'zeroed' if number % 2 else 'overwritten'}, {question[0]}", fine, f"exit {done.returncode} {done.stdout[:200]} {done.stderr[-600:]}")
    told[kind] += 1
checks.true("damage was met and was not met", min(told.values()) > 3, told)
for length in range(1, count, max(1, count // 25)):
    path.write_bytes(whole[: length * size - rng.choice([0, 1, size // 2])])
    done = ask(path)
    fine = done.returncode in (1, 3) and done.stdout == "" and "plan.gpkg" in done.stderr
    checks.true(f"cut to {length} of {count} pages", fine or done.stdout == RIGHT[QUESTION], f"exit {done.returncode} {done.stdout[:200]} {done.stderr[-600:]}")

# ---- questions that are none ----
for radius in ("0", "-1", "nan", "inf", "-inf", "1e400", "2km!", "", " ", "0x10", "１２", "1,5"):
    done = ask(sound, question=("--at", "112.85,35.5", f"--radius={radius}"))
    good = radius == "１２" and done.returncode == 0  # figures of an input method are figures
    checks.true(f"radius {radius!r}", good or (done.returncode == 2 and done.stderr and not done.stdout), f"exit {done.returncode} {done.stderr[-300:]}")
for radius in ("1e-9", "1e7", "30000000", "1e300"):
    done = ask(sound, question=("--at", "112.85,35.5", f"--radius={radius}"))
    checks.true(f"radius {radius}", done.returncode in (0, 2), f"exit {done.returncode} {done.stderr[-300:]}")
done = ask(sound, question=("--at", "112.85,35.5"))
checks.true("no radius", done.returncode == 2 and "--radius" in done.stderr, done.stderr)
with open("/dev/full", "w") as full:
    done = subprocess.run([HAZPLAN, "affected", sound, *QUESTION], stdout=full, stderr=subprocess.PIPE, text=True)
    checks.true("a full disk is told", done.returncode == 1 and done.stderr, f"exit {done.returncode} {done.stderr}")
checks.equal("the plan is as it was", sound.read_bytes(), whole)
checks.true("no message with raw names", not re.search(r"sqlite3_|SELECT ", done.stderr))
checks.finish()
