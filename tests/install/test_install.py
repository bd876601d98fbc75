"""The installed tree works without the source tree, and other programs compile against it in both ways it offers."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["HAZPLAN_SOURCE"])
BUILD = Path(os.environ["HAZPLAN_BUILD"])
CONSUMER = Path(__file__).resolve().parent / "consumer"
EXPECTED = [
    "bin/hazplan", "lib/libhazplan.so", "lib/libhazplan.so.0", "lib/pkgconfig/hazplan.pc",
    "lib/cmake/hazplan/hazplanConfig.cmake", "include/hazplan/plan.h", "share/hazplan/data/vocabulary.yaml",
    "share/hazplan/styles", "share/hazplan/examples/sanmenxia/project.yaml", "share/man/man1/hazplan.1",
    "share/man/zh_CN/man1/hazplan.1", "share/bash-completion/completions/hazplan", "share/doc/hazplan/LICENSE",
]


def run(*command, **options):
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "en_US.UTF-8"}
    environment.update(options.pop("env", {}))
    result = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def source_hidden():
    """Words that put a command into a place where the source tree is empty, or none where that is not allowed."""
    words = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"', str(SOURCE)]
    if not shutil.which("unshare") or subprocess.run([*words, "true"], capture_output=True).returncode != 0:
        print("the source tree could not be hidden: the check that nothing of it is used is weaker")
        return []
    return words


with tempfile.TemporaryDirectory(prefix="hazplan-install-") as folder:
    root = Path(folder)
    # A relocated install: DESTDIR first, then moved to where it was not configured for.
    run("cmake", "--install", BUILD, "--prefix", "/opt/hazplan", env={"DESTDIR": str(root / "stage")})
    prefix = root / "moved"
    (root / "stage/opt/hazplan").rename(prefix)
    missing = [name for name in EXPECTED if not (prefix / name).exists()]
    if missing:
        sys.exit(f"not installed: {missing}")
    left = [str(path) for path in prefix.rglob("*") if "__pycache__" in path.parts or path.is_symlink() and not path.exists()]
    if left:
        sys.exit(f"should not be installed: {left}")

    hidden = source_hidden()
    doctor = json.loads(run(*hidden, prefix / "bin/hazplan", "doctor", "--format", "json"))
    shares = [item["value"] for item in doctor["items"] if item["item"].startswith("share/")]
    if not shares or not all(value.startswith(str(prefix)) for value in shares):
        sys.exit(f"the installed program uses {shares}")
    example = prefix / "share/hazplan/examples/sanmenxia"
    run(*hidden, prefix / "bin/hazplan", "plan", example, "-o", root / "plan")
    written = sorted(path.name for path in (root / "plan").iterdir())
    if written != ["log.txt", "maps", "plan.gpkg", "plan.md", "summary.json", "tables.xlsx"]:
        sys.exit(f"plan wrote {written}")

    flags = run("pkg-config", "--cflags", "--libs", "hazplan", env={"PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")}).split()
    run(os.environ.get("HAZPLAN_CC", "cc"), "-std=c11", "-Wall", "-Werror", CONSUMER / "consumer.c", "-o", root / "by-pkg-config",
        *flags)
    run("cmake", "-S", CONSUMER, "-B", root / "by-cmake", f"-DCMAKE_PREFIX_PATH={prefix}")
    run("cmake", "--build", root / "by-cmake")
    for number, program in enumerate((root / "by-pkg-config", root / "by-cmake/consumer")):
        target = root / f"consumer{number}"
        target.mkdir()
        text = run(*hidden, program, example, target, env={"LD_LIBRARY_PATH": str(prefix / "lib")})
        if "hazplan 0." not in text or not (target / "plan.gpkg").exists():
            sys.exit(f"{program.name} printed {text}")
        summary = json.loads((target / "summary.json").read_text())
        if summary["hazard_points"]["total"] != 13:
            sys.exit(f"{program.name}: {summary['hazard_points']['total']} hazard points")
    print("installed, moved, run without the source, linked by pkg-config and by CMake: 1 passed, 0 failed")
