"""The providers of a wave are fixed when it is planned: their places are stored answers."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.clock import today
from survey_app.database import session_of
from survey_app.errors import BadInput
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.models import Organisation, Wave
from survey_app.models.columns import Names
from survey_app.organisations.waves import find_wave, wave_settings
from tests.services.page_check import parsed
from tests.services.settings import fill_in_settings

WEEK = datetime.timedelta(days=7)
FIRST = 'providers = ["Werkpad", "Stap  voor Stap"]\nprovider_example = "Werkpad"\n'
LATER = 'providers = ["Nieuw", "Werkpad"]\nprovider_example = "Nieuw"\n'


def settings(installation: Installation, text: str) -> None:
    """The organisation's settings, as somebody saved them."""
    fill_in_settings(installation, "waddinxveen", text)


@pytest.fixture
def planned(installation: Installation) -> Installation:
    """A wave that was planned while the settings named two providers."""
    new_organisation(installation, "Waddinxveen")
    settings(installation, FIRST)
    new_wave(installation, WavePlan("Najaar", "Waddinxveen", today() - WEEK, today() + WEEK))
    return installation


def named(installation: Installation, wave_name: str) -> tuple[tuple[str, ...], str]:
    """The providers and the example that hold in a wave."""
    with Session(installation.engine) as session:
        wave = find_wave(session, wave_name)
        owner = session.get_one(Organisation, wave.organisation_id)
        found = wave_settings(wave, owner)
    return found.providers, found.provider_example


def test_a_later_change_of_the_settings_holds_for_the_next_wave_only(
    planned: Installation,
) -> None:
    settings(planned, LATER)
    next_year = replace(
        WavePlan("Volgend jaar", "Waddinxveen", today(), today() + WEEK), mode="linked"
    )
    new_wave(planned, next_year)
    assert named(planned, "Najaar") == (("Werkpad", "Stap voor Stap"), "Werkpad")
    assert named(planned, "Volgend jaar") == (("Nieuw", "Werkpad"), "Nieuw")


def test_everything_else_in_the_settings_goes_on_to_count(planned: Installation) -> None:
    settings(planned, LATER + 'help_phone = "14 0182"\n')
    with Session(planned.engine) as session:
        wave = find_wave(session, "Najaar")
        owner = session.get_one(Organisation, wave.organisation_id)
        assert wave_settings(wave, owner).help_phone == "14 0182"


def test_settings_that_cannot_be_read_change_nothing(planned: Installation) -> None:
    with pytest.raises(BadInput, match=r"waddinxveen\.toml: providers must be a list"):
        settings(planned, "providers = 'Werkpad'\n")
    new_wave(planned, WavePlan("Winter", "Waddinxveen", today(), today() + WEEK))
    assert named(planned, "Winter") == (("Werkpad", "Stap voor Stap"), "Werkpad")


def test_names_come_back_each_on_a_line_of_its_own() -> None:
    assert Names.normal(["Werk\npad", " Stap ", "", "\t"]) == ("Werk pad", "Stap")


@pytest.fixture
def operator(
    planned: Installation, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Installation:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(planned.config.home)
    return planned


def test_planning_says_which_providers_are_fixed_and_who_keeps_others(
    operator: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(operator, LATER)
    dates = ("--from", today().isoformat(), "--to", (today() + WEEK).isoformat())
    assert main(["new-wave", "Winter", "--organisation", "Waddinxveen", *dates]) == 0
    said = capsys.readouterr().out
    assert "fixed for this wave: Nieuw, Werkpad" in said
    assert "wave Najaar keeps the providers it was planned with (Werkpad, Stap voor Stap)" in said


def test_check_tells_which_waves_keep_other_providers(
    operator: Installation, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["check"]) == 0
    assert "keeps the providers" not in capsys.readouterr().out
    settings(operator, LATER)
    assert main(["check"]) == 0
    assert "wave Najaar keeps the providers" in capsys.readouterr().out


def test_paper_is_keyed_in_with_the_list_of_the_wave(
    installation: Installation, fieldworker: FlaskClient, wave_id: str
) -> None:
    with session_of(installation.engine) as session:
        session.get_one(Wave, wave_id).providers = ("Werkpad", "Stap voor Stap")
        session.commit()
    settings(installation, LATER)
    page = parsed(fieldworker.get(f"/veldwerk/papier/{wave_id}/K4-EINDE"))
    assert "Stap voor Stap" in page.get_text()
    assert "Nieuw" not in page.get_text().split()


def test_answers_gathered_elsewhere_follow_the_list_of_the_wave(planned: Installation) -> None:
    settings(planned, 'providers = ["Een", "Twee", "Drie", "Vier"]\n')
    path, day = planned.config.home / "antwoorden.csv", today().isoformat()
    # With two providers C407 has four answers: both, "Alleen de gemeente" and "Weet ik niet".
    lines = [
        f"{token},K4-EINDE,C407,{value},{day},web" for token, value in (("a", "4"), ("b", "5"))
    ]
    path.write_text("\n".join(["token,form,item,value,date,mode", *lines]))
    done = import_answers(planned, path, "Najaar")
    assert [(row.row, row.item) for row in done.refused] == [(3, "C407")]
