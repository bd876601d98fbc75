"""Measure the example's files with means independent of the generator (GDAL SQL, PROJ's geodesics)."""
import csv
import json
import math
import os
import re
from collections import Counter, defaultdict

import pyproj
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
GEOD = pyproj.Geod("+a=6378137 +rf=298.257222101")          # CGCS2000
RADIUS = {"崩塌": 100, "滑坡": 200, "泥石流": 500, "地面塌陷": 300, "不稳定斜坡": 150}
FACTOR = {"特大型": 2.0, "大型": 1.5, "中型": 1.0, "小型": 0.75}
KEY = {"城区": "北石店 西上庄 钟家庄", "泽州县": "巴公 大阳 金村 南村 下村 周村 北义城 南岭",
       "高平市": "马村 原村 野川 永录 寺庄 北城办事处 米山镇 东城办事处 陈区 北诗 建宁 河西",
       "阳城县": "次营 董封 横河 驾岭 河北 凤城 西河 润城 北留 八甲口",
       "陵川县": "崇文 平城 礼义 西河底 附城 六泉 马圪当 夺火", "沁水县": "中村 张村 龙港 嘉峰 郑村 郑庄 端氏 胡底 土沃"}
failed = []


def check(text, ok):
    print(("  ok    " if ok else "  FAIL  ") + text)
    if not ok:
        failed.append(text)


def polygons(geometry):
    return [geometry] if geometry.GetGeometryName() == "POLYGON" else \
        [geometry.GetGeometryRef(n) for n in range(geometry.GetGeometryCount())]


def rings(geometry):
    for polygon in polygons(geometry):
        for n in range(polygon.GetGeometryCount()):
            yield n, polygon.GetGeometryRef(n).GetPoints()


def km2(geometry):
    total = 0
    for n, points in rings(geometry):
        area = abs(GEOD.polygon_area_perimeter([p[0] for p in points], [p[1] for p in points])[0]) / 1e6
        total += -area if n else area
    return total


def layer(path, sql, dialect=None):
    source = gdal.OpenEx(path, gdal.OF_VECTOR, open_options=["ENCODING=GBK"] if ".zip" in path else [])
    result = source.ExecuteSQL(sql, dialect=dialect or "")
    out = []
    for feature in result:
        geometry = feature.GetGeometryRef()
        out.append((feature.items(), geometry.Clone() if geometry else None))
    source.ReleaseResultSet(result)
    return out


def edges(items):
    count = Counter()
    for _, geometry in items:
        for _, points in rings(geometry):
            for a, b in zip(points, points[1:]):
                count[tuple(sorted((a[:2], b[:2])))] += 1
    return count


def coverage(name, items, outline):
    count = edges(items)
    outer = {e for e, n in count.items() if n == 1}
    check("%s: %d edges, none more than twice, the %d single ones are the city's outline, vertex for vertex"
          % (name, len(count), len(outer)), max(count.values()) == 2 and outer == outline)
    check("%s: all valid" % name, all(g.IsValid() for _, g in items))


def grade(people, loss):
    for name, p, l in (("特大型", 1000, 10000), ("大型", 500, 5000), ("中型", 100, 500)):
        if people >= p or loss >= l:
            return name
    return "小型"


