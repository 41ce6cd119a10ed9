"""Paper keyed in twice: held back, compared, corrected, counted, and never readable."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.intake.services import close_wave, move_batches
from survey_app.models import InboxItem, PaperCheck, Response
from survey_app.stores.inbox import Submission, open_item
from tests.fieldwork.conftest import KeyIn
from tests.services.page_check import parsed
from tests.services.product import submit_form
from tests.services.settings import fill_in_settings

CANARY = "KANARIETEKST"
KeyAgain = Callable[..., TestResponse]


def settings(installation: Installation, keyed_twice: int) -> None:
    fill_in_settings(installation, "waddinxveen", f"keyed_twice = {keyed_twice}\n")


@pytest.fixture(autouse=True)
def every_sheet(installation: Installation) -> None:
    """Every sheet of Waddinxveen is to be keyed in twice: a file that is there before it is."""
    folder = installation.config.home / "organisations"
    folder.mkdir()
    (folder / "waddinxveen.toml").write_text("keyed_twice = 100\n", encoding="utf-8")


@pytest.fixture
def key_again(fieldworker: FlaskClient, wave_id: str) -> KeyAgain:
    """`key_again(number, questionnaire, page=None, **values)`: the second keying of a sheet."""

    def keyed(
        number: str,
        questionnaire: str = "K3-TIJDENS",
        page: TestResponse | None = None,
        **values: str | list[str],
    ) -> TestResponse:
        address = f"/veldwerk/papier/{wave_id}/{questionnaire}/nog-een-keer"
        page = page or fieldworker.get(address)
        return submit_form(fieldworker, page, "Vergelijk", {"nummer": number, **values})

    return keyed


def number_on(page: TestResponse) -> str:
    assert page.status_code == 200
    shown = parsed(page).select_one(".sheet-number")
    assert shown is not None
    return shown.get_text()


def submissions(installation: Installation) -> list[Submission]:
    with Session(installation.engine) as session:
        sealed = session.scalars(select(InboxItem.sealed)).all()
    return [open_item(installation.keys.need_worker(), one) for one in sealed]


def checks(installation: Installation) -> list[tuple[bool, int | None, int | None]]:
    """Of every check: whether it waits, the items, and how many differ."""
    with Session(installation.engine) as session:
        found = session.scalars(select(PaperCheck)).all()
    assert all((one.digests is None) == (one.inbox_id is None) for one in found)
    return [(one.digests is not None, one.items, one.differing) for one in found]


def number_of(installation: Installation, model: type[Response] | type[InboxItem]) -> int:
    with Session(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def said(fieldworker: FlaskClient) -> str:
    return parsed(fieldworker.get("/veldwerk/papier")).get_text(" ", strip=True)


def fieldsets_that_differ(page: TestResponse) -> list[str]:
    return [str(one["id"]) for one in parsed(page).select("fieldset.sheet__question--wrong")]


def test_two_equal_keyings_are_stored_once_and_leave_only_a_count(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain, fieldworker: FlaskClient
) -> None:
    assert "Er is nog geen formulier twee keer ingevoerd." in said(fieldworker)
    number = number_on(key_in(C301="5", C302="9"))
    assert checks(installation) == [(True, None, None)]
    assert "Nog een keer: 1" in said(fieldworker)
    answer = key_again(number, C301="5", C302="9")
    assert answer.status_code == 303
    assert "Gecontroleerd en bewaard" in parsed(fieldworker.get(answer.location)).get_text()
    assert checks(installation) == [(False, 2, 0)]
    [sent] = submissions(installation)
    assert (sent.mode, sent.answers["C301"], sent.answers["C302"]) == ("paper", 5, 9)
    assert "Nog een keer" not in said(fieldworker)
    words = "1 formulier is twee keer ingevoerd. Van de 2 antwoorden verschilden er 0 (0,0%)."
    assert words in said(fieldworker)


def test_only_the_codes_that_differ_are_shown_and_never_what_was_keyed_in_first(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain
) -> None:
    number = number_on(key_in(C301="5", C302="1", C303="2"))
    page = key_again(number, C301="5", C302="2", C303="2")
    assert page.status_code == 422
    assert fieldsets_that_differ(page) == ["q-C302"]
    chosen = [one["value"] for one in parsed(page).select("#q-C302 input[checked]")]
    assert chosen == ["2"]
    alert = parsed(page).select_one("[role=alert]")
    assert alert is not None
    assert "C302" in alert.get_text()
    assert "C301" not in alert.get_text()
    assert checks(installation) == [(True, 3, 1)]
    assert submissions(installation)[0].answers["C302"] == 1  # the first still stands


def test_the_second_keying_corrects_itself_or_is_confirmed_against_the_paper(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain, fieldworker: FlaskClient
) -> None:
    number = number_on(key_in(C301="5", C302="1", C303="2"))
    page = key_again(number, C301="4", C302="2", C303="2")
    assert fieldsets_that_differ(page) == ["q-C301", "q-C302"]
    page = key_again(number, page=page, C301="5")  # my mistake; C302 not looked up yet
    assert fieldsets_that_differ(page) == ["q-C302"]
    page = key_again(number, page=page, nagekeken=["C302"])
    assert page.status_code == 303
    [sent] = submissions(installation)
    assert [sent.answers[code] for code in ("C301", "C302", "C303")] == [5, 2, 2]
    assert checks(installation) == [(False, 3, 2)]  # what differed at first, not what was left
    assert "verschilden er 2 (66,7%)" in said(fieldworker)


def test_a_confirmation_given_unseen_by_another_screen_counts_for_that_question_only(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain
) -> None:
    number = number_on(key_in(C301="5", C302="1"))
    page = key_again(number, C301="5", C302="2")
    page = key_again(number, page=page, C301="1", nagekeken=["C302"])
    assert page.status_code == 422
    assert fieldsets_that_differ(page) == ["q-C301"]
    assert submissions(installation)[0].answers["C301"] == 5


def test_a_sheet_that_waits_does_not_move_until_it_is_checked(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain
) -> None:
    numbers = [number_on(key_in(C301=str(1 + place % 5))) for place in range(11)]
    assert move_batches(installation).moved == 0
    for place, number in enumerate(numbers[:10]):
        assert key_again(number, C301=str(1 + place % 5)).status_code == 303
    assert move_batches(installation).moved == 10
    assert (number_of(installation, Response), number_of(installation, InboxItem)) == (10, 1)
    waiting = [one for one in checks(installation) if one[0]]
    assert len(waiting) == 1


def test_closing_the_wave_moves_the_first_keying_and_destroys_what_was_kept_to_compare(
    installation: Installation, wave: str, key_in: KeyIn, key_again: KeyAgain
) -> None:
    number_on(key_in(C301="5"))
    compared = number_on(key_in(C301="4", C302="1"))
    page = key_again(compared, C301="3", C302="1")  # and nobody looked it up
    close_wave(installation, wave)
    with Session(installation.engine) as session:
        stored = session.scalars(select(Response.answers)).all()
    assert sorted(one["C301"] for one in stored) == [4, 5]
    assert checks(installation) == [(False, 2, 1)]
    assert key_again(compared, page=page, C301="4").status_code == 404


def test_nobody_can_read_the_first_keying_from_the_database(
    installation: Installation, key_in: KeyIn
) -> None:
    questions = installation.catalogue.latest("W5-POST").questions
    open_one = next(one.code for one in questions if one.kind == "open")
    number = number_on(key_in("W5-POST", **{open_one: CANARY}))
    with installation.engine.connect() as connection:
        tables = [PaperCheck.__tablename__, InboxItem.__tablename__]
        rows = repr([connection.execute(text(f"select * from {one}")).all() for one in tables])
    for secret in (CANARY, number, number.replace("-", "")):
        assert secret not in rows


def test_the_same_screen_sent_twice_shows_the_same_number_and_stores_one_sheet(
    installation: Installation, fieldworker: FlaskClient, wave_id: str
) -> None:
    page = fieldworker.get(f"/veldwerk/papier/{wave_id}/K3-TIJDENS")
    first, second = (
        number_on(submit_form(fieldworker, page, "Bewaar", {"C301": "5"})) for _ in range(2)
    )
    assert first == second
    assert (len(submissions(installation)), checks(installation)) == (1, [(True, None, None)])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "niet goed overgetypt"),
        ("7KQ-2ZB-0M4", "niet goed overgetypt"),
        ("000-000-000", "kennen wij niet"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_and_nothing_typed_is_lost(
    number: str, words: str, key_in: KeyIn, key_again: KeyAgain
) -> None:
    number_on(key_in(C301="5"))
    page = key_again(number, C301="5")
    assert page.status_code == 422
    assert words in parsed(page).get_text()
    assert parsed(page).select_one("input[name=C301][value='5']").has_attr("checked")


def test_a_number_of_another_questionnaire_or_of_a_checked_sheet_is_refused(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain
) -> None:
    number = number_on(key_in(C301="5"))
    elsewhere = key_again(number, "K4-EINDE", C401="5")
    assert "andere vragenlijst" in parsed(elsewhere).get_text()
    assert key_again(number, C301="5").status_code == 303
    assert "al gecontroleerd" in parsed(key_again(number, C301="1")).get_text()
    assert submissions(installation)[0].answers["C301"] == 5
    assert checks(installation) == [(False, 1, 0)]


def test_the_answers_to_an_empty_or_impossible_second_keying_are_not_compared(
    installation: Installation, key_in: KeyIn, key_again: KeyAgain
) -> None:
    number = number_on(key_in(C301="5"))
    for values in ({}, {"C301": "77"}):
        assert key_again(number, **values).status_code == 422
    assert checks(installation) == [(True, None, None)]


def test_without_a_share_no_sheet_waits(installation: Installation, key_in: KeyIn) -> None:
    settings(installation, 0)
    assert key_in(C301="5").status_code == 303
    assert checks(installation) == []


def test_stores_without_figures_are_never_keyed_twice(
    installation: Installation, key_in: KeyIn, fieldworker: FlaskClient, wave_id: str
) -> None:
    assert key_in("HALFJAAR", H1="5").status_code == 303
    assert key_in("U-SELECTIE", S1="5").status_code == 303
    assert checks(installation) == []
    for code in ("HALFJAAR", "U-SELECTIE"):
        address = f"/veldwerk/papier/{wave_id}/{code}/nog-een-keer"
        assert fieldworker.get(address).status_code == 404


def test_what_is_typed_comes_back_escaped_and_a_forged_form_is_refused(
    installation: Installation, fieldworker: FlaskClient, wave_id: str, key_again: KeyAgain
) -> None:
    evil = '"><script>alert(1)</script>'
    page = key_again(evil, C301="5")
    assert page.status_code == 422
    assert "<script>alert" not in page.get_data(as_text=True)
    assert BeautifulSoup(page.data, "html.parser").find("input", {"value": evil}) is not None
    address = f"/veldwerk/papier/{wave_id}/K3-TIJDENS/nog-een-keer"
    assert fieldworker.post(address, data={"C301": "5", "nummer": "000-000-000"}).status_code == 400
    stranger = fieldworker.application.test_client()
    for path in (address, f"/veldwerk/papier/{wave_id}/K3-TIJDENS"):
        assert stranger.get(path).status_code == 302
    assert checks(installation) == []


@pytest.mark.parametrize("wrong", ["-1", "101", '"veel"'])
def test_a_share_that_makes_no_sense_is_told_with_its_file(
    wrong: str, installation: Installation
) -> None:
    with pytest.raises(BadInput, match=r"waddinxveen\.toml: keyed_twice"):
        fill_in_settings(installation, "waddinxveen", f"keyed_twice = {wrong}\n")
