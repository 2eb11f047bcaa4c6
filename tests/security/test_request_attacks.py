"""Requests as an attacker writes them: strange names, origins, prefixes, methods and bodies."""

import re
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.security.conftest import PASSWORD, House, csrf_of, log_in
from tests.security.strangers import open_page

SECRET = "hunter2"


@pytest.mark.parametrize(
    "name", ["evil.test", "127.0.0.1.evil.test", "evil.test:80", "", "[", "a b"]
)
def test_a_host_that_is_not_ours_is_refused(house: House, name: str) -> None:
    assert httpx.get(house.url, headers={"Host": name}).status_code == 400


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"])
def test_this_machines_own_names_are_heard(house: House, name: str) -> None:
    assert httpx.get(house.url, headers={"Host": name}).status_code == 200


@pytest.mark.parametrize("server", ["house", "house_behind_proxy"])
def test_a_forwarded_prefix_reaches_neither_redirects_nor_scripts(
    server: str, request: pytest.FixtureRequest
) -> None:
    standing: House = request.getfixturevalue(server)
    headers = {
        "X-Forwarded-Prefix": "//evil.test",
        "X-Forwarded-Host": "evil.test",
        "Forwarded": "host=evil.test",
    }
    answer = httpx.get(f"{standing.url}/api/away", headers=headers)
    assert answer.headers["location"] == "/mine"
    for path in ("/", "/nowhere"):
        assert "evil" not in httpx.get(f"{standing.url}{path}", headers=headers).text


def test_a_strangers_forwarded_address_is_not_believed(house: House) -> None:
    with house.visitor(headers={"X-Forwarded-For": "198.51.100.7"}) as ana:
        log_in(ana, "ana")
        assert ana.get("/api/heard").json()[-1] == ["ana", "127.0.0.1"]


def test_a_proxy_we_know_tells_the_address_it_saw(house_behind_proxy: House) -> None:
    headers = {"X-Forwarded-For": "192.0.2.66, 198.51.100.7", "X-Forwarded-Proto": "https"}
    with house_behind_proxy.visitor(headers=headers) as ana:
        token = ana.get("/token")
        form = {"username": "ana", "password": PASSWORD, "csrf": csrf_of(token.text)}
        # This client speaks plain HTTP to the proxy's port and would keep a Secure cookie back.
        kept = [cookie.partition(";")[0] for cookie in token.headers.get_list("set-cookie")]
        answer = ana.post("/login", data=form, headers={"Cookie": "; ".join(kept)})
        assert answer.status_code == 303
        assert ana.get("/api/heard").json()[-1] == ["ana", "198.51.100.7"]
        cookies = answer.headers.get_list("set-cookie")
        assert any(cookie.startswith("__Host-sid=") for cookie in cookies)
        for cookie in cookies + token.headers.get_list("set-cookie"):
            assert cookie.startswith("__Host-")
            assert {"secure", "httponly", "path=/"} <= set(cookie.lower().split("; "))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_changes_at_the_word_of_another_site(
    house: House, headers: dict[str, str], method: str
) -> None:
    answer = httpx.request(method, f"{house.url}/api/echo", headers=headers)
    assert answer.status_code == 403
    own = {"Origin": house.url, "Sec-Fetch-Site": "same-origin"}
    assert httpx.post(f"{house.url}/api/echo", headers=own).status_code == 200


