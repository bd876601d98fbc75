"""A folder of src/ includes only folders below it: base < geo < data < check < exposure < analysis < answer < present < serve < cli."""
import re

import tree

# Which outside libraries a folder may know. The rule that cli never touches GDAL, and that public headers show none.
FORBIDDEN = {
    "cli": re.compile(r"gdal|ogr|cpl_|geos|proj\.h|sqlite|cairo|pango|libxml|xlsxwriter"),
    "public": re.compile(r"gdal|ogr|cpl_|geos|proj\.h|sqlite|cairo|pango|libxml|xlsxwriter|glib|json-c|yaml"),
}
problems = []


def includes(path):
    text = tree.without_comments(path.read_text())
    for match in re.finditer(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.M):
        yield tree.line_of(text, match.start(2)), match.group(1), match.group(2)


for path in tree.c_files():
    layer = path.relative_to(tree.SOURCE / "src").parts[0]
    for line, kind, name in includes(path):
        where = f"{tree.relative(path)}:{line}"
        first = name.split("/")[0]
        if kind == '"' and first in tree.LAYERS and tree.LAYERS.index(first) > tree.LAYERS.index(layer):
            problems.append(f"{where}: {layer} must not include {name}")
        if kind == '"' and first not in tree.LAYERS and first != "hazplan":
            problems.append(f"{where}: write the path from src/ or include/: {name}")
        if kind == '"' and layer == "cli" and first in tree.LAYERS and first != "cli":
            problems.append(f"{where}: cli uses the public headers only, not {name}")
        if kind == "<" and layer in FORBIDDEN and FORBIDDEN[layer].search(name):
            problems.append(f"{where}: {layer} must not know <{name}>")
for path in tree.public_headers():
    for line, kind, name in includes(path):
        if kind == "<" and FORBIDDEN["public"].search(name):
            problems.append(f"{tree.relative(path)}:{line}: a public header must not show <{name}>")
        if kind == '"' and not name.startswith("hazplan/"):
            problems.append(f"{tree.relative(path)}:{line}: a public header includes only public headers, not {name}")

tree.finish("include order", problems)
