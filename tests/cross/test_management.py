"""What each hazard point lacks, from a made-up register of the Jincheng points and four tables: counted again here, without hazplan.

The columns and tables are written from states that are drawn first, so that what is expected never passes through the program.
Distances are PROJ's geodesics on GRS80, by trying every device.
"""

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import openpyxl
import yaml
from pyproj import Geod

EXAMPLE = Path(os.environ["HAZPLAN_SOURCE"], "examples/jincheng")
PRESENT, LACKING, UNKNOWN = "present", "lacking", "not_recorded"
AS_OF = "2020-10-15"  # the survey after the flood season is not due yet
WORDS = {
    PRESENT: ["是", "有", "√", "1", "已发放", "已发放45份", "2020年3月", "Y", "已安装（2块）"],
    LACKING: ["否", "无", "×", "0", "未发放", "没有", "N", "尚未设立"],
    UNKNOWN: ["", "-", "不详", "—"],
}
SIGNS = {"warning_sign": "警示牌", "notice": "告知书", "work_card": "防灾工作明白卡", "evacuation_card": "防灾避险明白卡"}
ROLES = {"prevention": "防治责任人", "monitor": "群测群防员", "technical": "技术支撑"}
GEOD = Geod(ellps="GRS80")
draw = random.Random(20200)
problems = []


def equal(what, found, expected):
    if found != expected:
        problems.append(f"{what}: {str(found)[:500]}, expected {str(expected)[:500]}")


def degrees(text):
    whole, rest = text.split("°")
    minutes, seconds = rest.rstrip("″").split("′")
    return int(whole) + int(minutes) / 60 + float(seconds) / 3600


