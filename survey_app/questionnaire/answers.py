"""Is an answer acceptable? From what a form or a file brings to a checked value, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from survey_app.questionnaire.definition import Kind, Question, Value
from survey_app.questionnaire.typed_text import bare, readable

MAX_TEXT = 4_000
MAX_NUMBER = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)


class AnswerError(ValueError):
    """Raised when an answer cannot be accepted.

    ``key`` names the interface text that explains it to the person, ``values`` fill its places.
    """

    def __init__(self, question: str, key: str, **values: str | int) -> None:
        super().__init__(f"{question}: {key} {values}" if values else f"{question}: {key}")
        self.question = question
        self.key = key
        self.values: Mapping[str, str | int] = values


def parse_answer(question: Question, raw: Sequence[str]) -> Value:
    """Return the value of what was sent for one question; None when nothing was chosen or typed.

    ``raw`` holds every text sent under the question's name: one for a single answer, several for
    MULTI, one per field for NUM. Raises ``AnswerError``.

    >>> from survey_app.questionnaire.definition import Option
    >>> asked = Question("Q", "choice", "CAT", "Welke?", options=(Option(1, "A"), Option(2, "B")))
    >>> parse_answer(asked, ["2"])
    2
    >>> parse_answer(asked, ["9"])
    Traceback (most recent call last):
    survey_app.questionnaire.answers.AnswerError: Q: error.not_an_option
    """
    return _PARSERS[question.kind](question, raw)


def from_record(question: Question, text: str) -> Value:
    """Return the value of one text in a long answer file (method.md D.17 point 9).

    Several values are joined with ``|``; an empty text means shown and skipped. Raises
    ``AnswerError``.

    >>> from_record(Question("O401", "numbers", "NUM", "Hoeveel?", fields=("a", "b")), "3|")
    (3, None)
    """
    if not text:
        return None
    return parse_answer(question, text.split("|") if question.kind in _JOINED else [text])


def to_record(question: Question, value: Value) -> str:
    """Return the text of a value for a long answer file; ``from_record`` reads it back.

    >>> to_record(Question("O401", "numbers", "NUM", "Hoeveel?", fields=("a", "b")), (3, None))
    '3|'
    """
    if isinstance(value, tuple):
        return "|".join("" if part is None else str(part) for part in value)
    return "" if value is None else str(value)


_JOINED: frozenset[Kind] = frozenset({"multiple", "numbers"})


def _single(question: Question, raw: Sequence[str]) -> Value:
    text = _only_one(question, raw)
    return _option_value(question, text) if text else None


def _option_value(question: Question, text: str) -> int:
    for option in question.options:
        if str(option.value) == text:
            return option.value
    raise AnswerError(question.code, "error.not_an_option")


def _only_one(question: Question, raw: Sequence[str]) -> str:
    if len(raw) > 1:
        raise AnswerError(question.code, "error.one_answer")
    return raw[0] if raw else ""


def _multiple(question: Question, raw: Sequence[str]) -> Value:
    if len(raw) > len(question.options):
        raise AnswerError(question.code, "error.chosen_twice")
    chosen = [_option_value(question, text) for text in raw if text]
    if len(set(chosen)) != len(chosen):
        raise AnswerError(question.code, "error.chosen_twice")
    for option in question.options:
        if option.exclusive and option.value in chosen and len(chosen) > 1:
            raise AnswerError(question.code, "error.not_combined", option=option.text)
    return tuple(value for value in question.values if value in chosen) or None


def _numbers(question: Question, raw: Sequence[str]) -> Value:
    if not raw:
        return None
    if len(raw) != len(question.fields):
        raise AnswerError(question.code, "error.number_of_fields", total=len(question.fields))
    pairs = zip(question.fields, raw, strict=True)
    numbers = tuple(_whole_number(question, field, bare(text)) for field, text in pairs)
    return None if all(number is None for number in numbers) else numbers


def _whole_number(question: Question, field: str, text: str) -> int | None:
    if not text:
        return None
    if _WHOLE_NUMBER.fullmatch(text) is None or int(text) > MAX_NUMBER:
        raise AnswerError(question.code, "error.whole_number", field=field)
    return int(text)


def _open(question: Question, raw: Sequence[str]) -> Value:
    text = readable(_only_one(question, raw))
    if len(text) > MAX_TEXT:
        raise AnswerError(question.code, "error.too_long", length=len(text), maximum=MAX_TEXT)
    if _CONTROL.search(text):
        raise AnswerError(question.code, "error.unreadable")
    return text if text.strip() else None


_PARSERS: Mapping[Kind, Callable[[Question, Sequence[str]], Value]] = {
    "scale": _single,
    "choice": _single,
    "consent": _single,
    "multiple": _multiple,
    "numbers": _numbers,
    "open": _open,
}
