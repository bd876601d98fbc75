"""The library exports exactly the functions that the public headers declare with HZP_API."""
import os
import re

import tree

declared = set()
problems = []
for header in tree.public_headers():
    text = tree.without_comments(header.read_text())
    declared.update(re.findall(r"HZP_API extern const \w+ (\w+)(?:\[\w*\])?;", text))
    for match in re.finditer(r"\b(hzp_[a-z0-9_]+)\s*\(", text):
        statement_start = max(text.rfind(c, 0, match.start()) for c in ";{}")
        # a preprocessor line has no semicolon to end it
        statement = re.sub(r"^\s*#[^\n]*$", "", text[statement_start + 1 : match.start()], flags=re.M)
        if "HZP_API" in statement:
            declared.add(match.group(1))
        elif "typedef" not in statement:
            problems.append(f"{tree.relative(header)}: {match.group(1)} is declared without HZP_API")

listing = tree.run("nm", "-D", "--defined-only", os.environ["HAZPLAN_LIBRARY"])
exported = {line.split()[-1].split("@")[0] for line in listing.stdout.splitlines() if line}
# what linkers, OpenMP and instrumented builds add
exported = {name for name in exported if not name.startswith(("_", ".gomp"))}
problems += [f"declared in a header but not exported: {name}" for name in sorted(declared - exported)]
problems += [f"exported but in no header: {name}" for name in sorted(exported - declared)]
tree.finish("exports", problems)
