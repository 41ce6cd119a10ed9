"""Cases 01 cell score, 02 interval of a mean, 03 interval of a share, 16 reliability."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from analysis.cases import reading
from analysis.cells import Scores, person_scores, question_counts, scores_from
from analysis.intervals import (
    Interval,
    clopper_pearson,
    effective_n,
    hypergeometric,
    mean_interval,
    standard_error,
    t_quantile,
    usable_population,
    wilson,
)
from analysis.parameters import Parameters
from analysis.reliability import reliability
from analysis.scales import Pattern, Scale, person_score

ITEM_WORDS = {1: "een_item", 2: "twee_items", 3: "drie_items", 4: "vier_items"}
DEFINITION = "R survey svymean/confint"  # whose interval this is, computed here by formula
POPULATION = 140  # N of the worked case 02 (method.md D.0), which has no params.json


def cell_score(folder: Path) -> dict[str, Any]:
    """Return case 01: the cell figure of every input file, named after its number of items."""
    scale = reading.answer_scale(reading.params(folder))
    chosen = reading.parameters(folder)
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("input*.csv")):
        forms = reading.rows(path, "id")
        items = [name for name in (forms[0] if forms else {}) if name != "id"]
        name = ITEM_WORDS.get(len(items), f"{len(items)}_items")
        found[name if name not in found else path.stem] = _cell(path, forms, items, scale, chosen)
    return found


def _cell(
    path: Path, forms: list[reading.Row], items: list[str], scale: Scale, chosen: Parameters
) -> dict[str, Any]:
    """Return the figure of one file; of two rows with one id the last counts."""
    answers: dict[str, Pattern] = {
        row["id"]: tuple(reading.whole(path, row[item]) for item in items) for row in forms
    }
    scales = [scale] * len(items)
    patterns = Counter(answers.values())
    scores = person_scores(patterns, scales, chosen)
    positive = scores.at_least(chosen.positive_from)
    return {
        "n_formulieren": len(answers),
        "n_geldig": scores.n,
        "personscores": {
            name: person_score(pattern, scales, chosen.minimum_valid_share)
            for name, pattern in answers.items()
        },
        "gemiddelde": scores.mean,
        "sd": scores.sd,
        "mediaan": scores.median,
        "aandeel_positief": positive / scores.n if scores.n else None,
        "n_positief": positive,
        "per_item": _per_item(patterns, items, scale),
    }


def _per_item(patterns: Counter[Pattern], items: list[str], scale: Scale) -> list[dict[str, Any]]:
    counted = [question_counts(patterns, place, scale) for place in range(len(items))]
    return [
        {
            "item": item,
            "n_geldig": one.scores.n,
            "n_weet_niet": one.unknown,
            "n_leeg": one.blank,
            "gemiddelde": one.scores.mean,
        }
        for item, one in zip(items, counted, strict=True)
    ]


def mean_with_interval(folder: Path) -> dict[str, Any]:
    """Return case 02: the interval of a mean with and without finite-population correction."""
    path = folder / "input.csv"
    given, chosen = reading.params(folder), reading.parameters(folder)
    found = reading.rows(path, "personscore")
    values = [reading.number(path, row["personscore"]) for row in found]
    scores = scores_from([value for value in values if value is not None])
    n, population = scores.n, given.get("N", POPULATION)
    known = usable_population(n, population)

    return {
        "bron": DEFINITION,
        "n": n,
        "N": population,
        "gemiddelde": scores.mean,
        "sd": scores.sd,
        "zonder_fpc": _interval(scores, None, chosen),
        "met_fpc": None if population is None else _interval(scores, population, chosen),
        "t": t_quantile(n - 1, chosen.confidence) if n > 1 else None,
        "fpc": None if population is None else (1 - n / known) ** 0.5 if known else 1.0,
    }


def _interval(scores: Scores, size: int | None, chosen: Parameters) -> dict[str, Any]:
    """Return the interval with this population; below the disclosure minimum none (D.3)."""
    n, mean, sd = scores.n, scores.mean, scores.sd
    margin = None
    if mean is not None and n >= chosen.disclosure_minimum:
        margin = mean_interval(n, mean, sd, size, chosen.confidence)
    return {
        "se": None if sd is None else standard_error(n, sd, size),
        "laag": margin.low if margin else None,
        "hoog": margin.high if margin else None,
        "df": max(n - 1, 0),
    }


def share_with_interval(folder: Path) -> list[dict[str, Any]]:
    """Return case 03: the intervals of every share in the file."""
    path = folder / "input.csv"
    confidence = reading.parameters(folder).confidence
    return [_share(path, row, confidence) for row in reading.rows(path, "case", "x", "n", "N")]


def _share(path: Path, row: reading.Row, confidence: float) -> dict[str, Any]:
    """Return the intervals of one share; those for a population only when it can be used."""
    x, n = reading.whole(path, row["x"]), reading.whole(path, row["n"])
    population = reading.whole(path, row["N"])
    found: dict[str, Any] = {"case": row["case"], "x": x, "n": n, "N": population}
    if x is None or not n:
        return {**found, "p": None, "wilson": None, "clopper_pearson": None}
    if not 0 <= x <= n:
        raise reading.CaseError(path, f"case {row['case']}: {x} of {n} is not a proportion")
    found |= {
        "p": x / n,
        "wilson": _pair(wilson(x, n, None, confidence)),
        "clopper_pearson": _pair(clopper_pearson(x, n, confidence)),
    }
    known = usable_population(n, population)
    if known is not None:
        found |= {
            "n_ster": effective_n(n, known),
            "wilson_fpc": _pair(wilson(x, n, known, confidence)),
            "exact_hypergeometrisch": _pair(hypergeometric(x, n, known, confidence)),
        }
    return found


def _pair(interval: Interval) -> list[float]:
    """Return an interval as two numbers."""
    return [interval.low, interval.high]


def cronbach(folder: Path) -> dict[str, Any]:
    """Return case 16: Cronbach's alpha over the people who answered every question."""
    path = folder / "input.csv"
    found = reading.rows(path)
    items = [name for name in (found[0] if found else {}) if name != "id"]
    patterns: Counter[Pattern] = Counter(
        tuple(reading.whole(path, row[item]) for item in items) for row in found
    )
    one = reliability(patterns, [reading.answer_scale(reading.params(folder))] * len(items))
    return {
        "n": one.n,
        "items": one.questions,
        "alpha": one.alpha,
        "item_rest": list(one.item_rest),
    }
