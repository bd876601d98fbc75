"""The plan is replaced, taken away, damaged, overwritten and edited while it is served."""
import contextlib
import json
import os
import shutil
import sqlite3
import threading
import time

from serving import expect, finish, folder, make_plan, replace_by, serving


def wait_for(condition, seconds=10):
    """Whether it comes to hold for all workers, each of which opens the plan by itself."""
    end, held = time.monotonic() + seconds, 0
    while time.monotonic() < end and held < 12:
        held = held + 1 if condition() else 0
        time.sleep(0.05)
    return held == 12


with folder() as there:
    first, second = make_plan(there / "first.gpkg"), make_plan(there / "second.gpkg", "jincheng")
    (there / "served").mkdir()
    plan = there / "served" / "plan.gpkg"
    shutil.copy(first, plan)
    with serving(there / "served", language="en") as server:  # a folder that holds a plan.gpkg

        def expect_region(what, wanted):
            expect(what, wait_for(lambda: region() == wanted), region())

        def region():
            status, headers, body = server.ask("/api/v1/plan")
            return (json.loads(body)["region"] if status == 200 else status, headers.get("Hazplan-Plan"))

        expect_region("the first plan", ("三门峡市", "current"))
        replace_by(plan, second)
        expect("a plan renamed into place is answered from", wait_for(lambda: region() == ("晋城市", "current")), region())
        plan.unlink()
        expect_region("a plan that is gone keeps answering, and says so", ("晋城市", "missing"))
        expect("health says so", server.json("/api/v1/health")[1]["plan"] == "missing")
        time.sleep(0.2)
        shutil.copy(first, plan)
        expect("a plan that comes back is answered from", wait_for(lambda: region() == ("三门峡市", "current")), region())

        (there / "junk").write_bytes(b"no plan at all" * 1000)
        replace_by(plan, there / "junk")
        expect_region("what is no plan is not answered from", ("三门峡市", "unreadable"))
        (there / "half").write_bytes(second.read_bytes()[: second.stat().st_size // 2])
        replace_by(plan, there / "half")
        expect_region("half of a plan is not answered from", ("三门峡市", "unreadable"))
        empty = sqlite3.connect(there / "empty")
        empty.execute("CREATE TABLE t (x)")
        empty.commit()
        empty.close()
        replace_by(plan, there / "empty")
        expect_region("another database is not answered from", ("三门峡市", "unreadable"))
        replace_by(plan, second)
        expect("a whole plan ends that", wait_for(lambda: region() == ("晋城市", "current")), region())

        # Overwritten in place, nothing is left of the plan before: an answer is of one whole plan, or a refusal that says so.
        stop = threading.Event()

        def overwrite():
            sources = [first.read_bytes(), second.read_bytes()]
            turn = 0
            while not stop.is_set():
                with open(plan, "r+b") as file:
                    bytes_ = sources[turn % 2]
                    for at in range(0, len(bytes_), 1 << 18):
                        file.write(bytes_[at:at + (1 << 18)])
                        time.sleep(0.001)
                    file.truncate(len(bytes_))
                turn += 1
                time.sleep(0.2)

        writer = threading.Thread(target=overwrite)
        writer.start()
        seen, end = {}, time.monotonic() + 4
        while time.monotonic() < end:
            status, headers, body = server.ask("/api/v1/plan")
            if status == 200:
                pair = ("三门峡市".encode() in body, "晋城市".encode() in body, b'"villages": 1729' in body)
                whole = pair in ((True, False, False), (False, True, True))
                seen["whole" if whole else "mixed"] = seen.get("whole" if whole else "mixed", 0) + 1
            else:
                seen[status] = seen.get(status, 0) + 1
                expect("a refusal says to ask again", status == 503 and headers["Retry-After"] == "1", (status, body))
        stop.set()
        writer.join()
        expect("answers while the file is overwritten are of one plan", seen.get("whole", 0) > 20 and "mixed" not in seen, seen)
        replace_by(plan, first)
        expect("it recovers", wait_for(lambda: region() == ("三门峡市", "current")), region())
        time.sleep(0.6)  # every worker has it
        with open(plan, "r+b") as file:
            file.write(b"\0" * 200000)
        status, headers, body = server.ask("/api/v1/plan")
        expect("a plan destroyed in place is a refusal", status == 503 and headers["Retry-After"] == "1", (status, body))
        replace_by(plan, second)
        expect("and recovers", wait_for(lambda: region() == ("晋城市", "current")), region())
        os.chmod(plan, 0)
        os.chmod(plan, 0o444)
        expect("rights do not matter while it can be read", region()[0] == "晋城市", region())

        # A GIS left it in WAL mode: what it saves next lies beside the file only, which stays as it is for a while.
        shutil.copy(first, there / "left")
        with contextlib.closing(sqlite3.connect(there / "left")) as database:
            database.execute("PRAGMA journal_mode=WAL")
        replace_by(plan, there / "left")
        expect("a plan that a GIS left is answered from", wait_for(lambda: region() == ("三门峡市", "current")), region())
        before = plan.read_bytes()
        with contextlib.closing(sqlite3.connect(plan)) as gis:
            for name in ("甲市", "乙市"):
                gis.execute("UPDATE summary SET value = ? WHERE key = 'region.name'", (name,))
                gis.commit()
                expect("what a GIS has saved is answered", wait_for(lambda: region() == (name, "current")), region())
            expect("though it is in the -wal file", plan.read_bytes() == before)
        expect("and when the GIS is closed", wait_for(lambda: region() == ("乙市", "current")), region())
        replace_by(plan, second)
        expect("until another comes", wait_for(lambda: region() == ("晋城市", "current")), region())
        code, took, said = server.stop()
        expect("the log tells what happened", "is gone" in said and "is no whole plan" in said and said.count("is served") >= 3, said)
finish()
