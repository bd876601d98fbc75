"""Texts: every id the code uses is in data/messages/ (findings: data/checks/) in both languages with the same places, every
place is filled, and no id is left over."""
import re

import yaml

import tree

# Functions that take a message id: name -> position of the id, counted from 0. Pairs follow it, except for `named` ones.
CALLS = {
    "hzp_fail": 1, "hzp_message_format": 0, "hzp_text": 0, "hzp_run_log": 2, "hzp_run_step": 1, "hzp_yaml_fail": 1,
    "usage_error": 1, "session_say": 1, "hzp_http_refuse": 2,
}
ADDED = {  # places that the function itself fills
    "hzp_yaml_fail": {"file", "line", "key", "detail"},
}
PAIRS = {"hzp_http_refuse", "hzp_fail", "hzp_message_format", "hzp_text", "hzp_run_log", "usage_error", "session_say"}
STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
PLACE = re.compile(r"\{([a-z0-9_]+)\}")

problems = []


def load(folder, pattern):
    entries = {}
    for path in sorted((tree.SOURCE / folder).glob(pattern)):
        for name, entry in (yaml.safe_load(path.read_text()) or {}).items():
            if name in entries:
                problems.append(f"{tree.relative(path)}: {name} is there twice")
            entries[name] = (tree.relative(path), entry)
    return entries


def check_languages(entries):
    for name, (where, entry) in entries.items():
        for language in ("zh", "en"):
            if not isinstance(entry.get(language), str) or not entry[language].strip():
                problems.append(f"{where}: {name} has no text in {language}")
        if all(isinstance(entry.get(language), str) for language in ("zh", "en")):
            zh, en = (sorted(set(PLACE.findall(entry[language]))) for language in ("zh", "en"))
            if zh != en:
                problems.append(f"{where}: {name} has other places in zh {zh} than in en {en}")


def arguments(text, start):
    """Arguments of the call whose opening parenthesis is at `start`."""
    depth, item, items, at = 0, start + 1, [], start
    while at < len(text):
        character = text[at]
        if character == '"':
            at = STRING.match(text, at).end() - 1
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return items + [text[item:at].strip()]
        elif character == "," and depth == 1:
            items.append(text[item:at].strip())
            item = at + 1
        at += 1
    return items


def ids_named(argument):
    """Ids written out in an argument: `cond ? "a" : "b"` names two; strings that are only compared with are none."""
    return STRING.findall(re.sub(r"\w+\([^()]*\)", "", argument))


def names_given(items):
    """Names of the pairs, or None where one of them is not written out."""
    names = set()
    for name in items[::2]:
        if name == "NULL":
            return names
        found = STRING.findall(name)
        if len(found) != 1:
            return None
        names.add(found[0])
    return names


messages = load("data/messages", "*.yaml")
checks = load("data/checks", "*.yaml")
check_languages(messages)
check_languages(checks)
check_languages({f"{name} (what to do)": (where, {"zh": entry.get("zh_do"), "en": entry.get("en_do")}) for name, (where, entry) in checks.items()})
for name, (where, entry) in checks.items():
    if entry.get("severity") not in ("error", "warning", "note", "off"):
        problems.append(f"{where}: {name} has the severity {entry.get('severity')}")
    unknown = set(entry) - {"severity", "parameters", "zh", "en", "zh_do", "en_do"}
    if unknown:
        problems.append(f"{where}: {name} has {sorted(unknown)}")

literals, patterns = set(), []
for path in tree.c_files():
    text = tree.without_comments(path.read_text())
    for found in STRING.findall(text):
        literals.add(found)
        if "%s" in found and re.fullmatch(r"[a-z_%]+", found):
            patterns.append(re.compile(found.replace("%s", "[a-z0-9_]+")))
    if path.suffix == ".h":
        continue
    for match in re.finditer(r"\b(" + "|".join(CALLS) + r")\s*\(", text):
        name, items = match.group(1), arguments(text, match.end() - 1)
        where = f"{tree.relative(path)}:{tree.line_of(text, match.start())}"
        if len(items) <= CALLS[name]:
            continue
        for identifier in ids_named(items[CALLS[name]]):
            if identifier not in messages:
                problems.append(f"{where}: no message {identifier}")
                continue
            if name not in PAIRS:
                continue
            given = names_given(items[CALLS[name] + 1 :])
            entry = messages[identifier][1]
            needed = set(PLACE.findall(entry.get("zh", ""))) if isinstance(entry.get("zh"), str) else set()
            if given is not None and needed - given - ADDED.get(name, set()):
                problems.append(f"{where}: {identifier} needs {sorted(needed - given)}")
    for match in re.finditer(r"\bhzp_findings_add(_row)?\s*\(", text):
        items = arguments(text, match.end() - 1)
        where = f"{tree.relative(path)}:{tree.line_of(text, match.start())}"
        if len(items) < 5:
            continue
        for code in ids_named(items[1]):
            if code not in checks:
                problems.append(f"{where}: no finding {code} in data/checks/")
                continue
            given = names_given(items[5:])
            entry = checks[code][1]
            needed = set(PLACE.findall(str(entry.get("zh")) + str(entry.get("zh_do")))) - {"layer", "feature", "field"}
            if match.group(1):
                needed -= {"row", "column"}
            if given is not None and needed - given:
                problems.append(f"{where}: {code} needs {sorted(needed - given)}")

for entries in (messages, checks):
    for name, (where, _) in entries.items():
        if name not in literals and not any(pattern.fullmatch(name) for pattern in patterns):
            problems.append(f"{where}: {name} is used nowhere")
tree.finish(f"messages ({len(messages)} texts, {len(checks)} findings)", problems)
