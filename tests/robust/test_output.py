"""Output that cannot be written: read-only, full disk, file size limit, Ctrl-C and kill. Earlier output stays byte for byte."""

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

from damage import EXAMPLES, HAZPLAN, Bench, Checks, digest, environment

checks = Checks()
bench = Bench(checks)
ROOT = os.getuid() == 0
NAMESPACES = ROOT and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


def same(what, out, before):
    checks.equal(f"{what}: earlier output", digest(out), before)


def targets(out):
    return (("plan", out), ("analyse", out / "plan.gpkg"))


# ---- not writable ----
def readable_copy():
    """The build tree may lie where only root may look (below /root): program, library and data for the user without rights."""
    build = os.path.dirname(os.path.dirname(os.path.realpath(HAZPLAN)))
    copy = bench.root / "copy"
    for folder in ("bin", "lib", "libexec", "share"):
        shutil.copytree(os.path.join(build, folder), copy / folder, ignore=shutil.ignore_patterns("*.a", "cmake"))
    for folder, _, files in os.walk(copy):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o755)
    return copy


def as_nobody(what, prepare):
    """Root may write everywhere: a user without rights is asked instead."""
    if ROOT and shutil.which("setpriv") is None:
        return
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if ROOT else []
    copy = readable_copy()
    elsewhere = {"LD_LIBRARY_PATH": str(copy / "lib"), "HAZPLAN_SHARE": str(copy / "share" / "hazplan")}
    out = bench.new_output()
    prepare(out)
    before = digest(out)
    for folder in (bench.root, bench.project):
        folder.chmod(0o755)
    for command, target in targets(out):
        for language, patterns in (
            ("en", [r"cannot be written: Permission denied; earlier output is unchanged"]),
            ("zh", [r"无法写入：.*原有成果未改动"]),
        ):
            done = subprocess.run(
                [*user, str(copy / "bin" / "hazplan"), command, str(bench.project), "-o", str(target)],
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                env=environment(language, bench.root / "tmp") | elsewhere,
                cwd="/",
            )
            bench.judge(f"{what} ({command}, {language})", done, 1, patterns)
            same(f"{what} ({command}, {language})", out, before)
    for folder in (out, out / "maps"):
        folder.chmod(0o755)


def read_only_folder(out):
    (out / "maps").chmod(0o555)
    out.chmod(0o555)


bench.write({})
os.chmod(bench.root / "tmp", 0o1777)
as_nobody("read-only folder", read_only_folder)


def mounted(what, options, code, patterns, example=None):
    """The output folder is a file system of its own, seen only by the program."""
    if not NAMESPACES:
        print(f"left out, as this needs a mount of its own: {what}")
        return
    for command in ("plan", "analyse"):
        out = bench.new_output()
        before = digest(out)
        script = (
            'mount -t tmpfs -o size=64m none "$1" && cp -a "$2/." "$1" && mount -o remount,$3 "$1" || exit 99\n'
            'cd /; "$HAZPLAN" "$4" "$5" -o "$6" --lang en; code=$?; cd "$1"; find . | sort > "$7"; '
            'find . -type f -exec sha256sum {} + | sort -k 2 >> "$7"; exit $code'
        )
        listing = bench.root / "listing"
        target = out if command == "plan" else out / "plan.gpkg"
        done = subprocess.run(
            [
                "unshare",
                "-m",
                "sh",
                "-c",
                script,
                "sh",
                out,
                bench.earlier,
                options,
                command,
                example or bench.project,
                target,
                listing,
            ],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=environment("en", bench.root / "tmp"),
        )
        bench.judge(f"{what} ({command})", done, code, patterns)
        wanted = subprocess.run(
            "find . | sort; find . -type f -exec sha256sum {} + | sort -k 2",
            shell=True,
            cwd=bench.earlier,
            capture_output=True,
            text=True,
        ).stdout
        checks.equal(f"{what} ({command}): what the mount holds", listing.read_text(), wanted)
        same(f"{what} ({command})", out, before)


used = sum(path.stat().st_size for path in bench.earlier.rglob("*") if path.is_file()) // 1024
mounted("read-only file system", "ro", 1, [r"cannot be written: Read-only file system; earlier output is unchanged"])
for room in (16, 200, 600, 1200):
    mounted(
        f"{room} KiB left on the disk",
        f"size={used + 100 + room}k",
        1,
        [r"^hazplan (plan|analyse): .*(cannot|could not) be written"],
        EXAMPLES / "jincheng",
    )

# ---- file size limit: the same as a full disk, for every user ----
for limit in (0, 1000, 50000, 400000):
    for command in ("plan", "analyse"):
        out = bench.new_output()
        before = digest(out)
        target = out if command == "plan" else out / "plan.gpkg"

        def limited(size=limit):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = bench.run(command, EXAMPLES / "jincheng", "-o", target, preexec_fn=limited)
        bench.judge(
            f"files of {limit} bytes at most ({command})", done, 1, [r"^hazplan (plan|analyse): .*(cannot|could not) be written"]
        )
        same(f"files of {limit} bytes at most ({command})", out, before)
        checks.equal("nothing is left in TMPDIR", digest(bench.root / "tmp"), {})


