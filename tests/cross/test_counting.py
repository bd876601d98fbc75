"""Small projects in which a wrong number once came out, or a missing one looked like nought. Expected values are counted by hand."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

problems = []
ON_POINTS = "{path: v.csv, x: lon, y: lat, crs: 'EPSG:4490'}"
OF_HAZARDS = "{path: h.csv, x: lon, y: lat, crs: 'EPSG:4490'}"
ONE_HAZARD = "hazard_id,name,type,population,lon,lat\nH1,点一,滑坡,10,112.0,35.0\n"
ONE_VILLAGE = "village_id,name,population,lon,lat\nA,甲村,1000,112.0,35.0\n"


def box(west, south, east, north):
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}


def layer(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
            "features": [{"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in features],
        },
        ensure_ascii=False,
    )


def analyse(what, files, layers, questions=(), code=0, says=(), extra=""):
    """Run a project; each question is (SQL, expected rows); `says` are codes of findings or words of the message."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text)
        Path(folder, "project.yaml").write_text(
            "title: t\nregion: {name: 试市, code: '1'}\nyear: 2020\nlayers:\n"
            + "".join(f"  {name}: {source}\n" for name, source in layers.items())
            + extra
        )
        plan = Path(folder, "plan.gpkg")
        done = subprocess.run(
            [os.environ["HAZPLAN"], "analyse", folder, "-o", plan, "--lang", "en"], capture_output=True, text=True
        )
        if done.returncode != code:
            problems.append(f"{what}: exit {done.returncode}, not {code}: {done.stderr.strip()}")
            return
        for words in says:
            if words not in done.stderr:
                problems.append(f"{what}: the message lacks “{words}”: {done.stderr.strip()}")
        if code == 0:
            database = sqlite3.connect(plan)
            for sql, expected in questions:
                found = [tuple(row) for row in database.execute(sql)]
                if found != expected:
                    problems.append(f"{what}: {sql} gives {found}, not {expected}")


COUNTY = layer(({"name": "甲县", "code": "1"}, box(111.8, 34.9, 112.2, 35.2)))
points = {"villages": ON_POINTS, "hazard_points": OF_HAZARDS}

# ---- what a village may be ----
group = {"type": "MultiPoint", "coordinates": [[112.0, 35.0], [112.0001, 35.0]]}
collection = {"type": "GeometryCollection", "geometries": [box(111.9999, 34.9999, 112.0001, 35.0001)]}
analyse(
    "a village of two points",
    {"h.csv": ONE_HAZARD, "v.geojson": layer(({"village_id": "A", "name": "甲村", "population": 500}, group))},
    {"villages": "{path: v.geojson}", "hazard_points": OF_HAZARDS},
    code=3,
    says=["layer villages, row 1 (A)"],
)
analyse(
    "a village of a collection",
    {"h.csv": ONE_HAZARD, "v.geojson": layer(({"village_id": "A", "name": "甲村", "population": 70}, collection))},
    {"villages": "{path: v.geojson}", "hazard_points": OF_HAZARDS},
    [("SELECT round(exposed_share, 9), round(exposed_population, 6) FROM villages", [(1, 70)])],
)

# ---- names ----
two_towns = layer(
    ({"name": "城关镇", "county": "甲县"}, box(111.8, 34.9, 112.0, 35.2)),
    ({"name": "城关乡", "county": "甲县"}, box(112.0, 34.9, 112.2, 35.2)),
)
analyse(
    "towns of one stem",
    {
        "h.csv": ONE_HAZARD,
        "c.geojson": COUNTY,
        "t.geojson": two_towns,
        "v.csv": "village_id,name,county,town,population,lon,lat\nA,甲村,甲县,城关镇,1000,111.95,35.0\nB,乙村,甲县,城关乡,20,112.04,35.05\n",
    },
    {**points, "counties": "{path: c.geojson}", "towns": "{path: t.geojson}"},
    [("SELECT name, villages, population FROM towns ORDER BY population", [("城关乡", 1, 20), ("城关镇", 1, 1000)])],
)
two_counties = layer(({"name": "伊宁市"}, box(111.9, 34.9, 112.05, 35.1)), ({"name": "伊宁县"}, box(112.05, 34.9, 112.2, 35.1)))
analyse(
    "counties of one stem",
    {
        "h.csv": ONE_HAZARD,
        "c.geojson": two_counties,
        "v.csv": "village_id,name,county,population,lon,lat\nA,甲村,伊宁市,1000,112.0,35.0\nB,乙村,伊宁县,300,112.1,35.05\n",
    },
    {**points, "counties": "{path: c.geojson}"},
    [("SELECT name, population FROM counties", [("伊宁市", 1000), ("伊宁县", 300)])],
)
split = layer(({"name": "甲县"}, box(111.9, 34.9, 112.05, 35.1)), ({"name": "甲县"}, box(112.1, 34.9, 112.2, 35.1)))
analyse(
    "a county in two rows",
    {"h.csv": ONE_HAZARD, "c.geojson": split, "v.csv": ONE_VILLAGE},
    {**points, "counties": "{path: c.geojson}"},
    code=3,
    says=["甲县 is there in more than one row"],
)

