"""How much of what is asked lies beyond the plan's counties, where nobody is in any figure: by hand, and with pyproj and shapely."""

import contextlib
import json
import sqlite3
import subprocess

from affected_scenes import at, key_town, made_plan, point, village
from crosscheck import HAZPLAN, Checks, workspace
from pyproj import Transformer
from shapely.geometry import Polygon, box, mapping
from shapely.ops import transform, unary_union

checks = Checks()
WEST, SOUTH, EAST, NORTH = 112.5, 35.2, 113.3, 35.9
PLACE = (112.9, 35.55)
# two counties that share a side, the eastern one with a hole in it
HOLE = box(113.1, 35.6, 113.15, 35.65)
COUNTIES = {"甲县": box(WEST, SOUTH, 112.9, NORTH), "乙县": box(112.9, SOUTH, EAST, NORTH).difference(HOLE)}
PEOPLE = [village(0, at(*PLACE, 270, 100), town="甲镇"), village(1, (112.51, 35.55), town="甲镇"), village(2, (113.29, 35.88), town="乙镇", county="乙县")]


def near(what, found, wanted):
    """To a thousandth: it is told in whole percent."""
    checks.true(what, found is not None and abs(found - wanted) < 1e-3, f"is {found}, should be {wanted}")


def write_counties(path):
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": mapping(sides)} for name, sides in COUNTIES.items()]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")


def ask(plan, *words, kind="json", language="zh"):
    done = subprocess.run([HAZPLAN, "affected", plan, *words, "--format", kind, "--lang", language], capture_output=True, text=True)
    checks.equal(f"{words}: exit code", (done.returncode, done.stderr), (0, ""))
    return json.loads(done.stdout) if kind == "json" else done.stdout


def densified(sides):
    """Straight in degrees, a hundred corners to a side."""
    rings = [
        [(a[0] + (b[0] - a[0]) * i / 100, a[1] + (b[1] - a[1]) * i / 100) for a, b in zip(ring.coords, ring.coords[1:]) for i in range(100)]
        for ring in (sides.exterior, *sides.interiors)
    ]
    return Polygon(rings[0], rings[1:])


def expected(centre, metres):
    """Of a geodesic circle of 720 corners, in an equal-area projection of the ellipsoid; sides of counties are straight in degrees."""
    plane = Transformer.from_crs("EPSG:4490", f"+proj=laea +lon_0={centre[0]} +lat_0={centre[1]} +ellps=GRS80", always_xy=True).transform
    circle = transform(plane, Polygon([at(*centre, i / 2, metres) for i in range(720)]))
    covered = unary_union([transform(plane, densified(each)) for each in COUNTIES.values()])
    return 1 - circle.intersection(covered).area / circle.area


folder = workspace()
counties = folder / "counties.geojson"
write_counties(counties)
bounded = made_plan("bounded", PEOPLE, [point(1, PLACE, radius_m=300), point(2, (WEST + 0.001, 35.6), radius_m=800)], [key_town(1, PLACE)], f"  counties: {{path: {counties}}}\nallow_outside: true\n").path
bare = made_plan("bare", PEOPLE, [point(1, PLACE, radius_m=300)], [key_town(1, PLACE)]).path

# ---- by hand ----
for what, centre, metres, wanted in (
    ("within two counties", PLACE, 5000, 0),
    ("half over the western side", (WEST, 35.55), 2000, 0.5),
    ("three quarters over a corner", (EAST, NORTH), 1000, 0.75),
    ("all beyond", (111.9, 35.55), 3000, 1),
    ("in a hole", HOLE.centroid.coords[0], 500, 1),
):
    words = (f"--at={centre[0]},{centre[1]}", "--radius", str(metres))
    answer = ask(bounded, *words)
    near(what, answer["query"]["outside_region_share"], wanted)
    told = [line for line in ask(bounded, *words, kind="table").splitlines() if line.startswith("注意：所问范围")]
    checks.equal(f"{what}: told", told, [f"注意：所问范围的 {wanted * 100:.0f}% 在方案各县之外，那里的村和人口未计入，请向相邻地区核实"] if wanted else [])

# ---- by another engine ----
for centre, metres in ((PLACE, 60_000), (PLACE, 200_000), ((113.05, 35.55), 12_000), ((112.6, 35.25), 9000), ((113.31, 35.2), 4000)):
    answer = ask(bounded, f"--at={centre[0]},{centre[1]}", "--radius", str(metres))
    near(f"{metres} m around {centre}", answer["query"]["outside_region_share"], expected(centre, metres))

# ---- what comes of it ----
report = ask(bounded, "--at=112.505,35.55", "--radius", "1500")["report"]
checks.equal("at the border a grade is a lower bound", (report["grade"], report["grade_source"], report["hours"]), ("medium", "people_at_least", 4))
checks.true("and it is said why", "部分范围在方案各县之外" in report["grade_reason"], report["grade_reason"])
report = ask(bounded, "--at=112.9,35.55", "--radius", "1500")["report"]
checks.equal("within it is not", (report["grade"], report["grade_source"], report["hours"]), ("medium", "people", 12))
checks.equal("without boundaries nothing is known of it", ask(bare, "--at=112.9,35.55", "--radius", "1500")["query"]["outside_region_share"], None)
zone = ask(bounded, "--hazard", "H0002")
share = expected((WEST + 0.001, 35.6), 800)
near("a hazard point's zone", zone["query"]["outside_region_share"], share)
# an area of two polygons, one within and as large a one beyond
area = folder / "area.geojson"
sides = [box(112.6, 35.5, 112.62, 35.52), box(112.4, 35.5, 112.42, 35.52)]
area.write_text(json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": mapping(each)} for each in sides]}))
near("an area", ask(bounded, "--area", area)["query"]["outside_region_share"], 0.5)

# ---- in the files ----
made = folder / "made.gpkg"
for language, words in (("zh", "所问范围的 50% 在方案各县之外"), ("en", "50 % of what was asked lies beyond the plan's counties")):
    report_file, sheet = folder / f"report-{language}.md", folder / f"sheet-{language}.pdf"
    subprocess.run([HAZPLAN, "affected", bounded, f"--at={WEST},35.55", "--radius", "2000", "--report", report_file, "--map", sheet, "--gpkg", made, "--lang", language],
                   check=True, capture_output=True)
    checks.true(f"report ({language})", words in report_file.read_text(encoding="utf-8"), report_file.read_text(encoding="utf-8")[:800])
    drawn = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, text=True).stdout
    checks.true(f"map ({language})", "".join(words.split()) in "".join(drawn.split()), drawn[:600])
with contextlib.closing(sqlite3.connect(made)) as database:
    near("GeoPackage", database.execute("SELECT outside_region_share FROM affected").fetchone()[0], 0.5)
checks.finish()
