"""The arguments of a command explained in the operator's language, argparse's own words too."""

import argparse
import gettext
from collections.abc import Mapping
from typing import Any

from survey_app.operators.catalogue import messages
from survey_app.operators.saying import language, said


class Parser(argparse.ArgumentParser):
    """A parser that says its help and its errors in the operator's language.

    The texts of `add_argument` are looked up just before the words of a command are read, so that
    they stand as plain English where an argument is added.
    """

    def __init__(self, *words: Any, **settings: Any) -> None:
        speak(language())  # titles and the explanation of --help are taken here
        super().__init__(*words, **settings)

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """As argparse does, with every explanation and every name of a value looked up."""
        for action in self._actions:
            action.help = said(action.help) if action.help else action.help
            if action.nargs != 0 and (action.metavar or not action.choices):
                action.metavar = _value_name(action)
        return super().parse_known_args(args, namespace)


def _value_name(action: argparse.Action) -> str:
    given = action.metavar if isinstance(action.metavar, str) else None
    return said(given or (action.dest.upper() if action.option_strings else action.dest))


def speak(code: str) -> None:
    """Let argparse say its own words in this language: it looks them up under these two names."""
    dutch = code == "nl"
    argparse._ = _one if dutch else gettext.gettext  # type: ignore[attr-defined]
    argparse.ngettext = _counted if dutch else gettext.ngettext  # type: ignore[attr-defined]


def own_words() -> Mapping[str, tuple[str, ...]]:
    """What argparse itself says, in Dutch; of every version of Python that we run on."""
    return messages("argparse.nl.po")


def _one(message: str) -> str:
    return own_words().get(message, (message,))[0]


def _counted(one: str, many: str, number: int) -> str:
    return own_words().get(one, (one, many))[number != 1]
