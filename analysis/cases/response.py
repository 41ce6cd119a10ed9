"""Cases 08 expectation versus outcome, 09 representativeness and weighting, 10 traffic lights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

from analysis.cases import reading, settings
from analysis.cells import scores_from
from analysis.comparisons.expectation import expectation_gap, perceived_gap
from analysis.disclosure import visibility
from analysis.estimates.calibration import Margin, Sample
from analysis.estimates.intervals import Interval
from analysis.estimates.paired import PairedDifference, SignedRank
from analysis.lights import Colour, norm_light, survey_light
from analysis.parameters import Parameters
from analysis.response.representativeness import ChiSquare, GroupResponse, representativeness
from analysis.response.weighting import WeightedMean, weighting

DONT_KNOW = (9, 99)
PERCEIVED = range(1, 6)
HIGHEST_MARK = 10
CAUTION = "berekend gat (aftrekken) en ervaren gat worden apart getoond"


def expectation(folder: Path) -> dict[str, Any]:
    """Return case 08: the computed and the perceived gap side by side.

    Below 5 linked pairs everything about them is hidden, below 10 all but n and the mean (D.8).
    """
    path = folder / "input.csv"
    chosen = settings.parameters(folder)
    answers = Counter(
        (_mark(row, "verwachting"), _mark(row, "uitkomst"))
        for row in reading.rows(path, "token", "verwachting", "uitkomst")
    )
    found = expectation_gap(answers, chosen)
    seen = visibility(found.n_pairs or 0, chosen)
    details = found.gap is not None and seen.has_distribution
    return {
        "n_paren": found.n_pairs if seen.has_mean or not found.n_pairs else None,
        "n_alleen_start": found.only_start,
        "n_alleen_eind": found.only_end,
        "gem_verschil": found.mean_gap if seen.has_mean else None,
        **_gap(found.gap if details else None, found.wilcoxon if details else None),
        "tekentoets_p": found.sign_p if details else None,
        "ervaren": _perceived(folder / "input_ervaren.csv", chosen),
        "uitval": {
            "gem_verwachting_gekoppeld": found.start_linked if details else None,
            "gem_verwachting_niet_gekoppeld": found.start_unlinked,
        },
        "let_op": CAUTION,
    }


def _gap(gap: PairedDifference | None, ranks: SignedRank | None) -> dict[str, Any]:
    """Return the details of the computed gap, all None when they are hidden."""
    names = {
        "gem_verwachting": "mean_first",
        "gem_uitkomst": "mean_second",
        "sd_verschil": "sd",
        "laag": "low",
        "hoog": "high",
        "t": "t",
        "p": "p",
        "d_z": "d_z",
        "beter": "better",
        "gelijk": "equal",
        "slechter": "worse",
    }
    return {name: getattr(gap, own, None) for name, own in names.items()} | {
        "wilcoxon_V": ranks.v if ranks else None,
        "wilcoxon_p_benaderd": ranks.p_normal if ranks else None,
        "wilcoxon_p_exact_coin": ranks.p_exact if ranks else None,
    }


def _perceived(path: Path, chosen: Parameters) -> dict[str, Any] | None:
    """Return the perceived gap, None without its file."""
    if not path.exists():
        return None
    values = [_code(row, "ervaren", PERCEIVED) for row in reading.rows(path, "ervaren")]
    found = perceived_gap(Counter(value for value in values if value is not None), chosen)
    numbers = [one.number if one else 0 for one in (found.better, found.as_thought, found.worse)]
    return {"n": found.n, **dict(zip(("beter", "zoals", "slechter"), numbers, strict=True))}


def _mark(row: reading.Row, column: str) -> float | None:
    """Return a mark of 1-10, None without one or with "don't know" (99)."""
    value = row.number(column)
    if value is None or value == max(DONT_KNOW):
        return None
    if not 0 <= value <= HIGHEST_MARK:
        raise row.error(f"{column}: {row[column]!r} is no mark of 1 to {HIGHEST_MARK}")
    return value


def _code(row: reading.Row, column: str, known: Collection[int]) -> int | None:
    """Return an answer code, None without one or with "don't know"."""
    value = row.whole(column)
    if value is None or value in DONT_KNOW:
        return None
    if value not in known:
        raise row.error(f"{column}: {row[column]!r} is no answer of {min(known)} to {max(known)}")
    return value


def representative(folder: Path) -> dict[str, Any]:
    """Return case 09 for the features of populatie.json; the first is the main one."""
    path, register = folder / "input.csv", settings.nearest(folder, "populatie.json")
    margins, size = _register(register)
    names = [margin.name for margin in margins]
    people = reading.rows(path, *names, "score")
    chosen = settings.parameters(folder)
    responses = {
        margin.name: representativeness(
            Counter(row[margin.name] for row in people), margin.people, chosen
        )
        for margin in margins
    }
    main = responses[names[0]]
    found: dict[str, Any] = {
        "n": len(people),
        "N": size,
        "responspercentage": 100 * len(people) / size,
        f"per_{names[0]}": [_group(names[0], group) for group in main.groups],
    }
    found |= {f"chi2_{name}": _chi_square(one.chi_square) for name, one in responses.items()}
    found |= {
        f"dissimilariteit_{names[0]}": main.dissimilarity,
        f"R_indicator_{names[0]}": main.r_indicator,
    }
    scored = [(row, row.number("score")) for row in people]
    valid = [(row, score) for row, score in scored if score is not None]
    return found | _weighted(valid, margins, size, chosen) | _group_means(valid, names[0])


def _register(path: Path) -> tuple[list[Margin], int]:
    """Return the people per category of every feature, and how many people there are."""
    given = reading.json_file(path)
    if not isinstance(given, dict) or not any(isinstance(part, dict) for part in given.values()):
        raise reading.CaseError(path, "has no people per category")
    margins = [
        Margin(name, {k: int(settings.as_number(path, f"{name}.{k}", n)) for k, n in part.items()})
        for name, part in given.items()
        if isinstance(part, dict)
    ]
    size = given.get("N", sum(margins[0].people.values()))
    return margins, int(settings.as_number(path, "N", size))


def _group(name: str, group: GroupResponse) -> dict[str, Any]:
    """Return the response of one category under the names of the case."""
    return {
        name: group.group,
        "N": group.population,
        "n": group.answers,
        "respons": group.response,
        "aandeel_pop": group.population_share,
        "aandeel_resp": group.response_share,
        "verhouding": group.ratio,
    }


def _chi_square(test: ChiSquare | None) -> dict[str, Any] | None:
    """Return the test under the names of the case."""
    return None if test is None else {"chi2": test.statistic, "df": test.df, "p": test.p}


def _weighted(
    people: list[tuple[reading.Row, float]], margins: list[Margin], size: int, chosen: Parameters
) -> dict[str, Any]:
    """Return the plain mean and the weighted means; None where weighting is off."""
    names = [margin.name for margin in margins]
    label = "raking_" + "_".join(names)
    if not people:
        return {"ongewogen": None, f"poststratificatie_{names[0]}": None, label: None}
    entries = Counter((tuple(row[name] for name in names), score) for row, score in people)
    sample = Sample.of((categories, score, n) for (categories, score), n in entries.items())
    found = weighting(sample, margins, size, chosen)
    first = _mean(found.post_stratified, names[:1])
    if first:
        order = {category: place for place, category in enumerate(margins[0].people)}
        first["gewichten"].sort(key=lambda one: order.get(one[names[0]], len(order)))
    weighted = {f"poststratificatie_{names[0]}": first}
    if len(names) > 1:
        weighted[label] = _mean(found.raked, names)
    return {"ongewogen": _mean(found.unweighted, []), **weighted}


def _mean(found: WeightedMean | None, names: list[str]) -> dict[str, Any] | None:
    """Return one mean under the names of the case."""
    if found is None:
        return None
    record: dict[str, Any] = {
        "gemiddelde": found.mean,
        "se": found.se,
        "laag": found.interval.low if found.interval else None,
        "hoog": found.interval.high if found.interval else None,
        "kish_deff": found.kish,
        "n_effectief": found.n_effective,
        "w_min": found.lowest,
        "w_max": found.highest,
    }
    if names:
        record["gewichten"] = [
            {**dict(zip(names, categories, strict=True)), "w": weight}
            for categories, weight in found.weights
        ]
    return record


def _group_means(people: list[tuple[reading.Row, float]], name: str) -> dict[str, Any]:
    """Return the mean score per category, in alphabetical order."""
    found: dict[str, list[float]] = defaultdict(list)
    for row, score in people:
        found[row[name]].append(score)
    return {
        "groepsgemiddelden": [
            {name: group, "score": scores_from(scores).mean}
            for group, scores in sorted(found.items())
        ]
    }


def lights(folder: Path) -> dict[str, Any]:
    """Return case 10: the lights of survey indicators and of norms."""
    path, norms = folder / "input.csv", folder / "input_norm.csv"
    chosen = settings.parameters(folder)
    indicators, combined = [], []
    for row in reading.rows(path, "case", "n", "mean", "lcl", "ucl") if path.exists() else []:
        low, high = row.number("lcl"), row.number("ucl")
        margin = None if low is None or high is None else Interval(low, high)
        n, mean = row.whole("n") or 0, row.number("mean")
        light = survey_light(n, mean, margin, chosen)
        indicators.append(
            {
                "case": row["case"],
                "kleur": str(light.colour),
                "onzeker": light.uncertain,
                "indicatief": light.indicative,
            }
        )
    for row in reading.rows(norms, "norm", "criteria") if norms.exists() else []:
        with row.named():
            light = norm_light([Colour(word) for word in row["criteria"].lower().split()])
        combined.append(
            {"norm": row["norm"], "kleur": str(light.colour), "onvolledig": light.incomplete}
        )
    return {"indicatoren": indicators, "normen": combined}