# ---- places ----
GAZETTEER = "name,level,county,town,lon,lat\n甲县,county,,,112.0,35.0\n一镇,town,甲县,,112.0,35.0\n二镇,town,甲县,,112.1,35.0\n"
same_name = (
    "village_id,name,county,town,population,lon,lat\nA,东庄村,甲县,一镇,1000,112.0,35.0\nB,东庄村,甲县,二镇,300,112.1,35.0\n"
)
gazetteer = {
    "villages": ON_POINTS,
    "hazard_points": "{path: h.csv}",
    "gazetteer": "{path: g.csv, x: lon, y: lat, crs: 'EPSG:4490'}",
}
for rows in (same_name, "".join(same_name.splitlines(True)[i] for i in (0, 2, 1))):
    analyse(
        "two villages of one name",
        {
            "v.csv": rows,
            "g.csv": GAZETTEER,
            "h.csv": "hazard_id,name,type,location,population\nH1,点一,滑坡,甲县东庄村北坡,10\nH2,点二,滑坡,甲县一镇东庄村,10\n",
        },
        gazetteer,
        [
            (
                "SELECT match_level, modelled_population FROM hazard_points ORDER BY hazard_id",
                [("county", None), ("village", 1000)],
            ),
            ("SELECT feature FROM findings WHERE code = 'place_ambiguous'", [("H1",)]),
        ],
    )
analyse(
    "a longer village name",
    {
        "v.csv": "village_id,name,county,town,population,lon,lat\nA,西河村,甲县,一镇,1000,112.0,35.0\n",
        "g.csv": GAZETTEER,
        "h.csv": "hazard_id,name,type,location,population\nH1,点一,滑坡,甲县一镇西河底,10\nH2,点二,滑坡,甲县一镇西河,10\n",
    },
    gazetteer,
    [("SELECT hazard_id, match_level FROM hazard_points ORDER BY 1", [("H1", "town"), ("H2", "village")])],
)
analyse(
    "a province before the county",
    {
        "c.geojson": COUNTY,
        "t.geojson": layer(({"name": "一镇"}, box(111.8, 34.9, 112.2, 35.2))),
        "v.csv": "village_id,name,population,lon,lat\nA,东庄村,1000,112.0,35.0\n",
        "h.csv": "hazard_id,name,type,location,population\nH1,点一,滑坡,山西省甲县一镇东庄村,10\n",
    },
    {"villages": ON_POINTS, "hazard_points": "{path: h.csv}", "counties": "{path: c.geojson}", "towns": "{path: t.geojson}"},
    [("SELECT match_level, county, town FROM hazard_points", [("village", "甲县", "一镇")])],
)
goaf = layer(({"name": "矿", "kind": "采空区"}, box(111.99, 34.99, 112.01, 35.01)))
analyse(
    "a point placed at its county",
    {
        "v.csv": ONE_VILLAGE,
        "g.csv": GAZETTEER,
        "s.geojson": goaf,
        "h.csv": "hazard_id,name,type,location,population\nH1,点一,滑坡,甲县某处,10\n",
    },
    {**gazetteer, "subsidence": "{path: s.geojson}"},
    [("SELECT match_level, in_goaf FROM hazard_points", [("county", None)])],
)

# ---- positions ----
ring = "".join(
    f"V{i},村{i},100,{112.0 + 0.0017 * x},{35.0 + 0.0017 * y}\n"
    for i, (x, y) in enumerate([(1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7)])
)
analyse(
    "villages about a circle",
    {"h.csv": ONE_HAZARD.replace(",10,", ",200,"), "v.csv": "village_id,name,population,lon,lat\n" + ring},
    points,
    [("SELECT modelled_population FROM hazard_points", [(600,)])],
)  # 0.0017 degrees are 155 and 189 m, the radius is 200 m
analyse(
    "a village at 0, 0",
    {"h.csv": ONE_HAZARD, "v.csv": "village_id,name,population,lon,lat\n" + ring + "Z,零村,5,0,0\n"},
    points,
    code=3,
    says=["layer villages, row 8 (Z)"],
)
analyse(
    "a village in another county than it says",
    {
        "h.csv": ONE_HAZARD,
        "v.csv": "village_id,name,county,population,lon,lat\nA,甲村,甲县,1000,112.06,35.0\n",
        "c.geojson": layer(({"name": "甲县"}, box(111.9, 34.9, 112.05, 35.1)), ({"name": "乙县"}, box(112.05, 34.9, 112.2, 35.1))),
        "t.geojson": layer(
            ({"name": "一镇", "county": "甲县"}, box(111.9, 34.9, 112.05, 35.1)),
            ({"name": "二镇", "county": "乙县"}, box(112.05, 34.9, 112.2, 35.1)),
        ),
    },
    {**points, "counties": "{path: c.geojson}", "towns": "{path: t.geojson}"},
    [
        ("SELECT name, population FROM counties", [("甲县", 1000), ("乙县", 0)]),
        ("SELECT name, villages FROM towns", [("一镇", 0), ("二镇", 0)]),
        ("SELECT code FROM findings WHERE layer = 'villages' AND severity = 'warning' ORDER BY 1", [("outside_county",), ("villages_without_town",)]),
    ],
)

