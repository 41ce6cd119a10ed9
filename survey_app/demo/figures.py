"""The figures and finished trajectories of Voorbeeldstad, as registrations would deliver them."""

import csv
from pathlib import Path
from typing import NamedTuple

from survey_app.demo.municipality import NAME, PROVIDERS, Measurement, luck

SOURCE = "verzonnen registratie"
RESPONSIBLE = "team Werk"
GROWTH = 0.35
HEADER = (
    *("code", "label", "numerator", "denominator", "unit", "target", "higher_is_better"),
    *("period", "source", "explanation", "responsible", "forecast", "part_of"),
)
TRAJECTORY_HEADER = ("provider", "succeeded", "instrument", "start", "end")
# provider -> trajectories, the part that succeeds
TRAJECTORIES = ((PROVIDERS[0], 34, 0.55), (PROVIDERS[1], 27, 0.4))
LOWEST, HIGHEST = 2, 5  # steps on the ladder of six at the start
OUTSIDE_HEADER = ("bron", "indicator", "gemeente", "periode", "waarde", "eenheid", "opgehaald op")


class DemoFigure(NamedTuple):
    """One figure per 250 clients; `part` of `whole`, with the part aimed at."""

    code: str
    label: str
    part: float
    whole: float | None = None
    unit: str = ""
    target: float | None = None
    higher_is_better: bool = True
    explanation: str = ""
    forecast: float | None = None
    part_of: str = ""


EXITS = {
    "betaald werk zonder hulp": 19,
    "betaald werk met hulp": 14,
    "opleiding": 8,
    "zelfstandig": 3,
    "vrijwilligerswerk": 11,
    "dagbesteding of zorg": 6,
    "andere uitkering": 5,
    "verhuisd": 7,
    "AOW": 6,
    "overig of onbekend": 5,
}
LINES = (
    DemoFigure("F02", "wachttijd tot eerste gesprek, mediaan", 17, None, "dagen", 14, False),
    DemoFigure("F02", "wachttijd tot start traject, mediaan", 48, None, "dagen", 42, False),
    DemoFigure("F03", "trajecten met een vastgesteld plan", 61, 84, "trajecten", 84),
    DemoFigure("F03", "plannen bijgesteld in 12 maanden", 33, 61, "plannen"),
    DemoFigure("F04", "cliënten per fte klantmanager", 64, None, "cliënten", 55, False),
    DemoFigure("F05", "van vrijwilligerswerk naar betaald werk", 4, 23, "personen"),
    DemoFigure("F07", "tegenprestatie afgerond", 12, 21, "personen"),
    DemoFigure("F07", "meldingen van verdringing", 1, None, "meldingen", 0, False),
    DemoFigure("F08", "unieke werkgevers met contact", 138, None, "werkgevers", 150),
    DemoFigure("F08", "nieuwe werkgevers", 22, 138, "werkgevers"),
    DemoFigure("F09", "loonkostensubsidie", 31, None, "plaatsingen"),
    DemoFigure("F09", "jobcoach", 18, None, "plaatsingen"),
    DemoFigure("F09", "budget benut", 214000, 260000, "euro"),
    DemoFigure("F10", f"{PROVIDERS[0]}: geslaagd volgens afspraak", 17, 34, "trajecten", 20),
    DemoFigure("F10", f"{PROVIDERS[1]}: geslaagd volgens afspraak", 9, 27, "trajecten", 14),
    DemoFigure("F11", "klachten over bejegening, gegrond", 2, 9, "klachten", None, False),
    DemoFigure("F12", "bereik van de minimaregelingen", 610, 940, "huishoudens", 700),
    DemoFigure("F14", "gestarte trajecten", 96, None, "trajecten"),
    DemoFigure("F14", "afgeronde trajecten", 84, None, "trajecten"),
    DemoFigure(
        *("F14", "uitstroom naar werk", 33, 84, "trajecten", 38, True),
        "In het voorjaar vertrok een werkgever die veel plaatsen bood.",
        36,
    ),
    DemoFigure("F14", "na 6 maanden nog aan het werk", 24, 33, "personen", 26),
    DemoFigure("F14", "na 12 maanden nog aan het werk", 19, 33, "personen", 22),
    DemoFigure("F14", "terug in de uitkering binnen 12 maanden", 7, 33, "personen", None, False),
    DemoFigure("F15", "vacatures vervuld via het Werkgeversservicepunt", 41, None, "vacatures"),
    DemoFigure("F17", "besteed aan trajecten", 388000, 410000, "euro"),
)


