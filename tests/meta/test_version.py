"""CMake, the header and the program tell the same version."""
import os
import re

import tree

cmake = re.search(r"project\(hazplan VERSION (\d+\.\d+\.\d+)", (tree.SOURCE / "CMakeLists.txt").read_text()).group(1)
header = (tree.SOURCE / "include/hazplan/version.h").read_text()
numbers = ".".join(re.search(rf"HZP_VERSION_{part} (\d+)", header).group(1) for part in ("MAJOR", "MINOR", "PATCH"))
text = re.search(r'HZP_VERSION "([^"]+)"', header).group(1)
program = tree.run(os.environ["HAZPLAN"], "--version").stdout.strip()
problems = []
for where, found in (("version.h numbers", numbers), ("version.h text", text), ("hazplan --version", program)):
    if found not in (cmake, f"hazplan {cmake}"):
        problems.append(f"{where}: {found}, CMakeLists.txt: {cmake}")
tree.finish("version", problems)
