"""The role x route table holds for every route, and roles that do not go together are refused."""

from itertools import combinations

import pytest
from flask import Flask

from survey_app.accounts.services import add_member, create_account
from survey_app.cli import main
from survey_app.database import session_of
from survey_app.errors import BadInput
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.models import Organisation
from survey_app.models.organisations import ROLES
from survey_app.visits.roles import PAGES, ROLE_NAMES, allowed_at, clash
from survey_app.visits.staff_session import Staff
from survey_app.web.menu import MENU, MOST, entries_for, menu_of, start_page

PASSWORD = "een lange zin als wachtwoord"
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def undeclared(app: Flask) -> list[str]:
    """What is wrong with the declarations of the routes, in words."""
    found = []
    for rule in app.url_map.iter_rules():
        allowed = allowed_at(rule.endpoint)
        declared = getattr(app.view_functions[rule.endpoint], "roles", None)
        if allowed is None:
            found.append(f"{rule.endpoint}: no line of PAGES (visits/roles.py) covers it")
        elif allowed and not declared:
            found.append(f"{rule.endpoint}: declares no role_required(...)")
        elif not set(declared or ()) <= set(allowed):
            found.append(f"{rule.endpoint}: admits {declared}, PAGES only {allowed}")
    return found


@one_database
def test_every_route_declares_its_roles_within_the_table(app: Flask) -> None:
    assert undeclared(app) == []


@one_database
def test_a_route_without_roles_or_without_a_line_or_with_too_many_is_seen(app: Flask) -> None:
    def view() -> str:
        return ""

    def wide() -> str:
        return ""

    wide.roles = ("fieldworker",)  # type: ignore[attr-defined]
    app.view_functions |= {"fieldwork.new": view, "elsewhere.new": view, "evaluation.new": wide}
    for name in ("fieldwork.new", "elsewhere.new", "evaluation.new"):
        app.url_map.add(app.url_rule_class(f"/{name}", endpoint=name))
    assert [line.partition(":")[0] for line in undeclared(app)] == [
        "fieldwork.new",
        "elsewhere.new",
        "evaluation.new",
    ]


def test_the_table_and_the_names_know_every_role_and_no_other() -> None:
    assert set(ROLE_NAMES) == set(ROLES)
    assert {role for roles in PAGES.values() for role in roles} == set(ROLES)


def test_nobody_opens_people_and_answers_with_the_same_role() -> None:
    contacts, answers = set(PAGES["fieldwork.*"]), set(PAGES["evaluation.*"])
    assert not contacts & (answers | set(PAGES["open_answers.*"]))
    assert "platform_admin" not in contacts | answers
    for one in contacts:
        for other in (*PAGES["open_answers.*"], "evaluator"):
            assert clash({one, other})


@pytest.mark.parametrize(
    ("roles", "apart"),
    [
        ({"fieldworker", "evaluator"}, True),
        ({"fieldworker", "reviewer"}, True),
        ({"evaluator", "reviewer"}, True),
        ({"auditor", "organisation_admin"}, True),
        ({"auditor", "fieldworker"}, True),
        ({"platform_admin", "organisation_admin"}, True),
        ({"organisation_admin", "fieldworker"}, False),
        ({"organisation_admin", "evaluator", "council_reader"}, False),
        ({"auditor", "council_reader"}, False),
    ],
)
def test_roles_that_do_not_go_together(roles: set[str], apart: bool) -> None:
    assert (clash(roles) is not None) is apart


@one_database
def test_a_second_role_that_does_not_go_with_the_first_is_refused(
    installation: Installation,
) -> None:
    new_organisation(installation, "Hier")
    with session_of(installation.engine) as session:
        create_account(session, "Farid", "fieldworker", PASSWORD)
        place = session.query(Organisation).one().id
        add_member(session, "Farid", place, "organisation_admin")
        with pytest.raises(BadInput, match="both fieldworker and evaluator"):
            add_member(session, "Farid", place, "evaluator")


@one_database
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_at_most_seven_entries_and_a_page_to_start_on(app: Flask, role: str) -> None:
    staff = Staff("Eva", role, frozenset({(role, None)}))
    with app.test_request_context("/veldwerk/bellen/x"):
        shown = menu_of(staff)
        assert len(shown) <= MOST
        assert start_page(staff) == (shown[0].address if shown else "/account")
        assert [entry.words for entry in shown if entry.is_here] == (
            ["Bellen"] if role == "fieldworker" else []
        )


@one_database
def test_no_page_is_offered_twice_and_each_entry_is_of_somebody(app: Flask) -> None:
    assert all(one.endpoint != other.endpoint for one, other in combinations(MENU, 2))
    with app.app_context():
        assert entries_for(ROLES) == MENU


@one_database
def test_the_command_shows_who_may_open_what(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["roles", "--role", "fieldworker"]) == 0
    told = capsys.readouterr().out
    assert "/veldwerk/bellen/persoon/<invitation_id>" in told
    assert " /metingen" not in told  # the pages of results
