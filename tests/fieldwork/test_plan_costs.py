"""What a plan asks of people, which cells stay empty, and how many people there are per group."""

import datetime
import io
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.fieldwork.outlook.cells import empty_cells
from survey_app.fieldwork.outlook.costs import costs_of, minutes_of
from survey_app.fieldwork.waves.groups import too_many, typed_groups
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.models import Organisation, Population
from survey_app.organisations.services import change_settings
from survey_app.questionnaire.definition import Catalogue
from tests.fieldwork.calling import Caller
from tests.fieldwork.files import ods_file, xlsx_file
from tests.services.page_check import parsed

DAYS = {
    "starts": today().isoformat(),
    "ends": (today() + datetime.timedelta(days=30)).isoformat(),
}
K3 = frozenset({"K3-TIJDENS"})
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def planner(installation: Installation, caller: Caller) -> Caller:
    new_organisation(installation, "Waddinxveen")
    return caller.open("/veldwerk/metingen/nieuw")


@pytest.mark.parametrize(
    ("code", "minutes"),
    [
        ("K1-PRE", 2.8),
        ("K2-AANVANG", 3.5),
        ("K3-TIJDENS", 3.2),
        ("K4-EINDE", 3.2),
        ("K5-POST", 2.5),
    ],
)
def test_minutes_are_those_of_the_method(catalogue: Catalogue, code: str, minutes: float) -> None:
    assert minutes_of(catalogue.latest(code)) == pytest.approx(minutes, abs=0.3)


def test_costs_count_what_people_really_get(catalogue: Catalogue) -> None:
    found = costs_of(catalogue, K3, {"K3-TIJDENS": 1000}, linked=False)
    [k3] = found.efforts
    assert (k3.questions, k3.minutes) == (12, pytest.approx(3.0, abs=0.1))
    assert [question.code for question in k3.given_way] == ["C304", "C308", "C312"]
    assert found.hours == (10, 18, 25)
    assert found.reminders == (1600, 1300, 1000)
    assert found.least_parts == (2600, 2300, 2000)


@one_database
def test_a_plan_tells_what_text_messages_cost_once_their_price_is_known(
    installation: Installation, planner: Caller
) -> None:
    people = {"people-K3-TIJDENS": "250"}
    assert "Gaat alles per sms" not in planner.press("Bereken", **people).words
    with Session(installation.engine) as session:
        organisation_id = session.scalars(select(Organisation.id)).one()
    change_settings(installation, organisation_id, {"sms_part_price": "0.08"})
    planner.press("Bereken", **people)
    assert "bij 35%: 574 delen × 0,08 = 45,92 euro" in planner.words


def test_empty_cells_say_why(catalogue: Catalogue) -> None:
    found = empty_cells(catalogue, K3 | {"K4-EINDE"}, {"K3-TIJDENS": 250, "K4-EINDE": 10}, 5)
    why = {one.code: one.why for one in found}
    assert "K3-TIJDENS" not in why
    assert (why["K4-EINDE"], why["K2-AANVANG"]) == ("few", "not_chosen")
    assert {one.why for one in empty_cells(catalogue, K3, {}, 5) if one.code in K3} == {"unknown"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("K3-TIJDENS; doelgroep; statushouder", "schrijf vragenlijst"),
        ("K9; doelgroep; statushouder; 3", "deze vragenlijst is niet gekozen"),
        ("K3-TIJDENS; kleur; rood; 3", "gebruik als uitsplitsing"),
        ("K3-TIJDENS; doelgroep; statushouder; veel", "geen heel getal"),
        ("K3-TIJDENS; duur; lang; 1\nK3-TIJDENS; duur; lang; 2", "staat er al"),
    ],
)
def test_a_wrong_line_is_told(line: str, told: str) -> None:
    found, wrong = typed_groups(line, K3)
    assert found == {}
    assert told in wrong


def test_groups_hold_no_more_people_than_there_are() -> None:
    groups, _ = typed_groups("K3-TIJDENS; leeftijd; 27-49; 80\nK3-TIJDENS; leeftijd; 50+; 30", K3)
    assert "leeftijd telt 110 mensen, van 100" in too_many(groups, {"K3-TIJDENS": 100})
    assert too_many(groups, {"K3-TIJDENS": 110}) == ""
    assert "in totaal" in too_many(groups, {})


