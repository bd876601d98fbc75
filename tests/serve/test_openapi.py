"""The document of the API and what is answered: every answer fits its schema, every key, parameter and address is told of, and of
answers to an emergency it says what data/schema/affected.schema.json says."""
import json
import os
import re
from pathlib import Path

import jsonschema

from serving import expect, finish, folder, make_plan, serving

SOURCE = Path(os.environ["HAZPLAN_SOURCE"])
document = json.loads((SOURCE / "data/serve/openapi.json").read_text())


def strict(schema):
    """The same schema, but what it does not name is wrong."""
    if isinstance(schema, dict):
        made = {key: strict(value) for key, value in schema.items()}
        if "properties" in made and set(made["properties"]) != {"layer"}:
            made["additionalProperties"] = False
        return made
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


def whole(schema):
    """With what it refers to in place, and without what only one of the two documents says."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return whole(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        return {key: whole(value) for key, value in schema.items() if key not in ("additionalProperties", "$schema")}
    return [whole(item) for item in schema] if isinstance(schema, list) else schema


def differences(one, other, at=""):
    """Places where two documents differ; the order of what is required does not matter."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(set(one) | set(other)):
            yield from differences(one.get(key), other.get(key), f"{at}.{key}")
    elif one != other and not (at.endswith(".required") and one and other and sorted(one) == sorted(other)):
        yield f"{at}: {one!r} and {other!r}"


schemas = {name: strict(schema) for name, schema in document["components"]["schemas"].items()}
printed = json.loads((SOURCE / "data/schema/affected.schema.json").read_text())
del printed["title"], printed["description"]
unlike = list(differences(whole(document["components"]["schemas"]["Affected"]), whole(printed)))
expect("the document and affected.schema.json tell the same", not unlike, unlike[:5])


def fits(what, name, said):
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    wrong = [f"{list(error.absolute_path)}: {error.message}" for error in jsonschema.Draft202012Validator(schema).iter_errors(said)]
    expect(f"{what} fits {name}", not wrong, wrong[:3])


def routes_of_the_code():
    """Address -> parameters, as the server's table has them."""
    text = (SOURCE / "src/serve/api.c").read_text()
    return {path: set(words.split()) for path, words in re.findall(r'\{"(/api/v1/\w+)",\s*"([^"]*)"', text)}


told = {"/api/v1" + path: {one["name"] for one in item["get"].get("parameters", [])} for path, item in document["paths"].items()}
routes = routes_of_the_code()
expect("the server's addresses are those of the document", set(told) - {"/api/v1/session", "/api/v1/openapi.json"} == set(routes), (told, routes))
for path, parameters in routes.items():
    expect(f"{path}: parameters", told.get(path) == parameters, (told.get(path), parameters))

with folder() as there:
    plan = make_plan(there / "plan.gpkg", "jincheng")
    with serving(plan) as server:
        expect("the document is served", server.json("/api/v1/openapi.json")[1] == document)
        for path, parameters, name in (
                ("affected", {"hazard": "140525D002"}, "Affected"), ("affected", {"at": "112.85,35.52", "radius": "30000"}, "Affected"),
                ("affected", {"hazard": "140525D027", "time": "2020-07-21 23:30", "date": "2020-07-21"}, "Affected"), ("affected", {"at": "0,0", "radius": "1"}, "Affected"),
                ("affected", {"at": "112.85,35.52", "radius": "3000", "format": "geojson"}, "FeatureCollection"), ("search", {"q": "巴公"}, "Search"), ("search", {"q": "nothing"}, "Search"),
                ("plan", {}, "Plan"), ("health", {}, "Health"), ("map", {"bbox": "112.7,35.4,112.9,35.6"}, "Map"), ("map", {"bbox": "0,0,1,1"}, "Map")):
            status, said = server.json("/api/v1/" + path, parameters)
            expect(f"{path} {parameters}: 200", status == 200, said)
            fits(f"{path} {parameters}", name, said)
        for path, parameters in (("affected", {}), ("affected", {"at": "巴", "radius": "5"}), ("affected", {"at": "无此地", "radius": "5"}), ("search", {}), ("map", {}), ("plan", {"x": "1"}), ("nowhere", {})):
            status, said = server.json("/api/v1/" + path, parameters)
            expect(f"{path} {parameters}: refused", status >= 400, said)
            fits(f"refusal of {path} {parameters}", "Error", said)
            known = document["paths"].get("/" + path, {}).get("get", {}).get("responses", {"404": 0})
            expect(f"{path} {parameters}: {status} is told of", str(status) in known, status)
finish()
