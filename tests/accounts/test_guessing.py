"""Guessing passwords is slowed down, and nobody is kept out by what somebody else tries."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.accounts.guessing import ACCOUNT
from survey_app.accounts.services import create_account
from survey_app.application import create_app
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.web.security import LIMITS
from tests.services.page_check import CheckedClient
from tests.services.product import submit_form

PASSWORD, WRONG = "een lange zin als wachtwoord", "iets heel anders"
FREE, ALARM = LIMITS[ACCOUNT].per_client, LIMITS[ACCOUNT].in_all
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
Try = Callable[..., TestResponse]


@pytest.fixture
def app(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Behind one proxy of our own; hashing is cheap, since every guess costs one."""
    for name in ("is_right", "needs_new_hash"):
        monkeypatch.setattr(f"survey_app.accounts.services.{name}", CHEAP[name])
    with session_of(installation.engine) as session:
        create_account(session, "Eva", "evaluator", PASSWORD)
        create_account(session, "Farid", "fieldworker", PASSWORD)
    config = replace(installation.config, trusted_proxies=1)
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    with time_machine.travel(now(), tick=False):
        yield application


CHEAP = {
    "is_right": lambda stored, password: stored is not None and password == PASSWORD,
    "needs_new_hash": lambda stored: False,
}


def log_in(
    client: FlaskClient, address: str, password: str = PASSWORD, name: str = "Eva"
) -> TestResponse:
    client.environ_base["HTTP_X_FORWARDED_FOR"] = address
    values: dict[str, str | list[str]] = {"name": name, "password": password}
    return submit_form(client, client.get("/inloggen"), "Inloggen", values)


def guess(app: Flask, address: str, times: int = 1, name: str = "Eva") -> list[int]:
    client = app.test_client()
    return [log_in(client, address, WRONG, name).status_code for _ in range(times)]


def test_somebody_who_guesses_is_slowed_down_and_then_the_right_password_helps_no_more(
    app: Flask,
) -> None:
    assert guess(app, "10.0.0.1", FREE) == [403] * FREE
    refused = log_in(app.test_client(), "10.0.0.1")
    assert refused.status_code == 429
    assert "te vaak" in refused.get_data(as_text=True)


def test_the_slowing_down_ends_by_itself(app: Flask) -> None:
    guess(app, "10.0.0.1", FREE)
    with time_machine.travel(now(), tick=False) as clock:
        clock.shift(2 * LIMITS[ACCOUNT].seconds)
        assert log_in(app.test_client(), "10.0.0.1").status_code == 303


def test_a_hundred_wrong_passwords_from_everywhere_keep_the_right_person_not_out(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for number in range(ALARM):
            guess(app, f"10.0.1.{number}", 2)
    assert [record.message for record in caplog.records if "ALARM" in record.message] != []
    assert "eva" not in caplog.text.casefold()
    assert log_in(app.test_client(), "192.168.1.1").status_code == 303


def test_wrong_passwords_for_one_account_leave_another_alone_at_the_same_address(
    app: Flask,
) -> None:
    guess(app, "10.0.0.1", FREE)
    assert log_in(app.test_client(), "10.0.0.1", name="Farid").status_code == 303


def test_a_browser_that_was_in_before_is_reached_by_nothing_that_others_try(app: Flask) -> None:
    own = app.test_client()
    assert log_in(own, "10.0.0.1").status_code == 303
    own.delete_cookie("ts")
    guess(app, "10.0.0.1", FREE + 1)
    assert log_in(app.test_client(), "10.0.0.1").status_code == 429
    assert log_in(own, "10.0.0.1").status_code == 303


def test_a_known_browser_is_known_for_its_own_account_only_and_may_not_guess_for_ever(
    app: Flask,
) -> None:
    own = app.test_client()
    log_in(own, "10.0.0.1", name="Farid")
    own.delete_cookie("ts")
    assert [log_in(own, "10.0.0.1", WRONG).status_code for _ in range(FREE + 1)][-1] == 429
    tries = [log_in(own, "10.0.0.1", WRONG, "Farid").status_code for _ in range(11)]
    assert tries == [403] * 10 + [429]


def test_a_cookie_that_somebody_made_up_makes_no_device_known(app: Flask) -> None:
    guess(app, "10.0.0.1", FREE)
    forged = app.test_client()
    forged.set_cookie("ts-device", "eyJhIjoiYiJ9.AAAA")
    assert log_in(forged, "10.0.0.1").status_code == 429
