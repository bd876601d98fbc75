#!/usr/bin/env python3
"""Make the project of a nation whose plan answers emergencies: workload B in degrees, with key towns, people to call, and names.

Usage: make_nation.py --work FOLDER [--scale 0.1]

Takes WORK/data/B-SCALE of make_workload.py, makes WORK/nation-SCALE/project.yaml. Names repeat as they do in a country: most villages
share theirs with some twenty others, one in eight has its own. Needs Debian's gdal-bin.
"""

import argparse
import json
import sqlite3
import subprocess
from pathlib import Path

import numpy as np
from workloads import folder

SEED = 20200602
FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
PLACES = ["家庄", "家沟", "家湾", "家坪", "家岭", "家坡", "家堡", "家寨", "家河", "家店", "家院", "家窑", "家山", "家洼", "家铺", "家楼"]
SIDES = ["", "东", "西", "南", "北", "上", "下", "前", "后", "大", "小", "新", "老", "中", "里", "外", "头", "口", "底", "梁"]
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
TIERS = [1, 2, 3]
PEOPLE = {"small": (1, 100), "medium": (100, 500), "large": (500, 1000), "extra_large": (1000, 3000)}  # by grade, as the rule has it
STATUS = ["existing", "planned", "deferred"]

PROJECT = """# Made by tests/bench/make_nation.py; fixed seed, nothing in it is real.
title: 全国地质灾害防治方案（合成数据）
region: {name: 示例, code: "000000"}
year: 2020
notice: 合成数据 / synthetic data
crs: EPSG:4490
layers:
  towns: {path: data.gpkg, layer: towns}
  counties: {path: data.gpkg, layer: counties}
  hazard_points: {path: data.gpkg, layer: hazard_points}
  villages: {path: data.gpkg, layer: villages}
  subsidence: {path: data.gpkg, layer: mining}
  key_towns: {path: key_towns.geojson}
"""


def persons(rng, n):
    family, given = rng.integers(0, len(FAMILIES), n), rng.integers(0, len(GIVEN), (n, 2))
    phones = rng.integers(0, 10**8, n)
    return [FAMILIES[f] + GIVEN[a] + GIVEN[b] for f, (a, b) in zip(family, given)], [f"138{phone:08d}" for phone in phones]


def village_names(n):
    """Of villages in their order, town by town: neighbours differ."""
    names = [side + family + place for side in SIDES for place in PLACES for family in FAMILIES]
    return [names[i * 7919 % len(names)] + "村" if i % 8 else f"第{i}村" for i in range(n)]


def add(database, table, columns):
    """Add columns, or fill those that are there, row by row in the order of fid."""
    there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    for name in columns:
        if name not in there:
            database.execute(f"ALTER TABLE {table} ADD COLUMN {name} {'TEXT' if isinstance(columns[name][0], str) else 'INTEGER'}")
    fids = [fid for (fid,) in database.execute(f"SELECT fid FROM {table} ORDER BY fid")]
    rows = zip(*columns.values(), fids)
    database.executemany(f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in columns)} WHERE fid = ?", rows)


def count(database, table):
    return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def key_towns(database, rng):
    """A tenth of the towns, with the middle of their box."""
    rows = database.execute(
        "SELECT name, county, (minx + maxx) / 2, (miny + maxy) / 2 FROM towns JOIN rtree_towns_geom ON id = fid WHERE fid % 10 = 3 ORDER BY fid"
    ).fetchall()
    features = []
    for name, county, lon, lat in rows:
        told = {"name": name, "county": county, "tier": int(rng.choice(TIERS)), "status": str(rng.choice(STATUS, p=[0.5, 0.35, 0.15]))}
        place = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
        features.append({"type": "Feature", "properties": told, "geometry": place})
    return {"type": "FeatureCollection", "features": features}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    arguments = parser.parse_args()
    source = folder(arguments.work, "B", arguments.scale) / "data.gpkg"
    target = arguments.work / f"nation-{arguments.scale:g}"
    target.mkdir(exist_ok=True)
    data = target / "data.gpkg"
    data.unlink(missing_ok=True)
    subprocess.run(["ogr2ogr", "-t_srs", "EPSG:4490", "-gt", "200000", "-f", "GPKG", data, source], check=True)
    rng = np.random.default_rng(SEED)
    with sqlite3.connect(data) as database:
        # those of the R-trees need functions that only GDAL has, and geometry stays as it is
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'rtree_*'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        n = count(database, "villages")
        contacts, phones = persons(rng, n)
        add(database, "villages", {"name": village_names(n), "contact": contacts, "phone": phones})
        n = count(database, "hazard_points")
        contacts, phones = persons(rng, n)
        grades = [grade for (grade,) in database.execute("SELECT registered_grade FROM hazard_points ORDER BY fid")]
        people = [int(rng.integers(*PEOPLE[grade])) for grade in grades]
        households = [max(1, round(number / size)) for number, size in zip(people, rng.uniform(2.6, 3.8, n))]
        told = {"population": people, "households": households, "monitor_person": contacts, "phone": phones}
        add(database, "hazard_points", told)
        (target / "key_towns.geojson").write_text(json.dumps(key_towns(database, rng), ensure_ascii=False))
    database.close()
    (target / "project.yaml").write_text(PROJECT)


if __name__ == "__main__":
    main()
