"""Needs forms are followed up, and groups of people with the same needs are decided by somebody."""

import pytest
from sqlalchemy import select

from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.models import NeedsGroup, NeedsResponse, Wave
from survey_app.separate.needs.agreement import TOGETHER, YES, needs_asked
from survey_app.separate.needs.services import ask_groups, decide, follow_up, move
from survey_app.separate.needs.services_grouping import propose_all
from tests.separate.conftest import LogIn, logged
from tests.services.product import parsed, submit_form


def held(installation: Installation) -> list[NeedsResponse]:
    with reading(installation.engine) as session:
        return list(session.scalars(select(NeedsResponse)))


def groups(installation: Installation) -> list[NeedsGroup]:
    with reading(installation.engine) as session:
        return list(session.scalars(select(NeedsGroup)))


def propose(installation: Installation, wave_id: str) -> None:
    ask_groups(installation, wave_id)
    assert propose_all(installation) == 1
    assert propose_all(installation) == 0


def test_the_answers_that_a_proposal_looks_at_are_those_of_the_questionnaire(
    installation: Installation,
) -> None:
    asked = installation.catalogue.latest("HALFJAAR")
    questions = {one.code: one for one in asked.questions}
    assert {one.value: one.text for one in questions[TOGETHER].options}[YES] == "Ja"
    assert {one.value: one.text for one in questions["H1"].options}[5] == "Nee, nu niet"
    assert list(needs_asked(asked).values())[-1] == "Iets anders"
    assert len(needs_asked(asked)) == 12


def test_five_people_with_the_same_needs_are_a_proposal_and_who_wants_none_is_in_none(
    installation: Installation, forms: str
) -> None:
    propose(installation, forms)
    [group] = groups(installation)
    assert (group.labels, group.state) == (("Nederlands leren", "Vervoer"), "proposed")
    members = [one for one in held(installation) if one.needs_group_id == group.id]
    assert len(members) == 5
    assert all(one.answers["H4"] == 1 for one in members)


def test_what_was_decided_stays_when_groups_are_proposed_again(
    installation: Installation, forms: str
) -> None:
    propose(installation, forms)
    [group] = groups(installation)
    [out, *_] = [one for one in held(installation) if one.needs_group_id]
    move(installation, out.id, None)
    decide(installation, group.id, "accepted", "Sanne")
    propose(installation, forms)
    [kept] = groups(installation)
    assert (kept.id, kept.state, kept.decided_by, kept.changed) == (
        *(group.id, "accepted", "Sanne"),
        True,
    )
    assert sum(one.needs_group_id == kept.id for one in held(installation)) == 4


def test_nobody_is_put_in_a_group_against_their_wish(
    installation: Installation, forms: str
) -> None:
    propose(installation, forms)
    [group] = groups(installation)
    refuser = next(one for one in held(installation) if one.answers["H4"] == 2)
    with pytest.raises(BadInput, match="wil niet"):
        move(installation, refuser.id, group.id)
    with pytest.raises(BadInput, match="wel of geen"):
        decide(installation, group.id, "misschien", "Sanne")


def test_a_note_is_encrypted_and_the_log_says_nothing_of_it(
    installation: Installation, forms: str
) -> None:
    [one, *_] = held(installation)
    follow_up(installation, one.id, "called", "Belt maandag terug")
    with pytest.raises(BadInput, match="500"):
        follow_up(installation, one.id, "called", "x" * 501)
    with reading(installation.engine) as session:
        row = session.get_one(NeedsResponse, one.id)
        assert row.state == "called"
        assert b"maandag" not in (row.note or b"")
    said = [entry for entry in logged(installation) if entry[0].startswith("needs.")]
    assert said == [("needs.changed", {"people": 1})]


def test_a_professional_filters_reads_and_decides_on_the_screen(
    installation: Installation, forms: str, log_in: LogIn
) -> None:
    client = log_in("needs_worker")
    page = client.get(f"/halfjaargesprekken/{forms}")
    assert len(parsed(page).select(".lines__line")) == 7
    [*_, one] = held(installation)
    closed = client.get(f"/halfjaargesprekken/formulier/{one.id}")
    assert "Wat heeft u daarvoor nodig?" not in closed.get_data(as_text=True)
    form = submit_form(client, closed, "Open het formulier", {})
    assert ("needs.opened", {"people": 1}) in logged(installation)
    assert "Wat heeft u daarvoor nodig?" in form.get_data(as_text=True)
    wrong = submit_form(client, form, "Bewaar", {"notitie": "y" * 501, "stand": "arranged"})
    assert wrong.status_code == 422
    assert "y" * 501 in wrong.get_data(as_text=True)
    submit_form(client, form, "Bewaar", {"notitie": "Cursus begint", "stand": "arranged"})
    only = client.get(f"/halfjaargesprekken/{forms}?stand=arranged")
    assert len(parsed(only).select(".lines__line")) == 1
    asked = client.get(f"/halfjaargesprekken/{forms}/groepen")
    submit_form(client, asked, "Stel groepen voor", {})
    propose_all(installation)
    shown = client.get(f"/halfjaargesprekken/{forms}/groepen")
    assert "Nederlands leren, Vervoer" in shown.get_data(as_text=True)
    [group] = groups(installation)
    assert submit_form(client, shown, "Maak deze groep", {}).status_code == 303
    [kept] = groups(installation)
    assert (kept.id, kept.state, kept.decided_by) == (group.id, "accepted", "needs_worker")


@pytest.mark.parametrize("role", ["fieldworker", "evaluator", "organisation_admin", "interviewer"])
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_nobody_else_reaches_the_needs_forms(forms: str, log_in: LogIn, role: str) -> None:
    assert log_in(role).get(f"/halfjaargesprekken/{forms}").status_code == 403


def test_the_day_of_the_wiping_stands_on_the_page(
    installation: Installation, forms: str, log_in: LogIn
) -> None:
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, forms)
        wave.closed_at = wave.created_at.replace(year=2026, month=11, day=2, hour=12)
        session.commit()
    page = log_in("needs_worker").get(f"/halfjaargesprekken/{forms}").get_data(as_text=True)
    assert "2 mei 2027 vanzelf gewist" in page
