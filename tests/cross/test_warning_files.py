"""The map sheet and the bulletin of `hazplan warn` tell what its JSON tells, level by level, and what is not known."""

import json
import re
import subprocess
import sys

from crosscheck import EXAMPLES, Checks, example_plan, run, workspace

STATIONS = EXAMPLES / "jincheng/雨量站.csv"
LEVELS = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色", "none": "无预警", "unknown": "未知"}


def squeeze(text):
    return re.sub(r"\s+", "", text)


def warn(plan, *words, rain=STATIONS, lang="zh"):
    folder = workspace()
    done = run("warn", plan.path, "--rain", rain, "--format", "json", "--lang", lang, *words, "--map", folder / "map.pdf",
               "--bulletin", folder / "bulletin.md", "-o", folder / "warning.gpkg")
    if done.returncode != 0:
        sys.exit(f"warn {words}: exit {done.returncode}\n{done.stderr}")
    drawn = subprocess.run(["pdftotext", "-raw", folder / "map.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return json.loads(done.stdout), squeeze(drawn), (folder / "bulletin.md").read_text(), done.stderr, folder


def people_on_map(total):
    if total["villages"] == 0:
        return "0"
    if total["population"] is None:
        return "不详"
    lacking = f"（{total['population_missing']}村不详）" if total["population_missing"] else ""
    return f"{total['population']:.0f}{lacking}"


def check_map(checks, what, answer, text):
    for level, word in LEVELS.items():
        total = answer["totals"][level]
        wanted = f"{word}{total['towns']}{total['hazard_points']}{total['villages']}{people_on_map(total)}"
        checks.true(f"{level} on the map of {what}", wanted in text, wanted)
    checks.equal(f"notices on the map of {what}", text.count(squeeze(answer["plan"]["notice"])), 2)
    for file in answer["rain"]["files"]:
        checks.true(f"{file['name']} on the map of {what}", squeeze(file["name"]) in text)
    checks.true(f"time on the map of {what}", squeeze(answer["issued"] or "未注明") in text)
    severe = [town for town in answer["towns"] if town["level"] in ("red", "orange")]
    missing = [town["town"] for town in severe if town["town"] not in text]
    checks.equal(f"severe towns without a name on the map of {what}", missing, [])
    unknown = answer["totals"]["unknown"]
    sentence = f"{unknown['hazard_points']}处隐患点、{unknown['villages']}个村缺少降雨资料，等级未知"
    checks.equal(f"unknown told on the map of {what}", sentence in text, unknown["hazard_points"] + unknown["villages"] > 0)


def section(bulletin, heading):
    """Text below a heading, up to the next."""
    found = re.search(rf"^## [^\n]*{heading}\n(.*?)(?=^## |\Z)", bulletin, re.M | re.S)
    return found.group(1) if found else ""


def check_level(checks, answer, bulletin, level, word):
    text = section(bulletin, f"{word}预警区")
    for town in answer["towns"]:
        names = re.findall(rf"^{re.escape(town['county'] or '县名不详')}：(.*)。$", text, re.M)
        listed = any(re.fullmatch(rf"{re.escape(town['town'] or '')}(（.*）)?", name) for line in names for name in line.split("、"))
        checks.equal(f"{town['town']} among the towns at {level}", listed, town["level"] == level)
    rows = [line.split(" | ")[0].lstrip("| ") for line in text.splitlines() if line.startswith("| ")][2:]
    if level in ("red", "orange"):
        wanted = [point["name"] for point in answer["hazard_points"] if point["level"] == level]
        checks.equal(f"points at {level}", [row.replace("\\", "") for row in rows], wanted)


def check_bulletin(checks, what, answer, bulletin):
    overview = section(bulletin, "预警概况")
    for level in ("red", "orange", "yellow", "blue"):
        total = answer["totals"][level]
        line = re.search(rf"^{LEVELS[level]}预警（[^）]*）：(.*)。$", overview, re.M).group(1)
        checks.true(f"points at {level} of {what}", f"隐患点{total['hazard_points']}处，村{total['villages']}个" in line, line)
        if total["population"] is not None:
            checks.true(f"people at {level} of {what}", f"人口{total['population']:.0f}人" in line, line)
        else:
            checks.true(f"people at {level} of {what}", "人口" not in line or "人口不详" in line, line)
        check_level(checks, answer, bulletin, level, LEVELS[level])
    checks.true(f"notice of {what}", f"> {answer['plan']['notice']}" in bulletin)
    unknown = answer["totals"]["unknown"]["hazard_points"]
    checks.equal(f"unknown of {what}", f"缺少降雨资料的隐患点{unknown}处" in bulletin, unknown > 0)


def check_warning(checks, what, plan, *words, **more):
    answer, text, bulletin, stderr, folder = warn(plan, *words, **more)
    checks.true(f"glyphs of {what}", "fonts-noto-cjk" not in stderr)
    check_map(checks, what, answer, text)
    check_bulletin(checks, what, answer, bulletin)
    return answer, bulletin, folder


def check_unknown(checks, plan):
    """One station in a corner: most places are farther than stations count, and their level is unknown."""
    far = workspace() / "station.csv"
    lines = STATIONS.read_text().splitlines()
    columns = lines[0].split(",")
    lon = next(i for i, name in enumerate(columns) if name in ("经度", "lon"))
    west = min(lines[1:], key=lambda line: float(line.split(",")[lon]))
    far.write_text("\n".join([lines[0], west]) + "\n")
    answer, _, _ = check_warning(checks, "one station", plan, rain=far)
    checks.true("places without rain", answer["totals"]["unknown"]["hazard_points"] > 0)


def check_missing_day(checks, plan):
    """A day without data: levels are told to be perhaps higher, in the bulletin and on the map."""
    gap = workspace() / "gap.csv"
    lines = STATIONS.read_text().splitlines()
    gap.write_text("\n".join([lines[0]] + [line for line in lines[1:] if "2020-07-19" not in line]) + "\n")
    answer, bulletin, _ = check_warning(checks, "a missing day", plan, rain=gap)
    doubtful = [town for town in answer["towns"] if town["at_least"] and town["level"] in ("red", "orange", "yellow", "blue")]
    checks.true("towns that may be higher", len(doubtful) > 0)
    for town in doubtful:
        checks.true(f"{town['town']} may be higher", re.search(rf"{re.escape(town['town'])}(（日最大[\d.]+毫米）)?（有缺测日，或更高）", bulletin))
    checks.true("the days without data", f"其中{answer['rain']['days_without_data']}天无资料" in bulletin)


def main():
    checks = Checks()
    plan = example_plan("jincheng")
    answer, bulletin, folder = check_warning(checks, "the example", plan, "--time", "2020-07-21 08:00")
    checks.true("several levels", sum(answer["totals"][level]["towns"] > 0 for level in LEVELS) >= 3)
    checks.true("the time", "发布时间：2020-07-21 08:00" in bulletin)
    _, again, _ = check_warning(checks, "the second issue", plan, "--previous", folder / "warning.gpkg")
    checks.true("the number of the issue", "本次降雨过程第2期，首期发布于2020-07-21 08:00" in again)
    checks.true("no time", "发布时间：**（待填）**" in again)
    check_unknown(checks, plan)
    check_missing_day(checks, plan)
    _, _, english, _, _ = warn(plan, lang="en")
    checks.true("English", "Orange (high risk):" in english and not re.search(r"\{\.?\w", english))
    refused = run("warn", plan.path, "--rain", STATIONS, "--bulletin", folder / "bulletin.txt")
    checks.equal("another ending", refused.returncode, 2)
    checks.finish()


main()
