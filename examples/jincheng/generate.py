#!/usr/bin/python3
"""Generate the synthetic layers of the Jincheng example, or check them.

    ./generate.py            write the data files beside this script (about a minute)
    ./generate.py --facilities   write facilities.geojson alone, from the other files
    ./generate.py --verify   measure the files with independent means and print a report

Reads only ./source/ (see source/SOURCES.md). Names, codes and published figures are real; every
coordinate, boundary and per-village or per-point figure is made up from the seed below.
Needs Debian's python3-gdal, python3-numpy, python3-shapely, python3-pyproj, python3-openpyxl.
"""
import csv
import datetime
import io
import json
import math
import os
import re
import sys
import zipfile

import numpy as np
import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from osgeo import gdal, ogr, osr
from shapely import affinity
from shapely.geometry import Point
from shapely.ops import transform, unary_union
from shapely.prepared import prep

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import synth  # noqa: E402
from synth import GEOD, OUTSIDE  # noqa: E402

SEED = 140500
YEAR = 2020
CELL = 200.0                        # metres
COUNTIES = ["城区", "泽州县", "高平市", "阳城县", "陵川县", "沁水县"]     # the order of the printed plan

# ---- published figures: 晋城市2020年度地质灾害防治方案 (晋市政办〔2020〕25号) unless a note says otherwise
BY_COUNTY = {"城区": 12, "泽州县": 52, "高平市": 45, "阳城县": 93, "陵川县": 66, "沁水县": 54}
THREATENED, PROPERTY = 19791, 113185
HIGH, MEDIUM = 29.54, 70.46
GOAF_KM2, DAMAGED_KM2 = 522.0, 232.0
KEY_ZONES = {
    "城区": "北石店 西上庄 钟家庄".split(),
    "泽州县": "巴公 大阳 金村 南村 下村 周村 北义城 南岭".split(),
    "高平市": "马村 原村 野川 永录 寺庄 北城办事处 米山镇 东城办事处 陈区 北诗 建宁 河西".split(),
    "阳城县": "次营 董封 横河 驾岭 河北 凤城 西河 润城 北留 八甲口".split(),
    "陵川县": "崇文 平城 礼义 西河底 附城 六泉 马圪当 夺火".split(),
    "沁水县": "中村 张村 龙港 嘉峰 郑村 郑庄 端氏 胡底 土沃".split(),
}
# 重点镇 (晋市政办〔2019〕24号): towns that keep a full-time fire and rescue brigade
KEY_TOWNS = {
    1: {"城区": ["北石店镇"], "泽州县": ["巴公镇", "高都镇", "周村镇", "南村镇", "大阳镇"],
        "高平市": ["马村镇"], "阳城县": ["北留镇", "润城镇"]},
    2: {"泽州县": ["大东沟镇"], "高平市": ["河西镇", "三甲镇", "米山镇"],
        "阳城县": ["町店镇", "次营镇", "东冶镇", "芹池镇"], "陵川县": ["礼义镇", "附城镇"],
        "沁水县": ["中村镇", "端氏镇", "嘉峰镇", "郑村镇"]},
}
EXISTING, DEFERRED = {"巴公镇", "北留镇", "端氏镇"}, {"次营镇", "附城镇"}

# ---- synthetic: how the published totals by county and by type are filled in (first type of each point)
TYPES = ["地面塌陷", "崩塌", "滑坡", "泥石流", "不稳定斜坡"]
MATRIX = {"城区": (9, 1, 2, 0, 0), "泽州县": (23, 21, 8, 0, 0), "高平市": (24, 8, 13, 0, 0),
          "阳城县": (17, 55, 16, 4, 1), "陵川县": (6, 41, 15, 3, 1), "沁水县": (20, 16, 18, 0, 0)}
RADIUS = {"崩塌": 100, "滑坡": 200, "泥石流": 500, "地面塌陷": 300, "地裂缝": 200, "地面沉降": 500, "不稳定斜坡": 150}
FACTOR = {"特大型": 2.0, "大型": 1.5, "中型": 1.0, "小型": 0.75}


