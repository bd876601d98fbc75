"""The page in a browser without a screen: search, click on the map, lists, print view, Chinese input, keyboard only.

With HAZPLAN_SHOTS=FOLDER pictures of the page and the printed page are kept there."""
import base64
import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from serving import expect, finish, folder, make_plan, replace_by, serving

SHOTS = os.environ.get("HAZPLAN_SHOTS")


def open_browser(width=1366, height=768):
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=zh-CN", f"--window-size={width},{height}", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options)


class Page:
    def __init__(self, browser, url):
        self.browser, self.url = browser, url
        browser.get(url + "?lang=zh")
        self.wait(lambda: self.text("title") not in ("", "—"))

    def one(self, id_):
        return self.browser.find_element(By.ID, id_)

    def text(self, id_):
        return self.one(id_).text

    def wait(self, condition, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if condition():
                    return True
            except WebDriverException:
                pass
            time.sleep(0.05)
        return False

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def focus(self):
        return self.run("const e = document.activeElement; return e.id || e.textContent")

    def shot(self, name):
        if SHOTS:
            time.sleep(0.4)
            self.browser.save_screenshot(str(Path(SHOTS) / (name + ".png")))

    def rows(self, section):
        return self.run("return [...document.querySelectorAll(`#result section.${arguments[0]} tbody tr`)].map((row) => [...row.cells].map((cell) => cell.textContent))", section)

    def clear(self):
        self.run("document.getElementById('search').value = ''")


def check_begin(page):
    expect("title", page.text("title") == "晋城市2020年度地质灾害防治方案", page.text("title"))
    expect("the notice is seen", "不得作为决策依据" in page.text("notice"))
    expect("a plan of an earlier year is loud", re.search(r"2020 年度的方案，现在是 \d{4} 年", page.text("old")), page.text("old"))
    expect("writing can begin at once", page.focus() == "search", page.focus())
    drawn = "const c = document.getElementById('map'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n"
    expect("the map is drawn", page.wait(lambda: page.run(drawn) > 5000))
    page.shot("1-begin")


def check_search(page, server):
    box = page.one("search")
    box.send_keys("巴公")
    expect("suggestions", page.wait(lambda: len(page.browser.find_elements(By.CSS_SELECTOR, "#suggestions li")) > 5))
    expect("the town comes first", "巴公镇" in page.browser.find_elements(By.CSS_SELECTOR, "#suggestions li")[0].text)
    expect("told to screen readers", box.get_attribute("aria-expanded") == "true")
    page.shot("2-suggestions")
    box.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP)
    expect("arrows choose", box.get_attribute("aria-activedescendant") == "suggestion-0", box.get_attribute("aria-activedescendant"))
    box.send_keys(Keys.ESCAPE)
    expect("Esc closes", not page.one("suggestions").is_displayed() and box.get_attribute("value") == "巴公")
    box.send_keys("镇")
    page.wait(lambda: len(page.browser.find_elements(By.CSS_SELECTOR, "#suggestions li")) == 1)
    page.run("document.getElementById('radius').value = 3000")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    expect("Enter asks", page.wait(lambda: "巴公镇" in page.text("result")))
    answer = server.json("/api/v1/affected", {"at": "巴公镇", "radius": "3000"})[1]
    rows = page.rows("villages")
    expect("a row for each village, nearest first", [row[0] for row in rows] == [village["name"] for village in answer["villages"]], rows)
    expect("people, contact and phone", all(row[2].replace(",", "") == str(village["population"]) and row[5] == village["contact"] and row[6] == village["phone"]
                                           for row, village in zip(rows, answer["villages"])), rows[:2])
    expect("the total", f"{answer['totals']['exposed_population']:,}" in page.text("result"))
    links = page.run("return [...document.querySelectorAll('#result a.phone')].map((a) => a.getAttribute('href'))")
    expect("phones can be called", links and all(re.fullmatch(r"tel:\+?\d+", link) for link in links), links[:3])
    expect("brigades", [row[0] for row in page.rows("brigades")] == [brigade["name"] for brigade in answer["brigades"]])
    expect("the deadline", "4 小时内" in page.text("result"))
    page.shot("3-result")
    page.browser.find_element(By.CSS_SELECTOR, "#result section.villages tbody button").click()
    expect("a row is shown on the map", page.run("return document.querySelectorAll('tr.chosen').length") == 1)


