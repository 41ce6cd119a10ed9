"""The questions as they were asked are those that somebody really got (method.md C.2)."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.files.documents import Report
from survey_app.evaluation.files.pdf import report_html
from survey_app.evaluation.files.spreadsheet import sheets
from survey_app.evaluation.table1.questions import cell_questions, wordings
from tests.evaluation.conftest import Measured

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
# As everybody gets K3-TIJDENS who is asked the background questions: C304, C308 and C312 gave way.
CAPPED = {"C301": 4, "C307": 4, "C309": 3}


def content_of(measured: Measured) -> dict[str, Any]:
    measured.close()
    snapshot = measured.publish()
    assert snapshot is not None
    return snapshot.content


@one_database
def test_a_question_that_gave_way_is_told_apart(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", [CAPPED], times=20)
    content, catalogue = content_of(measured), measured.installation.catalogue
    assert content["not_asked"] == ["C308"]
    [k3] = [one for one in wordings(edition_table(content), catalogue) if one.code == "K3-TIJDENS"]
    assert "C308" not in [question.code for question in k3.questions]
    assert [question.code for question in k3.given_way] == ["C308"]
    asked = {
        one.code: one.asked for one in cell_questions(edition_table(content), catalogue, "R09-C")
    }
    assert asked == {"C307": True, "C308": False}


@one_database
def test_one_person_who_got_it_makes_it_asked(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", [CAPPED], times=20)
    measured.answer("K3-TIJDENS", [{**CAPPED, "C308": None}])
    assert content_of(measured)["not_asked"] == []


@one_database
def test_documents_print_what_was_asked(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", [CAPPED], times=20)
    report = Report(edition_table(content_of(measured)), measured.installation.catalogue, False)
    page = BeautifulSoup(report_html(report), "html.parser")
    printed = [item.get_text() for item in page.select("ul.questions .code")]
    assert "C307" in printed
    assert "C308" not in printed
    assert "Niet gesteld, omdat de vragenlijst dan te lang werd: C308" in page.get_text()
    [questions] = [tab for tab in sheets(report) if tab.name == "Vragen"]
    told = {str(row[2]): row[-1] for row in questions.rows}
    assert told["C307"] == "ja"
    assert str(told["C308"]).startswith("nee, ")


@one_database
def test_the_page_of_a_cell_says_it_too(measured: Measured, evaluator: FlaskClient) -> None:
    measured.answer("K3-TIJDENS", [CAPPED], times=20)
    content_of(measured)
    page = evaluator.get(f"/metingen/{measured.wave_id}/tabel-1/R09-C").get_data(as_text=True)
    assert "Deze vraag is niet gesteld: de vragenlijst zou te lang worden." in page
