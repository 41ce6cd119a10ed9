"""What a fieldworker reads of the response, made from numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.fieldwork.monitor.advice import Behind
from survey_app.fieldwork.monitor.counts import Numbers
from survey_app.fieldwork.monitor.forecast import Forecast
from survey_app.models import ResponseBalance
from survey_app.texts.dutch import number_words

WAYS = {
    "": "nog niet geschreven",
    "smtp": "e-mail",
    "email": "e-mail",
    "sms": "sms",
    "letter": "brief",
    "console": "proef (bestand)",
    "phone": "telefoon",
}
LANGUAGE_NAMES = {
    "nl": "Nederlands",
    "en": "Engels",
    "ar": "Arabisch",
    "uk": "Oekraïens",
    "tr": "Turks",
    "ti": "Tigrinya",
}
MANY = {  # the two target groups of advies 3
    "arbeidsbeperking": "mensen met een arbeidsbeperking",
    "statushouder": "statushouders",
}
BREAKDOWN_WORDS = {
    "doelgroep": "Doelgroep",
    "leeftijd": "Leeftijd",
    "duur": "Hoelang al hulp",
}
CATEGORY_WORDS = {
    "doelgroep": {
        "arbeidsbeperking": "Arbeidsbeperking",
        "statushouder": "Statushouder",
        "allebei": "Allebei",
        "geen": "Geen van deze",
    },
    "leeftijd": {"1": "18 tot en met 26", "2": "27 tot en met 45", "3": "46 tot en met 54"}
    | {"4": "55 en ouder", "1+2": "18 tot en met 45", "3+4": "46 en ouder"},
    "duur": {"1": "korter dan 1 jaar", "2": "1 tot 2 jaar", "3": "2 tot 5 jaar"}
    | {"4": "langer dan 5 jaar"},
}


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """One row of a table of the monitor; every number in words."""

    name: str
    code: str
    invited: str
    reached: str
    begun: str
    sent: str
    refused: str
    bounced: str
    rate: str
    formula: str
    waiting: str
    target: str
    expected: str
    openly: str


@dataclass(frozen=True, slots=True)
class BalanceGroup:
    """One category beside the population."""

    name: str
    population: str
    answers: str
    rate: str
    lacking: str
    ratio: str
    judgement: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of one questionnaire; `groups` per breakdown."""

    title: str
    answers: str
    r_words: str
    groups: tuple[tuple[str, tuple[BalanceGroup, ...]], ...]


def percent_words(share: float | None) -> str:
    """0.366 as '37%'; a dash for what is not known."""
    return "–" if share is None else f"{round(100 * share)}%"


def line_of(name: str, numbers: Numbers, code: str = "", **more: str) -> ResponseLine:
    """A row; `more` names waiting, target and expected."""
    asked = number_words(numbers.invited)
    if numbers.bounced:
        asked = f"({asked} − {number_words(numbers.bounced)})"
    return ResponseLine(
        name=name,
        code=code,
        invited=number_words(numbers.invited),
        reached=number_words(numbers.reached),
        begun=number_words(numbers.begun),
        sent=number_words(numbers.sent),
        refused=number_words(numbers.refused),
        bounced=number_words(numbers.bounced),
        rate=percent_words(numbers.rate),
        formula=f"{number_words(numbers.sent)} ÷ {asked}",
        waiting=more.get("waiting", ""),
        target=more.get("target", ""),
        expected=more.get("expected", ""),
        openly=number_words(numbers.openly) if numbers.openly else "",
    )


def lines_of(
    groups: Mapping[str, Numbers], small: Numbers | None, words: Callable[[str], str]
) -> list[ResponseLine]:
    """The rows of a table by channel or language, the largest group first."""
    order = sorted(groups.items(), key=lambda one: (-one[1].invited, one[0]))
    found = [line_of(words(name), numbers) for name, numbers in order]
    return [*found, line_of("kleine groepen samen", small)] if small else found


def language_name(language: str) -> str:
    """The name of a language in Dutch."""
    return LANGUAGE_NAMES.get(language, language)