def read_register():
    sheet = openpyxl.load_workbook(EXAMPLE / "隐患点.xlsx", read_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    return [dict(zip(rows[0], row)) for row in rows[1:] if row[0]]


def write(folder, name, rows):
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def add_signs(points, states):
    for point in points:
        for item, header in SIGNS.items():
            state = draw.choice([PRESENT, PRESENT, LACKING, UNKNOWN])
            states[point["编号"], item] = state
            point[header] = draw.choice(WORDS[state])
        year = draw.choice([2017, 2018, 2019, 2020, None, "否"])
        states[point["编号"], "drill"] = UNKNOWN if year is None else LACKING if year == "否" or year < 2019 else PRESENT
        point["应急演练"] = "" if year is None else year if year == "否" else draw.choice([f"{year}年5月", f"{year}-04-30", f"{year}.5.1"])
        # The register's own people are taken out: they come as a table here.
        for column in ("监测责任人", "电话"):
            point.pop(column)


def people_of(points, states):
    rows = []
    for point in points:
        for role, word in ROLES.items():
            name, phone = f"{role}_person", f"{role}_phone"
            states[point["编号"], name] = states[point["编号"], phone] = UNKNOWN
            for number in range(draw.choice([0, 1, 1, 2])):
                person = draw.choice(["张三", "李四", "王五", "无", ""])
                called = draw.choice(["13800000000", ""])
                rows.append({"隐患点编号": point["编号"], "角色": word, "姓名": person, "电话": called})
                if person == "无" and states[point["编号"], name] == UNKNOWN:
                    states[point["编号"], name] = LACKING
                elif person not in ("", "无"):
                    states[point["编号"], name] = PRESENT
                if called:
                    states[point["编号"], phone] = PRESENT
    return rows


def surveys_of(points, states):
    rows = []
    dates = {"survey_before": ["2020-03-02", "2020.5.31"], "survey_during": ["2020年6月1日", "20200930"]}
    words = {"survey_before": "汛前排查", "survey_during": "汛中巡查"}
    for point in points:
        for item in dates:
            states[point["编号"], item] = LACKING
            kind = draw.choice(["none", "last year", "date", "word", "both"])
            if kind == "none":
                continue
            if kind != "last year":
                states[point["编号"], item] = PRESENT
            date = "2019-07-01" if kind == "last year" else draw.choice(dates[item]) if kind in ("date", "both") else ""
            rows.append({"隐患点编号": point["编号"], "排查类别": words[item] if kind in ("word", "both") else "", "排查日期": date})
    return rows


def devices_of(points, states):
    rows = []
    for index, point in enumerate(draw.sample(points, 60)):
        lon, lat = degrees(point["经度"]) + draw.uniform(-0.02, 0.02), degrees(point["纬度"]) + draw.uniform(-0.02, 0.02)
        named = draw.random() < 0.6
        rows.append({"设备编号": f"D{index}", "所属隐患点": point["编号"] if named else "", "经度": f"{lon:.7f}", "纬度": f"{lat:.7f}"})
    own = {row["所属隐患点"] for row in rows}
    nearest = {}
    for point in points:
        place = degrees(point["经度"]), degrees(point["纬度"])
        metres = [GEOD.inv(*place, float(row["经度"]), float(row["纬度"]))[2] for row in rows]
        nearest[point["编号"]] = min(metres)
        near = any(distance <= 500 and not row["所属隐患点"] for distance, row in zip(metres, rows))
        states[point["编号"], "monitor_device"] = PRESENT if near or point["编号"] in own else LACKING
    return rows, nearest


def ledger_of(points):
    rows = []
    for point in draw.sample(points, 150):
        rows.append(
            {
                "隐患点编号": point["编号"],
                "处置类别": draw.choice(["工程治理", "避让搬迁", "日常监测"]),
                "责任单位": "乡镇政府",
                "资金(万元)": draw.choice(["", "12.5", "1,200", "0.3亿元"]),
                "完成时限": draw.choice(["", "2020-10-14", "2020-10-15", "2020年10月", "2019年", "2021-01-01"]),
                "进展": draw.choice(["", "在建", "已完成", "已完成90%", "100%"]),
                "完成日期": draw.choice(["", "", "2020-08-01"]),
            }
        )
    return rows


def compare_ledger(database, rows, county_of):
    """The same sums by plain SQL over the rows as they were drawn."""
    funds = {"": None, "12.5": 12.5, "1,200": 1200.0, "0.3亿元": 3000.0}
    overdue = {"2020-10-14", "2019年"}  # 2020年10月 may still be its last day
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE ledger (county, class, state, fund)")
    for row in rows:
        done = row["进展"] in ("已完成", "100%") or row["完成日期"]
        state = "done" if done else "overdue" if row["完成时限"] in overdue else "open"
        plain.execute("INSERT INTO ledger VALUES (?, ?, ?, ?)", (county_of[row["隐患点编号"]], row["处置类别"], state, funds[row["资金(万元)"]]))
    sums = """SELECT county, class, count(*), sum(state = 'done'), sum(state = 'open'), sum(state = 'overdue'), sum(fund), sum(fund IS NULL)
              FROM ledger GROUP BY 1, 2 ORDER BY 1, 2"""
    expected = plain.execute(sums).fetchall()
    found = database.execute(
        'SELECT county, class_zh, disposals, done, "open", overdue, fund_wan_yuan, fund_missing FROM disposal_statistics ORDER BY 1, 2'
    ).fetchall()
    equal("disposal_statistics", [row[:6] + row[7:] for row in found], [row[:6] + row[7:] for row in expected])
    for one, other in zip(found, expected):
        if (one[6] is None) != (other[6] is None) or (one[6] is not None and abs(one[6] - other[6]) > 1e-6):
            problems.append(f"fund of {one[:2]}: {one[6]}, expected {other[6]}")
    equal("disposals", database.execute("SELECT count(*) FROM disposals").fetchone()[0], len(rows))


def compare(plan, points, states, nearest, ledger):
    database = sqlite3.connect(plan)
    place = {point["编号"]: (point["县(市、区)"], point["乡镇"]) for point in points}
    expected, sizes = Counter(), Counter(place.values())
    for (point, item), state in states.items():
        expected[place[point] + (item, state)] += 1
    items = {item for _, item in states}
    found = {}
    for county, town, item, count, lacking, unknown in database.execute(
        "SELECT county, town, item, hazard_points, lacking, not_recorded FROM management_gaps"
    ):
        found[county, town, item] = (count, lacking, unknown)
    equal("rows of management_gaps", len(found), len(sizes) * len(items))
    for where, size in sizes.items():
        for item in items:
            equal(f"{where} {item}", found.get(where + (item,)), (size, expected[where + (item, LACKING)], expected[where + (item, UNKNOWN)]))
    for point, lacking, unknown, metres in database.execute("SELECT hazard_id, lacking, not_recorded, nearest_monitor_m FROM hazard_points"):
        for text, state in ((lacking, LACKING), (unknown, UNKNOWN)):
            equal(f"{point} {state}", set((text or "").split(",")) - {""}, {item for p, item in states if p == point and states[p, item] == state})
        if abs(metres - nearest[point]) > 0.001:
            problems.append(f"{point}: nearest device {metres} m, expected {nearest[point]}")
    compare_ledger(database, ledger, {point: county for point, (county, _) in place.items()})
    if not (any(state == LACKING for state in states.values()) and any(state == UNKNOWN for state in states.values())):
        problems.append("nothing was drawn that could be lacking")
    database.close()


def main():
    points, states = read_register(), {}
    add_signs(points, states)
    devices, nearest = devices_of(points, states)
    ledger = ledger_of(points)
    with tempfile.TemporaryDirectory(prefix="hazplan-management-") as root:
        folder = Path(root, "project")
        shutil.copytree(EXAMPLE, folder)
        tables = {"hazard_points": points, "persons": people_of(points, states), "surveys": surveys_of(points, states), "monitors": devices}
        tables["disposals"] = ledger
        project = yaml.safe_load((folder / "project.yaml").read_text(encoding="utf-8"))
        for name, rows in tables.items():
            write(folder, f"{name}.csv", rows)
            placed = {"x": "经度", "y": "纬度", "crs": "EPSG:4490"} if name in ("hazard_points", "monitors") else {}
            project["layers"][name] = {"path": f"{name}.csv", **placed}
        project["management"] = {"as_of": AS_OF}
        (folder / "project.yaml").write_text(yaml.safe_dump(project, allow_unicode=True), encoding="utf-8")
        plan = Path(root, "plan.gpkg")
        done = subprocess.run([os.environ["HAZPLAN"], "analyse", folder, "-o", plan, "-q"], capture_output=True, text=True)
        if done.returncode:
            problems.append(done.stderr)
        else:
            compare(plan, points, states, nearest, ledger)
    print("\n".join(problems[:20]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
