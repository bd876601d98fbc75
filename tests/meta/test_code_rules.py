"""Rules of the code that a compiler does not check: no printing or exiting in the library, no unsafe functions, short files."""
import re

import tree

LONGEST_FILE = 700
BANNED = "atoi atol atof sprintf vsprintf strcpy strcat strtok gets strncpy scanf sscanf system popen tmpnam mktemp"
PRINTING = "printf puts putchar vprintf perror exit abort _exit quick_exit g_print g_printerr g_error g_warning g_message g_critical"
problems = []


def calls(text, names):
    for match in re.finditer(r"(?<![\w.>])(" + "|".join(names.split()) + r")\s*\(", text):
        yield match.group(1), tree.line_of(text, match.start())


for path in tree.c_files():
    text = tree.code_only(path.read_text())
    name = tree.relative(path)
    library = path.relative_to(tree.SOURCE / "src").parts[0] != "cli"
    for function, line in calls(text, BANNED):
        problems.append(f"{name}:{line}: {function}() is banned")
    if library:
        for function, line in calls(text, PRINTING):
            problems.append(f"{name}:{line}: the library must not call {function}()")
        for match in re.finditer(r"\b(stdout|stderr)\b", text):
            problems.append(f"{name}:{tree.line_of(text, match.start())}: the library must not use {match.group(1)}")
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        problems.append(f"{name}: {lines} lines; split it (at most {LONGEST_FILE})")
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line != line.rstrip():
            problems.append(f"{name}:{number}: trailing space")
for header in tree.c_files():
    if header.suffix != ".h":
        continue
    guard = "HZP_" + re.sub(r"[^A-Z0-9]", "_", str(header.relative_to(tree.SOURCE / "src")).upper())
    if f"#ifndef {guard}\n#define {guard}\n" not in header.read_text():
        problems.append(f"{tree.relative(header)}: the include guard should be {guard}")
tree.finish("code rules", problems)
