"""Each public header compiles alone, as strict C11 and as C++, with the compilers at hand."""
import shutil
import tempfile
from pathlib import Path

import tree

COMPILERS = [
    ("gcc", "c", ["-std=c11"]),
    ("clang", "c", ["-std=c11"]),
    ("g++", "c++", ["-std=c++11"]),
    ("clang++", "c++", ["-std=c++11"]),
]
problems = []
tried = 0
with tempfile.TemporaryDirectory() as folder:
    for header in tree.public_headers():
        source = Path(folder) / "one.c"
        source.write_text(f'#include "hazplan/{header.name}"\n#include "hazplan/{header.name}"\nint hzp_test_one;\n')
        for compiler, language, flags in COMPILERS:
            if not shutil.which(compiler):
                continue
            tried += 1
            result = tree.run(compiler, "-x", language, *flags, "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only",
                              "-I", str(tree.SOURCE / "include"), str(source))
            if result.returncode != 0:
                problems.append(f"{header.name} with {compiler}:\n{result.stderr}")
if tried == 0:
    problems.append("no compiler was found")
tree.finish(f"headers ({tried} compilations)", problems)
