"""The questions of workload D asked of exactextract's command line, in any of its strategies; its whole process is timed."""

import csv

import answers
from setup_peers import exactextract_of

LAYERS = {"d1": ("data.gpkg", "towns"), "d2": ("zones_in_towns.gpkg", "zones_in_towns")}


def command(work, folder, question, strategy, threads, output):
    file, layer = LAYERS[question]
    words = [exactextract_of(work), "-r", f"people:{folder / 'people.tif'}", "-p", f"{folder / file}[{layer}]", "-f", "name"]
    words += ["-s", "sum(people)", "-o", output, "--strategy", strategy]
    return words + (["--threads", str(threads)] if strategy == "raster-parallel" else [])


def keep_answer(output, target):
    """exactextract's CSV as an answer."""
    with open(output, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    answers.write(target, [(row[0], "all", None, float(row[1] or 0)) for row in rows])
