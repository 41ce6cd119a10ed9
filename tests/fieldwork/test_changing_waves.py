"""A wave can be put right or taken away until somebody has answered in it; closing asks first."""

import datetime
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.clock import today
from survey_app.database import Base
from survey_app.errors import BadInput, NameTaken
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.fieldwork.waves.services_changing import (
    WaveChange,
    change_wave,
    delete_wave,
    wave_contents,
)
from survey_app.installation import Installation
from survey_app.models import Contact, InboxItem, Invitation, Population, Wave
from survey_app.models.columns import new_id
from tests.fieldwork.conftest import WAVE, ImportText
from tests.services.settings import fill_in_settings
from tests.services.ways import letter_ways

DAY = datetime.timedelta(days=1)
PEOPLE = "naam;telefoon;vragenlijst\nAn;0612345678;K3-TIJDENS\nBo;0612345679;K3-TIJDENS\n"


def waves(installation: Installation) -> list[Wave]:
    with Session(installation.engine) as session:
        return list(session.scalars(select(Wave)))


def send_in(installation: Installation, wave_id: str) -> None:
    with Session(installation.engine) as session:
        session.add(
            InboxItem(
                id=new_id(),
                wave_id=wave_id,
                questionnaire="K3-TIJDENS",
                sealed=b"",
                received_on=today(),
            )
        )
        session.commit()


def test_name_dates_and_population_are_corrected(installation: Installation, wave: str) -> None:
    change_wave(
        installation,
        WAVE,
        WaveChange(
            "Herfst", today() - 2 * DAY, today() + DAY, (People("K3-TIJDENS", 25, True, {}),)
        ),
    )
    (found,) = waves(installation)
    assert (found.name, found.starts_on) == ("Herfst", today() - 2 * DAY)
    change_wave(installation, "Herfst", WaveChange(population=(People("K1-PRE", 250, True, {}),)))
    with Session(installation.engine) as session:
        rows = session.execute(select(Population.questionnaire, Population.people)).all()
    assert rows == [("K1-PRE", 250)]


def test_the_providers_of_the_settings_are_taken_again(
    installation: Installation, wave: str
) -> None:
    fill_in_settings(installation, "waddinxveen", 'providers = ["Werkbedrijf", "Pluspunt"]\n')
    change_wave(installation, WAVE, WaveChange(providers=True))
    assert waves(installation)[0].providers == ("Werkbedrijf", "Pluspunt")


def test_a_wrong_change_changes_nothing(installation: Installation, wave: str) -> None:
    new_wave(installation, WavePlan("Voorjaar", "Waddinxveen", today(), today()))
    with pytest.raises(NameTaken):
        change_wave(installation, WAVE, WaveChange("Voorjaar"))
    with pytest.raises(BadInput, match="lies before"):
        change_wave(installation, WAVE, WaveChange(ends_on=today() - 30 * DAY, name="Anders"))
    assert {one.name for one in waves(installation)} == {WAVE, "Voorjaar"}


def test_a_deleted_wave_leaves_its_contacts_and_frees_its_name(
    installation: Installation, import_text: ImportText, wave_id: str
) -> None:
    import_text(PEOPLE)
    with Session(installation.engine) as session:
        invited = session.scalars(select(Invitation.id)).all()
    for invitation in invited:
        letter_ways(installation, invitation)
    assert wave_contents(installation, WAVE).invitations == 2
    delete_wave(installation, WAVE)
    with Session(installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 2
        for table in Base.metadata.sorted_tables:
            if "wave_id" in table.columns or table.name in ("access", "draft", "wave"):
                assert session.execute(select(table)).all() == [], table.name
    new_wave(installation, WavePlan(WAVE, "Waddinxveen", today(), today()))


def test_with_answers_a_wave_stays_as_it_is(
    installation: Installation, wave: str, wave_id: str
) -> None:
    send_in(installation, wave_id)
    with pytest.raises(BadInput, match="1 person has answered"):
        change_wave(installation, WAVE, WaveChange("Anders"))
    with pytest.raises(BadInput, match="cannot be deleted any more"):
        delete_wave(installation, WAVE)
    assert [one.name for one in waves(installation)] == [WAVE]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_commands_ask_before_what_cannot_be_undone(
    installation: Installation,
    wave: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    people = tmp_path / "people.json"
    people.write_text(json.dumps({"K3-TIJDENS": 25}))
    assert main(["change-wave", WAVE, "--name", "Herfst", "--population", str(people)]) == 0
    assert main(["change-wave", "Herfst"]) == 1
    for command in ("close-wave", "delete-wave"):
        assert main([command, "Herfst"]) == 1
        assert "repeat the command with --yes" in capsys.readouterr().out
        typed = io.StringIO("nee\n")
        monkeypatch.setattr(typed, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", typed)
        assert main([command, "Herfst"]) == 1
        monkeypatch.undo()
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
    assert waves(installation)[0].closed_at is None
    assert main(["delete-wave", "Herfst", "--yes"]) == 0
    assert waves(installation) == []


def test_an_operator_says_how_people_are_reached_and_whether_a_wave_comes_back(
    installation: Installation,
    wave: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ways = ("--rolling", "--repeat", "6", "--languages", "ar", "--channels", "email", "letter")
    assert main(["change-wave", WAVE, *ways]) == 0
    [found] = waves(installation)
    assert (found.is_rolling, found.repeat_months) == (True, 6)
    assert (found.languages, found.channels) == (("nl", "ar"), ("email", "letter"))
    assert "changed is_rolling, repeat_months, languages, channels" in capsys.readouterr().out
    assert main(["change-wave", WAVE, "--no-rolling", "--repeat", "0"]) == 0
    [found] = waves(installation)
    assert (found.is_rolling, found.repeat_months, found.languages) == (False, None, ("nl", "ar"))
    days = ("--from", today().isoformat(), "--to", (today() + DAY).isoformat())
    plan = ("new-wave", "Winter", "--organisation", "Waddinxveen", *days)
    assert main([*plan, "--rolling", "--repeat", "12", "--channels", "phone"]) == 0
    made = next(one for one in waves(installation) if one.name == "Winter")
    assert (made.is_rolling, made.repeat_months, made.channels) == (True, 12, ("phone",))
