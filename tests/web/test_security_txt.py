"""security.txt: shown while there is a contact and its day has not passed (reliability L7)."""

import datetime
import doctest
import logging
from dataclasses import replace

import pytest

from survey_app.application import create_app
from survey_app.clock import today
from survey_app.config import load_config
from survey_app.errors import SettingError
from survey_app.installation import Installation
from survey_app.web import security_txt

CONTACT, EXPIRES = "TRAJECTSPIEGEL_SECURITY_CONTACT", "TRAJECTSPIEGEL_SECURITY_EXPIRES"
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_the_example_is_true() -> None:
    assert doctest.testmod(security_txt).failed == 0


def shown(installation: Installation, **settings: object) -> tuple[int, str, str]:
    changed = replace(installation, config=replace(installation.config, **settings))  # type: ignore[arg-type]
    answer = create_app(installation=changed).test_client().get("/.well-known/security.txt")
    return answer.status_code, answer.headers["Content-Type"], answer.get_data(as_text=True)


@one_database
def test_a_contact_that_holds_is_shown_and_no_other(installation: Installation) -> None:
    in_a_year = today() + datetime.timedelta(days=360)
    contact = {"security_contact": "mailto:ict@gemeente.example"}
    status, kind, text = shown(installation, **contact, security_expires=in_a_year)
    assert (status, kind) == (200, "text/plain; charset=utf-8")
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:ict@gemeente.example"
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert 30 < (expires - datetime.datetime.now(datetime.UTC)).days < 365
    assert shown(installation)[0] == 404
    yesterday = today() - datetime.timedelta(days=1)
    assert shown(installation, **contact, security_expires=yesterday)[0] == 404


@one_database
def test_the_operator_is_told_a_month_before_it_expires(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        shown(installation, security_expires=today() + datetime.timedelta(days=31))
        assert caplog.records == []
        shown(installation, security_expires=today() + datetime.timedelta(days=30))
    assert "TRAJECTSPIEGEL_SECURITY_EXPIRES" in caplog.text


@pytest.mark.parametrize(
    ("contact", "stored"),
    [
        ("ict@gemeente.example", "mailto:ict@gemeente.example"),
        ("mailto:ict@gemeente.example", "mailto:ict@gemeente.example"),
        ("https://gemeente.example/lek", "https://gemeente.example/lek"),
    ],
)
def test_an_address_becomes_what_the_file_wants(contact: str, stored: str) -> None:
    config = load_config({CONTACT: contact, EXPIRES: "2027-06-30"})
    assert config.security_contact == stored
    assert config.security_expires == datetime.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({CONTACT: "http://gemeente.example", EXPIRES: "2027-06-30"}, CONTACT),
        ({CONTACT: "mailto:a@b.nl\nExpires: never", EXPIRES: "2027-06-30"}, CONTACT),
        ({CONTACT: "a@b.nl"}, EXPIRES),
        ({CONTACT: "a@b.nl", EXPIRES: "30-06-2027"}, EXPIRES),
    ],
)
def test_what_cannot_be_shown_is_refused_at_start_by_name(
    settings: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingError, match=named):
        load_config(settings)
