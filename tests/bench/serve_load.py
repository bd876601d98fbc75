"""Load `hazplan serve` with questions at a steady rate and tell how long answers take.

    serve_load.py --program build/release/bin/hazplan --plan plan.gpkg [--rate 200] [--seconds 60] [--slow 50]

Questions are sent when they are due, whether earlier ones were answered or not, and the time of an answer counts from when its
question was due: a server that falls behind shows as such (no coordinated omission). Nine of ten questions are `affected` about
hazard points and circles of 1 to 5 km about villages, drawn by a fixed seed from the plan; the rest are searches and maps.
--slow keeps that many connections open which send a byte a second."""
import argparse
import json
import random
import socket
import sqlite3
import subprocess
import threading
import time
from urllib.parse import quote, urlencode

CONNECTIONS = 24


def questions(plan, count):
    database = sqlite3.connect(plan)
    draw = random.Random(20200721)
    hazards = [row[0] for row in database.execute("SELECT hazard_id FROM hazard_zones ORDER BY fid LIMIT 200000")]
    last = database.execute("SELECT max(fid) FROM villages").fetchone()[0]
    places = []
    while len(places) < 2000:
        fid = draw.randint(1, last)
        row = database.execute("SELECT minx, miny, name FROM rtree_villages_geom JOIN villages ON fid = id WHERE id = ?", (fid,)).fetchone()
        if row:
            places.append(row)
    made = []
    for i in range(count):
        lon, lat, name = draw.choice(places)
        if i % 20 == 7:
            path = "search?" + urlencode({"q": name}, quote_via=quote)
        elif i % 20 == 14:
            path = f"map?bbox={lon - 0.1:.4f},{lat - 0.1:.4f},{lon + 0.1:.4f},{lat + 0.1:.4f}"
        elif i % 2:
            path = f"affected?hazard={quote(draw.choice(hazards))}"
        else:
            path = f"affected?at={lon:.6f},{lat:.6f}&radius={draw.randint(1000, 5000)}"
        made.append((path.split("?")[0], f"GET /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()))
    return made


def read_answer(link):
    """(status, bytes) of one answer on a connection that stays open."""
    got = b""
    while b"\r\n\r\n" not in got:
        block = link.recv(65536)
        if not block:
            raise ConnectionError("closed")
        got += block
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")))
    size = len(body)
    while size < length:
        block = link.recv(1 << 18)
        if not block:
            raise ConnectionError("closed")
        size += len(block)
    return int(head[9:12]), size


def work(port, asked, begin, rate, turn, lock, results):
    link = None
    while True:
        with lock:
            at = turn[0]
            turn[0] += 1
        if at >= len(asked):
            return
        due = begin + at / rate
        time.sleep(max(due - time.monotonic(), 0))
        for attempt in (1, 2):  # a connection that was idle too long is closed by the server
            try:
                link = link or socket.create_connection(("127.0.0.1", port), timeout=30)
                link.sendall(asked[at][1])
                status, size = read_answer(link)
                break
            except OSError:
                link, status, size = None, 0, 0
        results.append((asked[at][0], status, size, time.monotonic() - due))


def hold_slow(port, count, stop):
    links = []
    while not stop.is_set():
        while len(links) < count:
            link = socket.create_connection(("127.0.0.1", port), timeout=30)
            link.sendall(b"GET / HTTP/1.1\r\nX: ")
            links.append(link)
        for link in list(links):
            try:
                link.sendall(b"a")
            except OSError:
                links.remove(link)
        stop.wait(1)


def usage(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(") ", 1)[1].split()
    with open(f"/proc/{pid}/status") as file:
        memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / 100, memory / 1024


def share(values, part):
    return sorted(values)[min(int(len(values) * part), len(values) - 1)] * 1000 if values else float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--plan", required=True)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--slow", type=int, default=0)
    given = parser.parse_args()
    asked = questions(given.plan, int(given.rate * given.seconds))
    process = subprocess.Popen([given.program, "serve", given.plan, "--port", "0", "-q"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    port = int(process.stdout.readline().decode().strip().rstrip("/").rsplit(":", 1)[1])
    stop, results, lock, turn = threading.Event(), [], threading.Lock(), [0]
    if given.slow:
        threading.Thread(target=hold_slow, args=(port, given.slow, stop), daemon=True).start()
        time.sleep(1)
    begin = time.monotonic() + 0.2
    threads = [threading.Thread(target=work, args=(port, asked, begin, given.rate, turn, lock, results)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begin
    stop.set()
    processor, memory = usage(process.pid)
    process.terminate()
    process.wait()
    good = [row for row in results if row[1] == 200]
    told = {"requests": len(results), "not_200": sorted({(row[0], row[1]) for row in results if row[1] != 200}), "failed": len(results) - len(good), "per_second": round(len(good) / took, 1),
            "processor_s": round(processor, 1), "memory_mib": round(memory, 1), "mean_kib": round(sum(row[2] for row in good) / max(len(good), 1) / 1024, 1)}
    for name in ("all", "affected", "search", "map"):
        times = [row[3] for row in good if name in ("all", row[0])]
        told[name] = {"count": len(times), **{f"p{int(part * 1000) / 10:g}_ms": round(share(times, part), 2) for part in (0.5, 0.9, 0.99, 0.999)}, "max_ms": round(share(times, 1), 2)}
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
