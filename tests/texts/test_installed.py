"""Translations of an installation: kept in its data, shown without a restart."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app import clock
from survey_app.cli import main
from survey_app.config import Config
from survey_app.messaging.languages import offered_languages
from survey_app.questionnaire.definition import Catalogue
from survey_app.texts.installed import SHIPPED

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_what_was_checked_is_kept_in_the_data_and_offered_without_a_restart(
    home: Path,
    app: Flask,
    client: FlaskClient,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(home))
    config = Config(home=home, database_url="")
    newest = catalogue.latest("K3-TIJDENS")
    shipped = (SHIPPED / "en.po").read_bytes()
    assert "English" not in client.get("/code").text
    assert offered_languages("K3-TIJDENS", newest.version, config) == {"nl"}
    words = ("translations", "--language", "en", "--import", str(SHIPPED / "en.po"))
    assert main([*words, "--status", "gecontroleerd"]) == 0
    assert (home / "translations" / "en.po").exists()
    assert (SHIPPED / "en.po").read_bytes() == shipped
    later = clock.seconds() + 60
    monkeypatch.setattr(clock, "seconds", lambda: later)
    assert "English" in client.get("/code").text
    assert offered_languages("K3-TIJDENS", newest.version, config) == {"nl", "en"}


def test_a_broken_file_leaves_what_was_shown(
    home: Path, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "translations").mkdir()
    assert client.get("/code").status_code == 200
    (home / "translations" / "en.po").write_text("msgnonsense")
    later = clock.seconds() + 60
    monkeypatch.setattr(clock, "seconds", lambda: later)
    assert client.get("/code").status_code == 200
