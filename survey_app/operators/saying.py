"""Saying things to the operator, in the language that the installation or the system asks for."""

import sys
from typing import Any, TextIO

from survey_app.config import operators_language
from survey_app.errors import SettingError
from survey_app.operators.catalogue import in_language
from survey_app.operators.sentence import Sentence


def say(
    template: str, plural: str | None = None, /, to: TextIO | None = None, **values: Any
) -> None:
    """Print one sentence: `say("{n} row", "{n} rows", n=2)`; on stdout where `to` is not given."""
    print(said(Sentence(template, plural, **values)), file=to, flush=True)


def said(text: object) -> str:
    """A sentence, or that of an error, in the operator's language."""
    return in_language(str(text), language())


def in_dutch(text: object) -> str:
    """The same for a page, which is Dutch."""
    return in_language(str(text), "nl")


def language() -> str:
    """What operators read; English where the setting itself is wrong, which a command tells."""
    try:
        return operators_language()
    except SettingError:
        return "en"


def warn(template: str, plural: str | None = None, /, **values: Any) -> None:
    """Print one sentence on stderr."""
    say(template, plural, to=sys.stderr, **values)
