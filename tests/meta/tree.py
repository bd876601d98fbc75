"""The source tree as the meta tests see it."""
import os
import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(os.environ.get("HAZPLAN_SOURCE", Path(__file__).resolve().parents[2]))
LAYERS = ["base", "geo", "data", "check", "exposure", "analysis", "answer", "present", "serve", "cli"]


def c_files(*folders):
    """C files and headers below src/ (or the given folders of it)."""
    for folder in folders or LAYERS:
        yield from sorted((SOURCE / "src" / folder).rglob("*.[ch]"))


def public_headers():
    return sorted((SOURCE / "include" / "hazplan").glob("*.h"))


def without_comments(text):
    """C text with comments blanked, line numbers kept; strings stay."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
    return token.sub(lambda m: m.group(0) if m.group(0)[0] in "\"'" else re.sub(r"[^\n]", " ", m.group(0)), text)


def code_only(text):
    """C text with comments and the insides of strings blanked."""
    return re.sub(r'"(?:\\.|[^"\\\n])*"', lambda m: '"' + " " * (len(m.group(0)) - 2) + '"', without_comments(text))


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def relative(path):
    return str(Path(path).relative_to(SOURCE))


def finish(what, problems):
    """Print the problems and end the program with the right code."""
    for problem in problems:
        print(problem)
    print(f"{what}: {len(problems)} problems")
    sys.exit(1 if problems else 0)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)
