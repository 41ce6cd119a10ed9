"""Returned paper, keyed in: into the store of its questionnaire, once, by the same checks."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.crypto.tokens import grouped
from survey_app.database import reading
from survey_app.fieldwork.paper.queries import printable
from survey_app.fieldwork.paper.sheet import on_paper
from survey_app.installation import Installation
from survey_app.intake.services import close_wave
from survey_app.models import Draft, InboxItem, Invitation, NeedsResponse, Recontact
from survey_app.organisations.settings import OrganisationSettings
from survey_app.stores.inbox import Submission, open_item
from survey_app.stores.separate import recontact_answers
from tests.fieldwork.conftest import ImportText, KeyIn
from tests.services.page_check import parsed
from tests.services.product import submit_form
from tests.services.ways import letter_ways, ways_for


@pytest.fixture
def synthetic(installation: Installation, fieldworker: FlaskClient) -> FlaskClient:
    """The same fieldworker in an installation that offers every language."""
    offers = fieldworker.application.extensions["offers"]
    everything = replace(offers.translations, offer_drafts=True)
    fieldworker.application.extensions["offers"] = replace(offers, translations=everything)
    return fieldworker


def submissions(installation: Installation) -> list[Submission]:
    with Session(installation.engine) as session:
        sealed = session.scalars(select(InboxItem.sealed)).all()
    return [open_item(installation.keys.need_worker(), one) for one in sealed]


def letter(installation: Installation, wave_id: str, questionnaire: str = "K3-TIJDENS") -> str:
    """The code in somebody's letter."""
    person = Invitation(wave_id=wave_id, questionnaire=questionnaire)
    return ways_for(installation, person, with_code=True).code or ""


def test_a_keyed_sheet_is_stored_as_paper_with_its_background(
    installation: Installation, key_in: KeyIn
) -> None:
    answer = key_in(C301="5", C302="9", B2="1", **{"T-B1": "1", "B1": "2"})
    assert answer.status_code == 303
    [sent] = submissions(installation)
    assert (sent.mode, sent.helped, sent.version) == ("paper", False, 1)
    assert (sent.answers["C301"], sent.answers["C302"], sent.answers["C303"]) == (5, 9, None)
    assert sent.background == {"B1": 2, "B2": 1, "B3": None}
    assert "T-B1" not in sent.answers


def test_an_answer_off_the_path_does_not_count_and_neither_does_one_without_consent(
    installation: Installation, key_in: KeyIn
) -> None:
    key_in(C310="2", C311="5", B1="1", **{"T-B1": "2"})
    [sent] = submissions(installation)
    assert "C311" not in sent.answers
    assert "B1" not in sent.background


@pytest.mark.parametrize("values", [{}, {"C301": "77"}, {"C301": "x"}])
def test_a_sheet_that_cannot_be_right_is_shown_again_and_not_stored(
    values: dict[str, str], installation: Installation, key_in: KeyIn
) -> None:
    answer = key_in(**values)
    assert answer.status_code == 422
    title = parsed(answer).title
    assert title is not None
    assert title.get_text().startswith("Fout:")
    assert submissions(installation) == []


def test_what_was_keyed_in_stays_when_something_is_wrong(key_in: KeyIn) -> None:
    page = parsed(key_in("K4-EINDE", C401="4", code="ABCD"))
    assert page.select_one("input[name=C401][value='4']").has_attr("checked")
    assert page.select_one("#code")["value"] == "ABCD"
    assert "niet goed overgetypt" in page.get_text()