# What the yearly report says of people who came and went: reasons, and their total.
FLOWS = {
    "instroom": {
        "einde WW of ziektewet": 41,
        "einde werk zonder recht op WW": 33,
        "statushouder uit het azc": 27,
        "verhuisd vanuit een andere gemeente": 38,
        "einde relatie": 12,
        "andere oorzaak": 21,
    },
    "uitstroom": {
        "werk": 58,
        "verhuisd": 34,
        "AOW": 17,
        "opleiding": 11,
        "relatie of ander inkomen": 19,
        "andere oorzaak": 14,
    },
}
OUTSIDE = (
    ("divosa", "Uitstroom naar werk", 61, "uitkeringen"),
    ("divosa", "Doorlooptijd aanvragen", 23, "dagen"),
    ("waarstaatjegemeente", "Personen met een bijstandsuitkering", 214.3, "per 10.000 inwoners"),
)


def flow_lines(measurement: Measurement) -> list[DemoFigure]:
    """Inflow and outflow of people with their reasons, that add up to their totals."""
    lines = []
    for flow, reasons in FLOWS.items():
        numbers = {reason: _grown(n, measurement) for reason, n in reasons.items()}
        lines.append(DemoFigure("F14", flow, sum(numbers.values()), None, "personen"))
        lines += [
            DemoFigure("F14", f"{flow}: {reason}", n, None, "personen", part_of=flow)
            for reason, n in numbers.items()
        ]
    return lines


def write_outside(path: Path, measurement: Measurement) -> None:
    """Write what others would publish of this municipality, taken over as the wave began."""
    period, day = str(measurement.starts_on.year - 1), measurement.starts_on.isoformat()
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(OUTSIDE_HEADER)
        writer.writerows(
            (source, indicator, NAME, period, str(value).replace(".", ","), unit, day)
            for source, indicator, value, unit in OUTSIDE
        )


def write_figures(path: Path, measurement: Measurement) -> int:
    """Write the figures of the year before a wave; returns the number of lines."""
    period = str(measurement.starts_on.year - 1)
    parts = {label: _grown(part, measurement) for label, part in EXITS.items()}
    whole = sum(parts.values())
    exits = [DemoFigure("F13", label, part, whole, "trajecten") for label, part in parts.items()]
    grown = (one._replace(part=_grown(one.part, measurement)) for one in LINES)
    lines = [*grown, *exits, *flow_lines(measurement)]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(_row(line, period) for line in lines)
    return len(lines)


def _grown(part: float, measurement: Measurement) -> float:
    """A part as it was in the year of this wave: earlier years had a little less of everything."""
    return round(part * (1 + measurement.shift * GROWTH))


def _row(line: DemoFigure, period: str) -> tuple[str, ...]:
    def plain(number: float | None) -> str:
        return "" if number is None else str(number)

    aim = None if line.target is None else line.target / (line.whole or 1)
    return (
        line.code,
        line.label,
        plain(line.part),
        plain(line.whole),
        line.unit,
        plain(aim),
        "ja" if line.higher_is_better else "nee",
        period,
        SOURCE,
        line.explanation,
        RESPONSIBLE,
        plain(None if line.forecast is None else line.forecast / (line.whole or 1)),
        line.part_of,
    )


def write_trajectories(path: Path, measurement: Measurement) -> None:
    """Write the trajectories that ended in the year before a wave: invented, always the same."""
    chance = luck("trajectories", measurement.name)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(TRAJECTORY_HEADER)
        for provider, number, part in TRAJECTORIES:
            for place in range(number):
                start = chance.randint(LOWEST, HIGHEST)
                succeeded = place < number * part
                end = min(6, start + 1) if succeeded else start - chance.randint(0, 1)
                writer.writerow((provider, "ja" if succeeded else "nee", "VNG6", start, end))
