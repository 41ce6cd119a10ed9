"""Cases 01 cell score, 02 interval of a mean, 03 interval of a share, 16 reliability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.cases import reading, settings
from analysis.cells import Scores, person_scores, question_counts, scores_from
from analysis.estimates.intervals import (
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
from analysis.estimates.reliability import reliability
from analysis.parameters import Parameters
from analysis.scales import Pattern, Scale, person_score

ITEM_WORDS = {1: "een_item", 2: "twee_items", 3: "drie_items", 4: "vier_items"}
DEFINITION = "R survey svymean/confint"  # whose interval this is, computed here by formula
POPULATION = 140  # N of the worked case 02 (method.md D.0), when no params.json tells it


def cell_score(folder: Path) -> dict[str, Any]:
    """Return case 01: the cell figure of every input file, named after its number of items."""
    scale, chosen = settings.answer_scale(folder), settings.parameters(folder)
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("input*.csv")):
        forms = reading.table(path, "id")
        items = [name for name in forms.columns if name != "id"]
        name = ITEM_WORDS.get(len(items), f"{len(items)}_items")
        found[name if name not in found else path.stem] = _cell(forms.rows, items, scale, chosen)
    return found


def _cell(
    forms: Sequence[reading.Row], items: list[str], scale: Scale, chosen: Parameters
) -> dict[str, Any]:
    """Return the figure of one file; of two rows with one id the last counts."""
    answers = {row["id"]: _pattern(row, items, scale) for row in forms}
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


def _pattern(row: reading.Row, items: list[str], scale: Scale) -> Pattern:
    """Return the answers on one line, each checked against the scale."""
    pattern = tuple(row.whole(item) for item in items)
    with row.named():
        for value in pattern:
            scale.is_valid(value)
    return pattern


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
    chosen = settings.parameters(folder)
    values = [row.number("personscore") for row in reading.rows(path, "personscore")]
    scores = scores_from([value for value in values if value is not None])
    n, population = scores.n, _population(folder, scores.n)
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


def _population(folder: Path, n: int) -> int | None:
    """Return N: of the case, else of the cell scores beside it, else of the worked case."""
    for given in (settings.params(folder), settings.neighbour_params(folder, "celscore")):
        if "N" in given:
            size = given["N"]
            return (
                None
                if size is None
                else int(settings.as_number(folder / settings.PARAMS, "N", size))
            )
    return POPULATION if n <= POPULATION else None


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
        "df": n - 1 if n else None,
    }


def share_with_interval(folder: Path) -> list[dict[str, Any]]:
    """Return case 03: the intervals of every share in the file."""
    path = folder / "input.csv"
    confidence = settings.parameters(folder).confidence
    return [_share(row, confidence) for row in reading.rows(path, "case", "x", "n", "N")]


SHARE = ("p", "wilson", "clopper_pearson")
WITH_POPULATION = ("n_ster", "wilson_fpc", "exact_hypergeometrisch")


def _share(row: reading.Row, confidence: float) -> dict[str, Any]:
    """Return the intervals of one share; those for a population only when it can be used."""
    x, n, population = row.whole("x"), row.whole("n"), row.whole("N")
    found: dict[str, Any] = {"case": row["case"], "x": x, "n": n, "N": population}
    if x is None or not n:
        names = SHARE if population is None else (*SHARE, *WITH_POPULATION)
        return found | dict.fromkeys(names)
    if not 0 <= x <= n:
        raise row.error(f"case {row['case']}: {x} of {n} is not a proportion")
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
    found, scale = reading.table(path), settings.answer_scale(folder)
    items = [name for name in found.columns if name != "id"]
    patterns = Counter(_pattern(row, items, scale) for row in found.rows)
    one = reliability(patterns, [scale] * len(items))
    return {
        "n": one.n,
        "items": one.questions,
        "alpha": one.alpha,
        "item_rest": list(one.item_rest),
    }
