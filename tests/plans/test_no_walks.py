"""No page and no job walks through a table that grows with people or with time.

All pages that lead on from the work of each role, the pages of a respondent, and every job once, on
the municipality of the demo. SQLite has gathered no statistics, so it says SCAN exactly where no
index leads to the rows, however few there are. PostgreSQL walks through every small table by
choice; told to do so only where it must, it shows where no index can be used at all (nightly).
"""

from collections import defaultdict
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from survey_app.installation import Installation
from survey_app.jobs import JOBS
from survey_app.models.organisations import ROLES
from survey_app.respond.store import Values, Wording
from tests.plans.conftest import PASSWORD
from tests.plans.walking import pages_from
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.services.plans import scans, statements_of, table_of
from tests.services.product import submit_form

# (page or job, table): why it may.
HOURLY = "once an hour, on a connection that only reads: whom nothing points to any more"
WAITING = "holds only what waits now"
OF_SERVICE = "who offered something: dozens in a wave, wiped after weeks"
DRAWN = "the few sheets of paper that chance drew to be keyed in twice"
DECISIONS = "what somebody decided to send: tens in a wave"
MAY_WALK: dict[tuple[str, str], str] = {
    ("job keep_no_longer", "contact"): HOURLY,
    ("job keep_no_longer", "uploaded_row"): WAITING,
    ("job move_batches", "inbox"): WAITING,
    ("job line_up_messages", "dispatch"): DECISIONS,
    ("job deliver_messages", "dispatch"): DECISIONS,
    ("job print_letters", "dispatch"): DECISIONS,
    ("job cover_notes", "talk_note"): "notes of talks: tens in a wave",
    ("/halfjaargesprekken", "needs_response"): OF_SERVICE,
    ("/gesprekken", "recontact"): OF_SERVICE,
    ("/veldwerk/papier", "paper_check"): DRAWN,
    ("log in", "staff_session"): "ends twelve hours after it began, and goes at the next log-in",
}
START = ["/werk", "/account", "/logboek", "/mensen", "/organisatie"]

Found = dict[str, list[tuple[str, Any]]]
kinds = pytest.mark.parametrize(
    "databases", ["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)], indirect=True
)


def walks(engine: Engine, found: Found) -> list[str]:
    """Where a table is walked through that may not be, and the step with its statement."""
    return [
        f"{where}: {step}"
        for where, statements in found.items()
        for step in scans(engine, [*dict(statements).items()])
        if (where, table_of(step.partition(": ")[0])) not in MAY_WALK
    ]


@kinds
def test_no_page_of_staff_walks(desk: Flask, web_engine: Engine) -> None:
    found: Found = defaultdict(list)
    opened = set()
    for role in ROLES:
        client = desk.test_client()
        with statements_of(web_engine) as asked:
            words = {"name": role, "password": PASSWORD}
            submit_form(client, client.get("/inloggen"), "Inloggen", words)
        where = "log in"
        found[where] += asked
        pages = pages_from(desk, client, START)
        while True:
            with statements_of(web_engine) as asked:  # the page before, up to the next one
                page = next(pages, None)
            found[where] += asked
            if page is None:
                break
            where = page[0].rule
            opened.add(page[0].endpoint)
    assert len(opened) > 60, sorted(opened)
    left = walks(web_engine, found)
    assert left == []


@pytest.fixture
def said_to_driver(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What a respondent's page says to the driver itself, past SQLAlchemy."""
    said: list[tuple[str, Any]] = []
    given = Wording.given

    def noted(wording: Wording, values: Values) -> Any:
        said.append((wording.text, given(wording, values)))
        return said[-1][1]

    monkeypatch.setattr(Wording, "given", noted)
    return said


@kinds
def test_no_page_of_a_respondent_walks(
    fieldwork: Fieldwork,
    someone: NewRespondent,
    web_engine: Engine,
    said_to_driver: list[tuple[str, Any]],
) -> None:
    ways = fieldwork.invite(contact=fieldwork.contact())
    with statements_of(web_engine) as asked:
        someone().start(ways.token).answer_all().press("Verstuur")
        for path in ("/klaar", "/code", "/intrekken", "/echt", f"/afmelden/{ways.token}"):
            someone().open(path)
    assert len(said_to_driver) > 20
    as_parameters = [
        (text, tuple(given) if isinstance(given, list) else given) for text, given in said_to_driver
    ]
    assert walks(web_engine, {"respondent": [*asked, *as_parameters]}) == []


@kinds
def test_no_job_walks(municipality: Installation) -> None:
    found: Found = {}
    for name, job in JOBS.items():
        with statements_of(municipality.engine) as asked:
            job.work(municipality)
        found[f"job {name}"] = [*asked]
    assert sum(map(len, found.values())) > 100
    left = walks(municipality.engine, found)
    assert left == []
