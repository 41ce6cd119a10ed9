"""An evaluator reads finished trajectories from a file: what was read, then one confirmation."""

import io
import re
from collections.abc import Callable, Sequence

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from survey_app.database import reading
from survey_app.evaluation.providers.read import Trajectory
from survey_app.evaluation.publishing.services import publish_all
from survey_app.models import TrajectoryCount
from tests.evaluation.conftest import Measured
from tests.evaluation.test_figure_entry import token
from tests.evaluation.test_wave_pages import visitor, words
from tests.fieldwork.files import csv_file, ods_file, xlsx_file
from tests.services.product import submit_form

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NAMES = ("Stapsteen", "De Brug")
HEADER = ("Aanbieder", "Geslaagd", "Ladder", "Trede begin", "Trede eind", "Doelgroep")
ROWS = [
    *[("Stapsteen", "ja", "VNG6", "3", "5", "statushouder")] * 8,
    *[("De Brug", "nee", "", "", "", "")] * 4,
]
YES = "Ja, lees deze trajecten in"


@pytest.fixture
def here(measured: Measured) -> str:
    measured.change(providers=NAMES)
    return f"/metingen/{measured.wave_id}/aanbieders/inlezen"


@pytest.fixture
def eva(measured: Measured, app: Flask) -> FlaskClient:
    return visitor(measured, app, "evaluator")


def as_csv(*rows: Sequence[str]) -> bytes:
    return csv_file(*rows, header=HEADER)


def sent(client: FlaskClient, here: str, raw: bytes, name: str = "trajecten.csv") -> TestResponse:
    form = {"csrf_token": token(client, here), "bestand": (io.BytesIO(raw), name)}
    return client.post(here, data=form)


def stored(measured: Measured) -> dict[Trajectory, int]:
    names = Trajectory.__dataclass_fields__
    with reading(measured.installation.engine) as session:
        rows = session.execute(
            select(*(getattr(TrajectoryCount, one) for one in names), TrajectoryCount.n)
        )
        return {Trajectory(*row[:-1]): row[-1] for row in rows}


@pytest.mark.parametrize("write", [csv_file, xlsx_file, ods_file])
def test_a_file_is_shown_first_and_counts_only_after_a_yes(
    measured: Measured,
    eva: FlaskClient,
    here: str,
    write: Callable[..., bytes],
) -> None:
    checked = sent(eva, here, write(*ROWS, header=HEADER))
    assert checked.status_code == 200
    page = BeautifulSoup(checked.text, "html.parser")
    counted, first = page.select("main table")
    assert [words(row) for row in counted.select("tbody tr")] == ["De Brug 4 0", "Stapsteen 8 8"]
    assert len(first.select("tbody tr")) == 10
    assert words(first.select("tbody tr")[0]) == "Stapsteen ja VNG6 3 5 middel statushouder"
    assert words(first.select("tbody tr")[9]) == "De Brug nee – – – – –"
    assert stored(measured) == {}
    done = submit_form(eva, checked, YES, {})
    assert done.status_code == 303
    assert "12 afgeronde trajecten ingelezen" in eva.get(here).text
    assert stored(measured) == {
        Trajectory("Stapsteen", "middel", "statushouder", "VNG6", 3, 5, True): 8,
        Trajectory("De Brug", "", "", "", 0, 0, False): 4,
    }


def test_a_second_file_replaces_the_first_and_says_so(
    measured: Measured, eva: FlaskClient, here: str
) -> None:
    submit_form(eva, sent(eva, here, as_csv(*ROWS)), YES, {})
    checked = sent(eva, here, as_csv(*ROWS[:3]))
    assert "in de plaats van alle trajecten" in checked.text
    assert sum(stored(measured).values()) == 12
    submit_form(eva, checked, YES, {})
    assert sum(stored(measured).values()) == 3


@one_database
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEADER, ("UWV", "ja")], "Rij 2: aanbieder ‘UWV’ hoort niet bij deze meting"),
        ([HEADER, *ROWS, ("De Brug", "bijna")], "Rij 14: geslaagd: schrijf ja of nee"),
        ([HEADER, ("De Brug", "ja", "HW3", "4")], "Rij 2: trede begin: HW3 heeft treden 1 tot"),
        ([HEADER], "In dit bestand staan geen trajecten."),
        ([("Aanbieder", "Ladder"), ("De Brug", "")], "De kolom ‘geslaagd’ ontbreekt."),
        ([("Aanbieder", "provider", "geslaagd")], "De kolom ‘provider’ staat er twee keer"),
    ],
)
def test_a_file_that_is_not_right_says_which_row_and_takes_nothing_away(
    measured: Measured, eva: FlaskClient, here: str, rows: list[tuple[str, ...]], said: str
) -> None:
    submit_form(eva, sent(eva, here, as_csv(*ROWS)), YES, {})
    refused = sent(eva, here, csv_file(*rows[1:], header=rows[0]))
    assert refused.status_code == 422
    assert said in refused.text
    assert sum(stored(measured).values()) == 12


@one_database
def test_a_file_of_more_rows_than_a_page_reads_goes_to_the_command(
    measured: Measured, eva: FlaskClient, here: str
) -> None:
    refused = sent(eva, here, as_csv(*[("De Brug", "ja")] * 20_001))
    assert refused.status_code == 422
    assert "meer dan 20000 rijen. Laat de beheerder het inlezen." in refused.text
    checked = sent(eva, here, as_csv(*[("De Brug", "ja")] * 20_000))
    assert "staan 20000 afgeronde trajecten" in checked.text


@one_database
def test_no_file_is_no_error_page(eva: FlaskClient, here: str) -> None:
    refused = eva.post(here, data={"csrf_token": token(eva, here)})
    assert (refused.status_code, "Kies eerst een bestand." in refused.text) == (422, True)


@one_database
def test_what_was_read_is_not_changed_on_the_way_and_not_confirmed_much_later(
    measured: Measured, eva: FlaskClient, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = sent(eva, here, as_csv(*ROWS))
    (signed,) = re.findall(r'name="gelezen" value="([^"]+)"', checked.text)
    for changed in ("", f"x{signed}", signed[:-2]):
        refused = submit_form(eva, checked, YES, {"gelezen": changed})
        assert (refused.status_code, "kies het opnieuw" in refused.text) == (422, True)
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: now(signer) + 1801)
    assert submit_form(eva, checked, YES, {}).status_code == 422
    assert stored(measured) == {}


@one_database
def test_a_wave_without_providers_says_what_to_do(measured: Measured, eva: FlaskClient) -> None:
    page = eva.get(f"/metingen/{measured.wave_id}/aanbieders/inlezen").text
    assert "noemt geen aanbieders" in page
    assert "Controleer het bestand" not in page


@one_database
def test_a_test_wave_has_no_such_page(measured: Measured, eva: FlaskClient, here: str) -> None:
    checked = sent(eva, here, as_csv(*ROWS))
    measured.change(is_test=True)
    assert eva.get(here).status_code == 404
    assert submit_form(eva, checked, YES, {}).status_code == 404
    with reading(measured.installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(TrajectoryCount)) == 0


@one_database
def test_a_council_reader_reads_no_file_in(measured: Measured, app: Flask, here: str) -> None:
    council = visitor(measured, app, "council_reader")
    assert council.get(here).status_code == 403


@one_database
@pytest.mark.parametrize("closed", [True, False])
def test_the_page_is_one_click_from_providers(
    measured: Measured, eva: FlaskClient, here: str, closed: bool
) -> None:
    if closed:
        measured.close()
        publish_all(measured.installation)
    assert here in eva.get(here.removesuffix("/inlezen")).text
