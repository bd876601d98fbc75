#!/usr/bin/env python3
"""Write the tables of measured times into docs/performance.md, between its marks, from what run_workloads.py measured.

Usage: performance_tables.py --work WORK FILE.md
"""

import argparse
import json
import math
import re
from pathlib import Path

from workloads import QUESTIONS, same

SIZE = {"B": 690_000, "C": 690_000, "D": 400_000_000}  # at scale 1
NAMES = {
    "postgis": "PostGIS",
    "spatialite": "SpatiaLite",
    "geopandas": "GeoPandas / Shapely",
    "gdal reading": "GDAL, merely reading",
}


def places(measured):
    """{workload: its scales, largest first}"""
    found = {}
    for key in measured:
        workload, _, scale = key.split()[0].partition("-")
        found.setdefault(workload, set()).add(float(scale or 1))
    return {workload: sorted(scales, reverse=True) for workload, scales in sorted(found.items())}


def number(value, form="{:.2f}"):
    return "" if value is None else form.format(value)


def fastest(rows):
    """Seconds of the fastest peer of each question, of those that gave the same answer."""
    best = {}
    for row in rows:
        for question in row["questions"]:
            if row["program"] not in ("hazplan", "gdal reading") and agrees(row, question):
                best[question] = min(best.get(question, float("inf")), row["seconds"])
    return best


def agrees(row, question):
    entry = row.get("agreement", {}).get(question)
    return entry is None or same(question, entry)


def difference(row):
    parts = []
    for question, entry in row.get("agreement", {}).items():
        units = f", other counts in {entry['places_with_other_units']} places" if entry["places_with_other_units"] else ""
        parts.append(f"{question} {entry['people']:.0e}{units}")
    return "; ".join(parts)


def reading(rows):
    """Seconds of merely reading; None where that was not measured."""
    return next((row["seconds"] for row in rows if row["program"] == "gdal reading"), None)


def ratios(row, best, least):
    """How many times as long the fastest peer takes for each question, and for all of them where they are separate questions; and
    how many times as long as merely reading the grid this took."""
    asked = [question for question in row["questions"] if question in best]
    parts = [f"{question} {best[question] / row['seconds']:.2g}×" for question in asked]
    if len(asked) > 1 and "p4" not in asked:  # p4t answers p4 as well
        parts.append(f"{' + '.join(asked)} {sum(best[question] for question in asked) / row['seconds']:.2g}×")
    if least:
        parts.append(f"{row['seconds'] / least:.2g} times merely reading")
    return ", ".join(parts)


def table(measured, place):
    rows = [row for key, row in measured.items() if key.split()[0] == place]
    rows.sort(key=lambda row: (row["questions"][0], row["program"] != "hazplan", row["program"], row["threads"]))
    best, least = fastest(rows), reading(rows)
    lines = [
        "| program | threads | question | seconds | CPU s | MiB | fastest peer ÷ hazplan | largest difference |",
        "| --- " * 8 + "|",
    ]
    for row in rows:
        times = ratios(row, best, least) if row["program"] == "hazplan" else ""
        cells = [
            NAMES.get(row["program"], row["program"]),
            row["threads"],
            ", ".join(row["questions"]),
            number(row["seconds"], "{:.3g}"),
        ]
        cells += [number(row["cpu"], "{:.3g}"), number(row["memory_mb"], "{:.0f}"), times, difference(row)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def growth(measured):
    """Seconds of hazplan by scale; how they grow from the smallest to the largest, and how n log n does."""
    lines = ["| workload | questions | threads | seconds at scale | grown | n log n |", "| --- " * 6 + "|"]
    curves = {}
    for key, row in measured.items():
        if row["program"] == "hazplan" and "-" in key.split()[0]:
            workload, scale = key.split()[0].split("-", 1)
            curves.setdefault((workload, ", ".join(row["questions"]), row["threads"]), []).append((float(scale), row["seconds"]))
    for (workload, questions, threads), points in sorted(curves.items()):
        if len(points) == 1:
            continue
        points.sort()
        (small, first), (large, last) = points[0], points[-1]
        wanted = large * math.log(large * SIZE[workload]) / (small * math.log(small * SIZE[workload]))
        times = ", ".join(f"{scale:g}: {seconds:.3g}" for scale, seconds in points)
        lines.append(f"| {workload} | {questions} | {threads} | {times} | {last / first:.3g}× | {wanted:.3g}× |")
    return lines if len(lines) > 2 else []


def text(results):
    measured, machine = results["measured"], results["machine"]
    lines = ["Machine: {processor}, {cores} cores, {memory_gib} GiB, {system}.".format(**machine)]
    programs = [
        f"{name} {version}"
        for name, version in machine.items()
        if name not in ("processor", "cores", "memory_gib", "system") and version
    ]
    lines += ["Versions: " + ", ".join(programs) + ".", ""]
    for workload, scales in places(measured).items():
        place = workload if workload == "A" else f"{workload}-{scales[0]:g}"
        lines += [f"### Workload {workload}" + ("" if workload == "A" else f", scale {scales[0]:g}"), ""]
        lines += [
            f"- {question}: {words}"
            for question, (where, words) in QUESTIONS.items()
            if where == ("B" if workload == "A" else workload)
        ]
        lines += ["", *table(measured, place), ""]
    grown = growth(measured)
    return lines + (["### Growth", "", *grown, ""] if grown else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    results = json.loads((options.work / "results.json").read_text())
    whole = options.file.read_text()
    marks = re.compile(r"(<!-- measured: begin -->\n).*?(<!-- measured: end -->)", re.S)
    made = "\n".join(text(results))
    changed, n = marks.subn(lambda match: match.group(1) + "\n" + made + "\n" + match.group(2), whole)
    if n != 1:
        raise SystemExit(f"{options.file} has no marks `<!-- measured: begin -->` and `<!-- measured: end -->`")
    options.file.write_text(changed)


if __name__ == "__main__":
    main()
