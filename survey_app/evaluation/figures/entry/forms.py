"""The fields of one line of a figure, and what was typed in them."""

from collections.abc import Collection
from dataclasses import asdict

from werkzeug.datastructures import MultiDict

from survey_app.evaluation.entry.fields import Field, Typed, typed
from survey_app.evaluation.figures.file import figure_line
from survey_app.evaluation.figures.read import Unusable
from survey_app.evaluation.table1.queries import FigureLine
from survey_app.evaluation.wording import number_words

DIRECTIONS = {"ja": "Hoger is beter", "nee": "Lager is beter"}
# The words that a refused row begins with -> the field that they are about.
PLACES = {
    "teller": "numerator",
    "noemer": "denominator",
    "de noemer": "denominator",
    "norm": "target",
    "prognose": "forecast",
    "cijfer": "code",
}


def fields_of(codes: dict[str, str]) -> tuple[Field, ...]:
    """The form; `codes` names the figures."""
    return (
        Field("code", "Welk cijfer?", kind="choice", needed="Kies een cijfer.", choices=codes),
        Field(
            "label",
            "Naam van deze regel",
            "Bijvoorbeeld: uitstroom naar werk.",
            needed="Geef deze regel een naam.",
        ),
        Field("period", "Periode of peildatum", "Bijvoorbeeld: 2026, of 31-12-2026.", longest=40),
        Field("numerator", "Realisatie (teller)", "Laat leeg als die nog niet bekend is."),
        Field("denominator", "Van hoeveel (noemer)", "Alleen bij een aandeel."),
        Field("unit", "Eenheid", "Bijvoorbeeld: personen, trajecten, dagen, euro, %."),
        Field("forecast", "Prognose", "Bij een aandeel als percentage: 45%."),
        Field("target", "Norm", "Zonder norm komt er geen kleur. Verzin er geen."),
        Field(
            "higher_is_better", "Wat is beter?", kind="choice", choices=DIRECTIONS, needed="Kies."
        ),
        Field("source", "Bron", "Het systeem of het verslag waar het cijfer uit komt."),
        Field("responsible", "Verantwoordelijke", "De functie, niet de naam van een persoon."),
        Field("part_of", "Deel van", "De naam van de regel met het totaal, als dit een deel is."),
        Field(
            "explanation",
            "Verklaring",
            "Waarom wijkt het af van de prognose of de norm? Of: waarom klopt de optelling niet?",
            kind="text",
        ),
    )


def filled(line: FigureLine) -> dict[str, str]:
    """A stored line as it stands in the fields."""
    found = {name: "" if value is None else str(value) for name, value in asdict(line).items()}
    shares = line.denominator is not None and "per " not in line.unit
    for name in ("numerator", "denominator"):
        found[name] = _plain(getattr(line, name))
    for name in ("target", "forecast"):
        value = getattr(line, name)
        share = shares and value is not None
        found[name] = f"{_plain(round(value * 100, 6))}%" if share else _plain(value)
    return found | {"higher_is_better": "ja" if line.higher_is_better else "nee"}


def read_line(
    form: MultiDict[str, str], codes: dict[str, str], known: Collection[str]
) -> tuple[Typed, FigureLine | None]:
    """What was typed, and the line where nothing is wrong with it."""
    found = typed(form, fields_of(codes))
    if found.errors:
        return found, None
    try:
        return found, figure_line(dict(found.texts), known)
    except Unusable as reason:
        words = str(reason)
        place = next((PLACES[start] for start in PLACES if words.startswith(start)), "numerator")
        return found.with_error(place, f"{words[:1].upper()}{words[1:]}."), None


def _plain(value: float | None) -> str:
    return number_words(value).replace(".", "") if value is None or _short(value) else _all(value)


def _short(value: float) -> bool:
    return float(value * 10).is_integer()


def _all(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
