"""The reference pages name what the program writes: tables and columns, keys, layers, commands; links lead somewhere."""
import csv
import glob
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

import yaml

SOURCE = os.environ["HAZPLAN_SOURCE"]
PROGRAM = os.environ["HAZPLAN"]
PAGES = ["README.md", "CONTRIBUTING.md"] + sorted(
    os.path.relpath(path, SOURCE) for path in glob.glob(os.path.join(SOURCE, "docs", "*.md")))
HAN = "[\u3400-\u9fff]"


def read(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
        return file.read()


def words(text):
    return set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text))


def section(page, heading):
    """Text below a heading up to the next one of its level or above."""
    level = heading.split(" ")[0]
    start = page.index("\n" + heading + "\n") + len(heading) + 2
    end = re.search(r"^#{1,%d} " % len(level), page[start:], re.M)
    return page[start:start + end.start()] if end else page[start:]


def columns_of(formats):
    """Table -> the words of its section or paragraph."""
    gpkg = section(formats, "## plan.gpkg")
    known = {}
    for names in re.findall(r"^### (.+)$", gpkg, re.M):
        if names != "Tables without geometry":
            for name in names.split(", "):
                # The first cell of each row holds the columns.
                rows = re.findall(r"^\| ([^|]*) \|", section(formats, "### " + names), re.M)
                known[name] = words(" ".join(rows)) - {"column"}
    for name, text in re.findall(r"^\*\*(\w+)\*\* (.*?)(?=\n\n|\Z)", section(formats, "### Tables without geometry"), re.S | re.M):
        known[name] = words(text)
    return known


def check_columns(plan):
    failures = []
    known = columns_of(read("docs/formats.md"))
    database = sqlite3.connect(plan)
    tables = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")]
    for table in tables:
        if table not in known:
            failures.append(f"docs/formats.md: table {table} is missing")
            continue
        columns = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')} - {"fid", "geom"}
        if table == "layer_styles":
            continue
        for column in sorted(columns - known[table]):
            failures.append(f"docs/formats.md: column {table}.{column} is missing")
    everywhere = {row[1] for table in tables for row in database.execute(f'PRAGMA table_info("{table}")')}
    gpkg = section(read("docs/formats.md"), "## plan.gpkg")
    for cell in re.findall(r"^\| ([a-z][a-z0-9_, ]*) \|", gpkg, re.M):
        for column in words(cell) - {"column"}:
            if column not in everywhere:
                failures.append(f"docs/formats.md: there is no column {column}")
    for table in sorted(set(known) - set(tables)):
        failures.append(f"docs/formats.md: there is no table {table}")
    summary = words(section(read("docs/formats.md"), "## summary.json"))
    for (key,) in database.execute("SELECT key FROM summary"):
        if key.split(".")[0] not in summary:
            failures.append(f"docs/formats.md: summary key {key} is missing")
    return failures


def check_exposure(folder):
    """exposure_results: columns and their order, and every code."""
    failures = []
    path = os.path.join(folder, "exposure.csv")
    subprocess.run([PROGRAM, "exposure", os.path.join(SOURCE, "examples/jincheng"), "-o", path, "-q", "--sensitivity"], check=True)
    page = section(read("docs/formats.md"), "## exposure_results")
    cells = re.findall(r"^\| ([^|]*) \|", page, re.M)
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    described = [name for cell in cells for name in re.findall("[a-z_]+", cell) if name != "column"]
    if described != list(rows[0]):
        failures.append(f"docs/formats.md: exposure_results has {list(rows[0])}, described are {described}")
    for column in ("scale", "source", "level", "category"):
        for code in {row[column] for row in rows}:
            if f"`{code}`" not in page:
                failures.append(f"docs/formats.md: exposure_results.{column} {code} is missing")
    return failures


