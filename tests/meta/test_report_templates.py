"""Report templates: every place and key they name is in the schema of what fills them, and both languages say the same things."""
import json
import re

import jsonschema
import yaml

import tree

TEMPLATES = tree.SOURCE / "data" / "templates"
SCHEMA = json.loads((tree.SOURCE / "data" / "schema" / "summary.schema.json").read_text())
WARNING = json.loads((tree.SOURCE / "data" / "schema" / "warning.schema.json").read_text())
PLACE = re.compile(r"\{([^{}|]*)((?:\|[^{}|]*)*)\}")
problems = []


def written_out(node, root):
    """A schema without references; of several that may hold, the one that has properties."""
    if isinstance(node, list):
        return [written_out(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return written_out(root["definitions"][node["$ref"].rsplit("/", 1)[1]], root)
    if "oneOf" in node:
        return written_out(next((one for one in node["oneOf"] if "properties" in one), node["oneOf"][0]), root)
    return {key: written_out(value, root) for key, value in node.items() if key != "definitions"}


def resolve(schema, path):
    """Schema of what a dotted path names; None where the schema does not hold it."""
    for part in filter(None, path.split(".")):
        if part in schema.get("properties", {}):
            schema = schema["properties"][part]
        elif isinstance(schema.get("additionalProperties"), dict):
            names = schema.get("propertyNames", {}).get("enum")
            if names and part not in names:
                return None
            schema = schema["additionalProperties"]
        else:
            return None
    return schema


def members(schema):
    """Schema of what a loop over a list or mapping visits: items, values, or the one kind of value that the properties share."""
    if "items" in schema:
        return schema["items"]
    if isinstance(schema.get("additionalProperties"), dict):
        return schema["additionalProperties"]
    return next(iter(schema["properties"].values()))


def named(path, scopes):
    """Schema of a place's path; scopes are outermost first."""
    if "@" in path or path.startswith("parameters."):
        return {}
    if not path.startswith("."):
        return resolve(scopes[0], path)
    outward = len(path) - len(path.lstrip(".")) - 1
    return resolve(scopes[-1 - outward], path.lstrip("."))


def check_places(where, text, scopes, seen):
    for path, _ in PLACE.findall(text):
        seen.add(path)
        if named(path, scopes) is None:
            problems.append(f"{where}: {{{path}}} is not in the schema")


def walk(where, block, scopes, seen):
    if isinstance(block, str):
        check_places(where, block, scopes, seen)
    elif isinstance(block, list):
        for item in block:
            walk(where, item, scopes, seen)
    elif isinstance(block, dict):
        path = block.get("each") or block.get("table")
        if path:
            over = named(path, scopes)
            if over is None:
                problems.append(f"{where}: loop over {path}, which is not in the schema")
                return
            # A grouped loop visits lists of the members; `where` looks at the members themselves.
            inner = members(over)
            if "by" in block:
                check_places(where, block.get("where", ""), scopes + [inner], seen)
                inner = over
            scopes = scopes + [inner]
        for key, value in block.items():
            if key not in ("each", "table", "by", "words") and not ("by" in block and key == "where"):
                walk(where, value, scopes, seen)


def check_drafts(draft, schema):
    seen = {}
    for language in ("zh", "en"):
        name = f"{draft}.{language}.yaml"
        seen[language] = set()
        walk(name, yaml.safe_load((TEMPLATES / name).read_text()), [schema], seen[language])
    # What is told in both languages has a key for each.
    seen = {language: {re.sub(rf"_{language}$", "", path) for path in paths} for language, paths in seen.items()}
    for path in seen["zh"] ^ seen["en"]:
        problems.append(f"{draft}.zh.yaml and {draft}.en.yaml: {{{path}}} stands in one of them only")


def plan_columns(table):
    """Columns of a table of plan.gpkg as src/data/plan_schema.c lists them."""
    text = (tree.SOURCE / "src" / "data" / "plan_schema.c").read_text()
    figures = " ".join(re.findall(r'"([^"]*)"', re.search(r"#define REGION_FIGURES(.*?)\n\n", text, re.S).group(1)))
    body = re.search(r'\{"%s", HZP_GEOMETRY_\w+,(.*?)\},\n' % table, text, re.S).group(1)
    body = body.replace("REGION_FIGURES", f'"{figures}"')
    vocabulary = yaml.safe_load((tree.SOURCE / "data" / "vocabulary.yaml").read_text())
    for column in re.findall(r"\b[a-z]:([\w{}]+)", body):
        for place, codes in (("{type}", vocabulary["hazard_type"]), ("{grade}", vocabulary["grade"])):
            if place in column:
                yield from (column.replace(place, code) for code in codes)
        yield column


def check_tables():
    lists = {"zones": "priority_zones", "annex": "key_hazard_points"}
    tables = {"counties": "counties", "towns": "towns", "statistics": "hazard_statistics", "comparison": "comparison",
              "findings": "findings"}
    for sheet in yaml.safe_load((TEMPLATES / "tables.yaml").read_text())["sheets"]:
        where = f"tables.yaml, {sheet['id']}"
        for figure in sheet.get("figures", []):
            if resolve(SCHEMA, figure["key"]) is None:
                problems.append(f"{where}: {figure['key']} is not in the summary's schema")
        known = None
        if sheet["id"] in lists:
            known = set(SCHEMA["properties"][lists[sheet["id"]]]["items"]["properties"])
        elif sheet["id"] in tables:
            known = set(plan_columns(tables[sheet["id"]]))
        for column in sheet["columns"]:
            if known is not None and column["column"] not in known:
                problems.append(f"{where}: there is no column {column['column']}")
            for key in filter(None, (column.get("total"), column.get("missing"))):
                if resolve(SCHEMA, key) is None:
                    problems.append(f"{where}: {key} is not in the summary's schema")


jsonschema.Draft7Validator.check_schema(SCHEMA)
check_drafts("plan", SCHEMA)
check_drafts("warning", written_out(WARNING, WARNING))
check_tables()
tree.finish("report templates", problems)
