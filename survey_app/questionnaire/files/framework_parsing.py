"""From the five files of ``questionnaires/framework/`` to one checked ``Framework``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from survey_app.questionnaire.files.reading import DefinitionError, Table
from survey_app.questionnaire.framework import (
    AdvicePoint,
    Cell,
    Criterion,
    Document,
    Figure,
    Framework,
    Norm,
    Row,
)

Coded = TypeVar("Coded", Row, Figure, Document, Norm)

FILES = ("deeladviezen", "figures", "documents", "norms")


@dataclass(frozen=True, slots=True)
class TableOne:
    """The rows of Tabel 1, read before the questionnaires that refer to its cells."""

    parties: Mapping[str, str]
    phases: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def cells(self) -> frozenset[str]:
        """The codes of the cells: ``R01-G`` and so on."""
        return frozenset(f"{row.code}-{party}" for row in self.rows for party in row.parties)


def parse_table_one(source: Table) -> TableOne:
    """Return the rows of Tabel 1; refuses a code that stands twice and unknown names."""
    source.only(("parties", "phases", "rows"))
    parties, phases = source.table("parties").names(), source.table("phases").names()
    rows = _once(source, (_row(table, parties, phases) for table in source.tables("rows")))
    return TableOne(parties, phases, rows)


def parse_framework(
    table_one: TableOne, sources: Mapping[str, Table], feeding: Mapping[str, tuple[str, ...]]
) -> Framework:
    """Return the framework.

    ``sources`` maps a file's stem to its table; ``feeding`` maps a cell to the codes of the
    questions that feed it. Raises ``DefinitionError`` for a code that stands twice and for a
    cell that does not exist.
    """
    known = table_one.cells
    figures, documents, norms = (sources[name] for name in ("figures", "documents", "norms"))
    parsed_figures = _once(figures, (_figure(t, known) for t in figures.tables("figures")))
    return Framework(
        parties=table_one.parties,
        phases=table_one.phases,
        rows=table_one.rows,
        cells=tuple(_cells(table_one.rows, parsed_figures, feeding)),
        advice_points=tuple(_advice_points(sources["deeladviezen"], known)),
        figures=parsed_figures,
        documents=_once(documents, (_document(t) for t in documents.tables("documents"))),
        norms=_once(norms, (_norm(table) for table in norms.tables("norms"))),
        lights=norms.table("lights").names(),
    )


def check_evidence(framework: Framework, questions: frozenset[str]) -> None:
    """Refuse evidence of an advice or norm that names nothing that exists."""
    known = questions | {f.code for f in framework.figures} | {d.code for d in framework.documents}
    evidence = [("deeladviezen.toml", p.code, p.evidence) for p in framework.advice_points]
    for norm in framework.norms:
        evidence += [("norms.toml", norm.code, norm.evidence)]
        evidence += [("norms.toml", item.code, item.evidence) for item in norm.criteria]
    for file, where, codes in evidence:
        for code in codes:
            if code not in known:
                raise DefinitionError(file, where, "evidence {code} does not exist", code=code)


def _once(source: Table, records: Iterable[Coded]) -> tuple[Coded, ...]:
    seen: dict[str, Coded] = {}
    for record in records:
        if record.code in seen:
            raise DefinitionError(source.file, record.code, "duplicate code")
        seen[record.code] = record
    return tuple(seen.values())


def _row(table: Table, parties: Mapping[str, str], phases: Mapping[str, str]) -> Row:
    table.only(("code", "phase", "aspect", "parties"))
    row = Row(table.text("code"), table.text("phase"), table.text("aspect"), table.texts("parties"))
    if row.phase not in phases:
        raise table.fail("unknown phase {phase!r}", phase=row.phase)
    if not row.parties or not set(row.parties) <= set(parties):
        raise table.fail("parties must name parties of this file")
    return row


def _figure(table: Table, known: frozenset[str]) -> Figure:
    table.only(("code", "definition", "beside", "advices", "cells"))
    return Figure(
        code=table.text("code"),
        definition=table.text("definition"),
        beside=table.text("beside", ""),
        advices=table.texts("advices"),
        cells=_known_cells(table, known),
    )


def _document(table: Table) -> Document:
    table.only(("code", "name"))
    return Document(table.text("code"), table.text("name"))


def _norm(table: Table) -> Norm:
    table.only(("code", "set", "part", "text", "criteria", "evidence", "note"))
    return Norm(
        code=table.text("code"),
        set=table.text("set"),
        part=table.text("part"),
        text=table.text("text"),
        criteria=tuple(_criterion(item) for item in table.tables("criteria")),
        evidence=table.texts("evidence"),
        note=table.text("note", ""),
    )


def _criterion(table: Table) -> Criterion:
    table.only(("code", "text", "evidence", "note"))
    return Criterion(
        table.text("code"), table.text("text"), table.texts("evidence"), table.text("note", "")
    )


def _advice_points(source: Table, known: frozenset[str]) -> Iterable[AdvicePoint]:
    source.only(("advices",))
    for advice in source.tables("advices"):
        advice.only(("number", "title", "points"))
        for point in advice.tables("points"):
            point.only(("number", "text", "nature", "cells", "evidence", "breakdown", "note"))
            yield AdvicePoint(
                code=f"{advice.number('number')}.{point.number('number')}",
                advice=advice.number("number"),
                title=advice.text("title"),
                text=point.text("text"),
                nature=point.text("nature"),
                cells=_known_cells(point, known),
                evidence=point.texts("evidence"),
                breakdown=point.text("breakdown", ""),
                note=point.text("note", ""),
            )


def _known_cells(table: Table, known: frozenset[str]) -> tuple[str, ...]:
    cells = table.texts("cells")
    for cell in cells:
        if cell not in known:
            raise table.fail("Tabel 1 has no cell {cell}", cell=cell)
    return cells


def _cells(
    rows: Iterable[Row], figures: Iterable[Figure], feeding: Mapping[str, tuple[str, ...]]
) -> Iterable[Cell]:
    figures = tuple(figures)
    for row in rows:
        for party in row.parties:
            code = f"{row.code}-{party}"
            fed_by = tuple(figure.code for figure in figures if code in figure.cells)
            yield Cell(code, row.code, party, feeding.get(code, ()), fed_by)
