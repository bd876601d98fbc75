"""A .docx report is a sound package that says what the .md says, block by block."""

import re
import sys
import xml.etree.ElementTree as xml
import zipfile

from crosscheck import Checks, example_plan, run, workspace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = {"Title": "# ", "Heading1": "## ", "Heading2": "### ", "Heading3": "#### ", "Quote": "> ", "BodyText": ""}


def plain(markdown):
    return re.sub(r"\\([\\`*_<>\[\]|~$^])", r"\1", markdown)


def text_of(node):
    return "".join(part.text or "" for part in node.iter(f"{W}t"))


def blocks_of(document):
    """Paragraphs with the mark of their style, tables as rows of cells."""
    for node in document.find(f"{W}body"):
        if node.tag == f"{W}p":
            style = node.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            if style != "TableText":  # the empty line after a table
                yield STYLES[style] + text_of(node)
        elif node.tag == f"{W}tbl":
            for row in node.iter(f"{W}tr"):
                yield [text_of(cell) for cell in row.iter(f"{W}tc")]


def lines_of(markdown):
    for line in markdown.splitlines():
        if line.startswith("| -"):
            continue
        if line.startswith("|"):
            yield [plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        elif line:
            yield plain(line)


def check_parts(checks, package):
    """Every part is well-formed, has a content type, and every relation leads to a part."""
    names = package.namelist()
    checks.equal("damaged members", package.testzip(), None)
    types = xml.fromstring(package.read("[Content_Types].xml"))
    known = {node.get("PartName") for node in types} | {"." + node.get("Extension", "") for node in types}
    for name in names:
        xml.fromstring(package.read(name))
        checks.true(f"type of {name}", f"/{name}" in known or "." + name.rsplit(".", 1)[1] in known)
    for relations, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        for relation in xml.fromstring(package.read(relations)):
            checks.true(f"relation to {relation.get('Target')}", folder + relation.get("Target") in names)


def main():
    checks = Checks()
    folder = workspace()
    plan = example_plan("sanmenxia")
    for name in ("plan.md", "plan.docx", "again.docx"):
        done = run("report", plan.path, "-o", folder / name, "-q")
        if done.returncode != 0:
            sys.exit(f"report {name}: exit {done.returncode}\n{done.stderr}")
    package = zipfile.ZipFile(folder / "plan.docx")
    check_parts(checks, package)
    wanted = list(lines_of((folder / "plan.md").read_text()))
    found = list(blocks_of(xml.fromstring(package.read("word/document.xml"))))
    checks.equal("blocks", len(found), len(wanted))
    for number, (have, want) in enumerate(zip(found, wanted)):
        checks.equal(f"block {number}", have, want)
    checks.true("a table among them", any(isinstance(block, list) for block in wanted))
    notice = plan.summary("notice")
    checks.true("notice on every page", notice in text_of(xml.fromstring(package.read("word/header1.xml"))))
    used = set(re.findall(r'pStyle w:val="(\w+)"', package.read("word/document.xml").decode()))
    defined = set(re.findall(r'styleId="(\w+)"', package.read("word/styles.xml").decode()))
    checks.equal("styles without a definition", used - defined, set())
    checks.true("the same bytes again", (folder / "plan.docx").read_bytes() == (folder / "again.docx").read_bytes())
    checks.finish()


main()
