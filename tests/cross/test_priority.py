"""Priority scores, classes and zones recomputed from the towns' figures in plain Python, for every method."""

import itertools
import math
import re
from collections import Counter, defaultdict

import numpy
import pyproj
import shapely.ops
from crosscheck import EXAMPLES, TYPES_OF_REGION, Checks, analyse, copied_example, layer, workspace

CLASSES = ("general", "secondary", "key")
FACTORS = {
    "exposed_population": "exposed_population",
    "property": "registered_property_wan_yuan",
    "subsidence": "subsidence_share",
    "susceptibility": "high_susceptibility_share",
    "key_town": "key_town",
}


def contributions(plan, towns, weights):
    """Weighted parts of each town: every factor scaled to 0-1 over the region."""
    points = {
        grade: plan.number(f"priority.grade_points.{grade}") for grade in ("extra_large", "large", "medium", "small", "ungraded")
    }
    raw = {name: [town[column] for town in towns] for name, column in FACTORS.items()}
    raw["hazard_density"] = [
        sum(town[f"count_{grade}"] * value for grade, value in points.items()) / town["area_km2"] for town in towns
    ]
    change = {"linear": float, "sqrt": math.sqrt, "log": math.log1p}[plan.parameter("priority.transform")]
    parts = {}
    for name, values in raw.items():
        values = [change(value) for value in values]
        low, high = min(values), max(values)
        parts[name] = [weights[name] / sum(weights.values()) * (value - low) / (high - low) for value in values]
    return parts


def jenks(values):
    """Lower bounds of the three classes with the least sum of squares: every pair of breaks is tried."""
    distinct = sorted(set(values))
    ordered = sorted(values)

    def squares(low, high):
        part = [value for value in ordered if low <= value < high]
        mean = math.fsum(part) / len(part)
        return math.fsum((value - mean) ** 2 for value in part)

    tries = (
        (squares(distinct[0], b) + squares(b, c) + squares(c, math.inf), b, c) for b, c in itertools.combinations(distinct[1:], 2)
    )
    _, second, third = min(tries)
    return [distinct[0], second, third]


def quantile(values, plan):
    ordered = sorted(values)
    shares = (0, plan.number("priority.quantiles.secondary"), plan.number("priority.quantiles.key"))
    return [ordered[math.floor(share * len(ordered) + 1e-9)] for share in shares]


def class_by_score(plan, towns):
    method, scope = plan.parameter("priority.method"), plan.parameter("priority.scope")

    def bounds(values):
        if method == "jenks":
            return jenks(values)
        if method == "quantile":
            return quantile(values, plan)
        return [0, plan.number("priority.fixed_limits.secondary"), plan.number("priority.fixed_limits.key")]

    region = bounds([town["priority_score"] for town in towns])
    classes = {}
    for county in {town["county"] for town in towns}:
        own = [town["priority_score"] for town in towns if town["county"] == county]
        limits = region if scope == "region" or (method == "jenks" and len(set(own)) < 3) else bounds(own)
        for town in towns:
            if town["county"] == county:
                classes[town["code"], town["name"]] = CLASSES[
                    max(i for i in range(3) if i == 0 or town["priority_score"] >= limits[i])
                ]
    return classes


def class_by_rules(towns):
    """The rules that come with the program, as docs and the contract word them."""
    classes = {}
    for town in towns:
        if town["count_extra_large"] + town["count_large"] > 0:
            found = "key"
        elif town["high_susceptibility_share"] > 0 and town["exposed_population"] >= 100:
            found = "key"
        else:
            found = "secondary" if town["count_medium"] > 0 else "general"
        classes[town["code"], town["name"]] = found
    return classes


def ahp_weights(matrix):
    values, vectors = numpy.linalg.eig(numpy.array(matrix))
    vector = numpy.real(vectors[:, numpy.argmax(numpy.real(values))])
    return list(vector / vector.sum())


# ---- zones ----


def adjoining(plan, shapes):
    """Pairs of towns that share at least the least length of boundary."""
    move = pyproj.Transformer.from_crs("EPSG:4490", plan.parameter("equal_area_crs"), always_xy=True).transform
    planar = {key: shapely.ops.transform(move, shape) for key, shape in shapes.items()}
    least, pairs = plan.number("priority.adjoin_length_m"), []
    for a, b in itertools.combinations(planar, 2):
        if planar[a].envelope.distance(planar[b].envelope) == 0:
            common = planar[a].buffer(0.01).intersection(planar[b].exterior).length
            assert not 0.95 * least < common < 1.05 * least, "too close to the limit for this test"
            if common >= least:
                pairs.append((a, b))
    return pairs


def expected_zones(towns, pairs):
    """Connected towns of one class within one county."""
    group = {key: key for key in towns}

    def root(key):
        while group[key] != key:
            key = group[key]
        return key

    for a, b in pairs:
        if towns[a]["priority_class"] == towns[b]["priority_class"] and towns[a]["county"] == towns[b]["county"]:
            group[root(a)] = root(b)
    zones = defaultdict(list)
    for key in towns:
        zones[root(key)].append(key)
    return [[towns[key] for key in members] for members in zones.values()]


