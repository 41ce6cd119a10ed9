"""The one place where files of ``questionnaires/`` are opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from survey_app.operators.sentence import system_words
from survey_app.questionnaire.definition import Catalogue, Option, Question, Questionnaire
from survey_app.questionnaire.files.checking import check_maximum, check_questionnaire
from survey_app.questionnaire.files.framework_parsing import (
    FILES,
    TableOne,
    check_evidence,
    parse_framework,
    parse_table_one,
)
from survey_app.questionnaire.files.parsing import parse_questionnaire, parse_scales
from survey_app.questionnaire.files.reading import MAX_BYTES, DefinitionError, Table, parse
from survey_app.questionnaire.personal.rules import PersonalRules, personal_rules
from survey_app.questionnaire.wording import EASY, MAX_WORDS, too_long, unfit_easy

_FILE_NAME = re.compile(r"(?P<code>[a-z0-9-]+)\.v(?P<version>[1-9][0-9]*)\.toml")
_BACKGROUND_NAME = re.compile(r"(?P<code>[A-Z0-9-]+)\.v(?P<version>[1-9][0-9]*)")
_OTHER_FILES = ("scales.toml", "interface.toml")
Questionnaires = dict[tuple[str, int], Questionnaire]


def load_catalogue(folder: Path) -> Catalogue:
    """Read and check everything in ``questionnaires/`` and return it as frozen records.

    Each file is read once. Raises ``DefinitionError`` naming the file, the place and the reason
    at the first thing that is wrong, also for a file that is missing.

    >>> catalogue = load_catalogue(Path("questionnaires"))
    >>> catalogue.latest("K3-TIJDENS").question("C302").text
    'Hoe goed luistert uw contactpersoon naar u?'
    """
    framework = {stem: _source(folder / "framework" / f"{stem}.toml") for stem in FILES}
    scales = parse_scales(_source(folder / "scales.toml"))
    table_one = parse_table_one(_source(folder / "framework" / "tabel1.toml"))
    questionnaires = _questionnaires(folder, scales, table_one)
    catalogue = Catalogue(
        questionnaires=MappingProxyType(questionnaires),
        scales=MappingProxyType(scales),
        framework=parse_framework(table_one, framework, _feeding(questionnaires)),
        interface=MappingProxyType(_interface(_source(folder / "interface.toml"))),
    )
    check_evidence(catalogue.framework, frozenset(q.code for q in _questions(questionnaires)))
    return catalogue


def load_personal_rules(folder: Path) -> PersonalRules:
    """What personal data looks like, from the rules with which open answers are reviewed.

    Raises ``DefinitionError`` for a file that is missing or is no TOML.

    >>> len(load_personal_rules(Path("analysis/openanswers")).shapes) > 5
    True
    """
    shapes, names = (folder / f"{name}.toml" for name in ("persoonsgegevens", "naamregels"))
    return personal_rules(_source(shapes).content, _source(names).content)


def _source(path: Path) -> Table:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DefinitionError(
            path.name, "", "cannot be read: {reason}", reason=system_words(error)
        ) from None
    return parse(path.name, raw)


def _questionnaires(
    folder: Path, scales: Mapping[str, tuple[Option, ...]], table_one: TableOne
) -> Questionnaires:
    questionnaires: Questionnaires = {}
    backgrounds: dict[tuple[str, int], str] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name not in _OTHER_FILES:
            source = _source(path)
            questionnaire = parse_questionnaire(source, scales)
            _check_name(path.name, questionnaire)
            check_questionnaire(questionnaire, table_one.cells, table_one.phases)
            questionnaires[questionnaire.code, questionnaire.version] = questionnaire
            backgrounds[questionnaire.code, questionnaire.version] = source.text("background", "")
    _check_codes(questionnaires.values())
    return _with_backgrounds(questionnaires, backgrounds)


def _check_name(name: str, questionnaire: Questionnaire) -> None:
    if _FILE_NAME.fullmatch(name) is None or name != (
        f"{questionnaire.code.lower()}.v{questionnaire.version}.toml"
    ):
        raise DefinitionError(name, "code", "the file is not named after its code and version")


def _check_codes(questionnaires: Iterable[Questionnaire]) -> None:
    """A code belongs to one questionnaire; only a consent may be asked, alike, in several."""
    homes: dict[str, tuple[Questionnaire, Question]] = {}
    for questionnaire in questionnaires:
        for question in questionnaire.questions:
            home, first = homes.setdefault(question.code, (questionnaire, question))
            if home.code == questionnaire.code:
                continue
            if question.kind != "consent" or replace(question, home=first.home) != first:
                raise DefinitionError(
                    questionnaire.file,
                    question.code,
                    "duplicate code, also in {file}",
                    question.line,
                    file=home.file,
                )


def _with_backgrounds(
    questionnaires: Questionnaires, backgrounds: Mapping[tuple[str, int], str]
) -> Questionnaires:
    complete: Questionnaires = {}
    for key, questionnaire in questionnaires.items():
        background: tuple[Question, ...] = ()
        if name := backgrounds[key]:
            found = _BACKGROUND_NAME.fullmatch(name)
            wanted = (found["code"], int(found["version"])) if found else ("", 0)
            if wanted not in questionnaires:
                raise DefinitionError(
                    questionnaire.file, "background", "no {name!r} here", name=name
                )
            background = questionnaires[wanted].questions
        complete[key] = replace(questionnaire, background=background)
        check_maximum(complete[key])
    return complete


def _feeding(questionnaires: Questionnaires) -> dict[str, tuple[str, ...]]:
    """Return the questions that feed each cell, from the newest version of each questionnaire."""
    newest: dict[str, Questionnaire] = {}
    for (code, _), questionnaire in sorted(questionnaires.items(), key=lambda item: item[0]):
        newest[code] = questionnaire
    feeding: dict[str, tuple[str, ...]] = {}
    for questionnaire in newest.values():
        for question in questionnaire.questions:
            for cell in question.cells:
                feeding[cell] = (*feeding.get(cell, ()), question.code)
    return feeding


def _questions(questionnaires: Questionnaires) -> Iterable[Question]:
    return (question for one in questionnaires.values() for question in one.questions)


def _interface(source: Table) -> dict[str, str]:
    """Return the interface texts by dotted key: ``start.C.why``."""
    texts: dict[str, str] = {}
    waiting = [("", source)]
    while waiting:
        prefix, table = waiting.pop()
        for key, value in table.content.items():
            name = f"{prefix}{key}"
            if isinstance(value, dict):
                waiting.append((f"{name}.", table.table(key)))
                continue
            texts[name] = table.text(key)
            if sentence := too_long(texts[name]):
                raise DefinitionError(
                    source.file,
                    name,
                    "a sentence of more than {most} words: {sentence!r}",
                    most=MAX_WORDS,
                    sentence=sentence,
                )
    _check_easy(source.file, texts)
    return dict(sorted(texts.items()))


def _check_easy(file: str, texts: Mapping[str, str]) -> None:
    for key, easy in texts.items():
        if key.endswith(EASY):
            reason = unfit_easy(texts.get(key.removesuffix(EASY), ""), easy)
            if reason:
                raise DefinitionError(file, key, reason)
