"""The app under attack: forged requests, strangers, addresses that point out of the output folder, bodies that are no bodies."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

import digitize.review
from digitize.confine import Pool
from digitize.pipeline.workshop import Workshop
from digitize.review.access import COOKIE, Access
from digitize.review.answers import HEADERS
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings
from tests.review.app_calls import OWN, Address, Answer, addresses, call, post

TOKEN = "a token of some length"
SECRET = "the neighbour's secret"
OUT_OF_THE_FOLDER = (
    "..",
    ".",
    "%2e%2e",
    "..%2fsecret",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2fetc%2fpasswd",
    "vestnik%2f..%2f..%2fsecret",
    "..%5c..%5csecret",
    ".digitize",
    "secret",
    "reference-izdanie",
    "%00",
    "vestnik%00",
    "%ff%fe",
    "%ed%a0%80",
    "%e2%80%ae",
    "-1",
    "0",
    "1e3",
    "%d9%a1",
    "99999999999999999999",
    "A" * 5_000,
    "%7b%7b7*7%7d%7d",
    "%3cscript%3e",
)
"""Values for a parameter of a path, or of a query."""
NO_VALUES = (
    None,
    True,
    -1,
    1.5,
    10**400,
    "x" * 10_000,
    "\x00\x1b[31m",
    "\u202e",
    "\ud800",
    "../secret",
    [],
    [[]],
    [{}],
    {},
    {"a": {}},
)
"""Values for a field of a body."""
SOURCE = "".join(path.read_text("utf-8") for path in sorted(Path(digitize.review.__file__).parent.glob("*.py")))
NAMES = sorted(set(re.findall(r"(?:query_params|told|body|_said\(told|number_in\(told)[^\n\"]{0,30}\"(\w+)\"", SOURCE)))
"""Names of parameters and fields that the app's source asks for."""


@pytest.fixture
def app(output: Path, pool: Pool) -> Iterator[Starlette]:
    """The app as it is on the loopback address; beside its output folder lies what is none of its business."""
    secret = output.parent / "secret"
    secret.mkdir()
    (secret / "report.json").write_text(SECRET, encoding="utf-8")
    (output / "secret").symlink_to(secret)
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        yield build_app(Desk(shop), Access("127.0.0.1"))


@pytest.fixture
def guarded(output: Path, pool: Pool) -> Iterator[Starlette]:
    """The app as others can reach it, with a token."""
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        yield build_app(Desk(shop), Access("0.0.0.0", TOKEN))


def on_disk(output: Path) -> dict[str, bytes]:
    """The documents as they are."""
    files = (path for name in ("vestnik", "hostile") for path in (output / name).rglob("*"))
    return {str(path): path.read_bytes() for path in files if path.is_file()}


def check(answer: Answer, *statuses: int) -> None:
    """A clear answer: no bug, all headers, nothing of the program's inside, no secret."""
    assert answer.bug is None
    assert not statuses or answer.status in statuses
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert SECRET not in answer.text and "root:" not in answer.text and "Traceback" not in answer.text


def all_of(app: Starlette, method: str) -> list[Address]:
    found = [each for each in addresses(app) if each.method == method]
    assert found
    return found


def test_the_walk_finds_routes_and_names(app: Starlette) -> None:
    """The tests below go through what the app has, so that a new route is attacked as well."""
    found = {(each.method, each.path) for each in addresses(app)}
    assert {("GET", "/"), ("POST", "/documents/{document}/decisions"), ("GET", "/static/{path}")} <= found
    assert {"at", "step", "keys", "action", "by", "seen", "text", "pair", "kind", "most"} <= set(NAMES)


def test_every_route_answers_as_it_should(app: Starlette) -> None:
    """What is filled in leads to something: the attacks below fail for what is bad in them, and not for want of a page."""
    for each in all_of(app, "GET"):
        query = "?right=reference-izdanie&at=p0001_r001_l001_w002&word=p0001_r001_l001_w002"
        answer = call(app, "GET", each.filled() + query)
        check(answer)
        assert answer.status in {200, 202, 303}, (each, answer.text)


