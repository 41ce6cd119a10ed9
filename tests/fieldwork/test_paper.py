"""Paper: every questionnaire printed with its codes, and returned sheets keyed in."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey_app.access import create_access
from survey_app.accounts import views
from survey_app.accounts.services import create_account
from survey_app.accounts.throttle import LoginThrottle
from survey_app.crypto.tokens import grouped
from survey_app.database import session_of
from survey_app.fieldwork.paper import on_paper, paper_html, paper_questions
from survey_app.fieldwork.queries_paper import printable
from survey_app.inbox import Submission, open_item
from survey_app.installation import Installation
from survey_app.intake.services import close_wave
from survey_app.models import Draft, InboxItem, Invitation, Wave
from survey_app.questionnaire.definition import Catalogue
from survey_app.settings_file import OrganisationSettings
from tests.services.page_check import parsed
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
SETTINGS = OrganisationSettings(
    slug="", name="Gemeente Waddinxveen", address="Antwoordnummer 1\n2740 VB Waddinxveen"
)
Key = Callable[..., TestResponse]


@pytest.fixture
def wave_id(installation: Installation, wave: str) -> str:
    with Session(installation.engine) as session:
        return session.scalars(select(Wave.id).where(Wave.name == wave)).one()


@pytest.fixture
def fieldworker(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    monkeypatch.setattr(views, "throttle", LoginThrottle())
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
    client = app.test_client()
    page = client.get("/inloggen")
    submit_form(client, page, "Inloggen", {"name": "Farid", "password": PASSWORD})
    return client


@pytest.fixture
def key_in(fieldworker: FlaskClient, wave_id: str) -> Key:
    """`key_in(questionnaire, **values)`: a sheet, as the fieldworker keys it in."""

    def keyed(questionnaire: str = "K3-TIJDENS", **values: str | list[str]) -> TestResponse:
        page = fieldworker.get(f"/veldwerk/papier/{wave_id}/{questionnaire}")
        return submit_form(fieldworker, page, "Bewaar", dict(values))

    return keyed


def submissions(installation: Installation) -> list[Submission]:
    with Session(installation.engine) as session:
        sealed = session.scalars(select(InboxItem.sealed)).all()
    return [open_item(installation.keys.need_worker(), one) for one in sealed]


def letter(installation: Installation, wave_id: str, questionnaire: str = "K3-TIJDENS") -> str:
    """The code in somebody's letter."""
    with session_of(installation.engine) as session:
        person = Invitation(wave_id=wave_id, questionnaire=questionnaire)
        session.add(person)
        session.flush()
        ways = create_access(session, installation, person.id, with_code=True)
        session.commit()
    return ways.code or ""


def test_every_questionnaire_prints_all_its_questions_codes_and_values(
    installation: Installation, catalogue: Catalogue
) -> None:
    for questionnaire in printable(catalogue):
        asked = on_paper(questionnaire, SETTINGS)
        page = BeautifulSoup(paper_html(installation, questionnaire, SETTINGS), "html.parser")
        printed = page.select(".question")
        assert len(printed) == len(asked.questions)
        for section, question in zip(printed, asked.questions, strict=True):
            words = [quiet.get_text() for quiet in section.select(".quiet")]
            assert words == [question.code, *(str(value) for value in question.values)]
            assert len(section.select(".box")) == len(question.options)
        assert "2740 VB Waddinxveen" in page.get_text()
        assert len(page.select(".code__box")) == 14


def test_paper_begins_with_the_start_text_and_ends_clients_with_the_background(
    installation: Installation, catalogue: Catalogue
) -> None:
    html = paper_html(installation, catalogue.latest("K3-TIJDENS"), SETTINGS)
    page = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    assert "Meedoen is vrijwillig." in page
    assert "geen gevolgen voor uw uitkering" in page
    assert "ook op papier" not in page
    assert page.index("Over u") > page.index("De vragen")
    assert "Alleen als u bij vraag 10 koos voor ‘Ja, ik wil deze vraag beantwoorden’." in page


def test_a_condition_names_the_question_and_answer_that_it_depends_on(
    catalogue: Catalogue,
) -> None:
    asked = on_paper(catalogue.latest("W3-TIJDENS"), SETTINGS)
    conditions = [one.condition for one in paper_questions(asked) if one.condition]
    assert len(conditions) == sum(one.route is not None for one in asked.questions)
    assert any("‘Geen’" in condition and "Niet als" in condition for condition in conditions)


def test_the_fieldworker_downloads_a_tagged_pdf(fieldworker: FlaskClient, wave_id: str) -> None:
    answer = fieldworker.get(f"/veldwerk/papier/{wave_id}/K3-TIJDENS.pdf")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert str(document.Root.Lang) == "nl"
        assert document.Root.MarkInfo.Marked
        assert "K3-TIJDENS" in str(document.docinfo.Title)