def check_inputs():
    failures = []
    fields = yaml.safe_load(read("data/fields.yaml"))
    rows = dict(re.findall(r"^\| (\w+) \| [^|]* \| ([^|]*) \|$", section(read("docs/formats.md"), "## Input columns"), re.M))
    for layer, columns in fields.items():
        bold = set(re.findall(r"\*\*(\w+)\*\*", rows.get(layer, "")))
        required = {name for name, entry in columns.items() if entry.get("required")}
        if bold != required:
            failures.append(f"docs/formats.md: required columns of {layer}: {sorted(bold)}, not {sorted(required)}")
        for name in sorted(set(columns) - words(rows.get(layer, ""))):
            failures.append(f"docs/formats.md: input column {layer}.{name} is missing")
    return failures


def check_parameters():
    """Every default of data/parameters.yaml that is a number stands in the method page, or the key does."""
    failures = []
    methods = read("docs/methods.md")
    for kind, radius in yaml.safe_load(read("data/parameters.yaml"))["hazard"]["radius_m"].items():
        row = re.search(r"^\| " + ("type not known" if kind == "unknown" else kind + " ") + r"[^|]*\| (\d+) \|", methods, re.M)
        if not row or float(row.group(1)) != radius:
            failures.append(f"docs/methods.md: radius of {kind} is {radius}")
    for factor, weight in yaml.safe_load(read("data/parameters.yaml"))["priority"]["weights"].items():
        row = re.search(r"^\| " + factor + r" \|.*\| ([\d.]+) \|$", methods, re.M)
        if not row or float(row.group(1)) != weight:
            failures.append(f"docs/methods.md: weight of {factor} is {weight}")
    return failures


def anchors(page):
    found = set()
    for heading in re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page, flags=re.S | re.M), re.M):
        plain = re.sub(r"[`*]", "", heading).strip().lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def check_links():
    failures = []
    for name in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", read(name)):
            path, _, anchor = target.partition("#")
            if ":" in path:
                continue
            full = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
            if not os.path.exists(os.path.join(SOURCE, full)):
                failures.append(f"{name}: {target} leads nowhere")
            elif anchor and full.endswith(".md") and anchor not in anchors(read(full)):
                failures.append(f"{name}: {target} names no heading")
    # Anchors of the method page that the code points to.
    methods = anchors(read("docs/methods.md"))
    for folder in ("include", "src", "data"):
        for path in glob.glob(os.path.join(SOURCE, folder, "**", "*.*"), recursive=True):
            if os.path.isfile(path) and path.endswith((".c", ".h", ".yaml")):
                for anchor in re.findall(r"docs/methods\.md#([\w-]+)", read(os.path.relpath(path, SOURCE))):
                    if anchor not in methods:
                        failures.append(f"{os.path.relpath(path, SOURCE)}: docs/methods.md has no #{anchor}")
    return failures


def check_punctuation():
    """Chinese sentences use full-width marks. English sentences that hold Chinese words use their own."""
    failures = []
    for name in PAGES:
        text = re.sub(r"^```.*?^```$", lambda block: "\n" * block.group(0).count("\n"), read(name), flags=re.S | re.M)
        for number, line in enumerate(text.splitlines(), 1):
            line = re.sub(r"`[^`]*`|\]\([^)]*\)", "", line)
            if len(re.findall(HAN, line)) > len(re.findall("[A-Za-z]", line)) and re.search(HAN + r"[,;:!?]\s*" + HAN, line):
                failures.append(f"{name}:{number}: half-width punctuation in a Chinese sentence")
    return failures


def main():
    failures = check_inputs() + check_parameters() + check_links() + check_punctuation()
    with tempfile.TemporaryDirectory(prefix="hazplan_docs_") as folder:
        plan = os.path.join(folder, "plan.gpkg")
        subprocess.run([PROGRAM, "analyse", os.path.join(SOURCE, "examples/jincheng"), "-o", plan, "-q"], check=True)
        failures += check_columns(plan) + check_exposure(folder)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
