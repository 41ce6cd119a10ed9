"""Editions as tests write them: what a test is about, and something plain for all the rest."""

from collections.abc import Mapping
from typing import Any

from survey_app.evaluation.edition.records import (
    Amount,
    EditionCell,
    EditionFigure,
    EditionTable,
    EditionWave,
    Thresholds,
)


def an_edition(name: str = "M1", **fields: Any) -> EditionTable:
    """An edition of a closed wave in which nothing was published but these fields."""
    wave = EditionWave(
        name, "Voorbeeldstad", "anonymous", "2026-10-01", "2026-10-31", True, 5, (), ""
    )
    nothing: Mapping[str, Any] = {
        "wave": wave,
        "made_on": "2026-11-01",
        "versions": {},
        "never_asked": frozenset(),
        "cells": {},
        "gaps": (),
        "lowest": (),
        "largest": (),
        "account": (),
        "figures": {},
        "thresholds": Thresholds(7.0, 5.5, 5, 10),
    }
    return EditionTable(**{**nothing, **fields})


def a_cell(code: str, mean: float | None, n: int = 20) -> EditionCell:
    """A cell with a mean and its margin, and no more."""
    shown = {"n": n, "mean": mean, "low": 5.0, "high": 7.0}
    nothing = dict.fromkeys(EditionCell.__slots__)
    plain = {"reason": "", "light": "grijs", "uncertain": False, "sentence": "", "held": False}
    lists = {"questions": (), "figures": ()}
    return EditionCell(**{**nothing, **plain, **lists, **shown, "code": code})  # type: ignore[arg-type]


def a_figure(amount: Amount, **fields: Any) -> EditionFigure:
    """A line of a figure; F14 where nothing else is said."""
    nothing: Mapping[str, Any] = {
        "code": "F14",
        "label": "gestarte trajecten",
        "target": None,
        "higher_is_better": True,
        "light": "grijs",
        "period": "",
        "source": "register",
        "explanation": "",
        "responsible": "",
        "part_of": "",
    }
    return EditionFigure(amount=amount, **{**nothing, **fields})