def test_no_parameter_of_a_path_leads_out_of_the_folder(app: Starlette, output: Path) -> None:
    """Dots, slashes, links, nulls, other digits: each is refused with a clear answer in the form that was asked for."""
    before = on_disk(output)
    for each in addresses(app):
        for name in each.parameters:
            for value in OUT_OF_THE_FOLDER:
                told = each.filled(**{name: value})
                answer = (
                    post(app, told, {})
                    if each.method == "POST"
                    else call(app, "GET", told, {"Accept": "application/json"})
                )
                check(answer, 400, 404, 405, 422)
                if not told.startswith("/static/"):
                    assert answer.error["message"]
    assert on_disk(output) == before


def test_no_parameter_of_a_query_is_trusted(app: Starlette) -> None:
    """Whatever stands in a query, the answer is a page, or says what is wrong with it. Pictures have none."""
    values = itertools.cycle(OUT_OF_THE_FOLDER)
    for each in all_of(app, "GET"):
        for name in NAMES if "." not in each.path and each.parameters != ["path"] else ():
            for value in itertools.islice(values, 5):
                check(call(app, "GET", f"{each.filled()}?{name}={value}"), 200, 202, 303, 400, 404, 422)


def test_no_body_is_trusted(app: Starlette, output: Path) -> None:
    """What is no object, or has a field of another kind, is refused in the one form of all errors; nothing is written."""
    before = on_disk(output)
    good = {
        "asked": {"right": "reference-izdanie"},
        "keys": ["p0001_r001_l001_w002"],
        "action": "nothing",
        "by": "Анна",
        "seen": 0,
    }
    for each in all_of(app, "POST"):
        if each.path == "/login":
            continue
        for body in (
            b"",
            b"{",
            b"[]",
            b"null",
            b"1",
            b'"x"',
            b"\xff",
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b'{"seen": ' + b"9" * 5_000 + b"}",
        ):
            answer = call(app, "POST", each.filled(), OWN, body)
            check(answer, 400, 404, 409, 413, 422)
            assert answer.error
        for name in NAMES:
            for value in NO_VALUES:
                for told in ({name: value}, {**good, name: value}, {**good, "asked": {name: value}}):
                    answer = post(app, each.filled(), told)
                    check(answer, 400, 404, 409, 422)
                    assert answer.error
    assert on_disk(output) == before


def test_a_body_without_end_is_cut_off(app: Starlette) -> None:
    """A body of two megabytes is refused before it is read as JSON."""
    for each in all_of(app, "POST"):
        answer = call(app, "POST", each.filled(), OWN, b'{"by": "' + b"x" * (2 << 20) + b'"}')
        check(answer, 413, 401)


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({"Origin": "http://evil.example"}, ()),
        ({"Origin": "null"}, ()),
        ({"Origin": "http://127.0.0.1:9999"}, ()),
        ({"Sec-Fetch-Site": "cross-site"}, ()),
        ({"Sec-Fetch-Site": "same-site"}, ()),
        ({}, ("X-Digitize-Review",)),
        ({"Content-Type": "text/plain"}, ("X-Digitize-Review",)),
        ({"Content-Type": "application/x-www-form-urlencoded"}, ("X-Digitize-Review",)),
    ],
    ids=["origin", "null", "port", "cross-site", "same-site", "no header", "text", "form"],
)
def test_a_forged_request_changes_nothing(
    app: Starlette, output: Path, headers: dict[str, str], missing: tuple[str, ...]
) -> None:
    """What a page of another site can make a browser send is refused on every route that changes something."""
    before = on_disk(output)
    told = {name: value for name, value in {**OWN, **headers}.items() if name not in missing}
    body = b'{"asked": {"right": "reference-izdanie"}, "keys": ["p0001_r001_l001_w002"], "action": "left", "by": "x", "seen": 0}'
    for each in all_of(app, "POST"):
        if each.path == "/login" and not headers:
            continue  # a form has no header of ours; where it comes from is looked at all the same
        if each.path == "/login" and missing:
            continue
        answer = call(app, "POST", each.filled(), told, body)
        check(answer, 403)
        assert "refused" in answer.error["message"]
    assert on_disk(output) == before


