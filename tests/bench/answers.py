"""Answers of hazplan and of its peers in one form, so that they can be held against each other.

An answer maps (place, category) to (units, people); units is None where the question does not ask for them. A place that is left out
has nobody.
"""

import csv

FIELDS = ["place", "category", "units", "people"]


def write(path, rows):
    """rows: (place, category, units or None, people or None)"""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        writer.writerows(
            (place, category, "" if units is None else int(units), repr(float(people or 0)))
            for place, category, units, people in rows
        )


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {
            (row["place"], row["category"]): (int(row["units"]) if row["units"] else None, float(row["people"] or 0))
            for row in rows
        }


# Question: source, level and categories of its rows in hazplan's exposure_results, the column that names the place, whether units
# are asked for
OURS = {
    "p1": ("villages", "town", ("all", "type"), "name", True),
    "p2": ("villages", "zone", ("all",), "id", True),
    "p3": ("villages", "town", ("all",), "name", False),
    "p4": ("villages", "town", ("all",), "name", False),
    "p4t": ("villages", "town", ("all", "type"), "name", False),
    "d1": ("raster", "town", ("population",), "name", False),
    "d2": ("raster", "town", ("all",), "name", False),
}


def read_ours(path, question):
    """The part of `hazplan exposure -o FILE.csv` that answers a question."""
    source, level, categories, place, with_units = OURS[question]
    answer = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if (row["scale"], row["source"], row["level"]) != ("central", source, level) or row["category"] not in categories:
                continue
            category = row["value"] if row["category"] == "type" else "all"
            units = int(float(row["units"] or 0)) if with_units else None
            answer[row[place], category] = (units, float(row["population"] or 0))
    return answer


def difference(one, other, places=None):
    """Number of places whose units differ, and the largest difference of people: relative, or absolute below one person. Of all
    places, or of those named."""
    units, people = 0, 0.0
    for key in places or one.keys() | other.keys():
        a, b = one.get(key, (None, 0.0)), other.get(key, (None, 0.0))
        people = max(people, abs(a[1] - b[1]) / max(abs(a[1]), abs(b[1]), 1.0))
        counted = a[0] is not None or b[0] is not None
        units += counted and (a[0] or 0) != (b[0] or 0)
    return units, people
