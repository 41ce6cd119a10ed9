"""Logging in and out as staff, and the role that each route declares."""

import datetime
import subprocess
import sys
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from survey_app.accounts.passwords import KIBIBYTES, PASSES, hash_password, is_right
from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import BadInput, NameTaken
from survey_app.installation import Installation
from survey_app.models import StaffAccount, StaffSession
from survey_app.visits.staff_session import role_required

PASSWORD = "een lange zin als wachtwoord"
Submit = Callable[..., TestResponse]


@pytest.fixture
def accounts(installation: Installation, app: Flask) -> None:
    """One evaluator, Eva, and one fieldworker, Farid."""
    with session_of(installation.engine) as session:
        create_account(session, "Eva", "evaluator", PASSWORD)
        create_account(session, "Farid", "fieldworker", PASSWORD)


@pytest.fixture
def log_in(client: FlaskClient, submit: Submit, accounts: None) -> Submit:
    def done(name: str = "Eva", password: str = PASSWORD) -> TestResponse:
        return submit(client.get("/inloggen"), "Inloggen", name=name, password=password)

    return done


def sessions(installation: Installation) -> int:
    with session_of(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(StaffSession)) or 0


def test_a_password_costs_whoever_guesses_it() -> None:
    """Tests make cheap hashes (tests/services/once.py); the product itself does not."""
    assert PASSES >= 2
    assert KIBIBYTES >= 19 * 1024  # the least that OWASP advises
    script = "from survey_app.accounts.passwords import hash_password as h; print(h('x' * 12))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert f"$m={KIBIBYTES},t={PASSES},p=1$" in done.stdout


def test_a_password_is_stored_as_argon2id_only(installation: Installation, accounts: None) -> None:
    with session_of(installation.engine) as session:
        stored = list(session.scalars(select(StaffAccount.password_hash)))
    assert all(text.startswith("$argon2id$") for text in stored)
    assert is_right(stored[0], PASSWORD)
    assert not is_right(stored[0], PASSWORD + "x")
    assert not is_right(None, "no account has this password")
    assert not is_right("not a hash", PASSWORD)


@pytest.mark.parametrize("password", ["kort", "x" * 129])
def test_a_password_of_a_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="12 to 128"):
        hash_password(password)


def test_a_megabyte_as_password_costs_no_hashing(log_in: Submit, client: FlaskClient) -> None:
    page = client.get("/inloggen")
    assert page.status_code == 200
    assert not is_right(hash_password(PASSWORD), "x" * 1_000_000)


def test_names_and_roles_are_checked(installation: Installation, accounts: None) -> None:
    with session_of(installation.engine) as session:
        with pytest.raises(NameTaken):
            create_account(session, "eva", "evaluator", PASSWORD)
        with pytest.raises(BadInput, match="role"):
            create_account(session, "Kees", "klantmanager", PASSWORD)


def test_an_evaluator_comes_to_the_waves_and_leaves_for_good(
    log_in: Submit, client: FlaskClient, submit: Submit, installation: Installation
) -> None:
    assert log_in().headers["Location"] == "/werk"
    assert client.get("/werk").headers["Location"] == "/metingen"
    copied = client.get_cookie("ts")
    assert copied is not None
    page = client.get("/metingen")
    assert submit(page, "Uitloggen").status_code == 303
    assert sessions(installation) == 0
    client.set_cookie("ts", copied.value)
    assert "/inloggen" in client.get("/metingen").headers["Location"]


def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(log_in: Submit) -> None:
    wrong = log_in(password="iets heel anders")
    unknown = log_in(name="Niemand")
    assert wrong.status_code == unknown.status_code == 403
    sentence = "Deze naam en dit wachtwoord horen niet bij elkaar"
    assert sentence in wrong.get_data(as_text=True)
    assert sentence in unknown.get_data(as_text=True)


def test_empty_fields_are_named_at_the_field(log_in: Submit) -> None:
    page = log_in(name="", password="")
    assert page.status_code == 400
    assert "Vul uw naam in." in page.get_data(as_text=True)
    assert "<title>Fout: " in page.get_data(as_text=True)


def test_a_login_begins_a_new_session(
    log_in: Submit, client: FlaskClient, installation: Installation
) -> None:
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    log_in()
    with client.session_transaction() as after:
        assert "planted" not in after
        first = after["staff"]
    log_in()
    with client.session_transaction() as again:
        assert again["staff"] != first
    assert sessions(installation) == 2


def test_half_an_hour_without_a_page_ends_the_session(log_in: Submit, client: FlaskClient) -> None:
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        log_in()
        clock.shift(datetime.timedelta(minutes=29))
        assert client.get("/metingen").status_code == 200
        clock.shift(datetime.timedelta(minutes=29))
        assert client.get("/metingen").status_code == 200
        clock.shift(datetime.timedelta(minutes=31))
        assert client.get("/metingen").status_code == 302


def test_a_working_day_ends_the_session(log_in: Submit, client: FlaskClient) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        log_in()
        for _ in range(24):
            assert client.get("/metingen").status_code == 200
            clock.shift(datetime.timedelta(minutes=20))
        assert client.get("/metingen").status_code == 302


def test_a_change_of_role_works_at_the_next_page(
    log_in: Submit, client: FlaskClient, installation: Installation
) -> None:
    log_in()
    assert client.get("/metingen").status_code == 200
    with session_of(installation.engine) as session:
        account = session.scalars(select(StaffAccount).where(StaffAccount.name == "Eva")).one()
        account.role = "fieldworker"
        session.commit()
    assert client.get("/metingen").status_code == 403


def test_a_fieldworker_sees_no_result(log_in: Submit, client: FlaskClient) -> None:
    log_in(name="Farid")
    assert client.get("/werk").headers["Location"] == "/veldwerk/metingen"
    assert client.get("/metingen").status_code == 403
    assert client.get("/metingen/x/download/pdf").status_code == 403


def test_the_page_somebody_wanted_comes_after_the_login_but_never_another_site(
    client: FlaskClient, submit: Submit, accounts: None
) -> None:
    asked = client.get("/metingen")
    login = client.get(asked.headers["Location"])
    assert (
        submit(login, "Inloggen", name="Eva", password=PASSWORD).headers["Location"] == "/metingen"
    )
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org"):
        page = client.get("/inloggen", query_string={"verder": elsewhere})
        sent = submit(page, "Inloggen", name="Eva", password=PASSWORD)
        assert sent.headers["Location"] == "/werk"


def test_logging_out_needs_our_own_page(log_in: Submit, client: FlaskClient) -> None:
    log_in()
    assert client.post("/uitloggen").status_code == 400
    assert client.get("/metingen").status_code == 200
    assert client.get("/uitloggen").status_code == 405


def test_a_route_cannot_declare_a_role_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="names its roles"):
        role_required("klantmanager")
    with pytest.raises(ValueError, match="names its roles"):
        role_required()


@pytest.mark.parametrize("path", ["/metingen", "/metingen/x/tabel-1", "/werk"])
def test_without_login_every_staff_page_leads_to_the_login(
    client: FlaskClient, path: str, accounts: None
) -> None:
    assert client.get(path).headers["Location"].startswith("/inloggen")
