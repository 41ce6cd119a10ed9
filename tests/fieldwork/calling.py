"""A fieldworker at the call list, and the people who stand on it."""

from dataclasses import dataclass
from typing import TypeVar

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey_app.installation import Installation
from tests.services.page_check import parsed
from tests.services.product import submit_form

Row = TypeVar("Row")
TWO = (
    "naam;telefoon;e-mail;vragenlijst\n"
    "Anna de Boer;0612345678;anna@voorbeeld.nl;K3-TIJDENS\n"
    "Bram Kok;0687654321;;K3-TIJDENS\n"
    "Cor zonder telefoon;;cor@voorbeeld.nl;K3-TIJDENS\n"
)


@dataclass
class Caller:
    """A fieldworker with a browser; `page` is what is on the screen."""

    client: FlaskClient
    page: TestResponse

    def open(self, path: str) -> "Caller":
        self.page = self.client.get(path, follow_redirects=True)
        return self

    def press(self, button: str, **values: str) -> "Caller":
        answer = submit_form(self.client, self.page, button, dict(values))
        while answer.status_code in (301, 302, 303):
            answer = self.client.get(answer.location)
        self.page = answer
        return self

    def follow(self, words: str) -> "Caller":
        found = [a for a in parsed(self.page).find_all("a") if words in a.get_text()]
        assert found, f"no link {words!r} on {self.path}"
        return self.open(str(found[0]["href"]))

    def call(self, name: str) -> "Caller":
        self.open("/veldwerk/bellen").follow("Najaar").follow(name)
        return self if "wat kwam er van het bellen" in self.words else self.press("Bel ")

    @property
    def path(self) -> str:
        return self.page.request.path

    @property
    def words(self) -> str:
        return parsed(self.page).get_text(" ", strip=True)

    @property
    def names(self) -> list[str]:
        self.open("/veldwerk/bellen").follow("Najaar")
        return [a.get_text() for a in parsed(self.page).select(".call-list__name")]

    def answer_until(self, end: str) -> "Caller":
        """The first answer to every question until this page."""
        while self.path != end:
            fields = parsed(self.page).select("[name=answer]")
            typed = fields[0].name == "textarea"
            self.press("Volgende", answer="Goed." if typed else str(fields[0]["value"]))
        return self


def stored(installation: Installation, model: type[Row], **where: object) -> list[Row]:
    with Session(installation.engine) as session:
        return list(session.scalars(select(model).filter_by(**where)))
