"""Answers with labels given by a person, to measure the reading against."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEVELS = ("A1", "A2", "B1", "B2")
# The sets that the word lists were tuned on and the weights were learned from.
TUNED_ON = (
    "development",
    "second_look",
    "third_look",
    "fourth_look",
    "fifth_look",
    "sixth_look",
    "seventh_look",
    "eighth_look",
)


@dataclass(frozen=True)
class Labelled:
    """An answer with its gold labels: class, language level and theme codes."""

    text: str
    label: str
    level: str
    themes: frozenset[str]


@dataclass(frozen=True)
class InLanguage:
    """An answer with the code of the language it is written in."""

    text: str
    language: str


@dataclass(frozen=True)
class Planted:
    """A sentence with one piece of personal data in it, of a kind (or an origin, for names)."""

    kind: str
    text: str
    planted: str


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Return the answers of a file with the columns klasse, niveau, themas and tekst.

    Raises KeyError when a column is missing, OSError when the file is.
    """
    return tuple(
        Labelled(
            row["tekst"], row["klasse"], row["niveau"], frozenset(row["themas"].split(",")) - {""}
        )
        for row in _rows(path)
    )


def read_languages(path: Path) -> tuple[InLanguage, ...]:
    """Return the answers of a file with the columns taal and tekst; raises as `read_labelled`."""
    return tuple(InLanguage(row["tekst"], row["taal"]) for row in _rows(path))


def read_names(path: Path) -> tuple[Planted, ...]:
    """Return every name of a file in every sentence of that file; raises as `read_labelled`."""
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Planted(origin, frame.format(name), name)
        for origin, names in lists["names"].items()
        for name in names
        for frame in lists["frames"]
    )


def read_identifiers(path: Path) -> tuple[Planted, ...]:
    """Return the cases of a file with personal data by pattern; raises as `read_labelled`."""
    cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return tuple(Planted(case["kind"], case["text"], case["found"]) for case in cases)
