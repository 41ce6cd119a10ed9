"""Where people stopped: on the page and in the file once a wave is closed, and never of a few."""

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from survey_app.database import session_of
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.publishing.services import publish_all
from survey_app.models import SENT, PageReached
from tests.evaluation.conftest import Measured, spread

FIRST, SECOND, THIRD = "C301", "C302", "C303"


def reach(measured: Measured, pages: Mapping[str, int], code: str = "K3-TIJDENS") -> None:
    with session_of(measured.installation.engine) as session:
        for page, n in pages.items():
            wave_id = measured.wave_id
            session.add(PageReached(wave_id=wave_id, questionnaire=code, page=page, n=n))
        session.commit()


def closed(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.close()
    publish_all(measured.installation)


def page(evaluator: FlaskClient, measured: Measured) -> BeautifulSoup:
    return BeautifulSoup(evaluator.get(f"/metingen/{measured.wave_id}/respons").text, "html.parser")


def test_the_page_and_the_file_tell_where_people_stopped(
    measured: Measured, evaluator: FlaskClient
) -> None:
    reach(measured, {FIRST: 61, SECOND: 49, THIRD: 49, SENT: 33})
    closed(measured)
    told = evaluation_of(measured.installation, measured.wave_id)["response"]["K3-TIJDENS"]
    assert told["break_off"]["begun"] == 60
    assert told["break_off"]["rounded_to"] == 5
    assert [one["stopped"] for one in told["break_off"]["stretches"]] == [10, 15]
    assert told["break_off"]["stretches"][0] == {"first": SECOND, "last": SECOND, "stopped": 10}
    [table] = page(evaluator, measured).select("table.stops")
    first = table.select("tbody tr")[0]
    asked = measured.installation.catalogue.latest("K3-TIJDENS").question(SECOND)
    cells = [" ".join(one.get_text(" ").split()) for one in first.select("th, td")]
    assert cells == [asked.text, "ongeveer 10", "17 %", ""]
    said = table.find_previous("p").get_text()
    assert said.startswith("Ongeveer 60 mensen begonnen, en ongeveer 25 van hen stopten onderweg.")


def test_a_few_who_stopped_stand_nowhere(measured: Measured, evaluator: FlaskClient) -> None:
    reach(measured, {FIRST: 37, SECOND: 36, THIRD: 35, SENT: 33})
    closed(measured)
    shown = page(evaluator, measured)
    assert not shown.select("table.stops")
    assert "Minder dan 5 van hen stopten onderweg" in shown.get_text()
    told = evaluation_of(measured.installation, measured.wave_id)["response"]
    assert told["K3-TIJDENS"]["break_off"]["stretches"] == []
    assert told["K1-PRE"]["break_off"] is None


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_nothing_is_told_while_a_wave_is_open_or_was_not_counted(
    measured: Measured, evaluator: FlaskClient
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    reach(measured, {FIRST: 61, SECOND: 49, SENT: 33}, "K1-PRE")
    measured.publish()
    told = evaluation_of(measured.installation, measured.wave_id)["response"]
    assert {one["break_off"] for one in told.values()} == {None}
    closed(measured)
    assert (
        evaluation_of(measured.installation, measured.wave_id)["response"]["K1-PRE"]["break_off"]
        is not None
    )
