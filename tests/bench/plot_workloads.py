#!/usr/bin/env python3
"""Draw time against size for hazplan and its peers, both logarithmic, from what run_workloads.py measured.

Usage: plot_workloads.py --work WORK [-o docs/images/performance.svg]
"""

import argparse
import json
import math
import re
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

# Panels: workload, title, label of the size, size at scale 1, questions, curves (program, threads)
PANELS = [
    ("B", "Villages and people once, by town and type (p1)", "villages", 690_000, "p1"),
    ("B", "Mining area by town, dissolved (p3)", "towns", 40_000, "p3"),
    ("C", "People once by share of area (p4)", "village polygons", 690_000, "p4"),
    ("D", "People of towns from a grid (d1)", "cells", 400_000_000, "d1"),
]
# Okabe and Ito's colours, told apart by all; each curve has its own mark besides
STYLES = {
    ("hazplan", 1): ("#D55E00", "o", "hazplan, 1 thread"),
    ("hazplan", 2): ("#000000", "s", "hazplan, 2 threads"),
    ("postgis", 3): ("#0072B2", "^", "PostGIS, query alone"),
    ("spatialite", 1): ("#009E73", "D", "SpatiaLite, query alone"),
    ("geopandas", 2): ("#CC79A7", "v", "GeoPandas, 2 threads"),
    ("exactextract raster-parallel", 2): ("#0072B2", "^", "exactextract, parallel"),
    ("exactextract raster-sequential", 1): ("#009E73", "D", "exactextract, by raster"),
    ("exactextract feature-sequential", 1): ("#CC79A7", "v", "exactextract, by feature"),
    ("gdal reading", 1): ("#777777", "x", "GDAL merely reading"),
}


def curves(measured, workload, question):
    """{(program, threads): [(scale, seconds)]} in order of scale."""
    found = {}
    for key, result in measured.items():
        place = re.fullmatch(rf"{workload}-([\d.e-]+)", key.split()[0])
        if workload == "D" and result["program"] == "hazplan" and result["questions"] != [question]:
            continue  # as the peers: the question asked alone
        if place and (question in result["questions"] or (workload == "D" and "reading" in result["questions"])):
            found.setdefault((result["program"], result["threads"]), []).append((float(place.group(1)), result["seconds"]))
    return {key: sorted(points) for key, points in found.items()}


def guide(axes, points, size):
    """n log n through the smallest measurement."""
    (first, seconds), (last, _) = points[0], points[-1]
    n = [first * size * (last / first) ** (k / 20) for k in range(21)]
    axes.plot(n, [seconds * x * math.log(x) / (n[0] * math.log(n[0])) for x in n], ":", color="#999999", linewidth=1, zorder=1)
    axes.annotate(
        "n log n",
        (n[14], seconds * n[14] * math.log(n[14]) / (n[0] * math.log(n[0]))),
        color="#777777",
        fontsize=8,
        xytext=(-8, 6),
        textcoords="offset points",
        ha="right",
    )


def draw(axes, measured, panel):
    workload, title, unit, size, question = panel
    found = curves(measured, workload, question)
    for key, (colour, mark, label) in STYLES.items():
        if key in found:
            scales, seconds = zip(*found[key])
            ours = key[0] == "hazplan"
            numbers = [scale * size for scale in scales]
            axes.plot(
                numbers,
                seconds,
                marker=mark,
                color=colour,
                label=label,
                linewidth=2.2 if ours else 1.3,
                markersize=6,
                zorder=3 if ours else 2,
            )
    if len(found.get(("hazplan", 1), [])) > 1:
        guide(axes, found["hazplan", 1], size)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title(f"{workload}: {title}", fontsize=10, loc="left")
    axes.set_xlabel(unit)
    axes.set_ylabel("seconds")
    axes.grid(True, which="major", color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if found:
        axes.set_ylim(top=axes.get_ylim()[1] * 5)  # room for the legend
        axes.legend(fontsize=8, frameon=False, loc="upper left", ncols=2, columnspacing=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).resolve().parents[2] / "docs/images/performance.svg")
    options = parser.parse_args()
    measured = json.loads((options.work / "results.json").read_text())["measured"]
    matplotlib.rcParams.update({"font.family": "DejaVu Sans", "svg.hashsalt": "hazplan", "font.size": 9})
    figure, axes = plt.subplots(2, 2, figsize=(10, 8), layout="constrained")
    for panel, one in zip(PANELS, axes.flat):
        draw(one, measured, panel)
    figure.savefig(options.output, metadata={"Date": None} if options.output.suffix == ".svg" else None, dpi=150)


if __name__ == "__main__":
    main()
