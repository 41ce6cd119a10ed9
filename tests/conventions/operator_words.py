"""Every sentence that an operator can be told, found in the source where it is told."""

import argparse
import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import get_args

from survey_app.cli import COMMANDS, DESCRIPTION, SETTINGS
from survey_app.config import QUESTIONNAIRES
from survey_app.messaging.replies.forms import End
from survey_app.messaging.send_command import ENDS
from survey_app.operators.sentence import SYSTEM
from survey_app.organisations.looks.logo import REASONS
from survey_app.organisations.waves import State
from survey_app.questionnaire.loading import load_catalogue
from survey_app.settings.variables import FORMS
from tests.conventions.source import ROOT, Module, modules, read

# Roots of the errors whose words are a sentence, and those that a page of its own tells about.
ERRORS = ("TrajectspiegelError", "ShownReason", "DefinitionError")
ON_A_PAGE = frozenset(
    (
        "EntryRefused",
        "WaveOver",
        "WavePlanned",
        "LinkUnknown",
        "LinkUsed",
        "LinkPaused",
        "SessionOver",
        "CookieMissing",
        "FormRefused",
        "TooManyTries",
        "DraftMoved",
        "TooManyAttempts",
        "NotLive",
        "PlanMoved",
        "StillMarked",
    )
)
# door -> which of its arguments is the sentence; the next one may be its plural
DOORS = {"say": 0, "warn": 0, "said": 0, "Sentence": 0, "DutchSentence": 0, "fail": 0}
DOORS |= {"confirmed": 0, "Outcome": 1, "_trouble": 1}
ELSEWHERE = {"SettingError": 1, "DefinitionError": 2, "FileRefused": 0}
IN_DUTCH = dict.fromkeys(("DutchSentence", "Outcome", "_trouble"), "nl")
# What the database calls a kind of message and how it stands, as `send --status` tells it.
MESSAGES = ("invitation", "reminder", "queued", "sending", "failed", "unknown", "cancelled")
SETTING = "setting {setting}: {remedy}"  # survey_app/errors.py
# Why an answer cannot be taken, as import-answers says it of a row.
ANSWERS = {
    f"error.{name}"
    for name in (
        *("not_an_option", "one_answer", "chosen_twice", "not_combined", "whole_number"),
        *("number_of_fields", "too_long", "unreadable"),
    )
}
NO_PLURAL = (
    "confirmed",
    "Outcome",
    "_trouble",
    "SettingError",
    "DefinitionError",
    "FileRefused",
    "fail",
    "said",
)
LOGGED = ("debug", "info", "warning", "error", "critical", "tell")
HELP = ("help", "metavar", "description", "epilog")


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, or what stands where one should (`wrong`)."""

    place: str
    forms: tuple[str, ...]
    written: str = "en"
    wrong: str = ""


@cache
def all_told() -> tuple[Told, ...]:
    """All of them, also those that stand in a table."""
    tables = [summary for _, summary in COMMANDS.values()]
    tables += [DESCRIPTION, SETTINGS, *FORMS.values(), *SYSTEM, *ENDS.values(), *MESSAGES, SETTING]
    tables += [*get_args(End), *get_args(State), *(english for english, _ in REASONS.values())]
    tables += [text for name in COMMANDS for text in _explained(name)]
    listed = [Told("a table", (text,)) for text in tables]
    texts = load_catalogue(QUESTIONNAIRES).interface
    answers = [text for key, text in texts.items() if key.startswith("error.") and key in ANSWERS]
    listed += [Told("interface.toml", (text,), "nl") for text in answers]
    product = [one for one in modules("survey_app") if "/operators/" not in one.place]
    return (*listed, *(told for module in product for told in in_module(module, _errors())))


def _explained(command: str) -> Iterator[str]:
    """The help of every argument of a command, and the name of its value."""
    parser = argparse.ArgumentParser(add_help=False)
    import_module(COMMANDS[command][0]).add_arguments(parser)
    for action in parser._actions:
        if action.help == argparse.SUPPRESS:
            continue
        yield getattr(action.help, "template", action.help or "")
        if action.nargs != 0 and (action.metavar or not action.choices):
            named = action.dest.upper() if action.option_strings else action.dest
            yield str(action.metavar or named)


def in_module(module: Module, errors: dict[str, str]) -> Iterator[Told]:
    """What one file tells."""
    for name, call in module.calls():
        at = module.at(call.lineno)
        if name in errors and name not in ON_A_PAGE:
            position = ELSEWHERE.get(name, 0)
            yield from _told(module, call, position, name, errors[name])
        elif name in DOORS:
            yield from _told(module, call, DOORS[name], name, IN_DUTCH.get(name, "en"))
        elif (name in LOGGED and "log" in ast.unparse(call.func) + name) or name == "tell":
            yield from _told(module, call, 0, "said", "en")
        elif name == "print":
            said = {id(part) for one in _called(call, "said") for part in ast.walk(one)}
            parts = [part for one in call.args for part in ast.walk(one) if id(part) not in said]
            words = [one for one in parts if _has_words(one)]
            yield from (Told(at, (), wrong="print() of words: use say()") for _ in words[:1])
        if name.startswith("add_"):
            for word in call.keywords:
                if word.arg in HELP:
                    yield from _texts(module, call, word.value, "en")


def _told(module: Module, call: ast.Call, position: int, name: str, written: str) -> Iterator[Told]:
    if len(call.args) <= position or isinstance(call.args[position], ast.Starred):
        return
    found = list(_texts(module, call, call.args[position], written))
    plural = call.args[position + 1 : position + 2] if name not in NO_PLURAL else []
    for one in found:
        if one.forms and plural and (text := _constant(plural[0])) is not None:
            yield Told(one.place, (*one.forms, text), written)
        else:
            yield one


def _texts(module: Module, call: ast.AST, value: ast.expr, written: str) -> Iterator[Told]:
    """The sentences that a value can be; nothing for one that comes from somewhere else."""
    at = module.at(value.lineno)
    if (text := _constant(value)) is not None:
        yield Told(at, (text,) if text else (), written)
    elif isinstance(value, ast.IfExp):
        yield from _texts(module, call, value.body, written)
        yield from _texts(module, call, value.orelse, written)
    elif isinstance(value, ast.JoinedStr | ast.BinOp):
        yield Told(at, (), written, "put together: give a template and its values")
    elif isinstance(value, ast.Call):
        if isinstance(value.func, ast.Attribute) and value.func.attr in ("format", "join"):
            yield Told(at, (), written, "put together: give a template and its values, or joined()")
    elif isinstance(value, ast.Name):
        for given in _given(module, call, value.id):
            yield from _texts(module, given, given, written)


def _given(module: Module, call: ast.AST, name: str) -> Iterator[ast.expr]:
    """What is assigned to a name: in the function around the call, this module or its source."""
    around = [
        one
        for one in module.nodes
        if isinstance(one, ast.FunctionDef) and any(node is call for node in ast.walk(one))
    ]
    scopes: list[list[ast.AST]] = [[*ast.walk(one)] for one in around]
    scopes.append([*module.tree.body])
    for nodes in scopes:
        found = [one for one in nodes if isinstance(one, ast.Assign) and _names(one, name)]
        if found:
            yield from (one.value for one in found)
            return
    if any(one.arg == name for function in around for one in function.args.args):
        return
    for used in module.imports():
        place = ROOT / (used.name.rpartition(".")[0].replace(".", "/") + ".py")
        if used.name.endswith(f".{name}") and place.is_file():
            source = read(place)
            yield from (
                one.value
                for one in source.tree.body
                if isinstance(one, ast.Assign) and _names(one, name)
            )


def _names(assigned: ast.Assign, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in assigned.targets)


def _constant(value: ast.expr) -> str | None:
    found = value.value if isinstance(value, ast.Constant) else None
    return found if isinstance(found, str) else None


def _called(around: ast.AST, name: str) -> list[ast.Call]:
    calls = [one for one in ast.walk(around) if isinstance(one, ast.Call)]
    return [one for one in calls if isinstance(one.func, ast.Name) and one.func.id == name]


def _has_words(value: ast.AST) -> bool:
    text = value.value if isinstance(value, ast.Constant) else None
    return isinstance(text, str) and any(len(word) > 1 and word.isalpha() for word in text.split())


@cache
def _errors() -> dict[str, str]:
    """The name of each error that carries a sentence, with the language it is written in."""
    bases = {
        node.name: [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        for module in modules("survey_app")
        for node in module.nodes
        if isinstance(node, ast.ClassDef)
    }
    found = dict.fromkeys(ERRORS, "en") | {"ShownReason": "nl"}
    while more := {
        name: found[base]
        for name, above in bases.items()
        for base in above
        if base in found and base not in ON_A_PAGE and name not in found
    }:
        found |= more
    return found