def main(here):
    at = lambda n: os.path.join(here, n)        # noqa: E731
    facts = {r["name"]: r for r in csv.DictReader(open(at("source/county_facts.csv"), encoding="utf-8"))}

    print("admin.gpkg")
    counties = layer(at("admin.gpkg"), "SELECT * FROM counties")
    towns = layer(at("admin.gpkg"), "SELECT * FROM towns")
    check("6 counties, 84 towns", (len(counties), len(towns)) == (6, 84))
    total = 0
    for f, g in counties:
        want, have = float(facts[f["name"]]["area_km2"]), km2(g)
        total += have
        box, fact = g.GetEnvelope(), facts[f["name"]]
        shift = max(abs(a - float(fact[k])) for a, k in zip(box, ("west", "east", "south", "north")))
        inside = ogr.CreateGeometryFromWkt("POINT(%s %s)" % (fact["inside_lon"], fact["inside_lat"]))
        check("%s %.3f km2, published %.1f (%+.4f %%), holds its inside point, box within %.2f degrees, %d towns" % (
            f["name"], have, want, 100 * (have / want - 1), shift, sum(t["county"] == f["name"] for t, _ in towns)),
            abs(have / want - 1) < 0.0005 and g.Contains(inside) and f["code"] == fact["code"])
    check("城区 lies in a hole of 泽州县", next(g for f, g in counties if f["name"] == "泽州县").GetGeometryCount() == 2)
    outline = {e for e, n in edges(counties).items() if n == 1}
    coverage("counties", counties, outline)
    coverage("towns", towns, outline)
    for f, g in counties:
        mine = edges([t for t in towns if t[0]["county"] == f["name"]])
        if {e for e, n in mine.items() if n == 1} != set(edges([(f, g)])):
            check("towns tile %s" % f["name"], False)
    check("the towns of each county tile it exactly", True)
    vertices = sorted(sum(len(p) - 1 for _, p in rings(g)) for _, g in towns)
    longest = max(GEOD.inv(a[0], a[1], b[0], b[1])[2] for a, b in edges(towns))
    check("vertices per town %d..%d (median %d), longest edge %.0f m" % (
        vertices[0], vertices[-1], vertices[42], longest), longest < 2000)
    planar = layer(at("admin.gpkg"), "SELECT SUM(ST_Area(ST_Transform(geom, 6933)))/1e6 AS a, 'x' AS b FROM towns", "SQLITE")[0][0]["a"]
    check("towns by SpatiaLite in EPSG:6933: %.2f km2; geodesic %.2f" % (planar, total), abs(planar / total - 1) < 1e-4)
    stem = lambda n: re.sub("(办事处|街道|镇|乡)$", "", n)      # noqa: E731
    have = Counter((t["county"], stem(t["name"])) for t, _ in towns)
    printed = [(c, stem(n)) for c, names in KEY.items() for n in names.split()]
    check("all %d printed key-zone towns found once in their county" % len(printed),
          len(printed) == 50 and all(have[p] == 1 for p in printed))

    print("villages.gpkg")
    villages = layer(at("villages.gpkg"), "SELECT * FROM villages")
    check("1729 villages, ids unique", len(villages) == 1729 == len({f["village_id"] for f, _ in villages}))
    for row, _ in layer(at("villages.gpkg"), "SELECT county, SUM(population) AS p, COUNT(*) AS n, MIN(population) AS lo, "
                        "MAX(population) AS hi FROM villages GROUP BY county", "SQLITE"):
        check("%s %d people in %d villages (%d..%d)" % (row["county"], row["p"], row["n"], row["lo"], row["hi"]),
              row["p"] == int(facts[row["county"]]["population_2018"]))
    check("people together 2343106", sum(f["population"] for f, _ in villages) == 2343106)
    shape = {(f["county"], f["name"]): g for f, g in towns}
    check("every village inside its town", all(shape[f["county"], f["town"]].Contains(g) for f, g in villages))
    count = Counter(f["town"] for f, _ in villages)
    check("every town has villages (least: %s)" % min((n, t) for t, n in count.items()).__str__(), len(count) == 84)
    cells = defaultdict(list)
    for f, g in villages:
        cells[int(g.GetX() / 0.01), int(g.GetY() / 0.01)].append((g.GetX(), g.GetY()))
    nearest = min(GEOD.inv(*p, *q)[2] for (i, j), mine in cells.items() for p in mine
                  for u in (-1, 0, 1) for v in (-1, 0, 1) for q in cells.get((i + u, j + v), []) if p != q)
    check("least distance between villages %.0f m" % nearest, nearest >= 200)

    print("隐患点.xlsx")
    points = [f for f, _ in layer(at("隐患点.xlsx"), "SELECT * FROM \"隐患点\"")]
    dms = lambda t: sum(float(v) / d for v, d in zip(re.fullmatch(r"(\d+)°(\d\d)′(\d\d\.\d\d)″", t).groups(), (1, 60, 3600)))  # noqa: E731
    for p in points:
        p["lon"], p["lat"] = dms(p["经度"]), dms(p["纬度"])
    check("322 rows, ids and names unique", len(points) == 322 == len({p["编号"] for p in points}) == len({p["灾害点名称"] for p in points}))
    check("by county %s" % dict(Counter(p["县(市、区)"] for p in points)), Counter(p["县(市、区)"] for p in points) ==
          {"城区": 12, "泽州县": 52, "高平市": 45, "阳城县": 93, "陵川县": 66, "沁水县": 54})
    first = Counter(p["灾害类型"].split("、")[0] for p in points)
    every = Counter(k for p in points for k in p["灾害类型"].split("、"))
    check("by first type %s" % dict(first), first == {"不稳定斜坡": 2, "崩塌": 142, "滑坡": 72, "地面塌陷": 99, "泥石流": 7})
    check("by every type %d = printed 323" % sum(every.values()), every == {"不稳定斜坡": 2, "崩塌": 142, "滑坡": 73, "地面塌陷": 99, "泥石流": 7})
    print("        the point with two types: " + ", ".join(p["编号"] + " " + p["灾害点名称"] for p in points if "、" in p["灾害类型"]))
    check("people %d, loss %d" % (sum(p["威胁人口"] for p in points), sum(p["威胁财产(万元)"] for p in points)),
          (sum(p["威胁人口"] for p in points), sum(p["威胁财产(万元)"] for p in points)) == (19791, 113185))
    check("people in all rows, households missing in %d (null, none 0)" % sum(p["威胁户数"] is None for p in points),
          all(p["威胁人口"] for p in points) and not any(p["威胁户数"] == 0 for p in points))
    for p in points:
        p["grade"] = grade(p["威胁人口"], p["威胁财产(万元)"])
    rule = Counter(p["grade"] for p in points)
    check("grades by rule %s, registered %s" % (dict(rule), dict(Counter(p["规模"] for p in points))),
          rule == {"特大型": 3, "大型": 6, "中型": 43, "小型": 270})
    odd = [p for p in points if p["规模"] != p["grade"]]
    check("5 rows differ on purpose: " + "; ".join("%s %s (rule %s)" % (p["编号"], p["规模"], p["grade"]) for p in odd), len(odd) == 5)
    check("flagged 重点: %d" % sum(p["重点"] == "是" for p in points), sum(p["重点"] == "是" for p in points) == 10)
    def spot(p):
        g = ogr.Geometry(ogr.wkbPoint)
        g.AddPoint_2D(p["lon"], p["lat"])
        return g
    check("every point inside the town it names", all(shape[p["县(市、区)"], p["乡镇"]].Contains(spot(p)) for p in points))
    check("by town class: %d of 322 in printed key-zone towns" % sum((p["县(市、区)"], stem(p["乡镇"])) in printed for p in points), True)
    exposed, hit, people, margin = set(), 0, 0, 1.0
    for p in points:
        near = [(GEOD.inv(p["lon"], p["lat"], g.GetX(), g.GetY())[2], f) for f, g in villages
                if abs(g.GetX() - p["lon"]) < 0.02 and abs(g.GetY() - p["lat"]) < 0.02]
        for kind in p["灾害类型"].split("、"):
            for f in FACTOR.values():
                margin = min([margin] + [abs(d / (RADIUS[kind] * f) - 1) for d, _ in near])
        radius = max(RADIUS[k] for k in p["灾害类型"].split("、")[:1]) * FACTOR[p["grade"]]
        inside = [f for d, f in near if d <= radius]
        hit += bool(inside)
        exposed |= {(f["village_id"], f["population"]) for f in inside}
    people = sum(n for _, n in exposed)
    check("circles of the default radii hold %d villages (%d people, counted once); %d points (%.0f %%) have one" % (
        len(exposed), people, hit, 100 * hit / 322), 80 <= len(exposed) <= 150)
    check("nearest any village comes to any circle's edge: %.2f %% of the radius" % (100 * margin), margin > 0.005)

    print("采空区.zip")
    zipped = "/vsizip/" + at("采空区.zip")
    back = osr.SpatialReference()
    back.ImportFromEPSG(4490)
    back.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    mine = layer(zipped, 'SELECT * FROM "采空区"')
    city = ogr.Geometry(ogr.wkbMultiPolygon)
    for _, g in counties:
        city.AddGeometry(g)
    city = city.UnionCascaded()
    whole = {}
    for kind, want in (("采空区", 522), ("采煤破坏土地", 232)):
        all_ = ogr.Geometry(ogr.wkbMultiPolygon)
        sizes = []
        for f, g in mine:
            if f["类别"] == kind:
                g.TransformTo(back)
                g.AssignSpatialReference(None)
                all_.AddGeometry(g)
                sizes.append(km2(g))
        whole[kind] = all_.UnionCascaded()
        have = km2(whole[kind])
        check("%s: %d polygons of %.1f..%.1f km2, together %.1f, dissolved %.4f (published %d, %+.4f %%)" % (
            kind, len(sizes), min(sizes), max(sizes), sum(sizes), have, want, 100 * (have / want - 1)), abs(have / want - 1) < 1e-4)
    both = whole["采空区"].Intersection(whole["采煤破坏土地"])
    check("goaf and damaged land share %.1f km2" % km2(both), km2(both) > 10)
    city.AssignSpatialReference(None)
    check("all inside the city", all(city.Contains(w) for w in whole.values()))
    inside = Counter(whole["采空区"].Contains(spot(p)) for p in points if p["灾害类型"] == "地面塌陷")
    check("地面塌陷 points in goaf: %d of 99" % inside[True], inside[True] > 70)
    check("villages in goaf: %d" % sum(whole["采空区"].Contains(g) for _, g in villages), True)

    print("易发区.gpkg")
    levels = layer(at("易发区.gpkg"), "SELECT * FROM susceptibility")
    area = Counter()
    for f, g in levels:
        area[f["易发程度"]] += km2(g)
    for name, want in (("高易发", 29.54), ("中易发", 70.46)):
        have = 100 * area[name] / total
        check("%s %.4f %% (published %.2f), %d polygons" % (name, have, want, sum(f["易发程度"] == name for f, _ in levels)), abs(have - want) < 0.005)
    coverage("susceptibility", levels, outline)

    print("key_towns.geojson")
    keys = layer(at("key_towns.geojson"), "SELECT * FROM key_towns")
    check("23 key towns %s %s" % (dict(Counter(f["tier"] for f, _ in keys)), dict(Counter(f["status"] for f, _ in keys))),
          len(keys) == 23 and Counter(f["status"] for f, _ in keys) == {"planned": 18, "existing": 3, "deferred": 2})
    check("each inside the town of its name", all(shape[f["county"], f["name"]].Contains(g) for f, g in keys))
    check("17 in printed key zones", sum((f["county"], stem(f["name"])) in printed for f, _ in keys) == 17)

    print("FAILED: %d" % len(failed) if failed else "all checks passed")
    return 1 if failed else 0
