"""Roads in an emergency answer: distance to the line by sampling it with GeographicLib, crossing of an area by GEOS."""

import json

import shapely.geometry
from crosscheck import CGCS2000, Checks, example_plan, run, stored_shape, workspace

checks = Checks()


def facilities(plan, *words):
    done = run("affected", plan.path, *words, "--format", "json", "-q")
    checks.equal(f"exit code of {words}", done.returncode, 0)
    return {row["facility_id"]: row for row in json.loads(done.stdout)["facilities"]}


def least_distance(line, lon, lat):
    """To the line: first every 1/200 of an edge, then ever closer about the nearest of these places."""
    low, high = 0.0, line.length
    for _ in range(6):
        steps = [low + (high - low) * k / 400 for k in range(401)]
        places = [line.interpolate(at) for at in steps]
        metres = [CGCS2000.Inverse(lat, lon, place.y, place.x)["s12"] for place in places]
        best = metres.index(min(metres))
        low, high = steps[max(best - 2, 0)], steps[min(best + 2, 400)]
    return min(metres)


plan = example_plan("jincheng")
roads = {row["facility_id"]: stored_shape(row["geom"]) for row in plan.rows("facilities", "kind = 'road'")}
checks.equal("roads", len(roads), 2)
for road, line in roads.items():
    first, last = line.coords[0], line.coords[-1]
    for lon, lat in ((first[0], last[1]), (last[0] + 0.004, last[1] + 0.003), (first[0] + 0.013, first[1] - 0.002)):
        metres = least_distance(line, lon, lat)
        at = ("--at", f"{lon!r},{lat!r}", "--radius")
        found = facilities(plan, *at, repr(metres + 0.05)).get(road)
        checks.true(f"{road} is {metres:.2f} m off", found and abs(found["distance_m"] - metres) < 0.01, found)
        if found:
            there = shapely.geometry.Point(found["lon"], found["lat"])
            checks.true(f"the place of {road} lies on it", line.distance(there) < 1e-8, there.wkt)
        checks.true(f"{road} is farther than {metres - 0.05:.2f} m", road not in facilities(plan, *at, repr(metres - 0.05)))

# Areas that an edge crosses without a corner inside, that hold a corner, that the line passes by.
folder = workspace()
line = roads["F041"]
(x0, y0), (x1, y1) = line.coords[0], line.coords[1]
middle = ((x0 + x1) / 2, (y0 + y1) / 2)
for name, centre, half in (("crossed", middle, 0.001), ("corner", (x1, y1), 0.001), ("beside", (middle[0] + 0.004, middle[1] - 0.004), 0.001)):
    box = shapely.geometry.box(centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half)
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(box)}]}))
    checks.equal(f"an area {name}", "F041" in facilities(plan, "--area", path), box.intersects(line))
    checks.equal(f"what {name} means", box.intersects(line), name != "beside")
checks.finish()
