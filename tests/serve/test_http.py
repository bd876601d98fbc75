"""What the server does with requests: methods, addresses, sizes, broken ones, slow ones; how it starts and stops."""
import json
import os
import re
import signal
import socket
import subprocess
import time

from serving import HAZPLAN, Server, expect, finish, folder, make_plan, serving

HEADERS = {
    "Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def check_headers(server):
    for path, cached in (("/", "no-cache"), ("/page.js", "no-cache"), ("/api/v1/plan", "no-store"), ("/nowhere", "no-store")):
        status, headers, body = server.ask(path)
        for name, value in HEADERS.items():
            expect(f"{path}: {name}", value in headers.get(name, ""), headers)
        expect(f"{path}: {cached}", headers["Cache-Control"] == cached, headers)
        head = server.ask(path, method="HEAD")
        expect(f"HEAD {path} is GET without a body",
               head[0] == status and head[2] == b"" and head[1]["Content-Length"] == str(len(body)), head)
    status, headers, body = server.ask("/page.css")
    again = server.ask("/page.css", headers={"If-None-Match": headers["ETag"]})
    expect("a page file that is known is not sent again", again[0] == 304 and again[2] == b"", again)
    expect("answers to other pages are not shared", "Access-Control-Allow-Origin" not in server.ask("/api/v1/plan")[1])


def check_refusals(server):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"):
        got = server.raw(f"{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".encode())
        expect(f"{method} is refused", got.startswith(b"HTTP/1.1 405 ") and b"Allow: GET, HEAD" in got, got)
    refused = [
        ("/api/v1/plan?x=1", 400, "serve_parameter_unknown"), ("/api/v1/plan?lang=en&lang=zh", 400, "serve_parameter_twice"),
        ("/api/v1/plan?lang=%f", 400, "serve_query_malformed"), ("/api/v1/plan?lang=%00", 400, "serve_query_malformed"),
        ("/api/v1/plan?lang=%ff", 400, "serve_query_malformed"), ("/api/v1/plan?lang=%0d%0aX:1", 400, "serve_query_malformed"),
        ("/api/v1/map", 400, "serve_box_wrong"), ("/api/v1/map?bbox=1,2,3", 400, "serve_box_wrong"),
        ("/api/v1/map?bbox=1,2,1,2", 400, "serve_box_wrong"), ("/api/v1/map?bbox=1,2,3,nan", 400, "serve_box_wrong"),
        ("/api/v1/map?bbox=111,34,112,35&layers=secrets", 400, "serve_choice_wrong"),
        ("/api/v1/plan?" + "&".join(f"p{i}=" for i in range(40)), 400, "serve_parameters_too_many"),
        ("/api/v1/plan?lang=" + "a" * 5000, 414, "serve_address_too_long"),
        ("/api/v1/plan/", 404, "serve_no_such_address"), ("/api/v1/PLAN", 404, "serve_no_such_address"), ("/api/v1", 404, "serve_no_such_address"),
    ]
    # Nothing outside of the table of addresses exists, however it is written.
    for path in ("/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/page.js/../../serve/page.js",
                 "/./page.js", "/page%2ejs", "/data/serve/index.html", "/index.html", "/page.js%00.html", "/plan.gpkg", "/\\..\\x"):
        refused.append((path, 404, "serve_no_such_address"))
    for target, status, code in refused:
        got = server.raw(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        head, _, body = got.partition(b"\r\n\r\n")
        said = json.loads(body) if body.startswith(b"{") else {}
        expect(f"{target[:60]}: {status} {code}", head.startswith(f"HTTP/1.1 {status} ".encode()) and said.get("code") == code, got)
        expect(f"{target[:60]}: has a message", said.get("message") and said["message"] != code, said)
    status, said = server.json("/api/v1/map", headers={"Accept-Language": "fr, en;q=0.8, zh;q=0.5"})
    expect("English where it is asked for", "is no box" in said["message"], said)
    status, said = server.json("/api/v1/map", {"lang": "zh"}, headers={"Accept-Language": "en"})
    expect("lang goes before the header", "不是范围" in said["message"], said)
    status, said = server.json("/api/v1/map")
    expect("the server's own language otherwise", "不是范围" in said["message"], said)


def check_broken(server):
    host = b"Host: localhost\r\n"
    for name, request, statuses in (
            ("no request", b"\r\n\r\n\r\n", ("", "400")),
            ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), ("", "400")),
            ("one word", b"GET\r\n\r\n", ("", "400")),
            ("no Host", b"GET / HTTP/1.1\r\n\r\n", ("400",)),
            ("two Hosts", b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", ("400",)),
            ("half of a request", b"GET / HTTP/1.1\r\nHost: loc", ("",)),
            ("the address of elsewhere", b"GET http://localhost/ HTTP/1.1\r\n" + host + b"\r\n", ("400",)),
            ("a star", b"GET * HTTP/1.1\r\n" + host + b"\r\n", ("400",)),
            ("a line of a megabyte", b"GET /" + b"a" * 1000000 + b" HTTP/1.1\r\n" + host + b"\r\n", ("", "414", "431")),
            ("headers of a megabyte", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 1000000 + b"\r\n\r\n", ("", "413", "431")),
            ("ten thousand headers", b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n" * 10000 + b"\r\n", ("", "413", "431")),
            ("headers longer than is needed", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 9000 + b"\r\n\r\n", ("431",)),
            ("a body", b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\n\r\nhello", ("413",)),
            ("a body that never comes", b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 99999999999999999999999\r\n\r\n", ("", "400", "413")),
            ("a body in pieces", b"GET / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", ("", "400", "413")),
            ("a negative length", b"GET / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n", ("", "400", "413"))):
        got = server.raw(request)
        status = got[9:12].decode() if got.startswith(b"HTTP/1.") else ""
        expect(f"{name}: {status}", status in statuses, got[:200])
    expect("all that leaves the server as it was", server.json("/api/v1/health")[1]["plan"] == "current")


def check_hosts(server):
    for host, status in (("localhost", 200), ("127.0.0.1:9", 200), ("[::1]:8350", 200), ("LOCALHOST:1", 200), ("evil.example", 421),
                         ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("localhost:80@evil", 421), ("", 421)):
        got = server.raw(f"GET /api/v1/plan HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        expect(f"host {host!r}: {status}", got[9:12].decode() == str(status), got[:200])


def check_slow(server):
    """Clients that send a byte now and then hold no place for long, and nobody waits for them."""
    slow = []
    for _ in range(200):
        link = socket.create_connection((server.host, server.port), timeout=20)
        link.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        slow.append(link)
    longest, open_links, began = 0.0, set(slow), time.monotonic()
    while open_links and time.monotonic() - began < 15:
        for link in list(open_links):
            try:
                link.sendall(b"a")
                link.setblocking(False)
                if link.recv(1) == b"":
                    open_links.discard(link)
            except BlockingIOError:
                pass
            except OSError:
                open_links.discard(link)
            finally:
                link.setblocking(True)
        start = time.monotonic()
        status, _, _ = server.ask("/api/v1/health")
        longest = max(longest, time.monotonic() - start) if status == 200 else 99
        time.sleep(0.2)
    for link in slow:
        link.close()
    expect("others are answered meanwhile, long before these end", longest < 5, longest)
    expect("dripping connections are closed", not open_links, f"{len(open_links)} left after {time.monotonic() - began:.1f} s")


def check_pipelined(server):
    request = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    got = server.raw(request * 9 + request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    expect("ten requests on one connection have ten answers", got.count(b"HTTP/1.1 200 ") == 10, got[:300])


def check_stopping(plan):
    for number in (signal.SIGTERM, signal.SIGINT):
        server = Server(plan)
        idle = socket.create_connection((server.host, server.port))  # who is still connected does not hold it up
        server.ask("/api/v1/plan")
        code, took, said = server.stop(number)
        idle.close()
        expect(f"{number.name} ends it with 0, though someone is connected", code == 0 and took < 5, f"{code} {took} {said}")
        expect(f"{number.name}: it says so", "已停止" in said and "http://127.0.0.1:" in said, said)
    with serving(plan) as server:
        taken = subprocess.run([HAZPLAN, "serve", plan, "--port", str(server.port), "--lang", "en"], capture_output=True, text=True, timeout=20)
        expect("a port in use is told", taken.returncode == 1 and f"Port {server.port} of 127.0.0.1 is in use" in taken.stderr, taken)
    again = subprocess.Popen([HAZPLAN, "serve", plan, "--port", str(server.port)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    expect("the port is free again at once", again.stdout.readline().decode().strip() == server.url)
    again.terminate()
    again.wait()


def check_starting(plan, there):
    (there / "short").write_text("secret\n")
    (there / "text.gpkg").write_text("no plan")
    for words, code, what in (
            ([there / "missing.gpkg"], 3, "missing.gpkg"), ([there / "text.gpkg"], 3, "text.gpkg"),
            ([plan, "--bind", "0.0.0.0"], 2, "--token-file"), ([plan, "--bind", "::"], 2, "--token-file"),
            ([plan, "--bind", "192.168.1.10"], 2, "--token-file"), ([plan, "--bind", "example.org"], 2, "example.org"),
            ([plan, "--bind", ""], 2, "empty"), ([plan, "--port", "65536"], 2, "port"), ([plan, "--port", "x"], 2, "port"),
            ([plan, "--token-file", there / "none"], 3, "none"), ([plan, "--token-file", there / "short"], 3, "16"),
            ([plan, "--bind", "203.0.113.77", "--token-file", there / "long"], 1, "203.0.113.77")):
        (there / "long").write_text("0123456789abcdef\n")
        done = subprocess.run([HAZPLAN, "serve", *map(str, words), "--lang", "en"] + ([] if "--port" in words else ["--port", "0"]), capture_output=True, text=True, timeout=20)
        expect(f"serve {' '.join(map(str, words[1:]))}: exit {code}, {what}", done.returncode == code and what in done.stderr and not done.stdout, done)


with folder() as there:
    plan = make_plan(there / "plan.gpkg")
    with serving(plan) as server:
        expect("the address is printed", re.fullmatch(r"http://127\.0\.0\.1:\d+/", server.url), server.url)
        check_headers(server)
        check_refusals(server)
        check_broken(server)
        check_hosts(server)
        check_pipelined(server)
        check_slow(server)
    check_stopping(plan)
    check_starting(plan, there)
finish()
