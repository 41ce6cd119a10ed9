"""The figures for the council in words and charts; everything comes from the published record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.dashboard.charts import (
    AT_MOST,
    ColumnChart,
    LineChart,
    column_chart,
    line_chart,
)
from survey_app.evaluation.dashboard.themes import BY_KEY, HIDDEN_MARK, Theme
from survey_app.evaluation.edition.records import Amount
from survey_app.evaluation.figures.presentation import Light, light_of
from survey_app.evaluation.wording import decimal, figure_parts, figure_value, percent
from survey_app.questionnaire.framework import Framework

SHOWN_PER_THEME = 6
OLDER = HIDDEN_MARK  # points of older editions do not say why they are empty
OTHERS = {"O": "Andere instanties"}  # fits above a small chart


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """One period of a figure in words."""

    period: str
    value: str
    parts: str


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """One figure over its periods; no chart where nothing may be shown."""

    code: str
    label: str
    value: str
    period: str
    target: str
    light: Light | None
    sentence: str
    explanation: str
    source: str
    definition: str
    chart: ColumnChart | None
    periods: tuple[ShownPeriod, ...]

    @property
    def alternative(self) -> str:
        """What the chart shows, for who does not see it."""
        told = ", ".join(f"{one.period}: {one.value}" for one in self.periods)
        return f"{self.label}. {told}{f'. Doel: {self.target}' if self.target else ''}"


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """Inflow, outflow or size with its figures."""

    theme: Theme
    figures: tuple[ShownSeries, ...]


@dataclass(frozen=True, slots=True)
class ShownExit:
    """Where people went: a part of the whole, beside that of the period before."""

    label: str
    number: str
    share: str
    length: float
    before: str


@dataclass(frozen=True, slots=True)
class ShownParty:
    """One party in one phase."""

    name: str
    score: str
    n: str
    sentence: str
    chart: LineChart | None
    waves: tuple[ShownPeriod, ...]
    subjects: tuple[tuple[str, str], ...]  # (cell, aspect)

    @property
    def alternative(self) -> str:
        """What the chart shows, for who does not see it."""
        return f"{self.name}. {', '.join(f'{one.period}: {one.value}' for one in self.waves)}"


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """One phase with every party that Tabel 1 asks."""

    code: str
    name: str
    parties: tuple[ShownParty, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything of the page."""

    summary: tuple[str, ...]
    themes: tuple[ShownTheme, ...]
    exits: tuple[ShownExit, ...]
    exits_period: str  # empty: not the same for all, each says its own
    exits_are_all: bool  # together they are the whole
    phases: tuple[ShownPhase, ...]
    targets: tuple[ShownSeries, ...]


def shown_dashboard(record: Mapping[str, Any], framework: Framework) -> Dashboard:
    """The published record as the page lays it out."""
    about = {figure.code: figure.definition for figure in framework.figures}
    exits = record["exits"]
    return Dashboard(
        summary=tuple(record["summary"]),
        themes=tuple(
            ShownTheme(BY_KEY[key], tuple(_series(one, about) for one in lines[:SHOWN_PER_THEME]))
            for key, lines in record["themes"].items()
        ),
        exits=_exits(exits),
        exits_period=_one_period(exits),
        exits_are_all=_are_all(exits),
        phases=_phases(record["phases"], framework),
        targets=tuple(_series(one, about) for one in record["targets"]),
    )


def _series(one: Mapping[str, Any], about: Mapping[str, str]) -> ShownSeries:
    points, last = one["points"], one["points"][-1]
    target = _words(one, {**last, "value": one["target"]}) if one["target"] is not None else ""
    return ShownSeries(
        code=one["code"],
        label=one["label"][:1].upper() + one["label"][1:],
        value=_words(one, last),
        period=last["period"],
        target=target,
        light=light_of(one["light"]) if one["target"] is not None else None,
        sentence=one["sentence"],
        explanation=one["explanation"],
        source=one["source"],
        definition=about.get(one["code"], ""),
        chart=_chart(one, target),
        periods=tuple(
            ShownPeriod(p["period"], _words(one, p), figure_parts(_amount(one, p))) for p in points
        ),
    )


