#!/usr/bin/env python3
"""Run the command-line cases of a YAML file.

A case:
  name: what it shows, in words
  args: "check project --format csv"     words as a shell splits them, or a list
  run: "shell commands"                  in place of args; $HAZPLAN is the program
  files: {project/project.yaml: text}    written first, in an empty folder with a link to examples/
  before: "shell commands"               that must succeed first
  env: {LANG: en_US.UTF-8}               on top of an environment without any language
  exit: 2                                default 0
  stdout / stderr: exact text; stdout_has / stderr_has: list of patterns (regular expressions, each must be found);
  stdout_lacks / stderr_lacks: must not be found. What is not said: stdout must be empty, stderr too.
  stdout_file / stderr_file: file in expected/ that holds the exact text; `run_cases.py --update FILE…` rewrites these
  exists / missing: list of paths
  after: "shell commands"                that must succeed at the end
In every text {tmp} stands for the case's folder. Cases of a file run one after the other, each in its own folder.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected"
KEYS = {"name", "args", "run", "files", "before", "env", "exit", "exists", "missing", "after", "timeout"}
KEYS |= {f"{stream}{end}" for stream in ("stdout", "stderr") for end in ("", "_has", "_lacks", "_file")}


def shell(commands, folder, environment):
    return subprocess.run(["bash", "-eu", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=300)


def as_list(value):
    return value if isinstance(value, list) else [value]


class Case:
    def __init__(self, case, folder, update):
        self.case, self.folder, self.update, self.problems = case, Path(folder), update, []
        unknown = set(case) - KEYS
        if unknown:
            self.problems.append(f"unknown keys {sorted(unknown)}")

    def fill(self, text):
        return text.replace("{tmp}", str(self.folder))

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LC_MESSAGES")}
        kept.update({name: str(value) for name, value in (self.case.get("env") or {}).items()})
        return kept

    def prepare(self, environment):
        share = os.environ.get("HAZPLAN_SHARE")
        if share:
            (self.folder / "examples").symlink_to(Path(share) / "examples")
        for name, text in (self.case.get("files") or {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.fill(text))
        if "before" in self.case:
            done = shell(self.fill(self.case["before"]), self.folder, environment)
            if done.returncode != 0:
                self.problems.append(f"`before` failed:\n{done.stdout}{done.stderr}")

    def check_stream(self, stream, text):
        case = self.case
        says = [key for key in (stream, stream + "_has", stream + "_lacks", stream + "_file") if key in case]
        exact = case.get(stream)
        if stream + "_file" in case:
            path = EXPECTED / case[stream + "_file"]
            if self.update:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text.replace(str(self.folder), "{tmp}"))
            exact = path.read_text() if path.exists() else ""
        if not says:
            exact = ""
        if exact is not None and text != self.fill(exact):
            self.problems.append(f"{stream} should be:\n{exact}\nbut is:\n{text}")
        for pattern in as_list(case.get(stream + "_has", [])):
            if not re.search(self.fill(pattern), text, re.M):
                self.problems.append(f"{stream} lacks /{pattern}/:\n{text}")
        for pattern in as_list(case.get(stream + "_lacks", [])):
            if re.search(self.fill(pattern), text, re.M):
                self.problems.append(f"{stream} has /{pattern}/:\n{text}")

    def run(self):
        environment = self.environment()
        self.prepare(environment)
        if self.problems:
            return self.problems
        if "run" in self.case:
            done = shell(self.fill(self.case["run"]), self.folder, environment)
        else:
            words = self.case["args"]
            words = shlex.split(self.fill(words)) if isinstance(words, str) else [self.fill(str(word)) for word in words]
            done = subprocess.run([os.environ["HAZPLAN"], *words], cwd=self.folder, env=environment, capture_output=True,
                                  text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=self.case.get("timeout", 120))
        if done.returncode != self.case.get("exit", 0):
            self.problems.append(f"exit code {done.returncode}, should be {self.case.get('exit', 0)}\n{done.stdout}{done.stderr}")
        self.check_stream("stdout", done.stdout)
        self.check_stream("stderr", done.stderr)
        for name in self.case.get("exists", []):
            if not (self.folder / name).exists():
                self.problems.append(f"{name} is not there")
        for name in self.case.get("missing", []):
            if (self.folder / name).exists():
                self.problems.append(f"{name} is there")
        if "after" in self.case and not self.problems:
            done = shell(self.fill(self.case["after"]), self.folder, environment)
            if done.returncode != 0:
                self.problems.append(f"`after` failed:\n{done.stdout}{done.stderr}")
        return self.problems


def main():
    words = sys.argv[1:]
    update = "--update" in words
    only = [word[2:] for word in words if word.startswith("-k")]
    passed = failed = 0
    for path in (word for word in words if not word.startswith("-")):
        for case in yaml.safe_load(Path(path).read_text()):
            if only and not any(part in case["name"] for part in only):
                continue
            with tempfile.TemporaryDirectory(prefix="hazplan-case-") as folder:
                problems = Case(case, folder, update).run()
            passed, failed = passed + (not problems), failed + bool(problems)
            if problems:
                print(f"FAILED: {case['name']}")
                for problem in problems:
                    print("  " + problem.replace("\n", "\n  "))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or passed == 0 else 0)


main()
