"""Numbers, dates and results in Dutch words; rounding happens here and nowhere else."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date

from survey_app.evaluation.edition.records import (
    Amount,
    EditionCell,
    EditionGap,
    Perceived,
    Thresholds,
)

# party -> (subject of a sentence, its verb)
PARTIES = {
    "G": ("de gemeente", "oordeelt"),
    "C": ("de cliënten", "oordelen"),
    "W": ("de werkgevers", "oordelen"),
    "O": ("de andere instanties", "oordelen"),
}
LIGHT_WORDS = {
    "groen": ("●", "voldaan"),
    "oranje": ("▲", "beperkt voldaan"),
    "rood": ("■", "niet voldaan"),
    "grijs": ("○", "niet te beoordelen"),
}
HIDDEN, MEAN_HIDDEN = "afgeschermd", "gemiddelde afgeschermd"
GREY_WORDS = {
    "geen antwoorden": "geen antwoorden",
    HIDDEN: "te weinig antwoorden",
    None: "nog geen cijfers",
}
NOT_PROVEN = "Een verschil is niet aangetoond: het kan toeval zijn."
STANDARD_SENTENCES = (
    "De marges gaan alleen over toeval. Ze zeggen niets over mensen die niet meededen.",
    "Meedoen was vrijwillig. Wie meedeed, koos daar zelf voor.",
    "De cijfers laten zien hoe het ging, niet wat er zonder de hulp was gebeurd: "
    "het zijn bruto uitkomsten.",
    "De partijen kregen verschillende vragen. Een verschil tussen partijen kan ook daardoor komen.",
    "Een score van 0 tot 10 is geen rapportcijfer: het antwoord 'Goed' telt als 7,5.",
)


def moved_words(former: str) -> str:
    """What the arrows in a table mean, beside the wave before it.

    >>> moved_words("Voorjaar 2025")
    '↑ en ↓: aantoonbaar hoger of lager dan Voorjaar 2025. Zonder pijl is geen verschil aangetoond.'
    """
    return (
        f"↑ en ↓: aantoonbaar hoger of lager dan {former}. Zonder pijl is geen verschil aangetoond."
    )


def reading_sentences(thresholds: Thresholds) -> tuple[str, ...]:
    """How to read the table: what every figure shares, and the thresholds that were used."""
    target, floor = decimal(thresholds.light_target), decimal(thresholds.light_floor)
    minimum, full = thresholds.mean_from, thresholds.spread_from
    return (
        *STANDARD_SENTENCES,
        f"Bij minder dan {minimum} antwoorden tonen wij geen cijfer. Bij minder dan {full} "
        "antwoorden alleen het gemiddelde en het aantal; er staat dan ‘indicatief’.",
        f"Voldaan: een score van {target} of hoger met een ondergrens van {floor} of hoger. "
        f"Niet voldaan: een score onder {floor} met een bovengrens onder {target}. "
        "Anders: beperkt voldaan.",
        "Verwachting versus uitkomst: het licht volgt uit hoeveel mensen zeggen dat het ging zoals "
        "gedacht of beter.",
        "‘Onzeker’: binnen de marge past ook een beter en een slechter oordeel.",
        "‘Vorige stand’: er kwamen te weinig antwoorden bij om het cijfer veilig te vernieuwen.",
    )


def decimal(value: float | None, digits: int = 1) -> str:
    """A number with a decimal comma, halves rounded up; empty for nothing.

    >>> decimal(6.25), decimal(7.0), decimal(None)
    ('6,3', '7,0', '')
    """
    if value is None:
        return ""
    step = Decimal(1).scaleb(-digits)
    return f"{Decimal(str(value)).quantize(step, ROUND_HALF_UP):,f}".translate(
        str.maketrans(",.", ".,")
    )


def number_words(value: float | None) -> str:
    """A number without decimals that say nothing.

    >>> number_words(1250.0), number_words(62.5), number_words(None)
    ('1.250', '62,5', '')
    """
    return "" if value is None else decimal(value, 0 if float(value).is_integer() else 1)


def percent(share: float | None) -> str:
    """A share 0-1 as a whole percentage.

    >>> percent(0.625)
    '63 %'
    """
    return "" if share is None else f"{decimal(share * 100, 0)} %"


def sheets_words(number: int, few: int = 5) -> str:
    """How many sheets were handed in; a few are not counted out.

    >>> sheets_words(59), sheets_words(3)
    ('59 ingevulde vragenlijsten', 'minder dan 5 ingevulde vragenlijsten')
    """
    if number == 0:
        return "nog geen ingevulde vragenlijsten"
    return f"{f'minder dan {few}' if number < few else decimal(number, 0)} ingevulde vragenlijsten"


def date_words(iso: str) -> str:
    """'2026-11-01' → '1 november 2026'."""
    day = datetime.date.fromisoformat(iso)
    return format_date(day, "d MMMM y", locale="nl")


def period_words(first: str, last: str) -> str:
    """The first and the last day of a wave in words."""
    return f"{date_words(first)} tot en met {date_words(last)}"


NO_UNIT = ("aantal", "aandeel", "getal", "stuks")  # they say what kind of number it is, no more
EURO = ("euro", "euro's", "euros", "eur", "€")


def figure_value(amount: Amount) -> str:
    """A figure as people read it: a percentage, a ratio 'per ...' or a number with its unit."""
    if amount.value is None:
        return "afgeschermd" if amount.mark else "niet bekend"
    if amount.denominator is not None and "per " not in amount.unit:
        return percent(amount.value)
    return _with_unit(amount.value, amount.unit)


def _with_unit(value: float, unit: str) -> str:
    """A number and what it counts.

    >>> _with_unit(34.0, "aantal"), _with_unit(12500.5, "euro"), _with_unit(3.0, "euro per dag")
    ('34', '€ 12.500,50', '€ 3 per dag')
    """
    first, _, rest = unit.partition(" ")
    is_whole = float(value).is_integer()
    if first.lower() in EURO:
        return f"€ {decimal(value, 0 if is_whole else 2)} {rest}".strip()
    number = decimal(value, 0 if is_whole else 1)
    if unit.lower() in ("%", "procent", "percentage"):
        return f"{number} %"
    return f"{number} {_named(unit)}".strip()


def _named(unit: str) -> str:
    """The unit as it stands behind a number: nothing for a word like 'aantal'.

    >>> _named("aantal"), _named("aantal trajecten"), _named("werkgevers")
    ('', 'trajecten', 'werkgevers')
    """
    first, _, rest = unit.partition(" ")
    return rest if first.lower() in NO_UNIT else unit


def figure_before_label(amount: Amount, label: str) -> str:
    """A figure as it stands before its label, without the unit that the label holds already.

    >>> figure_before_label(Amount(138.0, "werkgevers"), "unieke werkgevers met contact")
    '138'
    """
    shown, unit = figure_value(amount), _named(amount.unit)
    return shown.removesuffix(f" {unit}") if unit and unit.lower() in label.lower() else shown


def figure_parts(amount: Amount) -> str:
    """'212 van 250 trajecten', or nothing for a single number or a hidden one.

    >>> figure_parts(Amount(0.8, "aandeel", numerator=168.0, denominator=210.0))
    '168 van 210'
    """
    if amount.denominator is None or amount.numerator is None:
        return ""
    if amount.unit.partition(" ")[0].lower() in EURO:
        return f"{_with_unit(amount.numerator, 'euro')} over {decimal(amount.denominator, 0)}"
    above, below = (
        decimal(value, 0 if float(value).is_integer() else 1)
        for value in (amount.numerator, amount.denominator)
    )
    return f"{above} van {below} {_named(amount.unit)}".strip()


def target_words(amount: Amount, target: float | None) -> str:
    """The target of a figure, in the same form as the figure."""
    if target is None:
        return ""
    return f"streefwaarde {figure_value(replace(amount, value=target, mark=None))}"


def cell_sentence(cell: EditionCell) -> str:
    """What a cell says: the sentence that was published with it, or why there is none."""
    return cell.sentence or cell.reason


def perceived_words(perceived: Perceived | None) -> str:
    """How people say it went against what they expected; nothing where it may not be told."""
    if perceived is None or not perceived.n:
        return ""
    told = (("beter", perceived.better), ("zoals gedacht", perceived.as_thought))
    parts = [
        f"{words} {one.bound or percent(one.share)}"
        for words, one in (*told, ("slechter", perceived.worse))
        if one is not None and (one.bound or one.share is not None)
    ]
    return f"Vergeleken met de verwachting: {', '.join(parts)}." if parts else ""


def gap_sentence(first: str, second: str, difference: float, proven: bool) -> str:
    """Who judges more favourably; without evidence nobody does."""
    higher, lower = (first, second) if difference > 0 else (second, first)
    return _favourable(higher, [lower]) if proven else NOT_PROVEN


def gaps_sentence(gaps: Sequence[EditionGap]) -> str:
    """What the tested differences on one aspect say together; nothing when none was tested."""
    lower: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.shown:
            sides = (gap.a[-1], gap.b[-1])
            high, low = sides if gap.difference > 0 else sides[::-1]
            lower.setdefault(high, []).append(low)
    if gaps and not lower:
        return "Tussen de partijen is geen verschil aangetoond."
    return " ".join(_favourable(high, others) for high, others in lower.items())


def _favourable(higher: str, lower: Sequence[str]) -> str:
    subject, verb = PARTIES[higher]
    names = [PARTIES[party][0] for party in lower]
    others = " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{subject.capitalize()} {verb} gunstiger dan {others}."
