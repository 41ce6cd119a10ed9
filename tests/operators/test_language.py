"""Which language an operator reads, and argparse's own words in it."""

import argparse
import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from survey_app.config import operators_language
from survey_app.errors import SettingError
from survey_app.operators.arguments import Parser, own_words

PLACES = re.compile(r"%(?:\(\w+\))?[rs]")
# What argparse says to who writes a program, not to who gives a command.
TO_PROGRAMMERS = (
    "conflicting option string: %s",
    ".__call__() not defined",
    "'required' is an invalid argument for positionals",
    "mutually exclusive arguments must be optional",
    "%r is not callable",
    "cannot merge actions - two groups are named %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "cannot have multiple subparser arguments",
    "conflicting subparser: %s",
    "conflicting subparser alias: %s",
    "cannot mix positional and keyword arguments",
)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "nl_BE.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": ""}, "nl"),
        ({"LANG": "C", "TRAJECTSPIEGEL_LANGUAGE": "nl"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "TRAJECTSPIEGEL_LANGUAGE": "EN"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "TRAJECTSPIEGEL_LANGUAGE": ""}, "nl"),
    ],
)
def test_the_setting_goes_before_the_system(environ: Mapping[str, str], language: str) -> None:
    assert operators_language(environ) == language


def test_another_language_is_refused() -> None:
    with pytest.raises(SettingError, match="TRAJECTSPIEGEL_LANGUAGE: give nl or en, not 'fr'"):
        operators_language({"TRAJECTSPIEGEL_LANGUAGE": "fr"})


def argparse_says() -> list[tuple[str, ...]]:
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", "") in ("_", "ngettext")]
    texts = [[one.value for one in call.args if isinstance(one, ast.Constant)] for call in named]
    return [tuple(found) for found in texts if found and found[0] not in TO_PROGRAMMERS]  # type: ignore[arg-type]


def test_all_that_argparse_says_to_an_operator_has_dutch_words() -> None:
    said = argparse_says()
    assert len(said) > 15
    assert [found for found in said if len(own_words().get(found[0], ())) != len(found)] == []
    for english, dutch in own_words().items():
        assert [PLACES.findall(text) for text in dutch] == [PLACES.findall(english)] * len(dutch)


def test_argparse_follows_the_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said_of(*words: str) -> str:
        parser = Parser(prog="x")
        parser.add_argument("--port", type=int, nargs=2)
        with pytest.raises(SystemExit):
            parser.parse_args(words)
        return "".join(capsys.readouterr())

    monkeypatch.setenv("TRAJECTSPIEGEL_LANGUAGE", "nl")
    assert "x: fout: argument --port: geef er 2 waarden bij" in said_of("--port", "1")
    assert "toon deze uitleg en stop" in said_of("--help")
    monkeypatch.setenv("TRAJECTSPIEGEL_LANGUAGE", "en")
    assert "x: error: argument --port: expected 2 arguments" in said_of("--port", "1")
    assert "show this help message and exit" in said_of("--help")


SCRIPT = """
import sys
from survey_app.cli import main
try:
    main(["table", "--help"])
except SystemExit:
    pass
from survey_app.operators.catalogue import messages
print(messages.cache_info().currsize)
"""


@pytest.mark.parametrize(("language", "read"), [("en", "0"), ("nl", "2")])
def test_english_costs_no_catalogue(language: str, read: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "TRAJECTSPIEGEL_LANGUAGE": language},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == read
