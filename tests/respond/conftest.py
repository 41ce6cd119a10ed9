"""A wave with invitations, and somebody who answers."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, Table, func, insert, select, text
from werkzeug.test import TestResponse

from survey_app.clock import now
from survey_app.crypto.encryption import encrypt
from survey_app.database import Base, session_of
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import Contact, InboxItem, Invitation, Wave
from survey_app.stores.inbox import Submission, open_item
from survey_app.ways_in.access import Ways
from tests.services.page_check import parsed
from tests.services.product import submit_form
from tests.services.ways import ways_for

TODAY = datetime.datetime.now(datetime.UTC).date()
DAY = datetime.timedelta(days=1)
ORGANISATION = "Gemeente Voorbeeldstad"


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """A wave in progress and the people who may answer in it."""

    installation: Installation
    wave_id: str

    def invite(
        self,
        questionnaire: str = "K3-TIJDENS",
        contact: str | None = None,
        mode: str = "web",
        with_code: bool = False,
        language: str = "nl",
    ) -> Ways:
        """The ways in for one person."""
        person = Invitation(
            wave_id=self.wave_id,
            questionnaire=questionnaire,
            contact_id=contact,
            language=language,
        )
        return ways_for(self.installation, person, mode, with_code)

    def contact(self) -> str:
        """Somebody who may be approached."""
        with session_of(self.installation.engine) as session:
            owner = session.scalar(select(Wave.organisation_id).where(Wave.id == self.wave_id))
            number = session.scalar(select(func.count()).select_from(Contact)) or 0
            person = Contact(
                organisation_id=owner,
                ciphertext=encrypt(self.installation.keys.contact, b"{}", "test"),
                reference_hash=str(number).encode(),
            )
            session.add(person)
            session.commit()
            return person.id

    def change_wave(self, **values: object) -> None:
        """Pause it, close it, move its dates."""
        with session_of(self.installation.engine) as session:
            wave = session.get_one(Wave, self.wave_id)
            for name, value in values.items():
                setattr(wave, name, value)
            session.commit()

    def submissions(self) -> list[Submission]:
        """What lies in the inbox, opened with the worker's key."""
        with self.installation.engine.connect() as connection:
            sealed = connection.scalars(select(InboxItem.sealed)).all()
        return [open_item(self.installation.keys.need_worker(), one) for one in sealed]

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table, to see whether anything changed, but whose it is."""
        with self.installation.engine.connect() as connection:
            return {
                table.name: sorted(
                    (tuple(row) for row in connection.execute(select(*_own(table)))), key=repr
                )
                for table in Base.metadata.sorted_tables
            }

    def insert(self, model: type, **values: object) -> None:
        """One row."""
        with session_of(self.installation.engine) as session:
            session.execute(insert(model), values)
            session.commit()

    def execute(self, statement: str) -> None:
        """One statement."""
        with session_of(self.installation.engine) as session:
            session.execute(text(statement))
            session.commit()


def _own(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "organisation_id"]


@dataclass(slots=True)
class Respondent:
    """Somebody with a browser; `page` is what is on the screen."""

    client: FlaskClient
    page: TestResponse | None = None
    seen: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Respondent":
        """Open an address and follow where it leads."""
        self.page = self.client.get(path, follow_redirects=True)
        return self

    def press(self, button: str | None = None, **values: str | list[str]) -> "Respondent":
        """Fill in the form on the screen, press a button and follow."""
        assert self.page is not None
        answer = submit_form(self.client, self.page, button, values)
        while answer.status_code in (301, 302, 303):
            answer = self.client.get(answer.location)
        self.page = answer
        return self

    def start(self, token: str) -> "Respondent":
        """Open the link and begin."""
        return self.open(f"/v/{token}").press("Begin")

    @property
    def html(self) -> BeautifulSoup:
        assert self.page is not None
        return parsed(self.page)

    @property
    def path(self) -> str:
        assert self.page is not None
        return self.page.request.path

    @property
    def heading(self) -> str:
        assert self.html.h1 is not None
        return self.html.h1.get_text(" ", strip=True)

    @property
    def words(self) -> str:
        assert self.html.main is not None
        return self.html.main.get_text(" ", strip=True)

    @property
    def chosen(self) -> list[str]:
        return [str(one["value"]) for one in self.html.select("input[name=answer][checked]")]

    def answer(self, value: str | list[str]) -> "Respondent":
        """Answer the question on the screen and go on."""
        return self.press("Volgende", answer=value)

    def answer_all(self, number: int = 0) -> "Respondent":
        """Answer every question that is left: the option of this number, or a word."""
        while self.path.startswith("/vraag/"):
            self.seen.append(self.path.rpartition("/")[2])
            fields = self.html.select("[name=answer]")
            kinds = {str(one.get("type", one.name)) for one in fields}
            if kinds <= {"radio", "checkbox"}:
                self.answer(str(fields[min(number, len(fields) - 1)]["value"]))
            elif kinds == {"textarea"}:
                self.answer("Goed geholpen.")
            else:
                self.answer([str(place) for place in range(len(fields))])
        return self


@pytest.fixture
def one_moment() -> Iterator[None]:
    """The clock stands still: no counter of tries comes into its next period meanwhile."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture
def fieldwork(installation: Installation) -> Fieldwork:
    """An open wave."""
    new_organisation(installation, ORGANISATION)
    plan = WavePlan("Najaar", ORGANISATION, TODAY - DAY, TODAY + 30 * DAY)
    return Fieldwork(installation, new_wave(installation, plan))


@pytest.fixture
def linked_fieldwork(installation: Installation) -> Fieldwork:
    """An open wave in which answers may be joined with consent."""
    new_organisation(installation, ORGANISATION)
    plan = WavePlan("Najaar", ORGANISATION, TODAY - DAY, TODAY + 30 * DAY, mode="linked")
    return Fieldwork(installation, new_wave(installation, plan))


NewRespondent = Callable[[], Respondent]


@pytest.fixture
def someone(app: Flask) -> NewRespondent:
    """`someone()`: another person with a browser of their own."""
    return lambda: Respondent(app.test_client())
