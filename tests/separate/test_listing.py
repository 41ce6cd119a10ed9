"""The commands list both stores; nothing of the evaluation or of fieldwork can read them."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.installation import Installation
from survey_app.models import Contact, NeedsResponse, Recontact
from survey_app.separate.needs.services_reading import needs
from survey_app.separate.recontact.services_reading import volunteers
from survey_app.stores.separate import Offer, needs_row, recontact_row
from tests.conventions.source import modules
from tests.fieldwork.conftest import WAVE, ImportText

PEOPLE = "naam;telefoon;vragenlijst\nAn Bakker;0612345678;HALFJAAR\n"


@pytest.fixture
def sent_in(installation: Installation, import_text: ImportText, wave_id: str) -> None:
    """A volunteer, a needs form of An, and one of somebody unknown."""
    import_text(PEOPLE)
    volunteer = {"S1": 7, "S5": 2, "S7": "=Fatma 06-12345678"}
    with Session(installation.engine) as session:
        contact = session.scalars(select(Contact.id)).one()
        session.execute(
            insert(Recontact), recontact_row(installation, wave_id, Offer(volunteer), "web")
        )
        session.execute(insert(NeedsResponse), needs_row(wave_id, {"H1": 1}, "web", contact))
        session.execute(insert(NeedsResponse), needs_row(wave_id, {"H6": "Niets"}, "web"))
        session.commit()


def test_volunteers_are_read_in_the_words_of_the_questions(
    installation: Installation, sent_in: None
) -> None:
    found = volunteers(installation, WAVE)
    (row,) = found.rows
    read = dict(zip(found.columns, row, strict=True))
    assert read["Hoelang krijgt u al hulp van de gemeente bij werk of inkomen?"] == "1 tot 2 jaar"
    assert read["Welk cijfer geeft u de informatie van de gemeente?"] == "7"
    assert read["Hoe kunnen wij u bereiken?"] == "=Fatma 06-12345678"
    assert read["Hoe oud bent u?"] == ""


def test_needs_are_read_with_the_name_of_who_is_a_contact(
    installation: Installation, sent_in: None
) -> None:
    rows = {row[:2] for row in needs(installation, WAVE).rows}
    assert rows == {("An Bakker", "+31612345678"), ("", "")}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_file_is_for_its_owner_and_holds_no_formula(
    installation: Installation,
    sent_in: None,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "mensen.csv"
    assert main(["volunteers", "--wave", WAVE, "--out", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream, delimiter=";"))[1][-1] == "'=Fatma 06-12345678"
    assert main(["needs", "--wave", WAVE]) == 0
    shown = capsys.readouterr().out
    assert "Naam An Bakker" in shown
    assert "2 needs forms" in shown


def test_the_evaluation_side_reads_neither_store() -> None:
    names = ("Recontact", "NeedsResponse", "NeedsGrouping", "InterviewDraw", "stores.separate")
    assert [
        (module.place, name)
        for module in modules("survey_app/evaluation", "analysis")
        for name in names
        if name in module.text
    ] == []


def test_fieldwork_opens_neither_store_and_writes_it_from_paper_only() -> None:
    names = ("recontact_answers", "survey_app.separate", "select(Recontact", "select(NeedsResponse")
    assert [
        (module.place, name)
        for module in modules("survey_app/fieldwork", "survey_app/messaging")
        for name in names
        if name in module.text
    ] == []
