"""The operators' sentences in the other language, from the .po files beside this one.

`nl.po` holds the Dutch of what is written in English, `en.po` the English of what is written in
Dutch because a screen shows it too. Each is read once, by Babel, when something is said in it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from survey_app.operators.sentence import Sentence

FOLDER = Path(__file__).resolve().parent
TELLING = 8  # letters: a template with fewer would be recognised in any text
_PLACE = re.compile(r"\{(\w+)\}")


def in_language(text: str, language: str) -> str:
    """This text in a language; what its catalogue does not know stays as it was written.

    >>> in_language(Sentence("{n} row", "{n} rows", n=2), "en")
    '2 rows'
    """
    sentence = Sentence(text)
    values = {
        name: in_language(value, language) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    forms = sentence.forms
    if sentence.written != language:
        known = messages(f"{language}.po")
        if sentence.written == "nl" and sentence.template not in known and not values:
            sentence, values = _recalled(sentence, known)
        forms = known.get(sentence.template, sentence.forms)
    chosen = forms[-1] if sentence.plural and values["n"] != 1 else forms[0]
    return chosen.format_map(values) if values else chosen


def _recalled(text: Sentence, known: Iterable[str]) -> tuple[Sentence, dict[str, object]]:
    """Text that the database kept without its values, as the template that it was made from."""
    for template in sorted(known, key=_telling, reverse=True):
        shape = _shape(template)
        if shape is not None and (found := shape.fullmatch(text)):
            return Sentence(template), dict(found.groupdict())
    return text, {}


def _telling(template: str) -> int:
    """How many letters are the template's own: of two that fit, the one that says more is meant."""
    return len(_PLACE.sub("", template))


@cache
def _shape(template: str) -> re.Pattern[str] | None:
    """What any text made from this template looks like; None where it could be any text."""
    words, names = _PLACE.split(template)[::2], _PLACE.findall(template)
    if not names or len("".join(words)) < TELLING or "{" in "".join(words):
        return None
    places = [f"(?P<{name}>.+)" for name in names]
    return re.compile(
        "".join(re.escape(word) + place for word, place in zip(words, [*places, ""], strict=True))
    )


@cache
def messages(file: str) -> Mapping[str, tuple[str, ...]]:
    """Each template of a .po file with its translation: one, or two where it counts something.

    An empty or fuzzy one is left out.
    """
    read_po = import_module("babel.messages.pofile").read_po  # slow, and English never needs it
    with (FOLDER / file).open("rb") as opened:
        entries = list(read_po(opened, abort_invalid=True))
    return {
        _forms(entry.id)[0]: _forms(entry.string)
        for entry in entries
        if entry.id and not entry.fuzzy and all(_forms(entry.string))
    }


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