def test_a_body_that_is_not_declared_as_json_is_refused(app: Starlette, output: Path) -> None:
    """With the header of ours, but as plain text: nothing that a form could send is read."""
    before = on_disk(output)
    for each in all_of(app, "POST"):
        if each.path != "/login":
            check(call(app, "POST", each.filled(), {**OWN, "Content-Type": "text/plain"}, b"{}"), 415)
    assert on_disk(output) == before


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8484", "localhost.evil.example", "", "[::2]"])
def test_another_name_for_this_machine_is_refused(app: Starlette, host: str) -> None:
    """A site that lets its own name point here gets no page, no picture and no decision."""
    for each in addresses(app):
        answer = call(app, each.method, each.filled(), OWN, b"{}", host=host)
        check(answer, 403)
        assert "not known under this name" in answer.error["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": f"{COOKIE}={TOKEN}"},
        {"Cookie": f"{COOKIE}=\xff\xfe"},
        {"Cookie": f"{COOKIE}="},
        {"Authorization": f"Bearer {TOKEN}"},
    ],
    ids=["none", "token itself", "no letters", "empty", "bearer"],
)
def test_without_the_token_nothing_is_shown(guarded: Starlette, headers: dict[str, str]) -> None:
    """No route but the entrance and the app's own files answers a stranger, in JSON or as a page."""
    for each in addresses(guarded):
        if each.path.startswith(("/login", "/static/", "/fonts/")):
            continue
        answer = call(guarded, each.method, each.filled(), {**OWN, **headers}, b"{}")
        check(answer, 401)
        assert "token" in answer.error["message"]
        if each.method == "GET":
            shown = call(guarded, "GET", each.filled(), {"Accept": "text/html", **headers})
            check(shown, 401)
            assert 'type="password"' in shown.text and "vestnik" not in shown.text


@pytest.mark.parametrize("told", ["wrong token here", "", "%ff", "%ed%a0%80", "a" * 5_000])
def test_a_wrong_token_opens_nothing(guarded: Starlette, told: str) -> None:
    """Neither in the address nor in the form; no cookie is given."""
    shown = call(guarded, "GET", f"/?token={told}", {"Accept": "text/html"})
    sent = call(
        guarded, "POST", "/login", {"Content-Type": "application/x-www-form-urlencoded"}, f"token={told}".encode()
    )
    for answer in (shown, sent):
        check(answer, 401)
        assert "set-cookie" not in answer.headers
        assert "That is not the token" in answer.text


def test_the_token_is_shown_once_and_kept_as_a_cookie(guarded: Starlette) -> None:
    """It goes out of the address; no script and no other site gets the cookie, which opens every page."""
    asked = TOKEN.replace(" ", "%20")
    answer = call(guarded, "GET", f"/documents/vestnik/list?show=all&token={asked}&page=2", {"Accept": "text/html"})
    check(answer, 303)
    assert answer.headers["location"] == "/documents/vestnik/list?show=all&page=2"
    cookie, *told = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=strict"} <= set(told) and TOKEN not in cookie
    check(call(guarded, "GET", "/documents/vestnik", {"Cookie": cookie}), 200)
    form = call(
        guarded, "POST", "/login", {"Content-Type": "application/x-www-form-urlencoded"}, f"token={asked}".encode()
    )
    assert (form.status, form.headers["location"], form.headers["set-cookie"]) == (
        303,
        "/",
        answer.headers["set-cookie"],
    )


def test_the_token_leads_to_no_other_site(guarded: Starlette) -> None:
    """An address of two slashes would be one of another site, were it sent back as it is."""
    asked = TOKEN.replace(" ", "%20")
    for path in ("//evil.example/", "/%2fevil.example/", "/%5cevil.example/", "///evil.example"):
        answer = call(guarded, "GET", f"{path}?token={asked}", {"Accept": "text/html"})
        assert re.match(r"/(?![/\\])", answer.headers.get("location", "/")), answer.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(app: Starlette, method: str) -> None:
    """Each in the one form of all errors, with the headers that every answer has."""
    for each in addresses(app):
        answer = call(app, method, each.filled(), OWN)
        check(answer, 405, 404)


def test_a_bug_is_told_without_its_inside(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw is an answer like all others, with nothing of the program in it."""
    monkeypatch.setattr("digitize.review.desk.read_decisions", lambda folder: 1 / 0)
    answer = call(app, "GET", "/documents/vestnik/place?right=reference-izdanie", {"Accept": "application/json"})
    assert answer.status == 500
    assert "ZeroDivisionError" in answer.error["message"] and "desk" not in answer.text
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS
