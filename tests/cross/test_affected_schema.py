"""Answers in JSON fit data/schema/affected.schema.json, whose keys the documentation names; text and CSV hold the same rows."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

HAZPLAN = os.environ["HAZPLAN"]
SOURCE = Path(os.environ["HAZPLAN_SOURCE"])
SCHEMA = json.loads((SOURCE / "data/schema/affected.schema.json").read_text(encoding="utf-8"))
problems = []


def ask(plan, *words, form="json"):
    result = subprocess.run([HAZPLAN, "affected", plan, "--format", form, *words], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"affected {words}: exit {result.returncode}\n{result.stderr}")
    return result.stdout


def keys(schema):
    for name, member in schema.get("properties", {}).items():
        yield name
        yield from keys(member)
        yield from keys(member.get("items", {}))


with tempfile.TemporaryDirectory(prefix="hazplan-affected-") as folder:
    for example, place in (("jincheng", "112.95,35.5"), ("sanmenxia", "111.2,34.7")):
        plan = f"{folder}/{example}.gpkg"
        subprocess.run([HAZPLAN, "analyse", SOURCE / "examples" / example, "-q", "-o", plan], check=True)
        questions = [["--at", place, "--radius", "30000"], ["--at", place, "--radius", "30000", "--date", "2020-07-21"],
                     ["--at", "0,0", "--radius", "1"], ["--at", place, "--radius", "1000", "--time", "2020-07-21 23:30"]]
        for words in questions:
            answer = json.loads(ask(plan, *words))
            for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(answer):
                problems.append(f"{example} {words}: {error.json_path}: {error.message}")
            rows = list(csv.DictReader(io.StringIO(ask(plan, *words, form="csv"))))
            if [row["village_id"] for row in rows] != [village["village_id"] for village in answer["villages"]]:
                problems.append(f"{example} {words}: CSV and JSON list other villages")
            features = json.loads(ask(plan, *words, form="geojson"))["features"]
            lists = sum(len(answer[key]) for key in ("villages", "hazard_points", "brigades", "facilities"))
            if len(features) != lists:
                problems.append(f"{example} {words}: {len(features)} features, {lists} rows")
            if len(answer["villages"]) != answer["totals"]["villages"]:
                problems.append(f"{example} {words}: totals of other villages")
        if not json.loads(ask(plan, *questions[0]))["villages"]:
            problems.append(f"{example}: the question is about nobody, which proves nothing")

section = (SOURCE / "docs/formats.md").read_text(encoding="utf-8").split("\n## affected\n")[1].split("\n## ")[0]
words = set(re.findall(r"\w+", section))
problems += [f"docs/formats.md: affected: {name} is not named" for name in sorted(set(keys(SCHEMA)) - words)]
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
