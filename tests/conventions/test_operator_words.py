"""What operators are told can be said in English and in Dutch, wherever it stands."""

import re
from functools import cache

import pytest

from survey_app.operators.catalogue import messages
from tests.conventions.operator_words import Told, all_told, in_module
from tests.conventions.source import parsed

PLACE = re.compile(r"\{(\w+)(?:![rsa])?(?::[^}]*)?\}")
OTHER = {"en": "nl.po", "nl": "en.po"}


@cache
def told(written: str) -> dict[tuple[str, ...], str]:
    """Each sentence that is written in this language and holds a word, with its place."""
    return {
        one.forms: one.place
        for one in all_told()
        if one.written == written and any(has_words(form) for form in one.forms)
    }


def has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in PLACE.sub("", text).replace("trajectspiegel", ""))


def places(text: str) -> list[str]:
    """The values of a sentence, with how they are written; sorted, since words change places."""
    return sorted(found.group() for found in PLACE.finditer(text.replace("{{", "")))


def test_the_scan_finds_what_is_told() -> None:
    assert len(told("en")) > 500
    assert len(told("nl")) > 100


def test_a_sentence_is_given_as_a_template_with_its_values() -> None:
    assert [f"{one.place}: {one.wrong}" for one in all_told() if one.wrong] == []


@pytest.mark.parametrize("written", OTHER)
def test_every_sentence_has_its_other_language(written: str) -> None:
    """What is missing is shown as it goes into the file (survey_app/operators)."""
    known = messages(OTHER[written])
    missing = [
        f"{place}\nmsgid {forms[0]!r}\nmsgstr ''"
        for forms, place in told(written).items()
        if len(known.get(forms[0], ())) != len(forms)
    ]
    assert missing == [], "\n\n".join([OTHER[written], *missing])


@pytest.mark.parametrize("written", OTHER)
def test_a_translation_has_the_values_of_its_sentence(written: str) -> None:
    known = messages(OTHER[written])
    assert [
        (form, translated)
        for forms in told(written)
        for form, translated in zip(forms, known.get(forms[0], ()), strict=False)
        if set(places(form)) != set(places(translated))
    ] == []


@pytest.mark.parametrize("written", OTHER)
def test_the_catalogue_holds_nothing_that_is_no_longer_said(written: str) -> None:
    used = {one.forms[0] for one in all_told() if one.forms and one.written == written}
    assert sorted(set(messages(OTHER[written])) - used) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('raise BadInput(f"{name} is gone")', "put together"),
        ('raise BadInput("{} is gone".format(name))', "put together"),
        ('raise BadInput("a" + name)', "put together"),
        ('said = f"{name} is gone"\nraise BadInput(said)', "put together"),
        ('say("; ".join(names))', "put together"),
        ('print("three rows")', "print() of words"),
        ('logger.info(f"{name} failed")', "put together"),
        ('parser.add_argument("--x", help=f"as {name}")', "put together"),
        ('raise BadInput("{name} is gone", name=name)', ""),
        ('print(f"{name}  {number}")', ""),
    ],
)
def test_the_scan_sees_what_cannot_be_translated(line: str, wrong: str) -> None:
    body = "\n".join(f"    {part}" for part in line.split("\n"))
    module = parsed("survey_app/x.py", f"def x():\n{body}\n")
    found: list[Told] = list(in_module(module, {"BadInput": "en"}))
    assert "".join(one.wrong for one in found)[: len(wrong) or None] == wrong
