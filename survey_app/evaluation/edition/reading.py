"""An edition as it is stored (publishing/content.py), read into records.

Read here and nowhere else: older editions lack what was added since, and what that means stands
in one place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from survey_app.evaluation.edition.records import (
    Amount,
    EditionCell,
    EditionFigure,
    EditionGap,
    EditionParty,
    EditionQuestion,
    EditionResponse,
    EditionShare,
    EditionTable,
    EditionWave,
    Perceived,
    Thresholds,
)

Content = Mapping[str, Any]  # an edition, or a part of one, as it is stored


def edition_table(content: Content) -> EditionTable:
    """The records of a stored edition."""
    return EditionTable(
        wave=_wave(content["wave"]),
        made_on=content["made_on"],
        versions=content["versions"],
        never_asked=frozenset(content.get("not_asked", ())),
        cells={code: _cell(cell) for code, cell in content["cells"].items()},
        gaps=_gaps(content["gaps"]),
        lowest=tuple(content["attention"]["lowest"]),
        largest=_gaps(content["attention"]["gaps"]),
        account=tuple(_party(party) for party in content["account"]),
        figures={code: edition_figures(lines) for code, lines in content["figures"].items()},
        thresholds=_thresholds(content["parameters"]),
    )


def edition_figures(lines: Sequence[Content]) -> tuple[EditionFigure, ...]:
    """The lines of a figure (figures/shown.py)."""
    return tuple(_figure(line) for line in lines)


def _thresholds(parameters: Content) -> Thresholds:
    return Thresholds(
        light_target=parameters["light_target"],
        light_floor=parameters["light_floor"],
        mean_from=parameters["disclosure_minimum"],
        spread_from=parameters["distribution_minimum"],
    )


def _figure(line: Content) -> EditionFigure:
    return EditionFigure(
        code=line["code"],
        label=line["label"] or "",
        amount=Amount(
            value=line["value"],
            unit=line["unit"] or "",
            numerator=line["numerator"],
            denominator=line["denominator"],
            mark=line.get("mark"),
        ),
        target=line["target"],
        higher_is_better=line["higher_is_better"],
        light=line["light"],
        period=line["period"] or "",
        source=line["source"] or "",
        explanation=line["explanation"] or "",
        responsible=line.get("responsible") or "",
        part_of=line.get("part_of") or "",
    )


def _wave(wave: Content) -> EditionWave:
    return EditionWave(
        name=wave["name"],
        organisation=wave["organisation"],
        mode=wave["mode"],
        starts_on=wave["starts_on"],
        ends_on=wave["ends_on"],
        closed=wave["closed"],
        minimum=wave["minimum"],
        providers=tuple(wave["providers"]),
        provider_example=wave["provider_example"],
    )


def _cell(cell: Content) -> EditionCell:
    sentence = cell.get("sentence")
    return EditionCell(
        code=cell["code"],
        n=cell["n"],
        mean=cell["mean"],
        sd=cell["sd"],
        low=cell["low"],
        high=cell["high"],
        share_positive=cell["share_positive"],
        share_bound=cell.get("share_bound"),
        mark=cell["mark"],
        reason=cell["reason"],
        certainty=cell.get("certainty"),
        light=cell["light"],
        uncertain=bool((cell.get("light_marks") or {}).get("onzeker")),
        distribution=_numbers(cell.get("distribution")),
        questions=tuple(_question(one) for one in cell.get("questions") or ()),
        perceived=_perceived(cell.get("perceived")),
        sentence=sentence["nl"] if sentence else "",
        held=bool(cell.get("held")),
        figures=edition_figures(cell["figures"]),
        questionnaire=cell["questionnaire"],
    )


def _question(question: Content) -> EditionQuestion:
    return EditionQuestion(
        code=question["code"],
        n=question["n"],
        mean=question["mean"],
        share_unknown=question["share_unknown"],
        distribution=_numbers(question["distribution"]),
    )


def _numbers(numbers: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if numbers is None else tuple(numbers)


def _perceived(told: Content | None) -> Perceived | None:
    if not told:
        return None
    shares = (_share(told[name]) for name in ("better", "as_thought", "worse"))
    return Perceived(told["n"], *shares)


def _share(told: Content | None) -> EditionShare | None:
    return None if told is None else EditionShare(told["share"], told["bound"])


def _gaps(gaps: Sequence[Content]) -> tuple[EditionGap, ...]:
    return tuple(
        EditionGap(gap["row"], gap["a"], gap["b"], gap["difference"], bool(gap["shown"]))
        for gap in gaps
    )


def _party(party: Content) -> EditionParty:
    rows = tuple(_response(row) for row in party["rows"])
    return EditionParty(party["party"], party["name"], party["total"], rows)


def _response(row: Content) -> EditionResponse:
    return EditionResponse(
        questionnaire=row["questionnaire"],
        title=row["title"],
        moment=row["moment"],
        phases=tuple(row["phases"]),
        population=row["population"],
        invited=row["invited"],
        responses=row["responses"],
        rate=row["rate"],
        mark=row["mark"],
    )
