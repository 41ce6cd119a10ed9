"""Text boxes: who reads what is typed there, and a question about names, numbers and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import current_app

from survey_app.questionnaire.definition import Question, Value
from survey_app.questionnaire.personal.finding import personal_finds
from survey_app.questionnaire.personal.rules import PersonalRules
from survey_app.questionnaire.typed_text import readable
from survey_app.respond.sitting import Sitting, digest

BROWSER_ASKED = "1"


def to_ask(sitting: Sitting, asked: Question, value: Value, said: str) -> tuple[bool, str]:
    """Whether to ask about this text, and the mark to keep when that was done (`said`)."""
    if not _watched(sitting, asked) or not isinstance(value, str) or not _finds(value):
        return False, ""
    mark = digest(asked.code, value)
    known = said in (BROWSER_ASKED, mark) or mark in sitting.content.asked
    return not known, mark if known else ""


def open_box(
    sitting: Sitting,
    asked: Question,
    texts: Mapping[str, str],
    given: Sequence[str],
    warn: bool,
) -> dict[str, Any]:
    """What a template says around a text box; nothing for other questions."""
    if asked.kind != "open":
        return {}
    questionnaire = sitting.questionnaire
    own = questionnaire.store in ("needs", "recontact")
    watched = _watched(sitting, asked)
    text = readable("\n".join(given))
    finds = _finds(text) if warn and watched else ()
    return {
        "readers": texts[f"readers.{questionnaire.store if own else questionnaire.party}"],
        "hint": texts["question.hint_open"] if watched and questionnaire.party == "C" else "",
        "watched": watched,
        "personal": finds,
        "asked": digest(asked.code, text) if finds else "",
    }


def _watched(sitting: Sitting, asked: Question) -> bool:
    """Elsewhere people are asked for their name and number, or are known anyway."""
    return asked.kind == "open" and sitting.questionnaire.store == "answers"


def _finds(text: str) -> tuple[str, ...]:
    return personal_finds(cast("PersonalRules", current_app.extensions["personal_rules"]), text)