# ---- missing is not nought ----
analyse(
    "exposed village without people",
    {
        "h.csv": ONE_HAZARD,
        "c.geojson": COUNTY,
        "v.csv": "village_id,name,population,lon,lat\nA,甲村,,112.0,35.0\nB,乙村,300,112.04,35.05\n",
    },
    {**points, "counties": "{path: c.geojson}"},
    [
        (
            "SELECT exposed_villages, exposed_population, exposed_households, exposed_population_missing FROM counties",
            [(1, None, None, 1)],
        ),
        ("SELECT value FROM summary WHERE key = 'modelled.population'", [(None,)]),
    ],
)
analyse(
    "village over goaf without people",
    {
        "h.csv": ONE_HAZARD,
        "c.geojson": COUNTY,
        "s.geojson": goaf,
        "v.csv": "village_id,name,population,lon,lat\nA,甲村,,112.0,35.0\nB,乙村,5,112.05,35.15\n",
    },
    {**points, "counties": "{path: c.geojson}", "subsidence": "{path: s.geojson}"},
    [
        ("SELECT subsidence_villages, subsidence_population FROM counties", [(1, None)]),
        ("SELECT value FROM summary WHERE key = 'subsidence.population'", [(None,)]),
    ],
)

# ---- polygons ----
# A hole 2 m inside a parallel of 18 km, which bends by some 4 m in the projection: valid as stored, crossing once projected.
thin = {
    "type": "Polygon",
    "coordinates": [
        [[111.9, 35.0], [112.1, 35.0], [112.1, 35.1], [111.9, 35.1], [111.9, 35.0]],
        [[111.99, 35.00002], [111.99, 35.05], [112.01, 35.05], [112.01, 35.00002], [111.99, 35.00002]],
    ],
}
analyse(
    "a polygon that only bends in the projection",
    {
        "h.csv": ONE_HAZARD,
        "v.geojson": layer(({"village_id": "A", "name": "甲村", "population": 1000}, thin)),
        "z.geojson": layer(({"hazard_id": "H1"}, box(111.8, 34.9, 112.2, 35.2))),
    },
    {"villages": "{path: v.geojson}", "hazard_points": OF_HAZARDS, "hazard_zones": "{path: z.geojson}"},
    [("SELECT round(exposed_share, 9), round(exposed_population, 6) FROM villages", [(1, 1000)])],
)
sliver = {
    "type": "Polygon",
    "coordinates": [[[112.0, 34.99], [112.01, 34.99], [112.01, 35.0], [112.005, 35.000002], [112.0, 35.0], [112.0, 34.99]]],
}
slivers = {
    "h.csv": ONE_HAZARD,
    "v.geojson": layer(
        ({"village_id": "A", "name": "甲村", "population": 100}, box(112.0, 35.0, 112.01, 35.01)),
        ({"village_id": "D", "name": "丁村", "population": 1000}, sliver),
    ),
    "z.geojson": layer(({"hazard_id": "H1"}, box(112.0, 35.0, 112.01, 35.01))),
}
polygons = {"villages": "{path: v.geojson}", "hazard_points": OF_HAZARDS, "hazard_zones": "{path: z.geojson}"}
analyse(
    "a sliver between two drawings",
    slivers,
    polygons,
    [("SELECT village_id FROM villages WHERE exposed", [("A",), ("D",)])],
)
analyse(
    "a sliver kept out",
    slivers,
    polygons,
    [("SELECT village_id FROM villages WHERE exposed", [("A",)]), ("SELECT village_id FROM exposure", [("A",)])],
    extra="hazard: {minimum_share: 0.001}\n",
)

# ---- a layer that reaches out of the region ----
for west, east, codes in ((111.99, 112.01, []), (112.15, 112.25, [("mining_outside_region",)])):
    analyse(
        f"mining from {west} to {east}",
        {
            "h.csv": ONE_HAZARD,
            "v.csv": ONE_VILLAGE,
            "c.geojson": COUNTY,
            "s.geojson": layer(({"name": "矿", "kind": "采空区"}, box(west, 34.99, east, 35.01))),
        },
        {**points, "counties": "{path: c.geojson}", "subsidence": "{path: s.geojson}"},
        [("SELECT code FROM findings WHERE layer = 'subsidence' AND severity = 'warning'", codes)],
    )

print("\n".join(problems) or "ok: every small project gives what was counted by hand")
sys.exit(bool(problems))