def way_name(channel: str) -> str:
    """The name of a channel."""
    return WAYS.get(channel, channel)


def behind_words(one: Behind, titles: Mapping[str, str]) -> str:
    """One line of the advice."""
    code, language = one.stratum
    lacking = f"nog {one.lacking} nodig" if one.lacking else "een doelgroep blijft hier achter"
    return f"{titles[code]}, {language_name(language)}: {percent_words(one.rate)} ({lacking})"


def expected_words(numbers: Numbers, so_far: int, at_close: Forecast | None) -> str:
    """The response rate to expect at the close; `so_far`: the sheets of today.

    >>> expected_words(Numbers(invited=110, bounced=10, sent=20), 20, Forecast(34, 41))
    '34 tot 41%'
    """
    if at_close is None or not numbers.arrived:
        return ""
    low, high = (
        min(100, round(100 * (numbers.sent + sheets - so_far) / numbers.arrived))
        for sheets in (at_close.low, at_close.high)
    )
    return _span(low, high, "%")


def balance_words(one: ResponseBalance, title: str, aim: int | None = None) -> Balance:
    """The balance of a questionnaire as the page shows it; `aim`: its target, in percent."""
    groups = tuple(
        (BREAKDOWN_WORDS[breakdown], tuple(_group(breakdown, group, aim) for group in found))
        for breakdown, found in one.groups.items()
    )
    r_words = ""
    if one.r_indicator is not None:
        number = f"{one.r_indicator:.2f}".replace(".", ",")
        r_words = f"R-indicator ongeveer {number}: {one.r_word}"
    return Balance(title, number_words(one.answers), r_words, groups)


def unheard_groups(balances: Iterable[ResponseBalance]) -> dict[str, list[str]]:
    """Per questionnaire the target groups of advies 3 that do not answer enough."""
    found: dict[str, list[str]] = {}
    for one in balances:
        for group in one.groups.get("doelgroep", ()):
            if group["category"] in MANY and not group["heard"]:
                found.setdefault(one.questionnaire, []).append(MANY[group["category"]])
    return found


def _group(breakdown: str, group: Mapping[str, Any], aim: int | None) -> BalanceGroup:
    low, high, ratio = group["low"], group["high"], group["ratio"]
    people = group["population"]
    behind = ratio is not None and ratio < 0.8
    return BalanceGroup(
        name=CATEGORY_WORDS[breakdown].get(group["category"], group["category"]),
        population=number_words(people),
        answers=f"minder dan {high + 1}" if low == 0 else f"{low} tot en met {high}",
        rate=_rate_of(low, high, people),
        lacking=_lacking(low, high, people, aim),
        ratio="–" if ratio is None else f"{ratio:.1f}".replace(".", ","),
        judgement=_judgement(ratio),
        is_behind=behind,
    )


def _rate_of(low: int, high: int, people: int) -> str:
    """The response of a group out of the band of its answers, never finer than that.

    >>> _rate_of(5, 9, 40), _rate_of(0, 4, 40), _rate_of(5, 9, 0)
    ('12 tot 23%', '0 tot 10%', '–')
    """
    if not people:
        return "–"
    return _span(100 * low // people, min(100, -(-100 * high // people)), "%")


def _lacking(low: int, high: int, people: int, aim: int | None) -> str:
    """How many answers this group still needs for the target of the questionnaire.

    >>> _lacking(5, 9, 40, 50), _lacking(20, 24, 40, 50), _lacking(5, 9, 40, None)
    ('11 tot 15', 'gehaald', '')
    """
    if not aim:
        return ""
    wanted = -(-aim * people // 100)
    least, most = max(0, wanted - high), max(0, wanted - low)
    return _span(least, most) if most else "gehaald"


def _span(low: int, high: int, unit: str = "") -> str:
    return f"{low}{unit}" if low == high else f"{low} tot {high}{unit}"


def _judgement(ratio: float | None) -> str:
    if ratio is None:
        return "nog niet te zeggen"
    if ratio < 0.8:
        return "te weinig"
    return "goed" if ratio <= 1.25 else "veel"