def check_click(page):
    before = page.text("result")
    ActionChains(page.browser).move_to_element_with_offset(page.one("map"), 90, 60).click().perform()
    expect("a click asks", page.wait(lambda: page.text("result") != before and re.search(r"11[1-4]\.\d+，3[56]\.\d+ 周围 3\.00 公里", page.text("result"))), page.text("result")[:100])
    moved = page.run("return document.querySelector('.asked').textContent")
    ActionChains(page.browser).move_to_element(page.one("map")).click_and_hold().move_by_offset(80, 40).release().perform()
    time.sleep(0.5)
    expect("a drag moves and does not ask", page.run("return document.querySelector('.asked').textContent") == moved)
    page.shot("4-clicked")


def check_hazard(page):
    page.clear()
    page.one("search").send_keys("140525D027", Keys.ENTER)
    expect("a hazard point by its id", page.wait(lambda: "140525D027" in page.text("result")))
    expect("people who are registered stand beside those modelled", "登记威胁人数" in page.text("result"))
    page.run("const e = document.getElementById('time'); e.value = '2020-07-21T23:30'; e.dispatchEvent(new Event('change'))")
    expect("deadline over midnight", page.wait(lambda: "2020-07-22 11:30" in page.text("result")), page.text("result")[:200])
    expect("key period", "重点防范期内" in page.text("result"))
    page.run("const e = document.getElementById('time'); e.value = ''; e.dispatchEvent(new Event('change'))")
    page.shot("5-hazard")


def check_nobody(page):
    """Nobody inside (somebody meant kilometres): who is next is told, and can be called."""
    page.run("document.getElementById('radius').value = 3")
    page.clear()
    page.one("search").send_keys("巴公镇", Keys.ENTER)
    expect("nobody is said", page.wait(lambda: "范围内没有村" in page.text("result")))
    expect("and who is nearest", "最近的村：庄头村委会（巴公镇），974 米 东，1,075 人" in page.text("result"), page.text("result")[:300])
    expect("with a phone", page.run("return document.querySelector('#result .nobody a.phone')?.getAttribute('href')") == "tel:03560001209")
    expect("the grade says where it is from", "等级依据：" in page.text("result"))
    page.shot("6-nobody")
    page.run("document.getElementById('radius').value = 1000")


def check_gone(page, server):
    """A server that is silent, as behind a cut line, then one that is gone."""
    server.process.send_signal(signal.SIGSTOP)
    page.clear()
    page.one("search").send_keys("112.85,35.52", Keys.ENTER)
    expect("asking is seen", page.wait(lambda: "正在查询" in page.text("status")))
    expect("a silent server is told, not waited for", page.wait(lambda: "与服务断开" in page.text("status"), 25), page.text("status"))
    server.process.send_signal(signal.SIGCONT)
    server.stop()
    page.run("document.getElementById('status').textContent = ''")
    page.clear()
    page.one("search").send_keys("112.85,35.52", Keys.ENTER)
    expect("a server that is gone is told in words of ours", page.wait(lambda: "与服务断开" in page.text("status")), page.text("status"))
    expect("and above", "与服务断开" in page.text("offline"))


