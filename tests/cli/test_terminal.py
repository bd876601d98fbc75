"""On a terminal: a progress bar that never mixes with log lines, switched off by --no-progress and -q and in a pipe; signals."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLES = Path(os.environ["HAZPLAN_SHARE"]) / "examples"
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import made_region  # noqa: E402

failures = []
passed = 0
LAST = [0.0]  # seconds that the last run took


try:
    os.close(pty.openpty()[0])
except OSError as reason:  # a bare chroot has no /dev/pts
    print(f"skipped: no terminal to be had here ({reason})")
    sys.exit(0)


def on_terminal(words, columns=60, stop_after=None):
    """Run with standard error on a terminal; give what it shows there and the exit code."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([HAZPLAN, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    shown, began = b"", time.monotonic()
    while True:
        ready, _, _ = select.select([master], [], [], 120)
        try:
            block = os.read(master, 65536) if ready else b""
        except OSError:
            block = b""
        if not block:
            break
        shown += block
        if stop_after and stop_after in shown:
            process.send_signal(signal.SIGINT)
            stop_after = None
    os.close(master)
    LAST[:] = [time.monotonic() - began]
    return shown.decode(errors="replace"), process.wait()


def screen_lines(shown):
    """Lines left on the screen: a carriage return starts the line anew, an erase clears its rest."""
    lines, line, at = [], "", 0
    for part in re.findall(r"\r\n|\n|\r|\x1b\[K|[^\r\n\x1b]+", shown):
        if part in ("\r\n", "\n"):
            lines.append(line)
            line, at = "", 0
        elif part == "\r":
            at = 0
        elif part == "\x1b[K":
            line = line[:at]
        else:
            line = line[:at] + part + line[at + len(part):]
            at += len(part)
    return lines + ([line] if line else [])


def expect(what, good, detail=""):
    global passed
    if good:
        passed += 1
    else:
        failures.append(f"{what}\n{detail}")


def width(text):
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


with tempfile.TemporaryDirectory(prefix="hazplan-terminal-") as folder:
    # A project that takes some seconds: the remaining time is told in words, in either language, and fits.
    slow = made_region.make(Path(folder) / "slow", 64, 4000, 3000, 40)
    for language, words in (("zh", r"约剩 \d+ 秒|只剩几秒"), ("en", r"about \d+ s left|a few seconds left")):
        shown, code = on_terminal(["analyse", slow, "-o", Path(folder) / "slow.gpkg", "--lang", language, "--threads", 1], columns=72)
        bars = re.findall(r"\r([^\r\n\x1b]*\] +(\d+)%[^\r\n\x1b]*)", shown)
        shares = [int(share) for _, share in bars]
        expect(f"analyse succeeds on a terminal ({language})", code == 0, shown)
        expect(f"many shares are shown ({language})", len(set(shares)) > 10 and shares == sorted(shares) and shares[-1] == 100, str(shares))
        expect(f"bars fit ({language})", all(width(bar) < 72 for bar, _ in bars), shown)
        told = [bar for bar, _ in bars if re.search(words, bar)]
        expect(f"no remaining time in the first 5 % ({language})", not any(re.search(words, bar) for bar, share in bars if int(share) < 5), shown)
        expect(f"what stands after the share is the remaining time ({language})",
               all(bar in told or re.fullmatch(r".*\] +\d+% *", bar) for bar, _ in bars), shown)
        expect(f"it is told when the work takes more than 4 s ({language})", told or LAST[0] < 4, f"{LAST[0]} s\n{shown}")

    out = Path(folder) / "out"
    plan = ["plan", EXAMPLES / "sanmenxia", "-o", out]
    shown, code = on_terminal(plan)
    expect("plan succeeds on a terminal", code == 0, shown)
    bars = re.findall(r"\r([^\r\n\x1b]*\[[#-]+\][^\r\n\x1b]*)", shown)
    expect("a bar is drawn", len(bars) > 2, shown)
    expect("the bar fits the terminal", all(width(bar) < 60 for bar in bars), "\n".join(bars))
    shares = [int(share) for share in re.findall(r"\] +(\d+)%", shown)]
    expect("the share is one of the whole: it never falls", shares == sorted(shares) and len(set(shares)) > 5, str(shares))
    expect("the share reaches 100 % at the end, and only there", shares and shares[-1] == 100 and shares[len(shares) // 2] < 100, str(shares))
    lines = screen_lines(shown)
    expect("no bar is left on the screen", not any(re.search(r"\[[#-]{10,}\]", line) for line in lines), "\n".join(lines))
    for words in (["--no-progress"], ["-q"]):
        shown, code = on_terminal([*plan, *words])
        expect(f"{words[0]} draws no bar", code == 0 and "\r\x1b" not in shown and "[#" not in shown and "[-" not in shown, shown)
    expect("-q says nothing", "".join(shown.split()) == "" or "warning" not in shown, shown)
    piped = subprocess.run([HAZPLAN, *map(str, plan)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    expect("a pipe gets no bar", piped.returncode == 0 and "\r" not in piped.stderr, piped.stderr)

    # Ctrl-C while it works: exit code 1, earlier output byte for byte as it was, nothing left beside it.
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    big = ["plan", EXAMPLES / "jincheng", "-o", out]
    shown, code = on_terminal(big, stop_after=b"]")
    after = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    expect("Ctrl-C ends with exit code 1", code == 1, f"exit {code}\n{shown}")
    expect("Ctrl-C leaves earlier outputs as they were", before == after, f"{sorted(before)} {sorted(after)}")
    expect("Ctrl-C leaves no temporary files", not list(out.glob(".*")), str(list(out.glob(".*"))))

    fresh = Path(folder) / "fresh"
    process = subprocess.Popen([HAZPLAN, "plan", str(EXAMPLES / "jincheng"), "-o", str(fresh)], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not fresh.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    text = process.communicate()[1]
    expect("SIGTERM ends with exit code 1", process.returncode == 1, f"exit {process.returncode}\n{text}")
    expect("SIGTERM leaves no folder behind", not fresh.exists(), str(list(fresh.rglob("*")) if fresh.exists() else ""))

for failure in failures:
    print("FAILED:", failure)
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
