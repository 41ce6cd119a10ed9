"""The operators' sentences in the other language, from the .po files beside this one.

`nl.po` holds the Dutch of what is written in English, `en.po` the English of what is written in
Dutch because a screen shows it too. Each is read once, by Babel, when something is said in it.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from survey_app.operators.sentence import Sentence

FOLDER = Path(__file__).resolve().parent


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
        forms = messages(f"{language}.po").get(sentence.template, forms)
    chosen = forms[-1] if sentence.plural and values["n"] != 1 else forms[0]
    return chosen.format_map(values) if values else chosen


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
