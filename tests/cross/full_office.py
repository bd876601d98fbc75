"""LibreOffice opens tables.xlsx: every sheet converts, and cells hold what the program wrote; and plan.docx, whose text is that of
plan.md, on pages that all bear the notice."""
import math
import os
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

import openpyxl

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLE = Path(os.environ["HAZPLAN_SHARE"]) / "examples/sanmenxia"


def run(*words):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {result.returncode}\n{result.stdout}{result.stderr}")


def cells(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def trimmed(grid):
    """Rows without empty ends: office programs keep other amounts of empty cells."""
    rows = []
    for row in grid:
        while row and row[-1] in (None, ""):
            row = row[:-1]
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def same(before, after):
    """Cells are equal; an office program may round the last of 17 digits."""
    close = lambda a, b: math.isclose(a, b, rel_tol=1e-13) if isinstance(a, float) and isinstance(b, (int, float)) else a == b
    return before is not None and after is not None and len(before) == len(after) and all(map(close, before, after))


with tempfile.TemporaryDirectory(prefix="hazplan-office-") as name:
    folder = Path(name)
    run(HAZPLAN, "analyse", EXAMPLE, "-o", folder / "plan.gpkg", "-q")
    run(HAZPLAN, "report", folder / "plan.gpkg", "-o", folder / "tables.xlsx", "-q")
    run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
        "--outdir", folder / "again", folder / "tables.xlsx")
    ours, theirs = cells(folder / "tables.xlsx"), cells(folder / "again/tables.xlsx")
    if list(ours) != list(theirs):
        sys.exit(f"sheets: {list(ours)} became {list(theirs)}")
    for title in ours:
        for number, (before, after) in enumerate(zip_longest(trimmed(ours[title]), trimmed(theirs[title])), 1):
            if not same(before, after):
                sys.exit(f"sheet {title}, row {number}: {before} became {after}")
    for ending in ("md", "docx"):
        run(HAZPLAN, "report", folder / "plan.gpkg", "-o", folder / f"plan.{ending}", "-q")
    run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder,
        folder / "plan.docx")
    pages = subprocess.run(["pdftotext", "-raw", folder / "plan.pdf", "-"], capture_output=True, text=True, check=True).stdout.split("\f")
    pages = ["".join(page.split()) for page in pages if page.strip()]
    lines = (folder / "plan.md").read_text().splitlines()
    notice = "".join(next(line for line in lines if line.startswith("> "))[2:].split())
    missing = [number for number, page in enumerate(pages, 1) if notice not in page]
    if len(pages) < 2 or missing:
        sys.exit(f"{len(pages)} pages, without the notice: {missing}")
    text = "".join(page.replace(notice, "").rstrip("—0123456789") for page in pages)
    for line in lines:
        heading = line.startswith("##") and "".join(line.lstrip("# ").split())
        if heading and heading not in text:
            sys.exit(f"heading {heading} is not in the document")
print("1 passed, 0 failed")
