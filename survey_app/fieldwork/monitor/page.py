"""The response of one wave, gathered for its page."""

import datetime
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.fieldwork.monitor import presentation as words
from survey_app.fieldwork.monitor.advice import Behind, Stratum, behind
from survey_app.fieldwork.monitor.counts import (
    Numbers,
    Stand,
    numbers_by,
    together,
    without_small,
)
from survey_app.fieldwork.monitor.forecast import Forecast, forecast
from survey_app.fieldwork.monitor.plot import Plot, plot_of
from survey_app.fieldwork.monitor.queries import (
    Days,
    balances,
    begun,
    days_of_wave,
    questionnaires_of,
    stands,
    targets,
)
from survey_app.models import ResponseBalance, Wave
from survey_app.texts.dutch import number_words

MOST_ADVISED = 8


@dataclass(frozen=True, slots=True)
class ResponsePage:
    """Everything that the page shows."""

    total: words.ResponseLine
    by_questionnaire: list[words.ResponseLine]
    by_channel: list[words.ResponseLine]
    by_language: list[words.ResponseLine]
    waiting: int
    plot: Plot
    forecast: Forecast | None
    targets: dict[str, int]
    balances: list[words.Balance]
    unheard: list[tuple[str, list[str]]]  # title, target groups
    first: list[str]


def response_page(
    session: Session, wave: Wave, titles: dict[str, str], today: datetime.date
) -> ResponsePage:
    """The page of a wave; six queries, whatever the number of people."""
    found, started = stands(session, wave.id), begun(session, wave.id)
    days, aims = days_of_wave(session, wave.id), targets(session, wave.id)
    balanced = balances(session, wave.id)
    by_code = numbers_by(lambda code, language, channel: code, found, started)
    everybody = together(by_code.values())
    unheard = words.unheard_groups(balanced)
    first = behind(_strata(found), everybody.rate, unheard)[:MOST_ADVISED]
    names = {code: titles.get(code, code) for code in by_code}
    last = min(today, wave.ends_on)
    return ResponsePage(
        total=words.line_of("Samen", everybody),
        by_questionnaire=_lines(names, by_code, days, aims, (today, wave.ends_on)),
        by_channel=words.lines_of(
            *without_small(numbers_by(lambda code, language, way: way, found, started)),
            words.way_name,
        ),
        by_language=words.lines_of(
            *without_small(numbers_by(lambda code, language, way: language, found, started)),
            words.language_name,
        ),
        waiting=sum(days.waiting.values()),
        plot=plot_of(days.answers, days.sent, min(wave.starts_on, last), last),
        forecast=forecast(days.answers, today, wave.ends_on, _can_answer(everybody)),
        targets={code: aims.get(code, 0) for code in questionnaires_of(session, wave.id)},
        balances=_balances(balanced, titles, aims),
        unheard=[(titles[code], groups) for code, groups in sorted(unheard.items())],
        first=[words.behind_words(one, titles) for one in first],
    )


def first_to_call(session: Session, wave_id: str) -> dict[Stratum, int]:
    """The strata that are called before the others, with their place."""
    unheard = words.unheard_groups(balances(session, wave_id))
    found = stands(session, wave_id)
    everybody = together(numbers_by(lambda code, language, way: code, found, {}).values())
    advised: list[Behind] = behind(_strata(found), everybody.rate, unheard)
    return {one.stratum: place for place, one in enumerate(advised)}


def _strata(found: list[Stand]) -> list[tuple[Stratum, Numbers]]:
    parts = numbers_by(lambda code, language, way: f"{code} {language}", found, {})
    return [((name.partition(" ")[0], name.partition(" ")[2]), n) for name, n in parts.items()]


def _lines(
    names: dict[str, str],
    by_code: dict[str, Numbers],
    days: Days,
    aims: dict[str, int],
    until: tuple[datetime.date, datetime.date],
) -> list[words.ResponseLine]:
    return [
        _line((names[code], code), numbers, days, aims.get(code), until)
        for code, numbers in sorted(by_code.items())
    ]


def _line(
    named: tuple[str, str],
    numbers: Numbers,
    days: Days,
    aim: int | None,
    until: tuple[datetime.date, datetime.date],
) -> words.ResponseLine:
    """`named`: title and code; `until`: today, and the last day of the wave."""
    title, code = named
    waits, sheets = days.waiting.get(code, 0), days.by_code.get(code, {})
    at_close = forecast(sheets, *until, _can_answer(numbers))
    return words.line_of(
        title,
        numbers,
        code,
        waiting=number_words(waits) if waits else "",
        target=f"{aim}%" if aim else "",
        expected=words.expected_words(numbers, sum(sheets.values()), at_close),
    )


def _balances(
    found: list[ResponseBalance], titles: dict[str, str], aims: dict[str, int]
) -> list[words.Balance]:
    return [
        words.balance_words(one, titles[one.questionnaire], aims.get(one.questionnaire))
        for one in found
    ]


def _can_answer(numbers: Numbers) -> int:
    return max(numbers.arrived - numbers.sent - numbers.refused, 0)
