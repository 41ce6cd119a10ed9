"""The pages of the evaluator, read as a person reads them."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.database import reading, session_of
from survey_app.evaluation.publishing.queries_waves import wave_list
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.publishing.services_documents import make_documents
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from tests.evaluation.conftest import FIRST, LAST, Measured, spread
from tests.services.plans import statements_of
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
Submit = Callable[..., TestResponse]


def read(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def text_of(page: Tag) -> str:
    return " ".join(page.get_text(" ").split())


def address(measured: Measured, end: str = "") -> str:
    return f"/metingen/{measured.wave_id}/tabel-1{end}"


def test_the_list_says_when_there_is_no_table_yet(
    evaluator: FlaskClient, measured: Measured
) -> None:
    page = read(evaluator.get("/metingen"))
    assert "Najaar 2026" in text_of(page)
    assert "nog niets gepubliceerd" in text_of(page)
    measured.publish()
    links = [str(link["href"]) for link in read(evaluator.get("/metingen")).select(".card a")]
    wave = f"/metingen/{measured.wave_id}"
    assert links == [address(measured), f"{wave}/tussenstand", f"{wave}/cijfers"]


def test_a_plan_offers_no_interim_edition_and_more_waves_cost_no_more_queries(
    evaluator: FlaskClient, measured: Measured
) -> None:
    engine = measured.installation.engine

    def asked() -> int:
        with statements_of(engine) as statements, reading(engine) as session:
            wave_list(session, LAST)
        return len(statements)

    measured.publish()
    one = asked()
    for number in range(1, 4):
        plan = WavePlan(f"Concept {number}", "Voorbeeldstad", FIRST, LAST, draft=True)
        new_wave(measured.installation, plan)
    assert asked() == one > 0
    cards = read(evaluator.get("/metingen")).select(".card")
    published, *plans = [text_of(card) for card in cards]
    assert "Najaar 2026" in published
    assert len(plans) == 3
    assert all("in voorbereiding" in plan and "Tussenstand" not in plan for plan in plans)


def test_a_table_that_is_not_there_yet_asks_to_wait(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.close()
    response = evaluator.get(address(measured))
    assert response.status_code == 202
    assert "nog niet klaar" in text_of(read(response))


def test_tabel_1_shows_phases_aspects_and_parties(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.publish()
    table = read(evaluator.get(address(measured))).select_one("table.tabel1")
    assert table is not None
    bands = [band.get_text(strip=True) for band in table.select(".phase__band")]
    assert bands == [
        "Pre-traject fase",
        "Aanvang traject",
        "Tijdens traject",
        "Einde traject",
        "Post-traject fase",
    ]
    assert len(table.select("tbody tr")) == 22 + 5
    assert len(table.select("td.cell")) == 22 * 4
    assert len(table.select("td.cell:not(.cell--none)")) == 47


def test_a_cell_shows_score_number_light_and_interval(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 4, 6, 10, 12, 8))
    measured.publish()
    cell = _cell(read(evaluator.get(address(measured))), measured, "R06-C")
    words = " ".join(cell.get_text(" ").split())
    assert "5,9" in words
    assert "n = 40" in words
    assert "beperkt voldaan" in words
    title = cell.select_one("svg.plot title")
    assert title is not None
    assert title.get_text() == "5,9, marge 5,0 tot 6,7"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "geen antwoorden"), (4, "te weinig antwoorden"), (7, "indicatief")],
)
def test_a_cell_with_few_answers_says_why(
    evaluator: FlaskClient, measured: Measured, number: int, words: str
) -> None:
    measured.answer("K3-TIJDENS", [{"C301": 2 + place % 3} for place in range(number)])
    measured.publish()
    cell = _cell(read(evaluator.get(address(measured))), measured, "R06-C")
    assert words in cell.get_text(" ")
    if number == 4:
        assert "4" not in cell.get_text(" ")


def test_the_page_of_a_cell_gives_its_questions_literally(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.answer("K3-TIJDENS", [{"C302": 5, "C303": 4}, {"C302": 2, "C303": 3}], times=15)
    measured.publish()
    page = read(evaluator.get(address(measured, "/R07-C")))
    words = text_of(page)
    assert (
        "De bejegening krijgt gemiddeld 6,3 op een schaal van 0 tot 10, volgens 30 mensen." in words
    )
    assert "Hoe goed luistert uw contactpersoon naar u?" in words
    assert "Heel goed · Goed · Gaat wel · Slecht · Heel slecht" in words
    first = page.select("article.question")[0]
    assert [cell.get_text() for cell in first.select("td.number")] == ["15", "0", "0", "15", "0"]


@pytest.mark.parametrize(
    ("questionnaire", "answers", "cell", "words"),
    [
        ("G-ZELF", [{"G302": 4, "G303": 5}, {"G302": 3, "G303": 2}], "R08-G", "Bij allemaal"),
        ("K4-EINDE", [{"C404": 9}, {"C404": 6}], "R20-C", "9 of 10"),
    ],
)
def test_a_distribution_is_told_in_the_answers_of_its_own_question(
    evaluator: FlaskClient,
    measured: Measured,
    questionnaire: str,
    answers: list[dict[str, int | None]],
    cell: str,
    words: str,
) -> None:
    measured.answer(questionnaire, answers, times=8)
    measured.publish()
    last = read(evaluator.get(address(measured, f"/{cell}"))).select("article.question")[-1]
    bars = [(row.th.text, row.td.text) for row in last.select(".bars tr") if row.th and row.td]
    assert len(bars) == 5
    assert bars[0] == (words, "8")


def test_the_figures_of_a_cell_start_with_what_is_aimed_at_and_known(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.figure("F13", 4, label="AOW", denominator=60.0)
    measured.figure("F13", 9, label="andere uitkering", denominator=60.0)
    measured.figure("F13", 20, label="betaald werk", denominator=60.0)
    measured.figure("F13", 27, label="opleiding", denominator=60.0, target=0.5)
    measured.figure("F08", 138, label="unieke werkgevers", unit="werkgevers")
    measured.publish()
    page = read(evaluator.get(address(measured)))
    figures = [" ".join(one.text.split()) for one in page.select(".cell__figure")]
    assert figures == ["138 unieke werkgevers", "45 % opleiding", "33 % betaald werk", "en nog 2"]


def test_an_open_wave_says_how_many_sheets_wait_and_an_interim_edition_what_it_costs(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.answer("K3-TIJDENS", [{"C301": 4}] * 59)
    page = read(evaluator.get(address(measured)))
    assert "59 ingevulde vragenlijsten" in text_of(page)
    assert "0 %" not in text_of(page)
    ask = f"/metingen/{measured.wave_id}/tussenstand"
    asked = evaluator.get(ask)
    assert "houdt die cel de stand van nu" in text_of(read(asked))
    answer = submit_form(evaluator, asked, "Maak de tussenstand", {})
    assert answer.status_code == 303
    assert evaluator.get(address(measured)).status_code == 202
    publish_all(measured.installation)
    assert evaluator.get(address(measured)).status_code == 200
    assert evaluator.get("/metingen/unknown/tussenstand").status_code == 404


def test_a_cell_that_does_not_exist_is_not_found(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.publish()
    assert evaluator.get(address(measured, "/R99-C")).status_code == 404
    assert evaluator.get("/metingen/unknown/tabel-1/R07-C").status_code == 404


def test_documents_are_downloaded_once_they_are_made(
    evaluator: FlaskClient, measured: Measured
) -> None:
    measured.publish()
    download = f"/metingen/{measured.wave_id}/download"
    assert evaluator.get(f"{download}/pdf").status_code == 202
    make_documents(measured.installation)
    pdf = evaluator.get(f"{download}/pdf")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="tabel1.pdf"'
    assert evaluator.get(f"{download}/xlsx").data.startswith(b"PK")
    assert evaluator.get(f"{download}/ods").mimetype.endswith("opendocument.spreadsheet")
    assert evaluator.get(f"{download}/exe").status_code == 404


def test_looking_writes_nothing(evaluator: FlaskClient, measured: Measured) -> None:
    measured.publish()
    before = _rows(measured)
    for end in ("", "/R07-C"):
        assert evaluator.get(address(measured, end)).status_code == 200
    assert _rows(measured) == before


def _rows(measured: Measured) -> dict[str, int]:
    from sqlalchemy import func, select  # noqa: PLC0415 - only this check counts rows

    from survey_app.database import Base  # noqa: PLC0415

    with session_of(measured.installation.engine) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def _cell(page: BeautifulSoup, measured: Measured, code: str):
    link = page.select_one(f'td a[href="{address(measured, "/" + code)}"]')
    assert link is not None
    return link.find_parent("td")
