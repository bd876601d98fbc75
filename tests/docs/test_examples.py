"""Run the examples of README and guides as they are printed, and compare what they show.

In a Markdown file an HTML comment before a code block says what the block is:
  <!-- run -->            shell commands; `<!-- run exit=3 -->` when the last one ends with that code
  <!-- shows -->          what the run block before it prints on standard output; a line "…" stands for any number of lines
  <!-- errors -->         the same for its standard error
  <!-- file PATH -->      contents of a file, written before what follows
  <!-- append PATH -->    lines added to the end of a file
and <!-- setup COMMAND --> by itself runs a command that the page does not print.
Blocks of one document run in its order, in one empty folder that holds examples/ and has the program in PATH.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.environ["HAZPLAN_SOURCE"]
PROGRAM = os.environ["HAZPLAN"]
DOCUMENTS = ["README.md", "docs/guide.md", "docs/guide.en.md"]
BLOCK = re.compile(r"<!-- (run|shows|errors|file|append)( [^>]*?)? -->\n+```\w*\n(.*?)^```$|<!-- (setup) ([^>]*?) -->", re.S | re.M)


def fits(shown, printed):
    """Whether printed text fits the shown one, in which a line "…" stands for any number of lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n" for line in shown.splitlines())
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None


class Document:
    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.last = None
        self.failures = []
        self.runs = 0
        with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
            self.text = file.read()
        self.environment = dict(os.environ, PATH=os.path.dirname(PROGRAM) + os.pathsep + os.environ["PATH"],
                                LANG="en" if name.endswith(".en.md") else "zh_CN.UTF-8")

    def fail(self, at, what):
        line = self.text.count("\n", 0, at) + 1
        self.failures.append(f"{self.name}:{line}: {what}")

    def write(self, path, body, mode):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, mode, encoding="utf-8") as file:
            file.write(body)

    def run(self, at, argument, body):
        expected = int(re.fullmatch(r"exit=(\d+)", argument).group(1)) if argument else 0
        # The last command may fail, those before it may not.
        script = "set -e\n" + body.rstrip("\n")
        self.last = subprocess.run(["sh", "-c", script], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        self.runs += 1
        if self.last.returncode != expected:
            self.fail(at, f"exit code {self.last.returncode}, not {expected}\n{body}{self.last.stdout}{self.last.stderr}")

    def compare(self, at, kind, body):
        printed = self.last.stdout if kind == "shows" else self.last.stderr
        if not fits(body, printed):
            self.fail(at, f"the {kind} block differs; printed was:\n{printed}")

    def check(self):
        for match in BLOCK.finditer(self.text):
            kind, argument, body = match.group(1), (match.group(2) or "").strip(), match.group(3)
            if match.group(4):
                self.run(match.start(), "", match.group(5))
            elif kind == "run":
                self.run(match.start(), argument, body)
            elif kind in ("shows", "errors"):
                self.compare(match.start(), kind, body)
            else:
                self.write(argument, body, "w" if kind == "file" else "a")
        if self.runs == 0:
            self.failures.append(f"{self.name}: no example was found")
        marks = len(re.findall(r"^<!-- (?:run|shows|errors|file|append|setup)\b", self.text, re.M))
        if marks != len(BLOCK.findall(self.text)):
            self.failures.append(f"{self.name}: a mark is not followed by a code block")
        return self.failures


def main():
    failures = []
    for name in DOCUMENTS:
        if not os.path.exists(os.path.join(SOURCE, name)):
            continue
        with tempfile.TemporaryDirectory(prefix="hazplan_docs_") as folder:
            shutil.copytree(os.path.join(SOURCE, "examples"), os.path.join(folder, "examples"))
            document = Document(name, folder)
            failures += document.check()
            print(f"{name}: {document.runs} blocks run")
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