def test_other_sites_may_not_read_us(house: House) -> None:
    answer = httpx.get(f"{house.url}/api/presses", headers={"Origin": "https://evil.test"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_a_method_that_echoes_is_refused(house: House, path: str) -> None:
    answer = httpx.request("TRACE", house.url + path, headers={"X-Echo": SECRET})
    assert answer.status_code == 405
    assert SECRET not in answer.text


@pytest.mark.parametrize("path", ["/", "/lot/7", "/mine", "/nowhere", "/healthz", "/login"])
def test_head_is_answered_as_get_without_a_body(house: House, path: str) -> None:
    head, get = httpx.head(house.url + path), httpx.get(house.url + path)
    assert head.status_code == get.status_code < 500
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/presses"])
def test_what_follows_head_on_its_connection_is_answered_too(house: House, path: str) -> None:
    said = len(house.said())
    place = urlsplit(house.url)
    asked = "{} {} HTTP/1.1\r\nHost: " + place.netloc + "\r\n\r\n"
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        line.sendall((asked.format("HEAD", path) + asked.format("GET", "/healthz")).encode())
        heard = b""
        while heard.count(b"HTTP/1.1 200") < 2:
            more = line.recv(65536)
            assert more, heard
            heard += more
    assert "shorter than Content-Length" not in house.said()[said:]


@pytest.mark.parametrize("path", ["/healthz", "/api/presses", "/favicon.ico"])
def test_only_a_page_gives_a_browser_its_name(house: House, path: str) -> None:
    assert "ui=" in httpx.get(f"{house.url}/").headers["set-cookie"]
    assert "set-cookie" not in httpx.get(house.url + path).headers


def test_a_body_too_large_is_refused_whatever_its_length_says(house: House) -> None:
    url = f"{house.url}/api/echo"
    assert httpx.post(url, content=b"x" * 1_000_000).json() == {"length": 1_000_000}
    assert httpx.post(url, content=b"x" * 1_000_001).status_code == 413
    chunks = (b"x" * 100_000 for _ in range(11))
    assert httpx.post(url, content=chunks).status_code == 413


def test_nicegui_takes_no_uploads(house: House) -> None:
    with house.visitor() as somebody:
        page = open_page(somebody)
        for path in (f"/_nicegui/client/{page.client_id}/upload/5", "/_nicegui/3.18.0/static/x"):
            answer = somebody.post(path, files={"file": b"x"})
            assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/boom", "/api/boom"])
def test_a_mistake_shows_nothing_of_the_inside(house: House, path: str) -> None:
    answer = httpx.get(house.url + path)
    assert answer.status_code == 500
    for inside in (SECRET, "RuntimeError", "Traceback", "nicegui/", ".py"):
        assert inside not in answer.text
    number = answer.headers["x-request-id"]
    assert number in answer.text
    assert re.search(rf'"correlation": "{number}".*{SECRET}', house.said())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/lot/8", 404),
        ("/lot/seven", 404),
        ("/lot/0", 404),
        ("/lot/99999999999999999999", 404),
        ("/lot/7", 200),
        ("/mine", 401),
        ("/keys", 401),
    ],
)
def test_each_place_answers_a_stranger_with_its_status(
    house: House, path: str, status: int
) -> None:
    answer = httpx.get(house.url + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_missing_file_is_missing_and_nothing_more(house: House) -> None:
    answer = httpx.get(f"{house.url}/static/nothing.png")
    assert (answer.status_code, answer.content) == (404, b"")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in answer.headers.get_list("set-cookie") if "pre=" in name]


def test_the_screen_for_strangers_knows_the_way_back(house: House) -> None:
    text = httpx.get(f"{house.url}/mine?tab=2").text
    way = re.search(r'href="(/login\?next=[^"]+)"', text)
    assert way
    assert httpx.URL(way.group(1)).params["next"] in ("/mine?tab=2", "/mine")


def test_pages_open_for_those_they_are_for(house: House) -> None:
    with house.logged_in("ana") as ana, house.logged_in("root") as root:
        assert [ana.get(path).status_code for path in ("/mine", "/keys")] == [200, 403]
        assert [root.get(path).status_code for path in ("/mine", "/keys")] == [200, 200]
        assert "the keys, for root" in root.get("/keys").text


def test_machines_are_told_in_json(house: House) -> None:
    answer = httpx.get(f"{house.url}/mine", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_logged_in"


def test_the_policy_names_the_nonce_of_every_script(house: House) -> None:
    answer = httpx.get(house.url)
    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    for rule in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert len(scripts) > 3
    assert all(f'nonce="{nonce.group(1)}"' in script for script in scripts)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert nonce.group(1) not in httpx.get(house.url).text


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/boom", "/api/boom", "/healthz", "/api/presses"]
)
def test_every_answer_carries_the_headers_of_the_house(house: House, path: str) -> None:
    headers = httpx.get(house.url + path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]
    assert "content-security-policy" in headers
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_over_https_browsers_are_told_to_stay_there(house_behind_proxy: House) -> None:
    headers = httpx.get(house_behind_proxy.url).headers
    assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert "wss://localhost" in headers["content-security-policy"]


def test_files_of_the_framework_are_kept_by_browsers(house: House) -> None:
    page = httpx.get(house.url).text
    path = re.search(r'src="(/_nicegui/[^"]+/static/nicegui\.js)"', page)
    assert path
    kept = httpx.get(house.url + path.group(1), headers={"Accept-Encoding": "identity"}).headers
    assert "max-age=31536000" in kept["cache-control"]
    assert "set-cookie" not in kept
    assert "Cookie" not in kept.get("vary", "")


def test_a_request_smuggled_with_two_hosts_is_refused(house: House) -> None:
    address = urlsplit(house.url)
    assert address.hostname
    assert address.port
    with socket.create_connection((address.hostname, address.port), timeout=5) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n")
        assert raw.recv(20).startswith(b"HTTP/1.1 400")
