"""Looking at a page writes nothing and waits for nobody who writes (SQLite has one writer)."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from survey_app.database import reading, session_of
from survey_app.installation import Installation
from tests.tenancy.conftest import Place, logged_in
from tests.tenancy.test_pages import ELSEWHERE, PLACE

WRITES = ("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE", "REPLACE")
# Who takes a file along stands in the audit log; looking at a page does not.
DOWNLOADS = ("evaluation.download", "organisations.export")
ROLES = (
    *("evaluator", "fieldworker", "organisation_admin", "platform_admin"),
    *("interviewer", "needs_worker"),
)

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def written(installation: Installation) -> list[str]:
    """Every statement from now on that takes the write lock."""
    found: list[str] = []

    @event.listens_for(installation.engine, "before_cursor_execute")
    def _note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            found.append(statement)

    return found


def test_no_page_that_is_only_looked_at_takes_the_write_lock(
    app: Flask,
    installation: Installation,
    staff: dict[str, FlaskClient],
    ours: Place,
    written: list[str],
) -> None:
    visitors = {"nobody": app.test_client(), **staff}
    for role in ROLES:
        if role not in visitors:
            visitors[role] = logged_in(app, installation, role, ours)
    known = {**ours.known, **ELSEWHERE}
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    assert len(rules) > 20
    writers = {}
    for rule in rules:
        path = PLACE.sub(lambda one: known.get(one[1], "K3-TIJDENS"), rule.rule)
        for role, client in visitors.items():
            written.clear()
            client.get(path)
            if written:
                writers[f"{role} {rule.endpoint}"] = written[:]
    downloads = {one for one in writers if one.split()[1] in DOWNLOADS}
    only_the_log = ("BEGIN IMMEDIATE", "INSERT INTO audit_", "UPDATE audit_head")
    for one in downloads:
        assert all(statement.startswith(only_the_log) for statement in writers.pop(one))
    assert writers == {}


def test_a_writing_session_is_seen_and_a_reading_one_is_not(
    installation: Installation, written: list[str]
) -> None:
    with reading(installation.engine) as session:
        session.connection()
    assert written == []
    with session_of(installation.engine) as session:
        session.connection()
    assert written == ["BEGIN IMMEDIATE"]
