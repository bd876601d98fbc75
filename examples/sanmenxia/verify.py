"""Measure the example's files with means independent of the generator (GDAL, PROJ's geodesics)."""
import csv
import os
import re
from collections import Counter

import pyproj
from osgeo import gdal, ogr

gdal.UseExceptions()
ogr.UseExceptions()
GEOD = pyproj.Geod("+a=6378137 +rf=298.257222101")          # CGCS2000
failed = []


def check(text, ok):
    print(("  ok    " if ok else "  FAIL  ") + text)
    if not ok:
        failed.append(text)


def layer(path, name):
    source = gdal.OpenEx(path, gdal.OF_VECTOR)
    out = [(f.items(), f.GetGeometryRef().Clone()) for f in source.GetLayer(name)]
    return out


def rings(geometry):
    return [geometry.GetGeometryRef(n).GetPoints() for n in range(geometry.GetGeometryCount())]


def main(here):
    at = lambda n: os.path.join(here, n)        # noqa: E731
    facts = {r["name"]: r for r in csv.DictReader(open(at("source/county_facts.csv"), encoding="utf-8"))}
    counties = layer(at("counties.gpkg"), "counties")
    check("6 counties", len(counties) == 6)
    edges = Counter()
    for f, g in counties:
        area = 0
        for n, points in enumerate(rings(g)):
            area += (-1 if n else 1) * abs(GEOD.polygon_area_perimeter(*zip(*[p[:2] for p in points]))[0]) / 1e6
            for a, b in zip(points, points[1:]):
                edges[tuple(sorted((a[:2], b[:2])))] += 1
        fact = facts[f["name"]]
        want = float(fact["area_km2"])
        inside = ogr.CreateGeometryFromWkt("POINT(%s %s)" % (fact["inside_lon"], fact["inside_lat"]))
        check("%s %s %.3f km2, published %.1f (%+.4f %%), %d vertices" % (
            f["name"], f["code"], area, want, 100 * (area / want - 1), sum(len(p) - 1 for p in rings(g))),
            abs(area / want - 1) < 5e-4 and g.Contains(inside) and g.IsValid() and f["code"] == fact["code"])
    overlap = max(a[1].Intersection(b[1]).Buffer(0).Area() for a in counties for b in counties if a is not b)
    check("%d edges, none more than twice, largest overlap %g" % (len(edges), overlap), max(edges.values()) == 2 and overlap == 0)
    shape = {f["name"]: g for f, g in counties}

    villages = layer(at("villages.gpkg"), "villages")
    check("%d villages, ids unique, population NULL in all" % len(villages),
          len({f["village_id"] for f, _ in villages}) == len(villages) and all(f["population"] is None for f, _ in villages))
    check("villages inside their county", all(shape[f["county"]].Contains(g) for f, g in villages))
    nearest = min(GEOD.inv(a.GetX(), a.GetY(), b.GetX(), b.GetY())[2] for i, (_, a) in enumerate(villages) for _, b in villages[:i])
    check("least distance between villages %.0f m" % nearest, nearest > 200)

    gazetteer = layer(at("gazetteer.gpkg"), "gazetteer")
    level = Counter(f["level"] for f, _ in gazetteer)
    check("gazetteer %s" % dict(level), level["county"] == 6)
    check("three 城关镇", sum(f["name"] == "城关镇" for f, _ in gazetteer) == 3)
    check("gazetteer points inside their county", all(shape[f["county"]].Contains(g) for f, g in gazetteer))

    annex = list(csv.DictReader(open(at("隐患点.csv"), encoding="utf-8")))
    check("13 annex rows, 7 columns", len(annex) == 13 and len(annex[0]) == 7)
    named = {int(r["annex_no"]): r for r in csv.DictReader(open(at("source/villages.csv"), encoding="utf-8")) if r["annex_no"]}
    bare = lambda n: re.sub("(社区居民委员会|社区居委会|村民委员会|村委会)$", "", n)     # noqa: E731
    for row in annex:
        no = int(row["序号"])
        have = named.get(no)
        if have:
            text = (row["灾害点名称"] + row["位置"] + row["威胁对象"])
            stem = re.sub("村$", "", bare(have["name"]))
            hit = [f for f, _ in gazetteer if f["code"] == have["code"]]
            check("no. %d: %s %s %s" % (no, have["county"], have["town"], have["name"]),
                  stem in text and have["county"] in text and len(hit) == 1)
        else:
            check("no. %d has no village: %s" % (no, row["位置"]), no == 8 and any(f["name"] == "果园乡" for f, _ in gazetteer))
    print("FAILED: %d" % len(failed) if failed else "all checks passed")
    return 1 if failed else 0
