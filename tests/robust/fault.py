"""What the tests of failing calls share: a small project, output of an earlier run, and runs in which the n-th call fails."""

import errno
import os
import re
import shutil
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from damage import HAZPLAN, SOUND, digest, environment, workspace

SHIM = Path(os.environ["HAZPLAN_BUILD"]) / "tests" / "fault_shim.so"
KINDS = ("open", "write", "rename", "read", "memory", "map")
# What each kind fails with unless a test asks for something else.
ERRORS = {"open": errno.EMFILE, "write": errno.ENOSPC, "rename": errno.EIO, "read": errno.EIO, "memory": errno.ENOMEM, "map": errno.ENOMEM}
RAW = re.compile(r"(?m)^(ERROR \d|Warning \d|GDAL|terminate called|.*(runtime error|Assertion|CRITICAL))")
PAGE = 4096


class Outcome:
    """One run: what was failed, how it ended, and whether its output folder is the earlier one, the new one or neither."""

    def __init__(self, command, kind, number, code, text, page, state):
        self.command, self.kind, self.number, self.code, self.text, self.state = command, kind, number, code, text, state
        self.counts = dict(zip(KINDS, struct.unpack("6Q", page[:48])))
        self.failed = struct.unpack("Q", page[48:56])[0]
        self.what = page[56:].split(b"\0", 1)[0].decode(errors="replace")

    def problem(self):
        """What is wrong with this outcome, or None. A call that fails ends the run, or makes no difference whatever."""
        if self.code == 0:
            return None if self.state == "new" else f"exit 0, and the output is {self.state}"
        if self.code != 1:
            return f"exit {self.code}"
        if self.state != "earlier":
            return f"exit 1, and the output is {self.state}"
        if not re.search(rf"(?m)^hazplan {self.command[0]}: .{{20,}}", self.text):
            return "no message"
        if RAW.search(self.text) or re.search(r"\{[a-z_]+\}", self.text):
            return "the message of another program, or an unfilled one"
        return None

    def __str__(self):
        return f"{self.command[0]} {self.kind} {self.number} ({self.what}): exit {self.code}, {self.state}, {self.text.strip()[-250:]!r}"


class Bench:
    """A project, a folder with output of an earlier run, and the output that an undisturbed run makes of it."""

    def __init__(self, command, target, words=(), places=2):
        self.command = (command, *words)
        self.target, self.root = target, workspace()
        self.project = self.root / "project"
        self.earlier, self.new = self.root / "earlier", self.root / "new"
        self.write_project(100)
        self.make_earlier()
        self.write_project(120)
        shutil.copytree(self.earlier, self.new)
        self.undisturbed = self.run_in(self.new, {})
        if self.undisturbed.code != 0:
            sys.exit(f"an undisturbed run fails: {self.undisturbed.text}")
        if not self.undisturbed.counts["memory"] or not self.undisturbed.counts["open"]:
            sys.exit(f"the shim counts nothing: {self.undisturbed.counts}")
        self.before, self.after = digest(self.earlier), digest(self.new)
        if self.before == self.after or any(name.startswith(".") for name in self.after):
            sys.exit("an undisturbed run leaves what was there, or hidden files")
        self.free = []
        self.places = places

    def write_project(self, people):
        """Two villages, two points, one county."""
        self.project.mkdir(exist_ok=True)
        for name, text in SOUND.items():
            (self.project / name).write_text(text.replace(",100,30,", f",{people},30,"))

    def make_earlier(self):
        """Earlier output of the whole job, in another language, so that every file differs; and a file that is none of ours."""
        words = [HAZPLAN, "plan", str(self.project), "-o", str(self.earlier), "-q", "--lang", "zh"]
        subprocess.run(words, env=environment("en", self.root), check=True)
        (self.earlier / "notes.txt").write_text("mine")
        self.source = self.root / "source"
        shutil.copytree(self.earlier, self.source)

    def run_in(self, folder, settings, kind=None, number=0):
        temporary = Path(f"{folder}.tmp")
        temporary.mkdir(exist_ok=True)
        page = Path(f"{folder}.page")
        page.write_bytes(bytes(PAGE))
        place = self.source if self.command[0] in ("map", "report") else self.project
        words = [HAZPLAN, self.command[0], str(place), "-o", str(folder / self.target), "--lang", "en", "--threads", "1", *self.command[1:]]
        variables = {**environment("en", temporary), "LD_PRELOAD": str(SHIM), "FAULT_PAGE": str(page), **settings}
        done = subprocess.run(words, env=variables, cwd=temporary, capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        left = sorted(os.listdir(temporary))
        shutil.rmtree(temporary)
        state = f"the same, but {left} is left in TMPDIR" if left else ""
        return Outcome(self.command, kind, number, done.returncode, done.stderr.decode(errors="replace"), page.read_bytes(), state)

    def fail(self, kind, number, error=None, forever=False, **settings):
        """A run whose call `number` of this kind fails."""
        folder = self.free.pop() if self.free else self.root / f"out{os.urandom(4).hex()}"
        if not folder.exists():
            shutil.copytree(self.earlier, folder)
        given = {"FAULT_KIND": kind, "FAULT_NTH": str(number), "FAULT_ERRNO": str(error or ERRORS[kind])}
        if forever:
            given["FAULT_FOREVER"] = "1"
        try:
            outcome = self.run_in(folder, {**given, **settings}, kind, number)
        except subprocess.TimeoutExpired:
            outcome = Outcome(self.command, kind, number, -1, "it hangs", Path(f"{folder}.page").read_bytes(), "")
        found = digest(folder)
        if not outcome.state:
            wanted = self.after if outcome.code == 0 else self.before
            changed = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
            outcome.state = "earlier" if found == self.before else "new" if found == self.after else f"damaged: {changed}"
        if outcome.state != "earlier":
            shutil.rmtree(folder)
        self.free.append(folder)
        return outcome

    def fail_each(self, kind, numbers, **settings):
        """Several runs, two at a time."""
        with ThreadPoolExecutor(self.places) as pool:
            yield from pool.map(lambda number: self.fail(kind, number, **settings), numbers)
