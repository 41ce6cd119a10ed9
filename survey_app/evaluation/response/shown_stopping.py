"""Where people stopped, in words: the pages, with the question that stood there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.edition.records import EditionTable
from survey_app.evaluation.wording import percent
from survey_app.models import SENT
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.providers import adapt

SENDING = "Nakijken en versturen"


@dataclass(frozen=True, slots=True)
class ShownStretch:
    """Pages on which people stopped; `until` is empty where it is one page."""

    question: str
    until: str
    stopped: str
    share: str
    length: float  # 0-100, for the bar


@dataclass(frozen=True, slots=True)
class ShownStopping:
    """One questionnaire: what to say first, and the stretches in the order of its pages."""

    code: str
    title: str
    sentence: str
    stretches: tuple[ShownStretch, ...]


def shown_stopping(
    responses: Mapping[str, Mapping[str, Any]], table: EditionTable, catalogue: Catalogue
) -> list[ShownStopping]:
    """Every questionnaire of which it may be told; none in editions of before it was counted."""
    found = []
    for code, one in responses.items():
        told = one.get("break_off")
        if told is not None:
            title, words = _words(code, table, catalogue)
            shown = _stretches(told, words)
            found.append(ShownStopping(code, title, _sentence(told, shown), shown))
    return found


def _words(code: str, table: EditionTable, catalogue: Catalogue) -> tuple[str, dict[str, str]]:
    asked = catalogue.frozen(code, table.versions)
    adapted = adapt(asked, table.wave.providers, table.wave.provider_example)
    words = {one.code: one.text for one in (*adapted.questions, *adapted.background)}
    return asked.title, {**words, SENT: SENDING}


def _stretches(told: Mapping[str, Any], words: Mapping[str, str]) -> tuple[ShownStretch, ...]:
    if len(told["stretches"]) < 2:  # one stretch is the whole form: it tells no place
        return ()
    most = max(one["stopped"] for one in told["stretches"])
    return tuple(
        ShownStretch(
            question=words[one["first"]],
            until="" if one["first"] == one["last"] else words[one["last"]],
            stopped=str(one["stopped"]),
            share=percent(one["stopped"] / told["begun"]),
            length=round(100 * one["stopped"] / most, 1),
        )
        for one in told["stretches"]
    )


def _sentence(told: Mapping[str, Any], shown: Sequence[ShownStretch]) -> str:
    begun, least = told["begun"], told["rounded_to"]
    if not told["stretches"]:
        return f"Ongeveer {begun} mensen begonnen. Minder dan {least} van hen stopten onderweg."
    stopped = sum(one["stopped"] for one in told["stretches"])
    first = f"Ongeveer {begun} mensen begonnen, en ongeveer {stopped} van hen stopten onderweg."
    if not shown:
        return f"{first} Dat waren er te weinig om te zeggen bij welke vraag."
    most = max(shown, key=lambda one: one.length)
    place = f"bij ‘{most.question}’"
    if most.until:
        place = f"tussen ‘{most.question}’ en ‘{most.until}’"
    return f"{first} De meesten stopten {place}."
