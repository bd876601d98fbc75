"""Start `hazplan serve` for a test, ask it, and count what held."""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

HAZPLAN = os.environ["HAZPLAN"]
EXAMPLES = Path(os.environ["HAZPLAN_SHARE"]) / "examples"
failures = []
passed = 0


def expect(what, good, detail=""):
    global passed
    if good:
        passed += 1
    else:
        failures.append(what)
        print(f"FAILED: {what}\n    {str(detail)[:600]}", flush=True)


def finish():
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


@contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="hazplan-serve-") as name:
        yield Path(name)


def make_plan(path, example="sanmenxia"):
    subprocess.run([HAZPLAN, "analyse", EXAMPLES / example, "-o", path, "-q"], check=True)
    return path


def command_line(*words, language="zh"):
    """What the command line prints: bytes, and the exit code."""
    done = subprocess.run([HAZPLAN, "--lang", language, *map(str, words)], capture_output=True)
    return done.stdout, done.returncode


class Server:
    """A running server; `words` are further options."""

    def __init__(self, plan, *words, language="zh"):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([HAZPLAN, "serve", str(plan), "--port", "0", "--lang", language, *map(str, words)],
                                        stdout=subprocess.PIPE, stderr=self.errors)
        self.url = self.process.stdout.readline().decode().strip()
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1]) if self.url else 0
        self.host = "127.0.0.1"

    def ask(self, path, parameters=None, method="GET", headers=None, timeout=20):
        """(status, headers, body) of one request on a connection of its own."""
        target = path + ("?" + urlencode(parameters, quote_via=quote) if parameters else "")
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, target, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, path, parameters=None, **options):
        status, _, body = self.ask(path, parameters, **options)
        return status, json.loads(body)

    def raw(self, request, timeout=20):
        """All that is answered to bytes sent as they are; b"" when the connection is closed without a word."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as link:
            got = b""
            try:
                link.sendall(request)
                link.shutdown(socket.SHUT_WR)
                while block := link.recv(65536):
                    got += block
            except OSError:  # closed while we were still sending
                pass
            return got

    def stop(self, number=signal.SIGTERM):
        """(exit code, seconds that stopping took, what it said)"""
        began = time.monotonic()
        self.process.send_signal(number)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = None
        took = time.monotonic() - began
        self.process.stdout.close()
        self.errors.seek(0)
        return code, took, self.errors.read().decode()


@contextmanager
def serving(plan, *words, **options):
    server = Server(plan, *words, **options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            code, took, said = server.stop()
            expect("the server ends with 0", code == 0, said)


def replace_by(plan, other):
    """Rename a copy over the plan, as a writer does."""
    beside = plan.with_name("." + plan.name)
    shutil.copy(other, beside)
    os.replace(beside, plan)
