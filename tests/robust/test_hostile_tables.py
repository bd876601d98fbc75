"""Tables that mean harm: XML and zip bombs, thousands of columns, a million rows, cells of megabytes, merged cells without end.

Each is read or refused with a message that names layer and file, in seconds and with bounded memory."""

import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

from damage import HAZPLAN, SOUND, Bench, Checks, environment, with_layer
from osgeo import ogr

checks = Checks()
bench = Bench(checks)
SANITIZED = b"__asan_init" in Path(HAZPLAN).read_bytes()
MEGABYTES = 1500 if SANITIZED else 400  # a run on small files takes some 60
SECONDS = 120 if SANITIZED else 60  # of the processor: what other programs take does not count
ENTRY = {"path": "v.xlsx", "crs": "EPSG:4490"}
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
BOOK = {
    "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{NAMESPACE}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    f'Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{NAMESPACE}"/>',
    "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{NAMESPACE}"><si><t>东村</t></si></sst>',
}
SHEET = "xl/worksheets/sheet1.xml"
NAMES = ["村编码", "村名", "县", "人口", "经度", "纬度"]
ROWS = [["V1", "东村", "甲县", 100, 112.80, 35.50], ["V2", "西村", "甲县", 200, 112.90, 35.50]]


def letters(column):
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def row_of(number, cells):
    made = [
        f'<c r="{letters(i)}{number}"><v>{cell}</v></c>' if isinstance(cell, (int, float)) else f'<c r="{letters(i)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for i, cell in enumerate(cells, 1)
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


TABLE = "".join(row_of(i, cells) for i, cells in enumerate([NAMES, *ROWS], 1))


def sheet(rows=TABLE, before="", behind=""):
    return f'{HEAD}{before}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def workbook(path, **parts):
    """`sheet`, `sharedStrings` …: parts that differ."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        changed = {next((name for name in BOOK if name.endswith(f"{key}.xml")), SHEET): text for key, text in parts.items()}
        for name, text in {**BOOK, SHEET: sheet(), **changed}.items():
            archive.writestr(name, text)


def run(what, code, *patterns, entry=None, checks_of_project="", megabytes=MEGABYTES, **parts):
    """`check` with the table as villages; exit code, message, time and memory."""
    text = with_layer("villages", {**ENTRY, **(entry or {})}) + checks_of_project
    bench.write({"project.yaml": text})
    for name, make in parts.items():
        make(bench.project / name.replace("_", "."))
    log = bench.root / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen([HAZPLAN, "check", str(bench.project)], stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment("en", bench.root))
        killer = threading.Timer(10 * SECONDS, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text(errors="replace")
    taken = usage.ru_utime + usage.ru_stime
    checks.equal(f"{what}: exit code", process.returncode, code)
    for pattern in patterns:
        checks.true(f"{what}: says {pattern}", pattern in said, said[-800:])
    for word in ("ERROR 1", "Sanitizer", "runtime error", "CRITICAL"):
        checks.true(f"{what}: no {word}", word not in said, said[-800:])
    checks.true(f"{what}: {SECONDS} seconds", taken < SECONDS, taken)
    checks.true(f"{what}: {megabytes} MB", usage.ru_maxrss < megabytes * 1024, f"{usage.ru_maxrss // 1024} MB")
    checks.true(f"{what}: the message is short", len(said) < 100000, len(said))
    if "-v" in sys.argv:
        print(f"{what}: exit {process.returncode}, {taken:.1f} s, {usage.ru_maxrss // 1024} MB, {said.strip().splitlines()[-1][:150] if said.strip() else ''}")


def xlsx(**parts):
    return lambda path: workbook(path, **parts)


# ---- XML ----
run("the table itself", 0, v_xlsx=xlsx())
LAUGHS = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
BOMB = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 10}">{LAUGHS}]>'
for part, text in {
    "sheet": sheet(TABLE.replace("东村", "&j;"), BOMB),
    "sharedStrings": f'{HEAD}{BOMB}<sst xmlns="{NAMESPACE}"><si><t>&j;</t></si></sst>',
    "styles": f'{HEAD}{BOMB}<styleSheet xmlns="{NAMESPACE}"><numFmts><numFmt numFmtId="200" formatCode="&j;"/></numFmts></styleSheet>',
    "workbook": BOOK["xl/workbook.xml"].replace("<workbook", BOMB + "<workbook").replace('name="S"', 'name="&j;"'),
}.items():
    run(f"entities that explode in {part}", 3, "villages", "v.xlsx", v_xlsx=xlsx(**{part: text}))
run("a file of this machine as entity", 3, "villages, row 2 (V1)", "required and empty",
    v_xlsx=xlsx(sheet=sheet(TABLE.replace("东村", "&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')))
run("deep nesting", 3, "villages", "v.xlsx", v_xlsx=xlsx(sheet=sheet(TABLE + "<row>" * 200000)))
run("a sheet that ends in the middle", 3, "villages", "v.xlsx", v_xlsx=xlsx(sheet=sheet()[:-60]))

# ---- size ----
SMALL = "checks: {table_size: {megabytes: 8}}\n"
run("a zip bomb", 3, "villages", "v.xlsx", "8 MB", checks_of_project=SMALL, v_xlsx=xlsx(sheet=sheet(TABLE + " " * (12 << 20))))
run("a zip bomb beside the sheet", 3, "villages", "v.xlsx", "8 MB", checks_of_project=SMALL, v_xlsx=xlsx(styles=" " * (12 << 20)))


def lying(path):
    """The directory claims 1000 bytes for what unpacks to 12 MB."""
    workbook(path, sheet=sheet(TABLE + " " * (12 << 20)))
    data = bytearray(path.read_bytes())
    real = len(sheet(TABLE + " " * (12 << 20)).encode()).to_bytes(4, "little")
    checks.true("the size is there to be changed", data.count(real) == 2)
    path.write_bytes(bytes(data).replace(real, (1000).to_bytes(4, "little")))


run("a zip bomb that lies", 3, "villages", "v.xlsx", checks_of_project=SMALL, v_xlsx=lying)
run("a text beyond the limit", 3, "villages", "v.csv", "8 MB", checks_of_project=SMALL, entry={"path": "v.csv"},
    v_csv=lambda path: path.write_text(SOUND["villages.csv"] + "\n" * (9 << 20)))

# ---- width and length ----
WIDE = [f"列{i}" for i in range(10000)]


def wide_csv(path):
    path.write_text("\n".join(",".join([*more, *map(str, row)]) for row, more in [(NAMES, WIDE), *((row, ["1"] * 10000) for row in ROWS)]))


def wide_gpkg(path):
    """SQLite holds 2000 columns."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("v", None, ogr.wkbNone)
    for name, value in zip(NAMES + WIDE[:1900], ROWS[0] + [1] * 1900):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString if isinstance(value, str) else ogr.OFTReal))
    for row in ROWS:
        feature = ogr.Feature(layer.GetLayerDefn())
        for i, value in enumerate(row):
            feature.SetField(i, value)
        layer.CreateFeature(feature)


