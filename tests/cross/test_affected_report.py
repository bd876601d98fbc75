"""`hazplan affected --report`: what the plan tells is filled in, what it does not is marked, the deadline is the plan's hours later.

Expected figures are read from plan.gpkg with SQL; deadlines are worked out with Python's datetime."""

import datetime
import re
import sqlite3
import zipfile
from xml.etree import ElementTree

from crosscheck import Checks, example_plan, run, workspace

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
HOURS = {"extra_large": 4, "large": 4, "medium": 12, "small": 12}
WEEKDAYS = "一二三四五六日"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
checks = Checks()


def told(*words, code):
    done = run(*words, *(() if "--lang" in words else ("--lang", "zh")))
    checks.equal(f"exit code of {words}", done.returncode, code)
    return done


def report(plan, folder, name, *words, code=0):
    path = folder / name
    done = told("affected", plan.path, *words, "--report", path, code=code)
    return path.read_text(encoding="utf-8") if code == 0 and path.suffix == ".md" else done


def words_of_markdown(text):
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text.replace("**", ""))
    lines = [re.sub(r"^(#+|>) ", "", line) for line in text.splitlines() if line and not re.fullmatch(r"[| -]+", line)]
    return "".join("".join(cell.strip() for cell in line.split("|")) for line in lines).replace(" ", "")


def words_of_word(path):
    with zipfile.ZipFile(path) as archive:
        checks.true("the .docx is whole", archive.testzip() is None)
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return "".join(node.text or "" for node in body.iter(W + "t")).replace(" ", "")


def expected_due(grade, event):
    due = event + datetime.timedelta(hours=HOURS[grade])
    days = (due.date() - event.date()).days
    return f"{due:%Y-%m-%d %H:%M}（UTC+08:00，周{WEEKDAYS[due.weekday()]}，{['当日', '次日'][days]}）之前，时限 {HOURS[grade]} 小时"


def severer(row):
    order = list(HOURS)
    return min((row[key] for key in ("registered_grade", "grade") if row[key]), key=order.index)


def check_points(plan, folder):
    """First reports of points of every grade."""
    event = datetime.datetime(2020, 2, 28, 21, 10, tzinfo=SHANGHAI)
    for grade in HOURS:
        rows = plan.rows("hazard_points", f"grade = '{grade}'")
        row = rows[0]
        text = report(plan, folder, "first.md", "--hazard", row["hazard_id"], "--time", "2020年2月28日21时10分")
        checks.true(f"deadline of {row['hazard_id']}", expected_due(severer(row), event) in text, text)
        for part in (row["hazard_id"], row["county"], row["town"], row["type_zh"], row["monitor_person"], row["phone"], "（首报）",
                     f"威胁人口{row['population']}人", "时间：2020年2月28日21时10分", plan.rows("summary", "key = 'title'")[0]["value"]):
            checks.true(f"{row['hazard_id']} says {part}", part in text, text)
        households = f"、{row['households']}户，" if row["households"] is not None else f"威胁人口{row['population']}人，与"
        checks.true(f"households of {row['hazard_id']}", households in text, text)


def check_facilities(plan, folder):
    row = plan.rows("facilities", "people = 1400")[0]
    text = report(plan, folder, "school.md", "--hazard", row["nearest_hazard_id"])
    checks.true("a school's own people", f"| {row['name']} | 学校 | 1400 |" in text and "不得相加" in text, text)
    checks.true("no time, no deadline", "**【待填：发生时间】**" in text and "事发或接报后" in text, text)
    checks.true("more people than the grade stands for", "范围内 1400 人，按险情标准为特大型，请核实等级" in text, text)


def check_kinds(plan, folder):
    """What no plan knows is marked in every kind of report, and no value leaks out raw."""
    marks = {"zh": ("【待填：死亡人数】", "【待填：失踪人数】", "【待填：直接经济损失】", "【待填：灾害类型】"),
             "en": ("【to fill in: loss】", "【to fill in: type】", "Dead: **【to fill in: number】**")}
    titles = {"zh": ("（首报）", "（续报）", "（终报）"), "en": ("(first report)", "(follow-up report)", "(final report)")}
    own = {"zh": ("首报时限", "较上次报告的变化", "经验教训"), "en": ("To be sent", "Changes since", "Lessons")}
    for language in ("zh", "en"):
        for number, kind in enumerate(("first", "follow_up", "final")):
            asked = ("--at", "巴公镇", "--radius", "3000", "--time", "2020-07-21T15:30Z", "--report-kind", kind, "--lang", language)
            text = report(plan, folder, f"{kind}.{language}.md", *asked)
            what = f"{kind} in {language}"
            for part in (*marks[language], titles[language][number], own[language][number]):
                checks.true(f"{what} says {part}", part in text, text)
            for part in set(own[language]) - {own[language][number]}:
                checks.true(f"{what} does not say {part}", part not in text, text)
            checks.equal(f"{what}: raw values", re.findall(r"\bnull\b|\bNone\b|\bnan\b|[{}]", text), [])
            report(plan, folder, f"{kind}.{language}.docx", *asked)
            checks.equal(f"{what}: .docx and .md", words_of_word(folder / f"{kind}.{language}.docx"), words_of_markdown(text))


def check_people(plan, folder):
    """A village without a figure is neither 0 nor left out in silence."""
    database = sqlite3.connect(plan.path)
    # GeoPackage's triggers call functions that plain SQLite does not have; no geometry is changed here.
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'villages'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    database.execute("UPDATE villages SET population = NULL, exposed_population = NULL WHERE town = '巴公镇'")
    database.commit()
    text = report(plan, folder, "missing.md", "--at", "巴公镇", "--radius", "1200")
    checks.true("nobody knows", "各村均无人口数" in text and "| 缺 |" in text and "按最短时限" not in text.split("一、")[1], text)
    checks.true("the shortest hours", "等级不明，按最短时限" in text and "4 小时内" in text, text)
    text = report(plan, folder, "nobody.md", "--at", "111.0,30.0", "--radius", "1000")
    checks.true("outside of the region", "不在方案各县范围内" in text and "等级不明，按最短时限" in text, text)


def check_refusals(plan, folder):
    asked = ("--at", "巴公镇", "--radius", "100")
    (folder / "kept.odt").write_text("mine")
    done = told("affected", plan.path, *asked, "--report", folder / "kept.odt", code=2)
    checks.true("another ending", "kept.odt" in done.stderr, done.stderr)
    checks.equal("what was there", (folder / "kept.odt").read_text(), "mine")
    told("affected", plan.path, *asked, "--report", folder / "x.md", "--report-kind", "last", code=2)
    told("affected", plan.path, *asked, "--report", folder / "x.md", "--time", "2020-02-30 10:00", code=2)
    told("affected", plan.path, *asked, "--report", folder / "x.md", "--time", "10:00", code=2)
    checks.true("nothing was written", not (folder / "x.md").exists())
    told("affected", plan.path, *asked, "--report", folder / "nowhere" / "x.md", code=1)


folder = workspace()
plan = example_plan("jincheng")
check_points(plan, folder)
check_facilities(plan, folder)
check_kinds(plan, folder)
check_refusals(plan, folder)
check_people(plan, folder)
checks.finish()
