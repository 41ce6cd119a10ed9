"""Somebody who works here, and an installation that asks for a second factor."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pyotp
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.accounts.second_factor.services import set_up_codes
from survey_app.accounts.services import create_account
from survey_app.application import create_app
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from tests.services.page_check import CheckedClient
from tests.services.product import submit_form

PASSWORD, SECRET = "een lange zin als wachtwoord", "JBSWY3DPEHPK3PXP" * 2


@dataclass(frozen=True)
class Desk:
    """Somebody at a browser."""

    client: FlaskClient

    def open(self, path: str) -> TestResponse:
        return self.client.get(path)

    def press(self, page: TestResponse, button: str, **values: str | list[str]) -> TestResponse:
        return submit_form(self.client, page, button, values)

    def log_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        return self.press(self.open("/inloggen"), "Inloggen", name=name, password=password)

    def log_in_wholly(self, name: str, password: str = PASSWORD) -> TestResponse:
        """Password and code."""
        self.log_in(name, password)
        return self.press(self.open("/inloggen/tweede-stap"), "Verder", code=code_at())


def code_at(offset: int = 0) -> str:
    """What the app shows now, or so many steps of half a minute later."""
    return str(pyotp.TOTP(SECRET).at(int(now().timestamp()) + 30 * offset))


def words(page: TestResponse) -> str:
    return " ".join(BeautifulSoup(page.get_data(as_text=True), "html.parser").get_text(" ").split())


@pytest.fixture
def strict(installation: Installation) -> Installation:
    """An installation as it is outside tests: a second factor is obligatory; "Hier" is there."""
    new_organisation(installation, "Hier")
    config = replace(installation.config, second_factor=True, synthetic=True)
    return replace(installation, config=config)


@pytest.fixture
def strict_app(strict: Installation) -> Flask:
    application = create_app(installation=strict)
    application.test_client_class = CheckedClient
    return application


@pytest.fixture
def desk(strict_app: Flask) -> Callable[[], Desk]:
    return lambda: Desk(strict_app.test_client())


@pytest.fixture
def member(strict: Installation) -> Callable[..., str]:
    """`member("Eva", "evaluator", with_code=True)`: the id of an account of "Hier"."""

    def made(name: str, role: str, with_code: bool = True) -> str:
        with session_of(strict.engine) as session:
            account = create_account(session, name, role, PASSWORD)
            account.email = f"{name.lower()}@voorbeeld.nl"
            session.commit()
            account_id = account.id
        if with_code:
            set_up_codes(strict, account_id, SECRET, code_at(-1))
        return account_id

    return made
