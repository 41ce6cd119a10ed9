"""Every route there is, read from the application itself: headers, reading writes nothing, forgery.

A new page falls under these rules by existing.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from survey_app.accounts.services import create_account
from survey_app.application import MAXIMUM_BODY
from survey_app.database import session_of
from tests.respond.conftest import Fieldwork, NewRespondent

EXACTLY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow",
}
TELLS_TOO_MUCH = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
MISSING = "bestaat-niet"
PLACE = re.compile(r"<(\w+:)?(\w+)>")
STAFF, PASSWORD = {"eva": "evaluator", "fred": "fieldworker"}, "een lang wachtwoord 123"
BODIES = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
# The link itself shows that this person may: nothing else to forge (RFC 8058 asks for it).
BY_TOKEN = {"respond.begin", "respond.opt_out_link"}
ACROSS = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def places(fieldwork: Fieldwork) -> dict[str, str]:
    """A real value for every kind of place in an address."""
    return {
        "token": fieldwork.invite(contact=fieldwork.contact()).token,
        "code": "C301",
        "slug": "gemeente-voorbeeldstad",
        "wave_id": fieldwork.wave_id,
        "invitation_id": MISSING,
        "cell_code": "R01-C",
        "kind": "pdf",
        "filename": MISSING,
    }


def addresses(app: Flask, method: str, places: dict[str, str]) -> Iterator[tuple[Rule, str]]:
    """Every route that takes this method, with real and with missing things in its address."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            for known in (places, {}) if rule.arguments else ({},):
                yield (
                    rule,
                    PLACE.sub(lambda one, known=known: known.get(one[2]) or one_at(one), rule.rule),
                )


def one_at(place: re.Match[str]) -> str:
    """What stands for a thing that is not there: a number where the route takes nothing else."""
    return "0" if place[1] == "int:" else MISSING


def has_the_exact_headers(answer: TestResponse, path: str) -> None:
    for name, value in EXACTLY.items():
        assert answer.headers.getlist(name) == [value], f"{path}: {name}"
    assert not [name for name in TELLS_TOO_MUCH if name in answer.headers], path
    assert len(answer.headers.getlist("Cache-Control")) == 1, path
    if answer.mimetype == "text/html":
        assert answer.headers["Cache-Control"] == "no-store", path


@pytest.fixture
def visitors(app: Flask, fieldwork: Fieldwork, someone: NewRespondent) -> dict[str, FlaskClient]:
    """Nobody in particular, a respondent half-way, one who has sent, and staff."""
    with session_of(fieldwork.installation.engine) as session:
        for name, role in STAFF.items():
            create_account(session, name, role, PASSWORD)
        session.commit()
    staff = {
        role: someone().open("/inloggen").press(name=name, password=PASSWORD).client
        for name, role in STAFF.items()
    }
    return {
        "nobody": app.test_client(),
        "half-way": someone().start(fieldwork.invite().token).answer("5").client,
        "sent": someone().start(fieldwork.invite().token).answer_all().press("Verstuur").client,
        **staff,
    }


def test_reading_any_page_writes_nothing_and_carries_every_header(
    app: Flask, fieldwork: Fieldwork, places: dict[str, str], visitors: dict[str, FlaskClient]
) -> None:
    before = fieldwork.rows()
    seen = 0
    for name, visitor in visitors.items():
        for method in ("GET", "HEAD", "OPTIONS"):
            for rule, path in addresses(app, "GET", places):
                answer = visitor.open(path, method=method)
                assert answer.status_code < 500, f"{name} {method} {path}"
                if rule.endpoint != "static":
                    has_the_exact_headers(answer, f"{name} {method} {path}")
                seen += 1
    assert fieldwork.rows() == before
    assert seen > 100


@one_database
@pytest.mark.parametrize("proof", [None, "0" * 24, "é"])
def test_a_form_from_elsewhere_is_refused_on_every_route_and_changes_nothing(
    proof: str | None,
    app: Flask,
    fieldwork: Fieldwork,
    places: dict[str, str],
    visitors: dict[str, FlaskClient],
) -> None:
    before = fieldwork.rows()
    form = {"answer": "1", "code": "0" * 14, "name": "eva", "password": "x", "outcome": "refused"}
    if proof is not None:
        form |= {"proof": proof, "csrf_token": proof}
    for name, visitor in visitors.items():
        for rule, path in addresses(app, "POST", places):
            if rule.endpoint in BY_TOKEN:
                continue
            answer = visitor.post(path, data=form, headers=ACROSS)
            where = f"{name} {path}: {answer.status_code}"
            forwarded = answer.status_code == 303 and answer.location in ("/klaar", "/inloggen")
            assert 400 <= answer.status_code < 500 or forwarded, where
            has_the_exact_headers(answer, where)
    assert fieldwork.rows() == before


@one_database
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_everywhere(
    method: str, app: Flask, fieldwork: Fieldwork, places: dict[str, str]
) -> None:
    before = fieldwork.rows()
    for _, path in addresses(app, "GET", places):
        answer = app.test_client().open(path, method=method)
        assert answer.status_code == 405, path
        has_the_exact_headers(answer, path)
    assert fieldwork.rows() == before


@one_database
def test_a_body_that_is_too_large_or_broken_is_refused_in_words(
    app: Flask, fieldwork: Fieldwork, places: dict[str, str]
) -> None:
    before = fieldwork.rows()
    for _, path in addresses(app, "POST", places):
        for content_type in (
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ):
            body = b"a" * (MAXIMUM_BODY + 1)
            answer = app.test_client().post(path, data=body, content_type=content_type)
            assert 400 <= answer.status_code < 500, f"{path}: {answer.status_code}"
            has_the_exact_headers(answer, path)
    assert fieldwork.rows() == before
