"""What an evaluator types: a form is a row of fields, read into texts and what is wrong."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.questionnaire.typed_text import one_line, readable

DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
NO_DAY = "Schrijf een dag als 31-12-2026."
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of kind line, text, day, choice or many; `needed` is said when it stays empty."""

    name: str
    words: str
    hint: str = ""
    kind: str = "line"
    needed: str = ""
    choices: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    longest: int = 500
    mode: str = ""  # which keys a telephone shows


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields now, and what is wrong with it by name."""

    texts: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    def day(self, name: str) -> datetime.date | None:
        """The day in a field without error; None when it was left empty."""
        return day_of(self[name]) if self[name] else None

    def with_error(self, name: str, sentence: str) -> "Typed":
        """The same, with one more thing that is wrong."""
        return replace(self, errors={**self.errors, name: sentence})


def typed(form: MultiDict[str, str], fields: Sequence[Field]) -> Typed:
    """What was sent in these fields."""
    texts, errors = {}, {}
    for one in fields:
        many = one.kind == "many"
        sent = " ".join(form.getlist(one.name)) if many else form.get(one.name, "")
        text = _text(sent, one)
        texts[one.name] = text
        wrong = _wrong(text, one)
        if wrong:
            errors[one.name] = wrong
    return Typed(texts, errors)


def day_of(text: str) -> datetime.date:
    """A day as 2026-12-31 or 31-12-2026. Raises ValueError with a sentence.

    >>> day_of("31-12-2026")
    datetime.date(2026, 12, 31)
    """
    dutch = DUTCH_DAY.fullmatch(text)
    try:
        if dutch:
            return datetime.date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(NO_DAY) from None


def _text(sent: str, about: Field) -> str:
    return readable(sent).strip() if about.kind == "text" else one_line(sent)


def _wrong(text: str, about: Field) -> str:
    if not text:
        return about.needed
    if len(text) > about.longest:
        return f"Dit is te lang: hier passen {about.longest} tekens."
    chosen = {"choice": [text], "many": text.split()}.get(about.kind, [])
    if any(code not in about.choices for code in chosen):
        return about.needed or "Kies een van de mogelijkheden."
    if about.kind == "day":
        try:
            day_of(text)
        except ValueError as reason:
            return str(reason)
    return ""