def upload(planner: Caller, content: str | bytes) -> Caller:
    form = parsed(planner.page).select_one("form.planning")
    assert form is not None
    fields = {
        str(one["name"]): str(one.get("value", ""))
        for one in form.select("input[name]:not([type=file]):not([type=checkbox])")
    }
    raw = content.encode() if isinstance(content, str) else content
    file = (io.BytesIO(raw), "aantallen")
    planner.page = planner.client.post(
        str(form["action"]), data={**fields, "read": "1", "counts": file, "asked": "K3-TIJDENS"}
    )
    return planner


@one_database
def test_numbers_come_from_a_file_and_are_kept(installation: Installation, planner: Caller) -> None:
    upload(
        planner,
        "vragenlijst;aantal;uitsplitsing;groep\nK3-TIJDENS;1.250;;\n"
        "K3-TIJDENS;300;doelgroep;statushouder\n",
    )
    assert parsed(planner.page).select_one("#people-K3-TIJDENS")["value"] == "1250"
    planner.press("Maak het plan", name="Najaar", **DAYS)
    with Session(installation.engine) as session:
        rows = session.execute(select(Population.breakdown, Population.category, Population.people))
        assert sorted(map(tuple, rows)) == [("", "", 1250), ("doelgroep", "statushouder", 300)]
    planner.follow("Wijzig het plan")
    assert "K3-TIJDENS; doelgroep; statushouder; 300" in planner.words


@one_database
@pytest.mark.parametrize("made", [xlsx_file, ods_file])
def test_numbers_per_phase_and_group_come_from_a_spreadsheet(
    planner: Caller, made: Callable[..., bytes]
) -> None:
    head = ("Fase", "Aantal", "Uitsplitsing", "Groep")
    rows = [("tijdens", 1250, "", ""), ("tijdens", 300, "doelgroep", "statushouder")]
    upload(planner, made(*rows, ("einde", 40, "", ""), header=head))
    typed = parsed(planner.page).select_one
    assert typed("#people-K3-TIJDENS")["value"] == "1250"
    assert typed("#people-K4-EINDE")["value"] == "40"
    assert "K3-TIJDENS; doelgroep; statushouder; 300" in planner.words


@one_database
def test_what_is_typed_is_reckoned_with_at_once_and_nothing_is_kept(
    installation: Installation, planner: Caller
) -> None:
    form = parsed(planner.page).select_one("form.planning")
    assert form is not None
    token = form.select_one("[name=csrf_token]")["value"]
    typed = {"csrf_token": token, "asked": "K3-TIJDENS", "people-K3-TIJDENS": "250"}
    page = planner.client.post(str(form["data-reckon"]), data=typed)
    found = BeautifulSoup(page.get_json()["part"], "html.parser")
    assert [one.name for one in found.find_all(recursive=False)] == ["section"]
    assert "± 0,6 50 ± 0,4 88 ± 0,3 125" in found.get_text(" ", strip=True)
    with Session(installation.engine) as session:
        assert session.scalars(select(Population.people)).all() == []


@one_database
def test_a_file_that_is_no_table_loses_nothing(planner: Caller) -> None:
    upload(planner, "naam;plaats\nA;B\n")
    assert "De kolom ‘aantal’ ontbreekt" in planner.words
    upload(planner, "vragenlijst;aantal\nK9;3\n")
    assert "Rij 2: onbekend: “K9”" in planner.words


@one_database
def test_the_plan_shows_what_gives_way_and_what_stays_empty(planner: Caller) -> None:
    planner.press("Bereken", **{"people-K3-TIJDENS": "250"})
    assert "Niet gesteld, want dan zijn het er meer dan 12: C304, C308, C312" in planner.words
    assert "Welke cellen blijven leeg of verborgen bij 35%?" in planner.words
    assert "250 uitnodigingen en ten hoogste 324 herinneringen" in planner.words