def rows(name):
    with open(os.path.join(HERE, "source", name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def path(name):
    return os.path.join(HERE, name)


def bare(village):
    return re.sub("(社区居民委员会|社区居委会|居民委员会|村民委员会|村委会|居委会|社区)$", "", village)


def spoken(village):
    """The name as an address says it: 南山村委会 -> 南山村, 东关社区居委会 -> 东关社区."""
    stem = bare(village)
    return stem if stem.endswith("村") else stem + ("社区" if "社区" in village else "村")


def town_of(county, printed, towns):
    stem = re.sub("(办事处|街道|镇|乡)$", "", printed)
    found = [t for t in towns if t["county"] == county and re.sub("(街道|镇|乡)$", "", t["name"]) == stem]
    assert len(found) == 1, (county, printed)
    return found[0]


# ---------------------------------------------------------------- boundaries

def boundaries(rng):
    facts = {r["name"]: r for r in rows("county_facts.csv")}
    towns = [t for t in rows("townships_2020.csv") if t["use"] == "1"]
    forward, backward = synth.local_projection(112.7, 35.62)

    west, south = forward(111.80, 35.05)
    east, north = forward(113.75, 36.2)
    grid = synth.Grid(west, south, east, north, CELL)
    bend = [1500 * synth.fractal_noise(rng, grid, 16000, 4000) +
            420 * synth.fractal_noise(rng, grid, 4000, 900) for _ in range(2)]
    bent_x, bent_y = grid.x + bend[0], grid.y + bend[1]

    anchors, boxes, areas = [], [], []
    for name in COUNTIES:
        f = facts[name]
        points = [forward(float(t["approx_lon"]), float(t["approx_lat"])) for t in towns if t["county"] == name]
        points.append(forward(float(f["inside_lon"]), float(f["inside_lat"])))
        anchors.append(points)
        x, y = forward([float(f[k]) for k in ("west", "east", "west", "east")],
                       [float(f[k]) for k in ("south", "south", "north", "north")])
        boxes.append((min(x), min(y), max(x), max(y)))
        areas.append(float(f["area_km2"]))
    county = synth.grow_units(grid, bent_x, bent_y, anchors, boxes, areas)

    villages = {}
    for v in village_table():
        villages[v["town"], v["county"]] = villages.get((v["town"], v["county"]), 0) + 1
    centre = {"东街街道": 5, "西街街道": 5.5, "南街街道": 4.5, "北街街道": 5, "钟家庄街道": 32, "西上庄街道": 42,
              "开发区街道": 7, "北石店镇": 44, "北城街道": 38, "东城街道": 22, "南城街道": 44}
    label = np.full(county.shape, OUTSIDE)
    for k, name in enumerate(COUNTIES):
        mine = [n for n, t in enumerate(towns) if t["county"] == name]
        seeds = [forward(float(towns[n]["approx_lon"]), float(towns[n]["approx_lat"])) for n in mine]
        size = np.array([centre.get(towns[n]["name"],
                                    0 if name == "城区" else 100 * math.exp(0.2 * rng.standard_normal()) *
                                    (villages[towns[n]["name"], name] / 20) ** 0.3) for n in mine])
        fixed = np.array([towns[n]["name"] in centre for n in mine])
        if not fixed.all():
            size[~fixed] *= (areas[k] - size[fixed].sum()) / size[~fixed].sum()
        got = synth.divide(grid, bent_x, bent_y, county == k, seeds, size)
        for m, n in enumerate(mine):
            label[got == m] = n
    label = synth.keep_largest(label, county)
    label = synth.no_diagonals(label, county)
    label = synth.keep_largest(label, county)

    # susceptibility: mountains and mining country, as noise with a bias towards the printed key zones
    key = np.zeros(len(towns))
    for name, printed in KEY_ZONES.items():
        for p in printed:
            key[towns.index(town_of(name, p, towns))] = 1
    bias = np.where(label >= 0, key[label], 0)
    field = synth.fractal_noise(rng, grid, 45000, 7000, 1.6) + 0.35 * synth.fractal_noise(rng, grid, 7000, 1500, 1.6)
    width = int(8000 / CELL)
    kernel = np.hanning(2 * width + 1)
    kernel /= kernel.sum()
    for axis in (0, 1):
        bias = np.apply_along_axis(lambda r: np.convolve(r, kernel, "same"), axis, bias)
    field += 1.6 * bias
    high = (field > np.quantile(field[label >= 0], 1 - HIGH / 100)) & (label >= 0)
    for _ in range(6):
        flag = np.where(label >= 0, high.astype(int), OUTSIDE)
        numbers, found = synth.components(flag)
        small = np.array([s < 130 for _, s in found])[numbers] & (label >= 0)
        joint = np.where(label >= 0, 2 * label + (high ^ small), OUTSIDE)
        numbers, found = synth.components(joint)
        sliver = np.array([s < 25 for _, s in found])[numbers] & (label >= 0)
        joint = np.where(sliver, joint ^ 1, joint)
        fixed = synth.no_diagonals(joint, label)
        was, high = high, (fixed % 2 == 1) & (label >= 0)
        if (was == high).all():
            break
    joint = np.where(label >= 0, 2 * label + high, OUTSIDE)

    cover = synth.Coverage(grid, joint, forward, backward)
    home = [COUNTIES.index(t["county"]) for t in towns]
    by_town = lambda v: None if v < 0 else v // 2                       # noqa: E731
    by_county = lambda v: None if v < 0 else home[v // 2]               # noqa: E731
    by_level = lambda v: None if v < 0 else v % 2                       # noqa: E731
    wanted = [(by_county, k, areas[k]) for k in range(6)] + [(by_level, 1, sum(areas) * HIGH / 100)]
    print("last sideways move of an arc: %.2f m" % cover.adjust(wanted))

    town_faces, county_faces = cover.polygons(by_town), cover.polygons(by_county)
    assert sorted(v for v, _ in town_faces) == list(range(len(towns))), "each town is one polygon"
    assert sorted(v for v, _ in county_faces) == list(range(6))
    town_shape, county_shape = dict(town_faces), dict(county_faces)
    for k, name in enumerate(COUNTIES):
        f = facts[name]
        assert county_shape[k].contains(Point(float(f["inside_lon"]), float(f["inside_lat"]))), name
    levels = cover.polygons(by_level)

    source = synth.new_file("GPKG", path("admin.gpkg"))
    synth.write_layer(source, "counties", ogr.wkbPolygon, [("name", "str"), ("code", "str")],
                      [(county_shape[k], (n, facts[n]["code"])) for k, n in enumerate(COUNTIES)])
    synth.write_layer(source, "towns", ogr.wkbPolygon, [("name", "str"), ("code", "str"), ("county", "str")],
                      [(town_shape[n], (t["name"], t["code"] or None, t["county"])) for n, t in enumerate(towns)])
    source = None
    source = synth.new_file("GPKG", path("易发区.gpkg"))
    levels.sort(key=lambda f: (-f[0], -f[1].area))
    synth.write_layer(source, "susceptibility", ogr.wkbPolygon, [("编号", "str"), ("易发程度", "str")],
                      [(s, ("%s%02d" % ("ZG"[v], n + 1), ["中易发", "高易发"][v]))
                       for n, (v, s) in enumerate(levels)])
    source = None

    for n, t in enumerate(towns):
        t["shape"] = town_shape[n]
        t["plane"] = transform(forward, town_shape[n])
        t["key"] = bool(key[n])
    city = unary_union([county_shape[k] for k in range(6)])
    return towns, city, grid, forward, backward


# ---------------------------------------------------------------- villages

def village_table():
    moved = {m["village_code"]: m["town_2020"] for m in rows("villages_moved.csv")}
    used = {t["name"] for t in rows("townships_2020.csv") if t["use"] == "1"}
    out = []
    for v in rows("villages_2023.csv"):
        town = moved.get(v["code"], v["township_name"])
        out.append({"id": v["code"], "name": v["name"], "county": v["county_name"],
                    "town": town if town in used else v["township_name"]})
    return out


def villages(rng, towns, grid, backward):
    table = village_table()
    settle = synth.fractal_noise(rng, grid, 9000, 1800, 1.4)        # valleys that draw settlements
    for t in towns:
        mine = [v for v in table if (v["town"], v["county"]) == (t["name"], t["county"])]
        shape = t["plane"].buffer(-130)
        inside = prep(shape)
        x0, y0, x1, y1 = shape.bounds
        centre = t["plane"].representative_point() if not t["plane"].contains(t["plane"].centroid) else t["plane"].centroid
        t["seat"] = centre
        spread = 0.13 * math.sqrt(t["plane"].area)
        gap = max(240.0, min(650.0, 0.42 * math.sqrt(t["plane"].area / len(mine))))
        taken = []
        order = sorted(mine, key=lambda v: ("社区" not in v["name"], v["id"]))
        for n, v in enumerate(order):
            for turn in range(20000):
                if "社区" in v["name"] or n == 0:
                    x, y = rng.normal(centre.x, spread * (1 + turn / 400)), rng.normal(centre.y, spread * (1 + turn / 400))
                else:
                    x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
                    i, j = grid.index(x, y)
                    if rng.random() > 1 / (1 + math.exp(-2.2 * settle[i, j])):
                        continue
                if turn % 2500 == 2499:
                    gap = max(230.0, gap * 0.85)
                if not inside.contains(Point(x, y)) or any(math.hypot(x - a, y - b) < gap for a, b in taken):
                    continue
                taken.append((x, y))
                break
            else:
                raise RuntimeError("no room for " + v["name"])
            lon, lat = backward(x, y)
            v["lon"], v["lat"], v["t"] = round(lon, 6), round(lat, 6), t
    people = {r["name"]: int(r["population_2018"]) for r in rows("county_facts.csv")}
    for county in COUNTIES:
        mine = [v for v in table if v["county"] == county]
        weight = np.exp(0.55 * rng.standard_normal(len(mine)))
        weight *= [4.2 if "社区" in v["name"] else 1.0 for v in mine]
        number = synth.largest_remainder(weight, people[county], least=60)
        for v, p in zip(mine, number):
            v["population"] = int(p)
            v["households"] = max(1, int(round(p / rng.uniform(2.6, 3.3))))
    source = synth.new_file("GPKG", path("villages.gpkg"))
    fields = [("village_id", "str"), ("name", "str"), ("town", "str"), ("county", "str"), ("population", "int"),
              ("households", "int"), ("contact", "str"), ("phone", "str")]
    synth.write_layer(source, "villages", ogr.wkbPoint, fields, [
        (Point(v["lon"], v["lat"]),
         (v["id"], v["name"], v["town"], v["county"], v["population"], v["households"],
          "社区主任(示例)" if "社区" in v["name"] else "村主任(示例)", "0356-%07d" % n))
        for n, v in enumerate(table, 1)])
    source = None
    return table


# ---------------------------------------------------------------- mining

def mining(rng, towns, city, forward, backward):
    weight = {"高平市": 1.6, "泽州县": 1.5, "阳城县": 1.4, "沁水县": 1.8, "城区": 1.3, "陵川县": 0.3}
    mined = set("巴公镇 大阳镇 下村镇 周村镇 川底镇 北义城镇 马村镇 原村乡 寺庄镇 野川镇 永录乡 河西镇 三甲镇 北诗镇 建宁乡 "
                "陈区镇 嘉峰镇 郑村镇 端氏镇 胡底乡 中村镇 龙港镇 北留镇 润城镇 町店镇 八甲口镇 西上庄街道 北石店镇".split())
    plane = prep(transform(forward, city).buffer(-300))
    whole = transform(forward, city)
    coal = [t for t in towns if t["plane"].area > 1.5e7]
    chance = np.array([weight[t["county"]] * (4.0 if t["name"] in mined else 0.5) for t in coal])
    chance /= chance.sum()

    def blobs(count, near=None):
        out = []
        while len(out) < count:
            area = min(20e6, max(2.2e6, 7.5e6 * math.exp(0.55 * rng.standard_normal())))
            if near and rng.random() < 0.6:
                shape, town = near[rng.integers(len(near))]
                b = shape.centroid
                x, y = b.x + rng.normal(0, 2200), b.y + rng.normal(0, 2200)
                area *= 0.55
            elif out and not near and rng.random() < 0.12:
                b, town = out[rng.integers(len(out))]
                x, y = b.centroid.x + rng.choice([-1, 1]) * rng.uniform(1500, 2300), b.centroid.y + rng.normal(0, 1200)
            else:
                town = coal[rng.choice(len(coal), p=chance)]
                x0, y0, x1, y1 = town["plane"].bounds
                x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
                if not town["plane"].contains(Point(x, y)):
                    continue
            blob = synth.ring_polygon(rng, x, y, max(area, 2.1e6))
            if not blob.is_valid or not plane.contains(affinity.scale(blob, 1.25, 1.25)):
                continue
            out.append((blob, town))
        return out

    def fit(items, km2):
        def scaled(s):
            return [transform(backward, affinity.scale(b, s, s)) for b, _ in items]
        low, high = 0.5, 1.5
        for _ in range(45):
            s = (low + high) / 2
            if synth.geodesic_km2(unary_union(scaled(s))) < km2:
                low = s
            else:
                high = s
        shapes = scaled(s)
        print("mining blobs scaled by %.3f" % s)
        return [(affinity.scale(b, s, s), t) for b, t in items], shapes

    goaf, goaf_deg = fit(blobs(72), GOAF_KM2)
    damaged, damaged_deg = fit(blobs(44, goaf), DAMAGED_KM2)
    assert all(whole.contains(b) for b, _ in goaf + damaged)

    # An office often gets this as a Shapefile in projected coordinates with GBK text and no .cpg file.
    gk = synth.srs(4526)
    to_gk = osr.CoordinateTransformation(synth.srs(), gk)
    folder = "/vsimem/mine"
    gdal.Mkdir(folder, 0o755)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(folder + "/采空区.shp")
    layer = source.CreateLayer("采空区", gk, ogr.wkbPolygon, ["ENCODING=CP936", "DBF_DATE_LAST_UPDATE=2020-01-01"])
    for name, width in (("编号", 8), ("名称", 48), ("类别", 20), ("开采矿井名称", 40), ("形成年份", 0)):
        definition = ogr.FieldDefn(name, ogr.OFTString if width else ogr.OFTInteger)
        definition.SetWidth(width or 4)
        layer.CreateField(definition)
    number = {}
    for kind, tag, items, shapes in (("采空区", "CK", goaf, goaf_deg), ("采煤破坏土地", "PH", damaged, damaged_deg)):
        for n, ((_, town), shape) in enumerate(zip(items, shapes), 1):
            feature = ogr.Feature(layer.GetLayerDefn())
            place = town["name"]
            number[place] = number.get(place, 0) + 1
            stem = re.sub("(街道|镇|乡)$", "", place)
            for f, value in enumerate(("%s%03d" % (tag, n), "%s%s%d号" % (stem, kind, number[place]), kind,
                                       "%s示例%d矿" % (stem, rng.integers(1, 4)), int(rng.integers(1975, 2019)))):
                feature.SetField(f, value)
            geometry = ogr.CreateGeometryFromWkb(shape.wkb)
            geometry.Transform(to_gk)
            feature.SetGeometryDirectly(geometry)
            layer.CreateFeature(feature)
    layer = source = None
    members = []
    for ending in ("shp", "shx", "dbf", "prj"):
        with_name = folder + "/采空区." + ending
        f = gdal.VSIFOpenL(with_name, "rb")
        data = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(with_name).size, f))
        gdal.VSIFCloseL(f)
        if ending == "dbf":
            data = data[:29] + b"\0" + data[30:]        # no language id either: only project.yaml says GBK
        members.append(("采空区." + ending, data))
    synth.zip_files(path("采空区.zip"), members)
    return [b for b, _ in goaf]


# ---------------------------------------------------------------- hazard points

def dms(value):
    total = round(value * 360000)
    degrees, rest = divmod(total, 360000)
    minutes, hundredths = divmod(rest, 6000)
    return "%d°%02d′%05.2f″" % (degrees, minutes, hundredths / 100)


def from_dms(text):
    d, m, s = re.match(r"(\d+)°(\d+)′([\d.]+)″$", text).groups()
    return int(d) + int(m) / 60 + float(s) / 3600


def direction(azimuth):
    return ["北", "东北", "东", "东南", "南", "西南", "西", "西北"][int((azimuth % 360 + 22.5) // 45) % 8]


def figures(rng):
    """Threatened people and loss of 322 points whose sums and risk grades are as wanted."""
    grade = ["特大型"] * 3 + ["大型"] * 6 + ["中型"] * 43 + ["小型"] * 270
    people, loss = np.zeros(322, int), np.zeros(322, int)
    people[:9] = [1286, 1042, 655, 874, 723, 640, 586, 512, 318]
    loss[:9] = [7650, 6320, 12480, 4870, 3960, 4415, 2980, 3240, 6150]
    cap_p, cap_l = np.full(322, 99), np.full(322, 499)
    low_p, low_l = np.full(322, 3), np.full(322, 5)
    for n in range(9, 52):          # medium by people, a few by loss alone
        if n % 9:
            low_p[n], cap_p[n], low_l[n], cap_l[n] = 100, 499, 60, 4999
        else:
            low_p[n], cap_p[n], low_l[n], cap_l[n] = 20, 99, 500, 4999
    rest = np.arange(9, 322)
    people[rest] = np.where(rest < 52, 100 * np.exp(0.35 * np.abs(rng.standard_normal(313)) * 2.2), 16 * np.exp(0.75 * rng.standard_normal(313)))
    loss[rest] = people[rest] * np.exp(np.log(5.2) + 0.4 * rng.standard_normal(313))
    for value, low, cap, total in ((people, low_p, cap_p, THREATENED), (loss, low_l, cap_l, PROPERTY)):
        free = rest
        value[free] = np.clip(value[free], low[free], cap[free])
        for _ in range(200000):
            gap = total - value.sum()
            if gap == 0:
                break
            n = free[rng.integers(len(free))]
            step = int(np.clip(gap, -max(1, value[n] // 12), max(1, value[n] // 12)))
            value[n] = min(cap[n], max(low[n], value[n] + step))
        assert value.sum() == total
    return grade, people, loss


def hazards(rng, towns, table, goaf, forward, backward):
    mines = prep(unary_union(goaf))
    mine_shape = unary_union(goaf)
    for t in towns:
        t["goaf"] = t["plane"].intersection(mine_shape)
        t["villages"] = [v for v in table if v["t"] is t]
    grade, people, loss = figures(rng)

    slots = [(c, kind) for c in COUNTIES for kind, n in zip(TYPES, MATRIX[c]) for _ in range(n)]
    points = [{"county": c, "type": kind} for c, kind in slots]
    # big grades go where the type fits: the nine largest are landslides and ground collapses near people
    big = [n for n, p in enumerate(points) if p["type"] in ("滑坡", "地面塌陷", "泥石流")]
    chosen = [int(n) for n in rng.choice(big, 9, replace=False)]
    others = [n for n in range(322) if n not in chosen]
    rng.shuffle(others)
    for n, place in enumerate(chosen + [int(o) for o in others]):
        points[place].update(grade=grade[n], people=int(people[n]), loss=int(loss[n]))
    double = next(p for p in points if p["type"] == "崩塌" and p["county"] == "阳城县" and p["grade"] == "中型")
    double["text"] = "崩塌、滑坡"

    all_villages = np.array([[v["lon"], v["lat"]] for v in table])
    planes = np.array([forward(*ll) for ll in all_villages])
    done = []
    for p in points:
        kinds = (p.get("text") or p["type"]).split("、")
        radius = RADIUS[p["type"]] * FACTOR[p["grade"]]
        mine = [t for t in towns if t["county"] == p["county"] and t["plane"].area > 3e6]
        weight = np.array([(2.4 if t["key"] else 0.9) * math.sqrt(t["plane"].area) for t in mine])
        collapse = p["type"] == "地面塌陷"
        if collapse:
            weight = weight * np.array([0.03 + t["goaf"].area / 1e7 for t in mine])
        close = p["grade"] in ("特大型", "大型") or rng.random() < (0.45 if p["grade"] == "中型" else 0.19)
        for _ in range(5000):
            t = mine[rng.choice(len(mine), p=weight / weight.sum())]
            base = [v for v in t["villages"] if not collapse or rng.random() < 0.06
                    or mines.contains(Point(forward(v["lon"], v["lat"])))]
            if not base:
                continue
            v = base[rng.integers(len(base))]
            away = rng.uniform(0.25, 0.85) * radius if close else rng.uniform(1.25, 2.5) * radius + rng.uniform(0, 900)
            lon, lat, _ = GEOD.fwd(v["lon"], v["lat"], rng.uniform(0, 360), away)
            p["x"], p["y"] = dms(lon), dms(lat)
            lon, lat = from_dms(p["x"]), from_dms(p["y"])
            x, y = forward(lon, lat)
            spot = Point(x, y)
            if not t["plane"].contains(spot) or t["plane"].exterior.distance(spot) < 60:
                continue
            if collapse and not mines.contains(spot) and rng.random() > 0.05:
                continue
            if any(math.hypot(x - a, y - b) < 180 for a, b in done):
                continue
            near = np.where(np.hypot(*(planes - (x, y)).T) < 1200)[0]
            _, _, metres = GEOD.inv(np.full(len(near), lon), np.full(len(near), lat), *all_villages[near].T)
            circles = [RADIUS[k] * f for k in kinds for f in FACTOR.values()]
            if any(abs(m / r - 1) < 0.006 for m in metres for r in circles):
                continue                    # no village so near a circle's edge that rounding decides
            done.append((x, y))
            break
        else:
            raise RuntimeError("no place for a point")
        azimuth, _, metres = GEOD.inv(v["lon"], v["lat"], lon, lat)
        p.update(town=t["name"], village=v, where="%s%s%s约%d米" % (
            t["name"], spoken(v["name"]), direction(azimuth), max(10, round(metres, -1))))
        p["households"] = max(1, round(p["people"] / rng.uniform(2.7, 3.6)))
        p["stability"] = str(rng.choice(["不稳定", "较不稳定", "基本稳定"], p=[0.45, 0.45, 0.1]))
        p["key"] = p["grade"] in ("特大型", "大型")

    points.sort(key=lambda p: (COUNTIES.index(p["county"]), [t["name"] for t in towns].index(p["town"]), p["village"]["id"]))
    # five rows whose register grade differs from the rule on purpose
    for p in points:
        p["registered"] = p["grade"]
    medium = [p for p in points if p["grade"] == "中型" and p is not double]
    small = [p for p in points if p["grade"] == "小型" and 25 < p["people"] < 90]
    up = max(medium, key=lambda p: p["people"])
    up["registered"], up["key"] = "大型", True
    min((p for p in medium if p is not up), key=lambda p: (p["people"] < 100, p["people"]))["registered"] = "小型"
    for n in rng.choice(len(small), 3, replace=False):
        small[int(n)]["registered"] = "中型"
    for n in rng.choice(322, 9, replace=False):
        points[int(n)]["households"] = None
    return points


def register(points):
    code = {r["name"]: r["code"] for r in rows("county_facts.csv")}
    names, count = {}, {}
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "隐患点"
    head = ["编号", "灾害点名称", "灾害类型", "县(市、区)", "乡镇", "位置", "规模", "稳定性", "威胁户数", "威胁人口",
            "威胁财产(万元)", "经度", "纬度", "监测单位", "监测责任人", "电话", "重点"]
    sheet.append(head)
    for n, p in enumerate(points, 1):
        count[p["county"]] = count.get(p["county"], 0) + 1
        kind = p.get("text") or p["type"]
        name = "%s%s%s%s隐患点" % (p["county"], p["town"], spoken(p["village"]["name"]), kind)
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name = name.replace("隐患点", "%d号隐患点" % names[name])
        unit = p["town"] + ("办事处" if p["town"].endswith("街道") else "人民政府")
        sheet.append(["%sD%03d" % (code[p["county"]], count[p["county"]]), name, kind, p["county"], p["town"], p["where"],
                      p["registered"], p["stability"], p["households"], p["people"], p["loss"], p["x"], p["y"], unit,
                      ("社区主任" if "社区" in p["village"]["name"] else "村主任") + "(示例)",
                      "0356-%07d" % (9000000 + n), "是" if p["key"] else "否"])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
        cell.alignment = Alignment(horizontal="center")
    for n, width in enumerate((13, 40, 12, 11, 12, 30, 8, 10, 9, 9, 14, 15, 15, 20, 15, 14, 6), 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.freeze_panes = "C2"
    stamp = datetime.datetime(2020, 1, 1)
    book.properties.created = book.properties.modified = stamp
    book.properties.creator = "hazplan example"
    memory = io.BytesIO()
    book.save(memory)
    with zipfile.ZipFile(memory) as archive:
        members = [(i.filename, archive.read(i)) for i in archive.infolist()]
    members = [(n, re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", d)
                if n == "docProps/core.xml" else d) for n, d in members]
    synth.zip_files(path("隐患点.xlsx"), members)


def key_towns(towns, backward):
    features = []
    for tier, counties in KEY_TOWNS.items():
        for county in COUNTIES:
            for name in counties.get(county, []):
                seat = town_of(county, name, towns)["seat"]
                lon, lat = backward(seat.x, seat.y)
                status = "existing" if name in EXISTING else "deferred" if name in DEFERRED else "planned"
                features.append({"type": "Feature", "properties": {"name": name, "county": county, "tier": tier, "status": status},
                                 "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}})
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    with open(path("key_towns.geojson"), "w", encoding="utf-8") as f:
        f.write('{"type": "FeatureCollection", "name": "key_towns", "features": [\n%s\n]}\n' % lines)


# ---------------------------------------------------------------- facilities

# Kind, what its name ends in, people from and to (None: no head count), how many, every how manieth beside a hazard point.
FACILITIES = [("学校", "示例小学", 120, 620, 14, 3), ("学校", "示例中学", 480, 1400, 6, 2), ("幼儿园", "示例幼儿园", 40, 180, 6, 3),
              ("医院", "示例卫生院", 30, 160, 5, 5), ("养老院", "示例敬老院", 20, 90, 4, 2), ("矿山", "示例煤矿", 180, 900, 3, 3),
              ("集贸市场", "示例集贸市场", None, None, 2, 2)]


def facilities():
    """Schools and the like, from the files of villages and points, with a generator of their own: adding them moved nothing else."""
    rng = np.random.default_rng(SEED + 1)
    source = ogr.Open(path("villages.gpkg"))
    homes = [(f["name"], f["town"], f["county"], f.GetGeometryRef().GetX(), f.GetGeometryRef().GetY())
             for f in source.GetLayer(0)]
    sheet = openpyxl.load_workbook(path("隐患点.xlsx")).active
    points = [r for r in sheet.iter_rows(min_row=2, values_only=True)]
    large = [r for r in points if r[6] in ("特大型", "大型", "中型")]
    features = []

    def add(name, kind, town, county, people, geometry):
        n = len(features) + 1
        features.append({"type": "Feature", "properties": {
            "设施编号": "F%03d" % n, "设施名称": name, "设施类型": kind, "县区": county, "乡镇": town, "人数": people,
            "联系人": "负责人(示例)", "联系电话": "0356-%07d" % (9500000 + n)}, "geometry": geometry})

    def spot(lon, lat, away):
        x, y, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360), away)
        return [round(x, 6), round(y, 6)]

    for kind, ending, least, most, count, each in FACILITIES:
        for k in range(count):
            people = None if least is None else int(rng.integers(least, most + 1))
            if k % each == 0:       # well inside the circle of a point
                r = large.pop(int(rng.integers(len(large))))
                radius = RADIUS[r[2].split("、")[0]] * min(FACTOR["中型"], FACTOR[r[6]])
                place = spot(from_dms(r[11]), from_dms(r[12]), rng.uniform(0.2, 0.6) * radius)
                town, county = r[4], r[3]
            else:
                _, town, county, lon, lat = homes[int(rng.integers(len(homes)))]
                place = spot(lon, lat, rng.uniform(60, 200))
            add(town + ending, kind, town, county, 1400 if ending == "示例中学" and k == 0 else people,
                {"type": "Point", "coordinates": place})
    for k in range(2):              # a road over a point, and a scenic area beside one
        r = large.pop(int(rng.integers(len(large))))
        lon, lat = from_dms(r[11]), from_dms(r[12])
        line = [[round(lon - 0.02, 6), round(lat - 0.012 + 0.001 * k, 6)], [round(lon, 6), round(lat, 6)],
                [round(lon + 0.018, 6), round(lat + 0.015, 6)]]
        add(r[4] + "示例公路", "公路", r[4], r[3], None, {"type": "LineString", "coordinates": line})
    r = large.pop(int(rng.integers(len(large))))
    lon, lat = from_dms(r[11]), from_dms(r[12])
    ring = [[round(lon + dx, 6), round(lat + dy, 6)] for dx, dy in ((0, 0), (0.012, 0.001), (0.011, 0.009), (0.001, 0.008), (0, 0))]
    add(r[4] + "示例景区", "景区", r[4], r[3], 850, {"type": "Polygon", "coordinates": [ring]})
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    with open(path("facilities.geojson"), "w", encoding="utf-8") as f:
        f.write('{"type": "FeatureCollection", "name": "facilities", "features": [\n%s\n]}\n' % lines)


def gauges():
    """A made-up storm of four days that moves from west to east over twenty made-up rain gauges. One gauge fails for a day."""
    centres = [(112.3, 35.60, 34), (112.7, 35.55, 118), (112.95, 35.5, 72), (113.2, 35.45, 9)]  # lon, lat, mm
    lines = ["站号,站名,经度,纬度,日期,日雨量(mm)"]
    for row in range(4):
        for column in range(5):
            number = row * 5 + column + 1
            lon, lat = 112.0 + column * 0.35, 35.3 + row * 0.22
            for day, (x, y, most) in enumerate(centres):
                far = ((lon - x) * 90.5) ** 2 + ((lat - y) * 111) ** 2                             # km², roughly
                mm = "" if (number, day) == (8, 2) else "%.1f" % (most * math.exp(-far / 45 ** 2))
                lines.append("S%02d,示意雨量站%02d,%.2f,%.2f,2020-07-%02d,%s" % (number, number, lon, lat, 18 + day, mm))
    with open(path("雨量站.csv"), "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def generate():
    rng = np.random.default_rng(SEED)
    towns, city, grid, forward, backward = boundaries(rng)
    table = villages(rng, towns, grid, backward)
    goaf = mining(rng, towns, city, forward, backward)
    register(hazards(rng, towns, table, goaf, forward, backward))
    key_towns(towns, backward)
    facilities()
    gauges()


if __name__ == "__main__":
    if sys.argv[1:] == ["--verify"]:
        import verify
        sys.exit(verify.main(HERE))
    if sys.argv[1:] == ["--facilities"]:
        sys.exit(facilities())
    if sys.argv[1:]:
        sys.exit(__doc__)
    generate()
