"""Somebody who came by an open link and wants to go on later, perhaps elsewhere."""

import pytest

from survey_app.clock import now
from survey_app.crypto.tokens import normalise
from survey_app.models import Access, Draft, Invitation
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.test_every_route import one_database
from tests.respond.test_ways_in import open_link

ASK = "Geef mij een code"


def shown_code(person: Respondent) -> str:
    """The code on the screen, without its hyphens."""
    found = person.html.select_one(".ts-receipt__code")
    assert found is not None
    return normalise(found.get_text())


def halfway(fieldwork: Fieldwork, someone: NewRespondent) -> Respondent:
    """Somebody on an open link who answered one question."""
    return someone().start(open_link(fieldwork)).answer("5")


def test_a_code_asked_for_on_an_open_link_goes_on_elsewhere_at_the_same_question(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = halfway(fieldwork, someone)
    there = person.path
    [offer] = [one for one in person.html.find_all("a") if "Later verder" in one.get_text()]
    code = shown_code(person.open(str(offer["href"])).press(ASK))
    assert f"{fieldwork.installation.config.base_url}/code".partition("://")[2] in person.words
    elsewhere = someone().open("/code").press(code=code.lower())
    assert elsewhere.path == "/start"
    assert elsewhere.press("Begin").path == there
    elsewhere.answer_all().press("Verstuur")
    [sent] = fieldwork.submissions()
    assert sent.answers["C301"] == 5


def test_the_code_is_made_when_asked_for_only_and_shown_in_its_own_session_only(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person, other = halfway(fieldwork, someone), someone().start(open_link(fieldwork, 3))
    before = fieldwork.rows()
    person.open("/later")
    other.open("/later")
    assert fieldwork.rows() == before
    code = shown_code(person.press(ASK))
    assert shown_code(person.open("/later")) == code
    assert other.open("/later").html.select(".ts-receipt__code") == []
    assert someone().client.get("/later").status_code == 403


def test_what_is_stored_of_the_code_names_nobody_and_does_not_hold_it(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = halfway(fieldwork, someone)
    before = fieldwork.rows()
    code = shown_code(person.open("/later").press(ASK))
    after = fieldwork.rows()
    changed = [name for name in after if after[name] != before[name]]
    assert changed == [Access.__tablename__]
    assert code not in str(after)
    [row] = after[Invitation.__tablename__]
    assert None in row  # no contact


def test_asking_twice_or_with_a_personal_link_changes_nothing(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = halfway(fieldwork, someone).open("/later")
    asking = person.page
    code = shown_code(person.press(ASK))
    before = fieldwork.rows()
    person.page = asking
    assert shown_code(person.press(ASK)) == code
    linked = someone().start(fieldwork.invite().token)
    assert "/later" not in [one["href"] for one in linked.html.find_all("a")]
    proof = str(linked.html.select("input[name=proof]")[0]["value"])
    linked.open("/stop")
    assert "/later" in [one["href"] for one in linked.html.find_all("a")]
    rows = fieldwork.rows()
    assert linked.client.post("/later", data={"proof": proof}).status_code == 303
    assert "Open later de link" in linked.open("/later").words
    assert fieldwork.rows() == rows
    assert rows["open_link"] == before["open_link"]


def test_a_code_of_who_stopped_is_unknown_and_of_who_sent_is_used(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    stopped, sent = halfway(fieldwork, someone), someone().start(open_link(fieldwork, 3))
    codes = [shown_code(one.open("/later").press(ASK)) for one in (stopped, sent)]
    stopped.open("/stop").press("Ja, stop")
    sent.open("/start").press("Begin").answer_all().press("Verstuur")
    assert len(fieldwork.rows()[Draft.__tablename__]) == 1
    statuses = []
    for code in codes:
        late = someone().open("/code").press(code=code)
        assert late.page is not None
        statuses.append(late.page.status_code)
    assert statuses == [404, 410]


@one_database
@pytest.mark.parametrize(
    ("change", "status"), [({"closed_at": now()}, 410), ({"paused_at": now()}, 503)]
)
def test_a_code_in_a_closed_or_paused_wave_behaves_as_any_other(
    change: dict[str, object], status: int, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    code = shown_code(halfway(fieldwork, someone).open("/later").press(ASK))
    fieldwork.change_wave(**change)
    page = someone().open("/code").press(code=code).page
    assert page is not None
    assert page.status_code == status


@one_database
def test_who_comes_back_by_code_finds_two_screens_kept_apart(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = halfway(fieldwork, someone)
    code = shown_code(person.open("/later").press(ASK))
    elsewhere = someone().open("/code").press(code=code)
    person.open("/vraag/C301")
    elsewhere.open("/vraag/C301").answer("1")
    assert person.answer("2").page.status_code == 409
