"""The .deb holds the whole program, names what it depends on, and its files run from where dpkg would put them."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BUILD = Path(os.environ["HAZPLAN_BUILD"])


def run(*command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


with tempfile.TemporaryDirectory(prefix="hazplan-package-") as folder:
    root = Path(folder)
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-G", "DEB", "-B", root)
    package = next(root.glob("*.deb"))
    fields = run("dpkg-deb", "--field", package)
    depends = re.search(r"^Depends: (.*)$", fields, re.M).group(1)
    for name in ("libgdal32", "libproj25", "libgeos-c1v5", "libsqlite3-0", "libcairo2", "libpango", "libxlsxwriter", "fonts-noto-cjk",
                 "proj-data", "libc6", "libgomp1"):
        if name not in depends:
            sys.exit(f"Depends lacks {name}: {depends}")
    run("dpkg-deb", "-x", package, root / "root")
    program = root / "root/usr/bin/hazplan"
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "en_US.UTF-8"}
    items = run(program, "doctor", "--format", "csv", env=environment)
    if f"found,share/data/messages,{root}/root/usr/share/hazplan" not in items:
        sys.exit(f"the unpacked program uses other files:\n{items}")
    run(program, "init", root / "trial", "--example", "sanmenxia", "-q", env=environment)
    run(program, "plan", root / "trial", "-o", root / "plan", "-q", env=environment)
    if not list((root / "plan/maps").glob("*.pdf")):
        sys.exit("no maps were written")
    modes = run("dpkg-deb", "--contents", package)
    odd = [line for line in modes.splitlines() if "root/root" not in line or re.match(r"[^l].{4}w|[^l].{7}w", line)]
    if odd:
        sys.exit("files of the package with odd owners or rights:\n" + "\n".join(odd))
    print(f"{package.name}: 1 passed, 0 failed")
