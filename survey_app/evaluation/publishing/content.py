"""The content of a snapshot: everything that pages and documents show, as plain JSON.

This is the only way from counts to a published number: gathering → analysis → here. Nothing
after this point computes; pages and documents only round and lay out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.disclosure import (
    gaps_of_coarse_cells,
    gaps_of_current_cells,
    held_account,
    held_back,
)
from analysis.parameters import wave_parameters
from analysis.sentences import cell_sentence
from analysis.table import EvaluationTable, evaluation_table, table_record
from analysis.versions import data_version
from survey_app.evaluation.figures.shown import figure_records
from survey_app.evaluation.response.rates import response_account
from survey_app.evaluation.table1.aspect_names import subject_of
from survey_app.evaluation.table1.counts import (
    Source,
    cell_counts,
    not_asked,
    questionnaires_of_wave,
    sources,
)
from survey_app.evaluation.table1.gap_cells import perceived_fields
from survey_app.evaluation.table1.gaps import attention, party_gaps
from survey_app.evaluation.table1.queries import WaveCounts, WaveFacts
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.framework import Cell

FORMAT = 3
NO_FIGURES = "Deze cel bestaat uit cijfers van de gemeente. Die zijn nog niet ingevuld."
FIGURES_ONLY = "Deze cel bestaat uit cijfers van de gemeente."
EMPTY_FIELDS = ("n", "mean", "sd", "share_positive", "low", "high", "mark")


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a snapshot publishes, and the version of the data it was made from."""

    version: str
    content: dict[str, Any]


def content_version(facts: WaveFacts, counts: WaveCounts) -> str:
    """A hash over all that the content is made from; the same input gives the same version."""
    return data_version(
        FORMAT,
        facts.name,
        facts.organisation,
        facts.closed,
        facts.minimum_cell,
        facts.starts_on.isoformat(),
        facts.ends_on.isoformat(),
        counts,
    )


def table_content(
    catalogue: Catalogue,
    facts: WaveFacts,
    counts: WaveCounts,
    earlier: Sequence[Mapping[str, Any]] = (),
) -> TableContent:
    """The next edition of a wave's table, given the content of every earlier one, oldest first."""
    parameters = wave_parameters(facts.minimum_cell)
    found, table = _computed(catalogue, facts, counts)
    # As JSON, because that is what the earlier edition is: a tuple never equals its list.
    current = json.loads(json.dumps(_cells(catalogue, counts, found, table)))
    cells = held_back(current, [one["cells"] for one in earlier], facts.minimum_cell)
    histograms = {cell.code: cell for cell in cell_counts(found, counts)}
    # An interim edition shows cells only; what is compared waits for the closed wave (D.17, 13).
    found_gaps = party_gaps(catalogue.framework, histograms, parameters) if facts.closed else []
    found_gaps = gaps_of_coarse_cells(found_gaps, current)
    gaps = gaps_of_current_cells(found_gaps, cells, earlier[-1]["gaps"] if earlier else [])
    questionnaires = questionnaires_of_wave(catalogue, counts.versions)
    content = {
        "format": FORMAT,
        "wave": _wave_record(facts),
        "versions": {one.code: one.version for one in questionnaires},
        "not_asked": not_asked(found, counts),
        "cells": cells,
        "gaps": gaps,
        "attention": attention(cells, gaps),
        "account": held_account(
            response_account(catalogue, questionnaires, counts, parameters),
            [one.get("account", []) for one in earlier],
            facts.minimum_cell,
        ),
        "figures": figure_records(counts.figures, parameters),
        "parameters": table_record(table)["parameters"],
        **_trajectories(counts),
    }
    return TableContent(content_version(facts, counts), content)


def _trajectories(counts: WaveCounts) -> dict[str, str]:
    """Which finished trajectories the subjects of this edition tell of, where there are any."""
    return {"trajectories": data_version(counts.trajectories)} if counts.trajectories else {}


def _computed(
    catalogue: Catalogue, facts: WaveFacts, counts: WaveCounts
) -> tuple[dict[str, Source], EvaluationTable]:
    found = sources(catalogue, counts.versions)
    parameters = wave_parameters(facts.minimum_cell)
    return found, evaluation_table(cell_counts(found, counts), parameters)


def _cells(
    catalogue: Catalogue, counts: WaveCounts, found: dict[str, Source], table: EvaluationTable
) -> dict[str, dict[str, Any]]:
    computed = table_record(table)["cells"]
    figures = figure_records(counts.figures, table.parameters)
    sentences = _sentences(catalogue, table)
    return {
        cell.code: {
            **(computed.get(cell.code) or _figures_only(cell, figures)),
            **perceived_fields(cell.code, counts, table.parameters),
            "sentence": sentences.get(cell.code),
            "figures": [line for code in cell.figures for line in figures.get(code, [])],
            "questionnaire": found[cell.code].questionnaire.code if cell.code in found else None,
        }
        for cell in catalogue.framework.cells
    }


def _sentences(catalogue: Catalogue, table: EvaluationTable) -> dict[str, dict[str, str]]:
    """What each computed cell says in words, in Dutch and English."""
    aspects = {row.code: row.aspect for row in catalogue.framework.rows}
    rows = {cell.code: cell.row for cell in catalogue.framework.cells}
    made = {
        code: cell_sentence(cell, subject_of(aspects[rows[code]]), table.data_version)
        for code, cell in table.cells.items()
    }
    return {code: {"nl": one.nl, "en": one.en} for code, one in made.items()}


def _figures_only(cell: Cell, figures: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    known = any(code in figures for code in cell.figures)
    return {
        "code": cell.code,
        **dict.fromkeys(EMPTY_FIELDS),
        "reason": FIGURES_ONLY if known else NO_FIGURES,
        "light": "grijs",
    }


def _wave_record(facts: WaveFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "name": facts.name,
        "organisation": facts.organisation,
        "mode": facts.mode,
        "starts_on": facts.starts_on.isoformat(),
        "ends_on": facts.ends_on.isoformat(),
        "closed": facts.closed,
        "minimum": facts.minimum_cell,
        "providers": list(facts.providers),
        "provider_example": facts.provider_example,
    }