run("10000 columns of text", 0, entry={"path": "v.csv"}, v_csv=wide_csv)
# GDAL reads 2000 columns of a sheet and says so.
run("10000 columns of a sheet", 3, "villages", "v.xlsx", "2000", v_xlsx=xlsx(sheet=sheet(row_of(1, NAMES + WIDE) + row_of(2, ROWS[0] + [1] * 10000))))
run("1900 columns of a database", 0, entry={"path": "v.gpkg"}, v_gpkg=wide_gpkg)
run("200000 columns", 3, "villages", "v.csv", "16384", entry={"path": "v.csv"}, v_csv=lambda path: path.write_text(",".join(NAMES) + ",x" * 200000 + "\n1,2"))
run("a text without line ends", 3, "villages", "v.csv", entry={"path": "v.csv"}, v_csv=lambda path: path.write_text("村名," * 3000000))
run("a text that is one cell", 3, "villages", "v.csv", entry={"path": "v.csv"}, v_csv=lambda path: path.write_text("1" * (20 << 20)))
run("a quote that never ends", 3, "villages", "v.csv", entry={"path": "v.csv"},
    v_csv=lambda path: path.write_text('标题\n"' + "村,\n" * 4000000))
EMPTY = "".join(f'<row r="{r}"><c r="A{r}" s="0"/><c r="B{r}" s="0"/></row>' for r in range(4, 200000))
run("200000 formatted empty rows", 0, v_xlsx=xlsx(sheet=sheet(TABLE + EMPTY)))
run("a row number beyond all sheets", 3, "villages", "v.xlsx", v_xlsx=xlsx(sheet=sheet(TABLE + row_of(4294967295, ROWS[0]))))
run("a cell in the last row of a sheet", 3, "villages", v_xlsx=xlsx(sheet=sheet(TABLE + row_of(1048576, ["x"]))))
run("a cell of 32 MB", 0, v_xlsx=xlsx(sheet=sheet(TABLE.replace("东村", "村" * (11 << 20)))))
run("NUL bytes above the header", 3, "villages", "v.csv", entry={"path": "v.csv"},
    v_csv=lambda path: path.write_bytes(b"\0\0title\n" + ",".join(NAMES).encode() + b"\nV1,\0\0,x,1,112.8,35.5\n"))

# ---- merged cells ----
def merges(*references):
    return f'<mergeCells count="{len(references)}">' + "".join(f'<mergeCell ref="{each}"/>' for each in references) + "</mergeCells>"


run("a merge down the whole sheet", 0, v_xlsx=xlsx(sheet=sheet(behind=merges("C2:C1048576"))))
run("merges of nonsense", 0, v_xlsx=xlsx(sheet=sheet(behind=merges("", "A", "A1", ":", "A0:A9", "ZZZZZZZ9:A1", "B3:B2", "A2:A99999999999999999999"))))
run("200000 merges over each other", 0, v_xlsx=xlsx(sheet=sheet(behind=merges(*["C2:C3"] * 200000))))
run("merges with entities", 3, "villages", "v.xlsx", v_xlsx=xlsx(sheet=sheet(before=BOMB, behind=merges("&j;", "C2:C3"))))
run("words of a merge in a cell", 0, v_xlsx=xlsx(sheet=sheet(TABLE.replace("东村", "mergeCells mergeCells&gt;"), behind=merges("C2:C3"))))
checks.finish()
