"""Planning a wave in the browser: the list, the plan, and what may still be done to a wave."""

import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.response.planning import planned_margin
from survey_app.clock import today
from survey_app.fieldwork.outlook.margins import RESPONSES, expected, outlook
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.fieldwork.waves.services_changing import end_wave
from survey_app.installation import Installation
from survey_app.intake.services import move_batches
from survey_app.models import InboxItem, Population, Wave, WaveQuestionnaire
from survey_app.questionnaire.definition import Catalogue
from tests.fieldwork.calling import Caller, stored
from tests.fieldwork.conftest import ImportText, KeyIn
from tests.services.page_check import parsed

FIRST, LAST = today(), today() + datetime.timedelta(days=30)
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
DAYS = {"starts": FIRST.isoformat(), "ends": LAST.isoformat()}


@pytest.fixture
def planner(installation: Installation, caller: Caller) -> Caller:
    """Farid, in an organisation without a wave."""
    new_organisation(installation, "Waddinxveen")
    return caller.open("/veldwerk/metingen")


@pytest.mark.parametrize("people", [26, 50, 137, 250, 1500])
def test_the_light_margins_are_those_of_the_analysis(people: int) -> None:
    for response in RESPONSES:
        ours, theirs = expected(people, response, 5), planned_margin(people, response / 100)
        assert ours.people == theirs.n
        assert ours.margin == pytest.approx(theirs.mean_margin, abs=0.002)


def test_cells_are_hidden_for_who_is_not_asked_and_for_too_few_answers(
    catalogue: Catalogue,
) -> None:
    assert outlook(catalogue, {}, 5).hidden == (44, 44, 44)
    # K3-TIJDENS feeds 6 cells, K2-AANVANG 3: 20 people give 4 answers at 20 %
    found = outlook(catalogue, {"K3-TIJDENS": 250, "K2-AANVANG": 20}, 5)
    assert found.hidden == (38, 35, 35)
    assert outlook(catalogue, {"K3-TIJDENS": 250}, 60).hidden == (44, 38, 38)


@one_database
def test_a_wave_is_planned_from_an_empty_organisation(
    installation: Installation, planner: Caller
) -> None:
    assert "Er is nog geen meting" in planner.words
    planner.follow("Nieuwe meting").press(
        "Maak het plan", name="Najaar 2026", **DAYS, **{"people-K3-TIJDENS": "1.250"}
    )
    assert "Najaar 2026" in planner.words
    assert "Nog niemand op de lijst" in planner.words
    [wave] = stored(installation, Wave)
    assert (wave.starts_on, wave.ends_on, wave.mode, wave.minimum_cell) == (
        FIRST,
        LAST,
        "anonymous",
        5,
    )
    [counted] = stored(installation, Population)
    assert (counted.questionnaire, counted.people) == ("K3-TIJDENS", 1250)
    assert "Concept" in planner.open("/veldwerk/metingen").words


@one_database
def test_reckoning_shows_margins_and_makes_nothing(
    installation: Installation, planner: Caller
) -> None:
    planner.follow("Nieuwe meting").press("Bereken", **{"people-K3-TIJDENS": "250"})
    assert "± 0,6 50 ± 0,4 88 ± 0,3 125" in planner.words
    assert stored(installation, Wave) == []


@one_database
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(planner: Caller) -> None:
    days = {"starts": LAST.isoformat(), "ends": FIRST.isoformat()}
    planner.follow("Nieuwe meting").press(
        "Maak het plan", name="", minimum="3", **days, **{"people-K3-TIJDENS": "veel"}
    )
    assert planner.page.status_code == 422
    told = {tag["id"] for tag in parsed(planner.page).select("[id$=-fout]")}
    assert told == {"name-fout", "ends-fout", "minimum-fout", "people-K3-TIJDENS-fout"}
    assert parsed(planner.page).select_one("#people-K3-TIJDENS")["value"] == "veel"


@one_database
def test_only_the_chosen_questionnaires_are_asked(
    installation: Installation, planner: Caller
) -> None:
    planner.follow("Nieuwe meting")
    planner.press("Maak het plan", name="Klein", **DAYS, asked="K3-TIJDENS")
    codes = {one.questionnaire for one in stored(installation, WaveQuestionnaire)}
    assert codes == {"K3-TIJDENS", "ACHTERGROND", "HALFJAAR", "U-SELECTIE"}


@one_database
def test_a_copy_takes_over_the_plan_but_not_its_name_and_days(
    installation: Installation, planner: Caller
) -> None:
    planner.follow("Nieuwe meting").press(
        "Maak het plan", name="Eerste", mode="linked", **DAYS, **{"people-K3-TIJDENS": "40"}
    )
    planner.follow("Maak een kopie").press("Maak het plan", name="Eerste", **DAYS)
    assert "Er is al een meting met deze naam" in planner.words
    planner.press("Maak het plan", name="Tweede")
    with Session(installation.engine) as session:
        counts = session.execute(
            select(Wave.name, Wave.mode, Population.people).join(
                Population, Population.wave_id == Wave.id
            )
        )
        assert sorted(map(tuple, counts)) == [("Eerste", "linked", 40), ("Tweede", "linked", 40)]


@one_database
def test_a_wave_is_changed_and_deleted_while_nobody_has_answered(
    installation: Installation, people: None, caller: Caller
) -> None:
    caller.open("/veldwerk/metingen").follow("Najaar")
    assert "3 uitnodigingen, nog niets verstuurd" in caller.words
    caller.follow("Wijzig het plan").press("Bewaar het plan", name="Winter", minimum="8")
    assert "Winter" in caller.words
    assert "minder dan 8 antwoorden" in caller.words
    caller.follow("Verwijder de meting").press("Ja, verwijder de meting")
    assert "Er is nog geen meting" in caller.words
    assert stored(installation, Wave) == []


@one_database
def test_an_answered_wave_can_only_be_paused_and_closed(
    installation: Installation, key_in: KeyIn, fieldworker: FlaskClient, wave_id: str
) -> None:
    caller = Caller(fieldworker, key_in(C301="4")).open(f"/veldwerk/metingen/{wave_id}")
    assert "staan naam, dagen en aantallen nu vast" in caller.words
    assert fieldworker.get(f"/veldwerk/metingen/{wave_id}/wijzigen").status_code == 303
    caller.press("Pauzeer de meting")
    assert "Gepauzeerd" in caller.words
    caller.press("Ga weer door")
    assert stored(installation, Wave)[0].paused_at is None


@one_database
def test_closing_is_asked_twice_and_the_worker_moves_what_waits(
    installation: Installation, key_in: KeyIn, fieldworker: FlaskClient, wave_id: str
) -> None:
    caller = Caller(fieldworker, key_in(C301="4")).open(f"/veldwerk/metingen/{wave_id}")
    caller.follow("Sluit de meting af")
    caller.press("Sluit de meting voorgoed af")
    assert "Zet eerst het vinkje" in caller.words
    assert stored(installation, Wave)[0].closed_at is None
    caller.press("Sluit de meting voorgoed af", sure="1")
    assert "Afgesloten" in caller.words
    assert move_batches(installation).moved == 1
    with Session(installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(InboxItem)) == 0


@one_database
def test_a_closed_wave_stays_closed_at_its_first_moment(
    installation: Installation, wave_id: str, import_text: ImportText
) -> None:
    end_wave(installation, wave_id)
    first = stored(installation, Wave)[0].closed_at
    end_wave(installation, wave_id)
    assert stored(installation, Wave)[0].closed_at == first