def test_the_command_writes_the_pdf_of_the_only_organisation(
    environment: dict[str, str],
    wave: str,
    tmp_path: Path,
) -> None:
    out = tmp_path / "papier" / "k3.pdf"
    program = [sys.executable, "-m", "survey_app.cli", "paper", "--out", str(out)]
    done = subprocess.run(
        [*program, "--questionnaire", "k3-tijdens"], env={**os.environ, **environment}, check=True
    )
    assert done.returncode == 0
    assert out.read_bytes().startswith(b"%PDF")
    refused = subprocess.run(
        [*program, "--questionnaire", "K9"],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    assert refused.returncode == 1
    assert "K3-TIJDENS" in refused.stderr


def test_a_keyed_sheet_is_stored_as_paper_with_its_background(
    installation: Installation, key_in: Key
) -> None:
    answer = key_in(C301="5", C302="9", B2="1", **{"T-B1": "1", "B1": "2"})
    assert answer.status_code == 303
    [sent] = submissions(installation)
    assert (sent.mode, sent.helped, sent.version) == ("paper", False, 1)
    assert (sent.answers["C301"], sent.answers["C302"], sent.answers["C303"]) == (5, 9, None)
    assert sent.background == {"B1": 2, "B2": 1, "B3": None}
    assert "T-B1" not in sent.answers


def test_an_answer_off_the_path_does_not_count_and_neither_does_one_without_consent(
    installation: Installation, key_in: Key
) -> None:
    key_in(C310="2", C311="5", B1="1", **{"T-B1": "2"})
    [sent] = submissions(installation)
    assert "C311" not in sent.answers
    assert "B1" not in sent.background


@pytest.mark.parametrize("values", [{}, {"C301": "77"}, {"C301": "x"}])
def test_a_sheet_that_cannot_be_right_is_shown_again_and_not_stored(
    values: dict[str, str], installation: Installation, key_in: Key
) -> None:
    answer = key_in(**values)
    assert answer.status_code == 422
    title = parsed(answer).title
    assert title is not None
    assert title.get_text().startswith("Fout:")
    assert submissions(installation) == []


def test_what_was_keyed_in_stays_when_something_is_wrong(key_in: Key) -> None:
    page = parsed(key_in("K4-EINDE", C401="4", code="ABCD"))
    assert page.select_one("input[name=C401][value='4']").has_attr("checked")  # type: ignore[union-attr]
    assert page.select_one("#code")["value"] == "ABCD"  # type: ignore[index]
    assert "niet goed overgetypt" in page.get_text()


def test_the_letter_code_spends_the_invitation_and_is_not_joined_to_the_answers(
    installation: Installation, wave_id: str, key_in: Key
) -> None:
    code = letter(installation, wave_id)
    assert key_in(C301="5", code=grouped(code).lower()).status_code == 303
    with Session(installation.engine) as session:
        assert session.scalars(select(Invitation.used)).all() == [True]
        assert session.scalars(select(Draft.ciphertext)).all() == [None]
        item = session.scalars(select(InboxItem)).one()
        invitation = session.scalars(select(Invitation)).one()
    assert invitation.id.encode() not in item.sealed
    again = key_in(C301="5", code=code)
    assert again.status_code == 422
    assert "al gebruikt" in parsed(again).get_text()
    assert len(submissions(installation)) == 1


def test_a_letter_code_of_another_questionnaire_is_refused(
    installation: Installation, wave_id: str, key_in: Key
) -> None:
    answer = key_in(C301="5", code=letter(installation, wave_id, "K2-AANVANG"))
    assert answer.status_code == 422
    assert "andere vragenlijst" in parsed(answer).get_text()
    assert submissions(installation) == []


def test_a_sheet_sent_twice_from_the_same_screen_counts_once(
    installation: Installation, fieldworker: FlaskClient, wave_id: str
) -> None:
    page = fieldworker.get(f"/veldwerk/papier/{wave_id}/K3-TIJDENS")
    for _ in range(2):
        assert submit_form(fieldworker, page, "Bewaar", {"C301": "5"}).status_code == 303
    assert len(submissions(installation)) == 1


def test_a_closed_wave_and_the_stores_that_are_not_anonymous_take_no_paper(
    installation: Installation, wave: str, wave_id: str, fieldworker: FlaskClient
) -> None:
    for code in ("HALFJAAR", "U-SELECTIE", "ACHTERGROND", "K9"):
        assert fieldworker.get(f"/veldwerk/papier/{wave_id}/{code}").status_code == 404
    close_wave(installation, wave)
    assert fieldworker.get(f"/veldwerk/papier/{wave_id}/K3-TIJDENS").status_code == 404
    assert wave not in parsed(fieldworker.get("/veldwerk/papier")).get_text()
