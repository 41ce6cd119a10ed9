"""An evaluator fills in figures: line by line, from a file, with what others count beside them."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.database import reading
from survey_app.evaluation.figures.queries import outside_lines
from survey_app.evaluation.table1.queries import figure_lines
from tests.evaluation.conftest import Measured
from tests.evaluation.test_wave_pages import visitor
from tests.services.product import submit_form

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
TABLES = Path(__file__).parent / "tables"
LINE = {
    "code": "F14",
    "label": "uitstroom naar werk",
    "period": "2026",
    "numerator": "43",
    "denominator": "88",
    "unit": "trajecten",
    "forecast": "50%",
    "target": "45%",
    "higher_is_better": "ja",
    "explanation": "Twee banenmarkten vielen uit.",
}


@pytest.fixture
def here(measured: Measured) -> str:
    return f"/metingen/{measured.wave_id}/cijfers"


@pytest.fixture
def eva(measured: Measured, app: Flask) -> FlaskClient:
    return visitor(measured, app, "evaluator")


def token(client: FlaskClient, address: str) -> str:
    page = client.get(address).text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def upload(client: FlaskClient, here: str, name: str, raw: bytes, source: str = "") -> str:
    sent = {
        "csrf_token": token(client, f"{here}/inlezen"),
        "bestand": (io.BytesIO(raw), name),
        "bron": source,
    }
    return client.post(f"{here}/inlezen", data=sent, follow_redirects=True).text


def test_a_line_is_typed_changed_and_taken_away(
    measured: Measured, eva: FlaskClient, here: str
) -> None:
    page = eva.get(f"{here}/regel?cijfer=F14")
    assert submit_form(eva, page, "Bewaar regel", LINE).status_code == 303
    shown = eva.get(here).text
    assert "43 van 88 trajecten" in shown
    assert "Twee banenmarkten vielen uit." in shown
    with reading(measured.installation.engine) as session:
        (stored,) = figure_lines(session, measured.wave_id)
    assert (stored.numerator, stored.target, stored.forecast) == (43, 0.45, 0.5)
    address = shown.split('href="')
    change = next(one for one in address if "regel?regel=" in one).partition('"')[0]
    again = eva.get(change)
    assert 'value="45%"' in again.text
    assert submit_form(eva, again, "Bewaar regel", {"numerator": "44"}).status_code == 303
    assert submit_form(eva, eva.get(change), "Verwijder deze regel", {}).status_code == 303
    with reading(measured.installation.engine) as session:
        assert figure_lines(session, measured.wave_id) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": ""}, "Geef deze regel een naam"),
        ({"numerator": "1.234"}, "kan twee dingen betekenen"),
        ({"numerator": "", "target": "", "forecast": ""}, "Vul de realisatie"),
        ({"target": "45"}, "schrijf die van een aandeel als"),
    ],
)
def test_a_wrong_field_is_said_at_the_field_and_nothing_typed_is_lost(
    eva: FlaskClient, here: str, fields: dict[str, str], said: str
) -> None:
    sent = {**LINE, **fields, "csrf_token": token(eva, f"{here}/regel")}
    answer = eva.post(f"{here}/regel", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert LINE["explanation"] in answer.text


def test_the_same_name_and_period_twice_is_refused(eva: FlaskClient, here: str) -> None:
    sent = {**LINE, "csrf_token": token(eva, f"{here}/regel")}
    assert eva.post(f"{here}/regel", data=sent).status_code == 303
    answer = eva.post(f"{here}/regel", data=sent)
    assert answer.status_code == 422
    assert "al een regel met deze naam" in answer.text


@pytest.mark.parametrize("part_of", [("", "a", "b"), ("b", "a", ""), ("a", "er niet", "b")])
def test_every_line_can_be_changed_whatever_it_is_a_part_of(
    eva: FlaskClient, here: str, part_of: tuple[str, ...]
) -> None:
    rows = [f"F14;{name};60;{whole}" for name, whole in zip("abc", part_of, strict=True)]
    raw = "\n".join(["cijfer;naam;teller;deel van", *rows]).encode()
    assert upload(eva, here, "delen.csv", raw).count("regel?regel=") == 3


def test_yearly_tables_are_read_in_the_browser_and_their_flaws_stand_on_top(
    measured: Measured, eva: FlaskClient, here: str
) -> None:
    raw = (TABLES / "in-en-uitstroom.csv").read_bytes()
    shown = upload(eva, here, "jaarverslag.csv", raw, "jaarverslag ISD")
    assert "3 keer klopt een optelling niet" in shown
    assert "instroom Lisse 2015: de delen zijn samen 73, het totaal is 70." in shown
    with reading(measured.installation.engine) as session:
        stored = figure_lines(session, measured.wave_id)
    assert {one.source for one in stored} == {"jaarverslag ISD"}
    assert "Alle optellingen" not in shown
    assert upload(eva, here, "jaarverslag.csv", raw).count("2015: de delen") == 3


def test_a_file_with_a_wrong_row_stores_nothing_and_names_the_row(
    measured: Measured, eva: FlaskClient, here: str
) -> None:
    raw = b"cijfer;naam;teller\nF14;goed;4\nF99;fout;5\n"
    shown = upload(eva, here, "cijfers.csv", raw)
    assert "Rij 3: cijfer ‘F99’ bestaat niet" in shown
    with reading(measured.installation.engine) as session:
        assert figure_lines(session, measured.wave_id) == ()
    assert "Kies eerst een bestand" in upload(eva, here, "", b"")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04" + bytes(100), "Dit bestand is beschadigd."),
        (b"%PDF-1.4", "of een PDF."),
        (b"naam;teller\ngoed;4\n", "De kolom ‘cijfer’ ontbreekt."),
    ],
)
def test_why_a_file_cannot_be_used_is_said_in_dutch(
    eva: FlaskClient, here: str, raw: bytes, said: str
) -> None:
    shown = upload(eva, here, "cijfers.xlsx", raw)
    assert said in shown
    assert "save it as" not in shown


def test_figures_of_others_stand_beside_ours_and_are_never_among_them(
    measured: Measured, eva: FlaskClient, here: str
) -> None:
    raw = (
        b"bron;indicator;gemeente;periode;waarde;eenheid;opgehaald op\n"
        b"divosa;Uitstroom naar werk;Voorbeeldstad;2025;112;uitkeringen;15-01-2026\n"
    )
    shown = upload(eva, here, "divosa.csv", raw)
    assert "1 cijfers van anderen ingelezen" in shown
    assert "Divosa Benchmark Werk &amp; Inkomen, opgehaald op 15 januari 2026" in shown
    with reading(measured.installation.engine) as session:
        assert figure_lines(session, measured.wave_id) == ()
        assert [one.value for one in outside_lines(session, measured.wave_id)] == [112]


def test_a_council_reader_fills_in_nothing(measured: Measured, app: Flask, here: str) -> None:
    council = visitor(measured, app, "council_reader")
    assert council.get(here).status_code in {403, 404}
    assert council.get(f"{here}/inlezen").status_code in {403, 404}