def test_the_letter_code_spends_the_invitation_and_is_not_joined_to_the_answers(
    installation: Installation, wave_id: str, key_in: KeyIn
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
    installation: Installation, wave_id: str, key_in: KeyIn
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


def test_a_closed_wave_takes_no_paper(
    installation: Installation, wave: str, wave_id: str, fieldworker: FlaskClient
) -> None:
    for code in ("ACHTERGROND", "K9"):
        assert fieldworker.get(f"/veldwerk/papier/{wave_id}/{code}").status_code == 404
    close_wave(installation, wave)
    for path in ("", "/nog-een-keer"):
        page = fieldworker.get(f"/veldwerk/papier/{wave_id}/K3-TIJDENS{path}")
        assert page.status_code == 404
    assert wave not in parsed(fieldworker.get("/veldwerk/papier")).get_text()


def test_every_questionnaire_that_can_be_printed_can_be_keyed_in(
    installation: Installation, wave_id: str, fieldworker: FlaskClient
) -> None:
    for questionnaire in printable(installation.catalogue):
        page = fieldworker.get(f"/veldwerk/papier/{wave_id}/{questionnaire.code}")
        asked = on_paper(questionnaire, OrganisationSettings(slug="", name=""))
        shown = [one["id"] for one in parsed(page).select("fieldset")]
        assert shown == [f"q-{code}" for code in asked.codes], questionnaire.code


def test_needs_on_paper_go_to_the_needs_of_the_person_whose_code_is_on_it(
    installation: Installation, wave_id: str, key_in: KeyIn, import_text: ImportText
) -> None:
    import_text("naam;mobiel;vragenlijst\nAnna;0612345678;HALFJAAR\n")
    with reading(installation.engine) as session:
        person = session.scalars(select(Invitation)).one()
    ways = letter_ways(installation, person.id)
    assert key_in("HALFJAAR", H1="5", H2=["2"], H5="1", code=ways.code).status_code == 303
    with Session(installation.engine) as session:
        [row] = session.scalars(select(NeedsResponse)).all()
        assert session.scalars(select(Invitation.used)).all() == [True]
    assert (row.wave_id, row.contact_id, row.mode) == (wave_id, person.contact_id, "paper")
    assert row.answers == {"H1": 5, "H5": 1, "H6": None}  # H2 is off the path of "Nee, nu niet"
    assert submissions(installation) == []


def test_a_volunteer_on_paper_is_encrypted_apart_and_asked_no_code(
    installation: Installation, wave_id: str, fieldworker: FlaskClient
) -> None:
    page = fieldworker.get(f"/veldwerk/papier/{wave_id}/U-SELECTIE")
    assert parsed(page).select_one("#code") is None
    for _ in range(2):  # the same screen twice is one volunteer
        sent = submit_form(fieldworker, page, "Bewaar", {"S1": "7", "S7": "Fatma 06-12345678"})
        assert sent.status_code == 303
    with Session(installation.engine) as session:
        [row] = session.scalars(select(Recontact)).all()
    assert (row.wave_id, row.mode) == (wave_id, "paper")
    assert b"Fatma" not in row.ciphertext
    told = recontact_answers(installation, row.id, row.ciphertext)
    assert (told["S1"], told["S2"], told["S7"]) == (7, None, "Fatma 06-12345678")
    assert submissions(installation) == []


@pytest.mark.parametrize(
    ("questionnaire", "values"), [("HALFJAAR", {"H1": "9"}), ("U-SELECTIE", {"S1": "11"})]
)
def test_the_separate_stores_refuse_what_the_screen_refuses(
    questionnaire: str, values: dict[str, str], installation: Installation, key_in: KeyIn
) -> None:
    assert key_in(questionnaire, **values).status_code == 422
    with Session(installation.engine) as session:
        assert session.scalars(select(NeedsResponse)).all() == []
        assert session.scalars(select(Recontact)).all() == []


def test_the_language_of_the_paper_is_kept_and_stays_chosen_for_the_next_sheet(
    installation: Installation, synthetic: FlaskClient, wave_id: str
) -> None:
    address = f"/veldwerk/papier/{wave_id}/K3-TIJDENS"
    sent = submit_form(synthetic, synthetic.get(address), "Bewaar", {"C301": "5", "taal": "ar"})
    page = parsed(synthetic.get(sent.location))
    chosen = page.select_one("#taal option[selected]")
    assert chosen is not None
    assert chosen["value"] == "ar"
    legend = page.select_one("#q-C301 legend")
    assert legend is not None
    assert "Hoe goed houdt de gemeente u op de hoogte?" in legend.get_text()
    submit_form(synthetic, synthetic.get(address), "Bewaar", {"C301": "4", "taal": "xx"})
    kept = {one.answers["C301"]: one.language for one in submissions(installation)}
    assert kept == {5: "ar", 4: "nl"}
