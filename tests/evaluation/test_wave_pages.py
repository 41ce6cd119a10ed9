"""The pages of one wave beside Tabel 1: they show what was published, and nothing before that."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.evaluation.advice.presentation import shown_advices
from survey_app.evaluation.breakdowns.presentation import group_rows
from survey_app.evaluation.comparisons.presentation import difference, signed
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.table1.presentation import shown_table
from survey_app.evaluation.table1.queries import latest_snapshot
from survey_app.models import EditionSubject
from tests.evaluation.conftest import Measured, spread
from tests.services.product import submit_form

PASSWORD = "een lang wachtwoord voor Eva"
PAGES = ("", "partijen", "vorige-meting", "doelgroepen", "respons", "deeladviezen")
Read = Callable[[str], BeautifulSoup]


@pytest.fixture
def judged(measured: Measured) -> Measured:
    """The municipality judges itself far milder than its clients do; nobody else answered."""
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.answer("G-ZELF", spread("G301", 0, 1, 2, 14, 12))
    measured.change(closed_at=now())
    publish_all(measured.installation)
    return measured


def visitor(measured: Measured, app: Flask, role: str) -> FlaskClient:
    with session_of(measured.installation.engine) as session:
        create_account(session, role, role, PASSWORD)
    client = app.test_client()
    page = client.get("/inloggen")
    form = {"name": role, "password": PASSWORD}
    assert submit_form(client, page, "Inloggen", form).status_code == 303
    return client


@pytest.fixture
def read(measured: Measured, app: Flask) -> Read:
    client = visitor(measured, app, "evaluator")

    def page(name: str) -> BeautifulSoup:
        answer = client.get(f"/metingen/{measured.wave_id}/{name}".rstrip("/"))
        assert answer.status_code == 200, name
        return BeautifulSoup(answer.text, "html.parser")

    return page


def words(page: Tag | None) -> str:
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_blind_spot_stands_first_with_its_difference_and_margin(
    judged: Measured, read: Read
) -> None:
    page = read("partijen")
    first = page.select_one(".part")
    assert first is not None
    assert first.h2.get_text(" ").startswith("Blinde vlek")
    assert "De gemeente oordeelt gunstiger dan de cliënten" in words(first)
    row = first.select_one("tbody tr")
    assert [cell.get_text(strip=True) for cell in row.select("th, td")][:2] == [
        "Gemeente tegenover cliënten",
        "+5,8",
    ]
    assert row.select_one("title").string.startswith("+5,8 punten, marge +4,6")
    assert "aangetoond, groot verschil" in words(row)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_every_page_of_a_wave_that_is_open_says_when_it_will_be_there(
    measured: Measured, read: Read
) -> None:
    measured.change(closed_at=None)
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    publish_all(measured.installation)
    for name in PAGES:
        assert "als de meting is afgesloten" in words(read(name))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_every_page_of_a_closed_wave_shows_its_edition(judged: Measured, read: Read) -> None:
    for name in PAGES:
        page = read(name)
        assert "eindstand van" in words(page)
        assert len(page.select(".staff__sub a[aria-current]")) == 1
    start = words(read(""))
    assert "Dit is de eerste meting die is afgesloten" in start
    assert "Blinde vlek" in start
    assert "geen eerdere meting" in words(read("vorige-meting"))
    assert "Uw hulp nu 140" in words(read("respons"))
    assert "van de 39 punten" in words(read("deeladviezen"))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_council_reader_reads_the_same_pages_and_a_fieldworker_none(
    judged: Measured, app: Flask
) -> None:
    council = visitor(judged, app, "council_reader")
    fieldworker = visitor(judged, app, "fieldworker")
    for name in PAGES:
        address = f"/metingen/{judged.wave_id}/{name}".rstrip("/")
        assert council.get(address).status_code == 200
        assert fieldworker.get(address).status_code in {403, 404}


def test_subjects_are_kept_once_with_the_edition_they_belong_to(judged: Measured) -> None:
    publish_all(judged.installation)
    with reading(judged.installation.engine) as session:
        snapshot = latest_snapshot(session, judged.wave_id)
        kept = session.query(EditionSubject).all()
    assert snapshot is not None
    assert {one.snapshot_id for one in kept} == {snapshot.id}
    assert {"comparisons", "groups", "response", "advice", "former"} <= {o.subject for o in kept}


@pytest.mark.parametrize(
    ("value", "said"), [(1.25, "+1,3"), (-0.5, "−0,5"), (0.0, "0,0"), (0.04, "0,0")]
)
def test_a_difference_says_which_way_it_goes(value: float, said: str) -> None:
    assert signed(value) == said


def test_a_difference_has_its_place_on_an_axis_with_nothing_in_the_middle() -> None:
    assert difference(0.0, None, None).dot == 50
    assert difference(2.5, -1.0, 9.0).dot == 75
    assert (difference(2.5, -1.0, 9.0).low, difference(2.5, -1.0, 9.0).high) == (40, 100)


def test_a_hidden_group_shows_no_number_at_all(judged: Measured) -> None:
    with reading(judged.installation.engine) as session:
        snapshot = latest_snapshot(session, judged.wave_id)
    assert snapshot is not None
    table = shown_table(edition_table(snapshot.content), judged.installation.catalogue)
    seen = {"n": 12, "mean": 6.26, "low": 5.0, "high": 7.5, "mark": None}
    figures = {"R06-C": {"arbeidsbeperking": seen, "statushouder": {"hidden": True}}}
    ((_, rows),) = group_rows(table, "doelgroep", figures)
    first, second, third = rows[0].groups
    assert (first.score, first.n) == ("6,3", "12")
    assert second.score == third.score == second.n == third.n == ""
    assert second.plot is None


def test_a_point_without_value_stands_under_what_is_missing(judged: Measured) -> None:
    evidence = {"kind": "cijfer", "code": "F03", "n": None, "light": "grijs"}
    lines = {
        **evidence,
        "value": {"met plan": 0.54, "caseload": 64.0, "leeg": None},
        "reason": None,
    }
    missing = {**evidence, "value": None, "reason": "Dit cijfer is niet ingevuld."}
    point = {"point": "1.1", "advice": 1, "title": "Bejegening", "text": "mening"}
    points = [{**point, "evidence": [lines, missing]}]
    (advice,) = shown_advices(points, judged.installation.catalogue)
    assert advice.known == 1
    assert advice.points[0].known[0].value == "met plan 54 %; caseload 64,0"
    assert advice.points[0].missing[0].why == "Dit cijfer is niet ingevuld."