def check_zones(checks, plan, pairs):
    towns = {(row["code"], row["name"]): row for row in plan.rows("towns")}
    stored = {(row["county"], row["towns"]): row for row in plan.rows("priority_zones")}
    region = math.fsum(row["area_km2"] for row in plan.rows("counties"))
    for members in expected_zones(towns, pairs):
        key = members[0]["county"], "、".join(town["name"] for town in members)
        zone = stored.pop(key, None)
        checks.true(f"zone of {key}", zone is not None)
        if zone is None:
            continue
        checks.equal(f"class of {key}", zone["class"], members[0]["priority_class"])
        for column, own in (
            ("area_km2", "area_km2"),
            ("hazard_count", "hazard_count"),
            ("exposed_population", "exposed_population"),
        ):
            checks.exact(f"{column} of {key}", zone[column], math.fsum(town[own] for town in members))
        checks.exact(f"area share of {key}", zone["area_share"], zone["area_km2"] / region)
        counts = Counter({kind: sum(town[f"count_{kind}"] for town in members) for kind in TYPES_OF_REGION})
        ranked = [
            kind for kind in sorted(TYPES_OF_REGION, key=lambda kind: (-counts[kind], TYPES_OF_REGION.index(kind))) if counts[kind]
        ]
        checks.equal(f"main types of {key}", zone["main_types"] or "", ",".join(ranked[: int(plan.number("priority.main_types"))]))
        stems = [re.sub("(街道|镇|乡)$", "", town["name"]) for town in members]
        name = "-".join(stems[:3]) + ("等" if len(stems) > 3 else "") + (zone["main_types_zh"] or "") + zone["class_zh"]
        checks.equal(f"name of {key}", zone["name"], name)
    checks.equal("zones beyond these", list(stored), [])


def check_method(checks, plan, pairs, weights=None):
    towns = plan.rows("towns")
    method = plan.parameter("priority.method")
    if method == "rules":
        classes = class_by_rules(towns)
    else:
        used = plan.by("parameters", "key")
        # a project's own weights replace the defaults as a whole
        weights = weights or {
            name: float(used.get(f"priority.weights.{name}", {"value": 0})["value"]) for name in ["hazard_density", *FACTORS]
        }
        parts = contributions(plan, towns, weights)
        for i, town in enumerate(towns):
            for name, values in parts.items():
                checks.true(f"{method}: part {name} of {town['name']}", abs(town[f"score_{name}"] - values[i]) <= 1e-9)
            checks.true(
                f"{method}: parts of {town['name']} add up",
                abs(town["priority_score"] - math.fsum(values[i] for values in parts.values())) <= 1e-9,
            )
        classes = class_by_score(plan, towns)
    for town in towns:
        checks.equal(f"{method}: class of {town['name']}", town["priority_class"], classes[town["code"], town["name"]])
    for name in CLASSES:
        checks.exact(
            f"{method}: towns that are {name}",
            plan.summary(f"priority.towns_by_class.{name}"),
            sum(value == name for value in classes.values()),
        )
    if pairs is not None:
        check_zones(checks, plan, pairs)


def main():
    checks, folder = Checks(), workspace()
    project = copied_example("jincheng", folder)
    text = (project / "project.yaml").read_text(encoding="utf-8")
    ahp = [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]
    ahp_names = ("hazard_density", "exposed_population", "susceptibility")
    variants = [
        ("{method: jenks, scope: county}", None),
        ("{method: jenks, scope: region, transform: sqrt}", None),
        ("{method: quantile, scope: county, transform: log}", None),
        ("{method: fixed, fixed_limits: {secondary: 0.1, key: 0.25}, weights: {property: 0.4, key_town: 0}}", None),
        ("{method: rules}", None),
        (
            "{scope: region, ahp: {factors: [hazard_density, exposed_population, susceptibility], "
            "matrix: [[1, 2, 3], [1/2, 1, 2], [1/3, 1/2, 1]]}}",
            {**dict.fromkeys(["hazard_density", *FACTORS], 0), **dict(zip(ahp_names, ahp_weights(ahp)))},
        ),
    ]
    pairs = None
    for number, (priority, weights) in enumerate(variants):
        changed = re.sub(r"(?m)^priority: .*$", f"priority: {priority}", text)
        assert changed.count("priority: {") == 1
        (project / "project.yaml").write_text(changed, encoding="utf-8")
        plan = analyse(project, folder / f"{number}.gpkg")
        if pairs is None:
            pairs = adjoining(
                plan, {(row["code"], row["name"]): row["shape"] for row in layer(EXAMPLES / "jincheng/admin.gpkg", "towns")}
            )
        check_method(checks, plan, pairs, weights)
    checks.finish()


main()
