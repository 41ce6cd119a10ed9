"""The evaluation framework: Tabel 1, the sub-advices, figures, documents and norms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect of Tabel 1 in one phase; ``parties`` are those with a V."""

    code: str
    phase: str
    aspect: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One V of Tabel 1 (``R07-C``): the questions and figures that feed it, in order."""

    code: str
    row: str
    party: str
    questions: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdvicePoint:
    """One numbered point of a sub-advice (``2.3``) and where it is answered.

    ``evidence`` holds question, figure and document codes; ``breakdown`` says which cells must
    be split by target group.
    """

    code: str
    advice: int
    title: str
    text: str
    nature: str
    cells: tuple[str, ...]
    evidence: tuple[str, ...]
    breakdown: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that the municipality delivers (``F01``-``F17``)."""

    code: str
    definition: str
    beside: str
    advices: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document that serves as evidence (``D01``-``D22``)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a norm; without evidence codes it is judged from documents and talks."""

    code: str
    text: str
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm of a set; a norm without criteria is its own criterion."""

    code: str
    set: str
    part: str
    text: str
    criteria: tuple[Criterion, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """The whole framework; ``parties``, ``phases`` and ``lights`` map a code to its Dutch name."""

    parties: Mapping[str, str]
    phases: Mapping[str, str]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    advice_points: tuple[AdvicePoint, ...]
    figures: tuple[Figure, ...]
    documents: tuple[Document, ...]
    norms: tuple[Norm, ...]
    lights: Mapping[str, str]

    def cell(self, code: str) -> Cell:
        """Return one cell by code; raises ``LookupError`` when Tabel 1 has no such cell."""
        for cell in self.cells:
            if cell.code == code:
                return cell
        raise LookupError(f"Tabel 1 has no cell {code!r}")
