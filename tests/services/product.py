"""The product itself, opened on a fresh database: real keys, real questionnaires, real pages.

The product is imported inside the fixtures, so that tests of `analysis` run without it.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.services.page_check import CheckedClient, parsed

if TYPE_CHECKING:
    from survey_app.installation import Installation
    from survey_app.questionnaire.definition import Catalogue

BUTTONS = {"submit", "button", "image", "reset"}


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of an installation, made once by the product."""
    from survey_app.crypto.keys import make_keys  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("installation") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture(scope="session")
def catalogue() -> "Catalogue":
    """The product's questionnaires and framework, loaded once."""
    from survey_app.config import QUESTIONNAIRES  # noqa: PLC0415
    from survey_app.questionnaire.loading import load_catalogue  # noqa: PLC0415

    return load_catalogue(QUESTIONNAIRES)


@pytest.fixture
def home(tmp_path: Path, keys_folder: Path, once: None) -> Path:
    """A data directory with keys, as TRAJECTSPIEGEL_HOME wants it."""
    folder = tmp_path / "home"
    shutil.copytree(keys_folder, folder / "keys")
    return folder


@pytest.fixture
def environment(home: Path, database_url: str) -> dict[str, str]:
    """What a process of its own (server, worker, command) needs to open this installation."""
    return {
        "TRAJECTSPIEGEL_HOME": str(home),
        "DATABASE_URL": database_url,
        "TRAJECTSPIEGEL_SECOND_FACTOR": "off",
    }


@pytest.fixture
def installation(
    home: Path, database_url: str, engine: Engine, catalogue: "Catalogue"
) -> "Installation":
    """An opened installation on a fresh database, on SQLite and on PostgreSQL."""
    from survey_app.config import Config  # noqa: PLC0415
    from survey_app.crypto.keys import load_keys  # noqa: PLC0415
    from survey_app.installation import Installation  # noqa: PLC0415

    config = Config(home=home, database_url=database_url, second_factor=False)
    return Installation(
        config=config, keys=load_keys(home / "keys", {}), engine=engine, catalogue=catalogue
    )


@pytest.fixture
def app(installation: "Installation", web_engine: Engine) -> Flask:
    """The application as served: CSRF on, errors as pages; every fetched page is checked."""
    from survey_app.application import create_app  # noqa: PLC0415

    application = create_app(installation=replace(installation, engine=web_engine))
    application.test_client_class = CheckedClient
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """One visitor."""
    return app.test_client()


Submit = Callable[..., TestResponse]


@pytest.fixture
def submit(client: FlaskClient) -> Submit:
    """`submit(page, button=None, **values)`: the form on that page, as its visitor sends it."""

    def sent(
        page: TestResponse, button: str | None = None, **values: str | list[str]
    ) -> TestResponse:
        return submit_form(client, page, button, values)

    return sent


def submit_form(
    client: FlaskClient,
    page: TestResponse,
    button: str | None,
    values: Mapping[str, str | list[str]] | Mapping[str, str],
) -> TestResponse:
    """Send the form that holds `button` (its text; default the first form) with these values.

    What the page filled in (hidden fields, chosen answers, typed text) goes along, as a browser
    does it. A name that the form does not have fails the test.
    """
    form = _form_with(page, button)
    data = {**_filled_in(form), **values}
    known = {str(field.get("name")) for field in form.find_all(attrs={"name": True})}  # type: ignore[call-overload]
    assert set(values) <= known, f"the form has {sorted(known)}, not {sorted(set(values) - known)}"
    pressed = _button(form, button)
    if pressed is not None and pressed.get("name"):
        data[str(pressed["name"])] = str(pressed.get("value", ""))
    action = str((pressed.get("formaction") if pressed else None) or form.get("action") or "")
    return client.open(
        action or page.request.full_path, method=str(form.get("method", "get")).upper(), data=data
    )


def _form_with(page: TestResponse, button: str | None) -> Tag:
    forms = parsed(page).find_all("form")
    found = [form for form in forms if button is None or _button(form, button) is not None]
    assert found, f"{page.request.path} has no form with button {button!r}"
    return found[0]


def _button(form: Tag, text: str | None) -> Tag | None:
    for button in form.find_all(["button", "input"]):
        kind = str(button.get("type", "submit" if button.name == "button" else "text"))
        words = button.get_text(" ", strip=True) or str(button.get("value", ""))
        if kind == "submit" and (text is None or text in words):
            return button
    return None


def _filled_in(form: Tag) -> dict[str, str | list[str]]:
    filled: dict[str, str | list[str]] = {}
    for field in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        kind, name = str(field.get("type", "text")), str(field["name"])
        if kind in BUTTONS or (kind in {"radio", "checkbox"} and not field.has_attr("checked")):
            continue
        if kind == "checkbox":
            filled[name] = [*filled.get(name, []), str(field.get("value", "on"))]
        elif field.name == "textarea":
            filled[name] = field.get_text()
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            filled[name] = str(chosen.get("value", "")) if chosen else ""
        else:
            filled[name] = str(field.get("value", ""))
    return filled
