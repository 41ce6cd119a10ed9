"""The words of a message: one plain text file per kind, audience and language.

`string.Template` replaces named places in a single pass: what a name or an organisation
contains is never read as a place itself.
"""

import datetime
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Literal

from survey_app.config import TEMPLATES
from survey_app.questionnaire.definition import Questionnaire

Audience = Literal["client", "partner", "needs"]

FOLDER = TEMPLATES / "messages"
NOBODY = {"nl": "lezer", "en": "reader"}
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message may mention; nothing else of the contact reaches a text."""

    name: str
    organisation: str
    help: str
    link: str
    opt_out: str
    until: str


@dataclass(frozen=True, slots=True)
class Text:
    """A subject of one line and a body."""

    subject: str
    body: str


def audience(questionnaire: Questionnaire) -> Audience:
    """Who reads it. The half-yearly needs form makes another promise than the evaluation."""
    if questionnaire.store == "needs":
        return "needs"
    return "client" if questionnaire.party == "C" else "partner"


def written_language(kind: str, reader: Audience, language: str) -> str:
    """The language a message goes out in: the person's, or Dutch when that is not written."""
    return language if _path(kind, reader, language).is_file() else "nl"


def message_text(kind: str, reader: Audience, language: str, facts: Facts) -> Text:
    """The message of this kind in a language that `written_language` gave."""
    values = {key: one_line(value) for key, value in asdict(facts).items()}
    values["name"] = values["name"] or NOBODY[language]
    template = _template(_path(kind, reader, language))
    subject, _, body = template.substitute(values).partition("\n\n")
    return Text(one_line(subject), body)


def long_date(day: datetime.date, language: str) -> str:
    """'22 november 2026' in Dutch or English."""
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"


def one_line(text: str) -> str:
    """The text without line breaks or control characters: it may stand in a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _path(kind: str, reader: Audience, language: str) -> Path:
    return FOLDER / f"{kind}.{reader}.{language}.txt"


@lru_cache(maxsize=32)
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))
