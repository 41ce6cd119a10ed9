"""Covering personal data in an answer, and whether a quote still holds some of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.open_answers.words import COVERED

Marks = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer; `covers` says what kind of personal data it is, or nothing."""

    text: str
    covers: str = ""


def pieces(text: str, marks: Marks, opened: bool = False) -> tuple[Piece, ...]:
    """The answer in stretches; what is marked is left out of it unless somebody opened it.

    >>> [one.text for one in pieces("Bel Jan maar", [{"kind": "naam", "start": 4, "end": 7}])]
    ['Bel ', '', ' maar']
    """
    found: list[Piece] = []
    at = 0
    for mark in sorted(marks, key=lambda one: one["start"]):
        found.append(Piece(text[at : mark["start"]]))
        covered = text[mark["start"] : mark["end"]] if opened else ""
        found.append(Piece(covered, COVERED[mark["kind"]]))
        at = mark["end"]
    return tuple(one for one in (*found, Piece(text[at:])) if one.text or one.covers)


def covered_text(text: str, marks: Marks) -> str:
    """The answer with the kind between brackets for everything marked: where a quote starts.

    >>> covered_text("Bel Jan maar", [{"kind": "naam", "start": 4, "end": 7}])
    'Bel [naam] maar'
    """
    return "".join(f"[{one.covers}]" if one.covers else one.text for one in pieces(text, marks))


def still_marked(quote: str, text: str, marks: Marks) -> tuple[str, ...]:
    """What was marked in the answer and stands in the quote as it was.

    >>> still_marked("Jan helpt", "Bel Jan maar", [{"kind": "naam", "start": 4, "end": 7}])
    ('Jan',)
    """
    said = quote.casefold()
    ordered = sorted(marks, key=lambda one: one["start"])
    found = (text[one["start"] : one["end"]].strip() for one in ordered)
    return tuple(dict.fromkeys(word for word in found if word and word.casefold() in said))