# ---- stopped ----
def stopped(command, delay, number):
    """Send a signal after a while: an ended run must be whole, a stopped one must leave no trace."""
    out = bench.new_output()
    before = digest(out)
    target = out if command == "plan" else out / "plan.gpkg"
    start = time.monotonic()
    process = subprocess.Popen(
        [HAZPLAN, command, str(EXAMPLES / "jincheng"), "-o", str(target), "--lang", "en"],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=environment("en", bench.root / "tmp"),
        cwd=bench.root / "tmp",
    )
    time.sleep(delay)
    process.send_signal(number)
    asked = time.monotonic()
    text = process.communicate(timeout=120)[1]
    what = f"{command}, {signal.Signals(number).name} after {delay} s"
    if process.returncode == 0:
        return False
    checks.true(f"{what}: it stops soon", time.monotonic() - asked < 5, time.monotonic() - start)
    started = process.returncode != -number
    checks.equal(f"{what}: exit code", process.returncode, 1 if started else -number)
    checks.true(f"{what}: it says so", not started or "stopped on request; earlier outputs are unchanged" in text, text[-500:])
    same(what, out, before)
    checks.equal(f"{what}: TMPDIR", digest(bench.root / "tmp"), {})
    return started


caught = {number: 0 for number in (signal.SIGINT, signal.SIGTERM)}
for number in caught:
    for command, delays in (("analyse", (0.02, 0.1, 0.2, 0.3)), ("plan", (0.05, 0.2, 0.5, 0.8, 1.2, 2))):
        for delay in delays if number == signal.SIGINT else delays[1::2]:
            caught[number] += stopped(command, delay, number)
checks.true("some runs were stopped in the middle", all(count > 1 for count in caught.values()), caught)

# ---- edited meanwhile ----


def contents(path):
    """As any program reads it, with what lies beside it."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return list(database.iterdump())


def edit(path):
    """As a GIS does that has saved and stays open: the change is beside the file."""
    database = sqlite3.connect(path)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')  # they call functions that only a GIS has
    database.commit()
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("UPDATE villages SET population = 999999")
    database.commit()
    return database


for command in ("plan", "analyse"):
    out = bench.new_output()
    target = dict(targets(out))[command]
    new = contents(out / "plan.gpkg")
    gis = edit(out / "plan.gpkg")
    checks.true("the change is beside the file", (out / "plan.gpkg-wal").stat().st_size > 0)
    edited = contents(out / "plan.gpkg")
    for language, patterns in (("en", [r"plan\.gpkg is open in another program"]), ("zh", ["正在其他程序中打开"])):
        done = bench.run(command, bench.project, "-o", target, language=language)
        bench.judge(f"edited in a GIS ({command}, {language})", done, 1, patterns)
        checks.equal(f"edited in a GIS ({command}, {language}): what was edited", contents(out / "plan.gpkg") == edited, True)
    # What the GIS leaves when it is killed is taken in and replaced.
    killed = bench.new_output("killed")
    for ending in ("", "-wal"):
        shutil.copy(f"{out / 'plan.gpkg'}{ending}", f"{killed / 'plan.gpkg'}{ending}")
    gis.close()
    for what, place in (("closed", out), ("killed", killed)):
        done = bench.run(command, bench.project, "-o", dict(targets(place))[command], "-q")
        checks.equal(f"the GIS is {what} ({command})", (done.returncode, done.stderr), (0, ""))
        checks.equal(f"the GIS is {what} ({command}): nothing of it stays", contents(place / "plan.gpkg") == new, True)
        checks.equal(f"the GIS is {what} ({command}): nor beside it", list(place.glob("plan.gpkg-*")), [])

# ---- other outputs ----
for name, prepare, pattern in (
    (
        "a folder where the file should go",
        lambda out: ((out / "plan.gpkg").unlink(), (out / "plan.gpkg").mkdir()),
        r"plan\.gpkg is a folder",
    ),
    (
        "a file where a folder should go",
        lambda out: (shutil.rmtree(out / "maps"), (out / "maps").write_text("mine")),
        r"maps: cannot be written|maps.*",
    ),
):
    out = bench.new_output()
    prepare(out)
    before = digest(out)
    done = bench.run("plan", bench.project, "-o", out)
    bench.judge(name, done, 1, [pattern])
    same(name, out, before)
out = bench.new_output()
real = bench.root / "real"
shutil.rmtree(real, ignore_errors=True)
out.rename(real)
out.symlink_to(real)
done = bench.run("plan", bench.project, "-o", out, "-q")
checks.equal(
    "a link to the output folder is followed", (done.returncode, out.is_symlink(), (real / "plan.gpkg").exists()), (0, True, True)
)
checks.finish()
