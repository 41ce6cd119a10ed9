"""Population counts (F01): how many people each questionnaire is meant for, from JSON.

Accepted, since people count in different ways:
- per questionnaire: {"K3-TIJDENS": 250, "G-ZELF": {"N": 31, "all_invited": false}}
- per phase, meaning the clients: {"TIJDENS": 250}
- per party and phase: {"C": {"TIJDENS": 250}, "W": {"EINDE": 40}, "G": 31, "O": 9}
- one count for all clients: {"N": 500, "doelgroep": {"statushouder": 110}, "leeftijd": {...}}
A count is a number or {"N": ..., "all_invited": true, "doelgroep": {...}, "leeftijd": {...},
"duur": {...}}. Notes (texts, such as a peildatum) are passed over.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey_app.errors import BadInput
from survey_app.operators.sentence import system_words
from survey_app.questionnaire.definition import Catalogue, Questionnaire

BREAKDOWNS = ("doelgroep", "leeftijd", "duur")
EXAMPLE = '{"K3-TIJDENS": 250}'
EXCLUSIVE = ("leeftijd", "duur")  # somebody can belong to two target groups


@dataclass(frozen=True, slots=True)
class People:
    """How many people one questionnaire is meant for, in total and per category."""

    questionnaire: str
    total: int
    all_invited: bool
    categories: dict[str, dict[str, int]]


def read_population(path: Path, catalogue: Catalogue) -> tuple[People, ...]:
    """The counts in a file, one per questionnaire. Raises BadInput: file, key and remedy."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        raise BadInput(
            "{path}: cannot be read ({reason})", path=path, reason=system_words(error)
        ) from error
    except ValueError as error:
        raise BadInput("{file}: is not JSON: {error}", file=path.name, error=error) from error
    if not isinstance(content, dict):
        raise BadInput("{file}: give an object with a count per questionnaire", file=path.name)
    about = [one for one in catalogue.newest() if one.store == "answers"]
    found = {people.questionnaire: people for people in _all(path.name, content, about)}
    if not found:
        raise BadInput(
            "{file}: holds no number of people; write for example {example}",
            file=path.name,
            example=EXAMPLE,
        )
    return tuple(found.values())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dictionary. Raises ValueError for a key that stands there twice."""
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"key {twice!r} stands there twice")
    return content


def _all(file: str, content: dict[str, Any], about: list[Questionnaire]) -> Iterator[People]:
    if "N" in content:
        for one in about:
            if one.party == "C":
                yield _people(file, "N", one.code, content)
        return
    for key, value in content.items():
        if not isinstance(value, str) or _is_counted(key, about):
            yield from _under(file, key, value, about)


def _is_counted(key: str, about: list[Questionnaire]) -> bool:
    """Whether a number of people belongs under this key, so that a text there is no note."""
    return any(key.upper() in (one.code, one.party, one.phase.upper()) for one in about)


def _under(file: str, key: str, value: Any, about: list[Questionnaire]) -> Iterator[People]:
    """What stands under one key: a questionnaire, a phase, or a party with its phases."""
    name = key.upper()
    own = [one for one in about if one.party == name]
    if own and isinstance(value, dict) and "N" not in value:
        for phase, count in value.items():
            yield from (_people(file, key, one.code, count) for one in _in_phase(file, phase, own))
        return
    if len(own) > 1:
        phases = ", ".join(one.phase.upper() for one in own)
        raise BadInput(
            "{file}, key {key!r}: give a number for each phase ({phases})",
            file=file,
            key=key,
            phases=phases,
        )
    chosen = own or [one for one in about if one.code == name]
    clients = [one for one in about if one.party == "C"]
    for one in chosen or _in_phase(file, key, clients):
        yield _people(file, key, one.code, value)


def _in_phase(file: str, key: str, among: list[Questionnaire]) -> list[Questionnaire]:
    name = key.upper()
    found = [one for one in among if name in (one.code, one.phase.upper())]
    if not found:
        raise BadInput(
            "{file}, key {key!r}: no such questionnaire or phase; use for example K3-TIJDENS",
            file=file,
            key=key,
        )
    return found


def _people(file: str, key: str, code: str, value: Any) -> People:
    record = value if isinstance(value, dict) else {"N": value}
    categories = {
        breakdown: {
            str(name): _number(file, key, count) for name, count in _group(file, breakdown, counts)
        }
        for breakdown, counts in record.items()
        if breakdown in BREAKDOWNS
    }
    total = _number(file, key, record.get("N"))
    for breakdown, counts in categories.items():
        most = sum(counts.values()) if breakdown in EXCLUSIVE else max(counts.values(), default=0)
        if most > total:
            raise BadInput(
                "{file}, key {key!r}: {breakdown} counts {most} people of {total}",
                file=file,
                key=key,
                breakdown=breakdown,
                most=most,
                total=total,
            )
    return People(
        questionnaire=code,
        total=total,
        all_invited=bool(record.get("all_invited", True)),
        categories=categories,
    )


def _group(file: str, key: str, counts: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(counts, dict):
        raise BadInput(
            "{file}, key {key!r}: give an object with a count per category", file=file, key=key
        )
    return counts.items()


def _number(file: str, key: str, count: Any) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 10_000_000:
        raise BadInput(
            "{file}, key {key!r}: {count!r} is not a whole number of people",
            file=file,
            key=key,
            count=count,
        )
    return count