def check_refusals(page):
    page.clear()
    page.one("search").send_keys("<img src=x onerror=alert(1)>", Keys.ENTER)
    expect("what is not found is said as it was written", page.wait(lambda: "<img src=x" in page.text("status")), page.text("status"))
    expect("no earlier answer stands below it", not page.one("result").is_displayed())
    expect("and is no markup", not page.browser.find_elements(By.CSS_SELECTOR, "#status img"))
    page.clear()
    page.one("search").send_keys("巴公镇东边的山塌了", Keys.ENTER)
    expect("a name in a sentence is proposed", page.wait(lambda: page.text("candidates") == "巴公镇" and "相近的有" in page.text("status")), page.text("candidates"))
    page.shot("6-near")
    page.browser.find_element(By.CSS_SELECTOR, "#candidates button").click()
    expect("and asked about by a click", page.wait(lambda: "巴公镇" in page.run("return document.querySelector('.asked')?.textContent ?? ''")) and not page.one("candidates").is_displayed())
    page.clear()
    page.one("search").send_keys("140525D27", Keys.ENTER)
    expect("an id with a slip is proposed with its name", page.wait(lambda: page.text("candidates").startswith("140525D027 泽州县巴公镇李村地面塌陷隐患点")), page.text("candidates"))
    page.browser.find_element(By.CSS_SELECTOR, "#candidates button").click()
    expect("and asked about", page.wait(lambda: "140525D027" in page.run("return document.querySelector('.asked')?.textContent ?? ''")))
    page.clear()
    page.one("search").send_keys("河东村委会", Keys.ENTER)
    expect("several are offered", page.wait(lambda: len(page.browser.find_elements(By.CSS_SELECTOR, "#candidates button")) > 1), page.text("status"))
    page.shot("6-candidates")
    page.browser.switch_to.active_element.send_keys(Keys.ENTER)
    expect("one of them is chosen by Enter", page.wait(lambda: "河东村委会" in page.run("return document.querySelector('.asked').textContent")))
    page.clear()
    page.one("search").send_keys("35.52,112.85", Keys.ENTER)
    expect("turned coordinates are told", page.wait(lambda: "112.85,35.52" in page.text("status")), page.text("status"))


def check_input_method(page):
    """As an input method writes: while it composes, nothing is asked and Enter belongs to it."""
    page.clear()
    page.one("search").click()
    page.browser.get_log("performance")
    send = page.browser.execute_cdp_cmd
    for pinyin in ("b", "ba", "ba g", "ba gong"):
        send("Input.imeSetComposition", {"text": pinyin, "selectionStart": len(pinyin), "selectionEnd": len(pinyin)})
        time.sleep(0.25)
    asked = [entry for entry in page.browser.get_log("performance") if "Network.requestWillBeSent\"" in entry["message"] and "/search" in entry["message"]]
    expect("nothing is asked while it composes", not asked, asked[:1])
    page.run("document.getElementById('search').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true}))")
    expect("its Enter is its own", page.text("status") == "" or "正在查询" not in page.text("status"))
    send("Input.insertText", {"text": "巴公镇"})
    expect("then the word is looked for", page.wait(lambda: "巴公镇" in page.text("suggestions")))
    expect("the box holds the word", page.one("search").get_attribute("value") == "巴公镇", page.one("search").get_attribute("value"))
    page.one("search").send_keys(Keys.ESCAPE)


def check_keyboard(page):
    """From a new page to a printed answer without a mouse."""
    page.browser.get(page.url + "?lang=zh")
    page.wait(lambda: page.text("title") not in ("", "—"))
    keys = ActionChains(page.browser)
    keys.send_keys("南村镇").pause(1).send_keys(Keys.ARROW_DOWN, Keys.ENTER).perform()
    expect("asked by keys", page.wait(lambda: page.browser.find_elements(By.CSS_SELECTOR, ".asked") and "南村镇" in page.browser.find_element(By.CSS_SELECTOR, ".asked").text))
    expect("reading goes on at the answer", page.wait(lambda: page.focus().startswith("result")), page.focus())
    seen = []
    for _ in range(8):
        ActionChains(page.browser).send_keys(Keys.TAB).perform()
        seen.append(page.run("const e = document.activeElement; return e.id || e.href || e.textContent"))
        style = page.run("return getComputedStyle(document.activeElement).outlineStyle")
        expect(f"the focus is seen at {seen[-1]}", style != "none", style)
    expect("print, files and villages follow", seen[0] == "print" and "csv" in seen[1] and "json" in seen[2], seen)
    page.run("document.getElementById('map').focus()")
    before = page.run("return document.querySelector('.asked').textContent")
    ActionChains(page.browser).send_keys("-", Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ENTER).perform()
    expect("the map asks by Enter", page.wait(lambda: page.run("return document.querySelector('.asked').textContent") != before))
    order = page.run("document.activeElement.blur(); return [...document.querySelectorAll('a[href], button, input, canvas, [tabindex]')].filter((e) => e.tabIndex >= 0 && e.offsetParent).slice(0, 6).map((e) => e.id || e.className)")
    expect("the tab order is that of the page", order[:3] == ["skip", "language", "search"], order)