def _chart(one: Mapping[str, Any], target: str) -> ColumnChart | None:
    """Columns, where there is more than one number to lay beside each other."""
    points = [(p["period"], p["value"], _short(one, p)) for p in one["points"][-AT_MOST:]]
    known = sum(value is not None for _, value, _ in points)
    if not known or (known == 1 and not target):
        return None
    if not target:
        return column_chart(points)
    goal = _short(one, {**one["points"][-1], "value": one["target"]})
    return column_chart(points, (one["target"], f"doel {goal}"))


def _words(one: Mapping[str, Any], point: Mapping[str, Any]) -> str:
    """The value of one period, with the unit of its line."""
    if point["value"] is None:
        return "niet getoond" if point.get("mark", OLDER) else "niet bekend"
    return figure_value(_amount(one, point))


def _amount(one: Mapping[str, Any], point: Mapping[str, Any]) -> Amount:
    return Amount(point["value"], one["unit"], point["numerator"], point["denominator"])


def _short(one: Mapping[str, Any], point: Mapping[str, Any]) -> str:
    """The number alone: its unit stands above the chart."""
    words = _words(one, point)
    return words.removesuffix(f" {one['unit']}") if point["value"] is not None else "–"


def _exits(lines: Sequence[Mapping[str, Any]]) -> tuple[ShownExit, ...]:
    shown = sorted(lines, key=lambda one: -(one["points"][-1]["value"] or -1.0))
    most = max((one["points"][-1]["value"] or 0.0 for one in lines), default=0.0) or 1.0
    name_it = not _one_period(lines)
    return tuple(_exit(one, most, name_it) for one in shown)


def _one_period(lines: Sequence[Mapping[str, Any]]) -> str:
    """The period of which all lines tell, or nothing."""
    periods = {one["points"][-1]["period"] for one in lines}
    return str(periods.pop()) if len(periods) == 1 else ""


def _are_all(lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the parts add up to one whole: none is hidden and none is missing."""
    last = [one["points"][-1] for one in lines]
    wholes = {one["denominator"] for one in last}
    if not _one_period(lines) or len(wholes) != 1 or any(one["value"] is None for one in last):
        return False
    return bool(sum(one["numerator"] for one in last) == wholes.pop())


def _number(last: Mapping[str, Any]) -> str:
    if last["value"] is None:
        return "te weinig" if last.get("mark", OLDER) else "niet bekend"
    return decimal(last["numerator"], 0)


def _exit(one: Mapping[str, Any], most: float, name_period: bool) -> ShownExit:
    last, before = one["points"][-1], one["points"][-2] if len(one["points"]) > 1 else None
    whole = last["denominator"] is not None
    hidden = last["value"] is None
    return ShownExit(
        label=f"{one['label']} ({last['period']})" if name_period else one["label"],
        number=_number(last),
        share="" if hidden or not whole else percent(last["value"]),
        length=round(100 * (last["value"] or 0.0) / most, 1),
        before=_words(one, before) if before else "–",
    )


def _phases(found: Sequence[Mapping[str, Any]], framework: Framework) -> tuple[ShownPhase, ...]:
    aspects = {row.code: row.aspect for row in framework.rows}
    return tuple(
        ShownPhase(
            code,
            name.capitalize(),
            tuple(
                _party(one, framework.parties, aspects)
                for party in ("C", "W", "G", "O")
                for one in found
                if (one["phase"], one["party"]) == (code, party)
            ),
        )
        for code, name in framework.phases.items()
    )


def _party(
    one: Mapping[str, Any], parties: Mapping[str, str], aspects: Mapping[str, str]
) -> ShownParty:
    score = decimal(one["mean"])
    low, high = one["n_low"], one["n_high"]
    return ShownParty(
        name=OTHERS.get(one["party"], parties[one["party"]]),
        score=score,
        n="" if low is None else f"n = {low}" if low == high else f"n = {low} tot {high}",
        sentence=one["sentence"],
        chart=line_chart([p["mean"] for p in one["points"]], score) if score else None,
        waves=tuple(ShownPeriod(p["wave"], decimal(p["mean"]), "") for p in one["points"]),
        subjects=tuple((code, aspects[code.partition("-")[0]]) for code in one["cells"]),
    )
