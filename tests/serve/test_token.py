"""With a token: who carries it is answered, in a header, a cookie or once in a link; nobody else; and it is in no log."""
import re

from serving import Server, expect, finish, folder, make_plan, serving

TOKEN = "correct-horse-battery-staple-7"

with folder() as there:
    plan = make_plan(there / "plan.gpkg")
    (there / "token").write_text(TOKEN + "\nsecond line\n")
    server = Server(plan, "--bind", "0.0.0.0", "--token-file", there / "token", "--verbose")
    bearer = {"Authorization": "Bearer " + TOKEN}
    expect("it listens on all addresses", server.url.startswith("http://0.0.0.0:"), server.url)
    for path in ("/api/v1/plan", "/api/v1/health", "/api/v1/map?bbox=111,34,112,35", "/api/v1/session"):
        status, headers, body = server.ask(path)
        expect(f"{path}: 401 without a token", status == 401 and b"serve_token_missing" in body, body)
        expect(f"{path}: says how", headers["WWW-Authenticate"].startswith("Bearer"), headers)
        expect(f"{path}: nothing of the plan", "三门峡".encode() not in body)
        expect(f"{path}: 200 with it", server.ask(path, headers=bearer)[0] == 200)
    for path in ("/", "/page.js", "/api/v1/openapi.json"):
        expect(f"{path} is for anyone", server.ask(path)[0] == 200)
    expect("any name of the host will do", server.ask("/api/v1/plan", headers={**bearer, "Host": "duty.example:80"})[0] == 200)
    for wrong in (TOKEN[:-1], TOKEN + "7", TOKEN.upper(), "", " " + TOKEN, "second line"):
        expect(f"{wrong!r} is wrong", server.ask("/api/v1/plan", headers={"Authorization": "Bearer " + wrong})[0] == 401)
    expect("another scheme is wrong", server.ask("/api/v1/plan", headers={"Authorization": "Basic " + TOKEN})[0] == 401)

    status, headers, body = server.ask("/api/v1/session", headers=bearer)
    cookie = headers["Set-Cookie"]
    expect("the cookie is kept from scripts and other sites", "HttpOnly" in cookie and "SameSite=Strict" in cookie, cookie)
    expect("the cookie is not the token", TOKEN not in cookie, cookie)
    value = re.match(r"hazplan=([0-9a-f]{64});", cookie).group(1)
    expect("the cookie opens", server.ask("/api/v1/plan", headers={"Cookie": "a=b; hazplan=" + value})[0] == 200)
    for wrong in (value[:-1] + ("0" if value[-1] != "0" else "1"), value[:-1], "", TOKEN):
        expect(f"cookie {wrong!r} does not", server.ask("/api/v1/plan", headers={"Cookie": "hazplan=" + wrong})[0] == 401)
    status, headers, body = server.ask("/", {"token": TOKEN})
    expect("a link with the token gives the cookie and goes on without it",
           status == 303 and headers["Location"] == "/" and value in headers["Set-Cookie"] and body == b"", headers.items())
    status, headers, body = server.ask("/", {"token": "x" * 20})
    expect("a link with a wrong one does not", status == 401 and "Set-Cookie" not in headers, headers.items())
    expect("no token in the query of the API", server.ask("/api/v1/plan", {"token": TOKEN})[0] == 401)

    statuses = [server.ask("/api/v1/plan", headers={"Authorization": f"Bearer guess{i:016}"})[0] for i in range(40)]
    expect("guessing ends in 429", statuses[-1] == 429, statuses)
    expect("the right token still opens", server.ask("/api/v1/plan", headers=bearer)[0] == 200)
    expect("and so does the cookie", server.ask("/api/v1/plan", headers={"Cookie": "hazplan=" + value})[0] == 200)
    code, _, said = server.stop()
    expect("the token is in no log", code == 0 and TOKEN not in said and value not in said, said)
    with serving(plan, "--token-file", there / "token") as server:
        expect("a token may be asked for on this machine too", server.ask("/api/v1/plan")[0] == 401)
        expect("a cookie of an earlier start is none", server.ask("/api/v1/plan", headers={"Cookie": "hazplan=" + value})[0] == 401)
finish()
