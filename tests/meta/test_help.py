"""--help, the manual page and the completions tell the same commands and options, in both languages."""
import os
import re
import shutil
import subprocess

import tree

HAZPLAN = os.environ["HAZPLAN"]
problems = []


def output(*words):
    result = tree.run(HAZPLAN, *words)
    if result.returncode != 0 or result.stderr:
        problems.append(f"hazplan {' '.join(words)}: exit {result.returncode}, stderr {result.stderr!r}")
    return result.stdout


def commands_of(text):
    """Commands: rows with a word and a summary in the second block of rows."""
    block = text.split("Commands:")[1].split("\n\n")[0]
    return re.findall(r"^  ([a-z]+) ", block, re.M)


def options_of(text):
    return set(re.findall(r"^  (?:-[a-z], |    )(--[a-z-]+)", text, re.M))


program_help = output("--lang", "en", "--help")
commands = commands_of(program_help)
common = options_of(program_help)
if "check" not in commands or "--threads" not in common:
    problems.append("the program's help could not be understood")
if output("-h", "--lang", "en") != program_help:
    problems.append("-h and --help differ")

helps = {}
for command in commands:
    helps[command] = output(command, "--help", "--lang", "en")
    if output(command, "-h", "--lang", "en") != helps[command]:
        problems.append(f"{command}: -h and --help differ")
    chinese = output(command, "--help", "--lang", "zh")
    if options_of(chinese) != options_of(helps[command]):
        problems.append(f"{command}: the Chinese help has other options")
    for text, word in ((helps[command], "Examples:"), (chinese, "示例：")):
        if word not in text or text.count(f"  hazplan {command} ") < 2:
            problems.append(f"{command}: help without examples")
    if not common <= options_of(helps[command]):
        problems.append(f"{command}: help without {sorted(common - options_of(helps[command]))}")
    for text in (helps[command], chinese):
        # an id that the catalogue does not have is printed as it is
        for word in re.findall(r"\b(?:option|operand|about|summary|example|help|title)_[a-z0-9_]+", text):
            problems.append(f"{command}: {word} has no text")

for language in ("en", "zh"):
    manual = output("--lang", language, "--print-man").replace("\\-", "-")
    for command in commands:
        section = re.search(rf'^\.SS "hazplan {command}\b.*?(?=^\.S[SH])', manual, re.M | re.S)
        found = set(re.findall(r"(--[a-z-]+)", section.group(0))) if section else set()
        missing = options_of(helps[command]) - common - found
        if not section or missing:
            problems.append(f"manual ({language}): {command} without {sorted(missing)}")
    if not common <= set(re.findall(r"(--[a-z-]+)", manual)):
        problems.append(f"manual ({language}): a common option is missing")

ASK = r"""source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hazplan; printf '%s\n' "${COMPREPLY[@]}" """


def completed(*words):
    made = os.path.join(os.environ["HAZPLAN_BUILD"], "made/bash-completion/completions/hazplan")
    return set(tree.run("bash", "-c", ASK, "bash", made, "hazplan", *words).stdout.split())


if not set(commands) <= completed(""):
    problems.append(f"bash completes the commands to {sorted(completed(''))}")
for command in commands:
    if not options_of(helps[command]) <= completed(command, "-"):
        problems.append(f"bash: {command} without {sorted(options_of(helps[command]) - completed(command, '-'))}")
if completed("doctor", "--format", "") != {"table", "json", "csv"} or completed("doctor", "--lang", "z") != {"zh"}:
    problems.append("bash does not complete the values of an option")
for shell, flag in (("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")):
    if shutil.which(shell):
        check = subprocess.run([shell, flag], input=output("--print-completion", shell), capture_output=True, text=True)
        if check.returncode != 0:
            problems.append(f"{shell} cannot read its completion: {check.stderr}")
tree.finish(f"help ({len(commands)} commands)", problems)