def check_print(page, there):
    page.run("document.getElementById('radius').value = 20000")
    page.clear()
    page.one("search").send_keys("112.85,35.52", Keys.ENTER)
    expect("many villages", page.wait(lambda: len(page.rows("villages")) == 300))
    expect("those not listed are counted", "另有" in page.text("result"))
    expect("the map says that it marks the nearest alone", re.search(r"范围内共 \d+ 个村，图上只标出最近的 300 个", page.text("left-out")), page.text("left-out"))
    page.shot("7-many")
    made = page.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    path = there / "printed.pdf"
    path.write_bytes(base64.b64decode(made["data"]))
    facts = subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout
    words = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout
    expect("one page", re.search(r"Pages: +1\n", facts), facts)
    expect("of A4", re.search(r"Page size: +59[45]\S* x 84[12]", facts), facts)
    for word in ("晋城市2020年度地质灾害防治方案", "不得作为决策依据", "现在是", "范围内人口", "另有", "打印于", "112.85000，35.52000 周围 20.0"):
        expect(f"printed: {word}", word in words, words[:300])
    for word in ("查询", "English"):
        expect(f"not printed: {word}", not re.search(rf"^\s*{word}\s*$", words, re.M), words[:300])
    if SHOTS:
        subprocess.run(["pdftoppm", "-r", "90", "-png", path, Path(SHOTS) / "8-printed"], check=True)


def check_english(page):
    page.one("language").click()
    expect("English", page.wait(lambda: "Affected villages, nearest first" in page.text("result")))
    page.shot("9-english")
    page.one("language").click()


def check_phone(url):
    browser = open_browser(500, 900)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
    try:
        page = Page(browser, url)
        page.one("search").send_keys("巴公镇", Keys.ENTER)
        expect("a phone is answered", page.wait(lambda: page.rows("villages")))
        wide = page.run("return [document.documentElement.scrollWidth, window.innerWidth]")
        expect("nothing sticks out on a phone", wide[0] <= wide[1], wide)
        page.shot("10-phone")
    finally:
        browser.quit()


def check_replaced(page, plan, other):
    replace_by(plan, other)
    expect("another plan shows by itself", page.wait(lambda: "三门峡" in page.text("title"), 40), page.text("title"))
    expect("the answer is of that plan now", page.wait(lambda: "不在方案各县范围内" in page.text("result")), page.text("result")[:200])
    os.remove(plan)
    expect("a plan that is gone is told", page.wait(lambda: "不在原处" in page.text("state"), 40), page.text("state"))
    page.shot("11-missing")


def check_token(plan, there):
    (there / "token").write_text("a-token-for-the-browser\n")
    browser = open_browser()
    try:
        with serving(plan, "--token-file", there / "token") as server:
            browser.get(server.url + "?lang=zh")
            page = Page.__new__(Page)
            page.browser, page.url = browser, server.url
            expect("the token is asked for", page.wait(lambda: page.one("token-dialog").is_displayed()))
            page.one("token").send_keys("wrong-token-for-this", Keys.ENTER)
            expect("a wrong one is told", page.wait(lambda: "口令不对" in page.text("token-error")))
            page.shot("12-token")
            page.one("token").clear()
            page.one("token").send_keys("a-token-for-the-browser", Keys.ENTER)
            expect("the right one opens", page.wait(lambda: "晋城市" in page.text("title")))
            expect("scripts do not see the cookie", page.run("return document.cookie") == "")
    finally:
        browser.quit()


with folder() as there:
    plan, other = make_plan(there / "plan.gpkg", "jincheng"), make_plan(there / "other.gpkg")
    check_token(plan, there)
    with serving(plan) as server:
        browser = open_browser()
        try:
            page = Page(browser, server.url)
            check_begin(page)
            check_search(page, server)
            check_click(page)
            check_hazard(page)
            check_nobody(page)
            check_refusals(page)
            check_input_method(page)
            check_keyboard(page)
            check_print(page, there)
            check_english(page)
            check_phone(server.url)
            check_replaced(page, plan, other)
            severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE" and not re.search(r"status of (400|404|409)", entry["message"])]
            expect("no error in the browser's log", not severe, severe[:3])
            addresses = set(re.findall(r'"url":"(https?://[^/"]+)', " ".join(entry["message"] for entry in browser.get_log("performance"))))
            expect("no address but the server's own was asked", addresses <= {server.url.rstrip("/")}, addresses)
            check_gone(page, server)
        finally:
            browser.quit()
finish()
