"""The columns of a contact file: which we read, which we do not, and which may not be there."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Our name -> what people call the column; compared without accents, spaces and punctuation.
COLUMNS = {
    "name": ("naam", "name", "volledige naam", "full name", "organisatie", "bedrijf"),
    "first_name": ("voornaam", "roepnaam", "voornamen", "voorletters", "initialen", "first name"),
    "infix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels"),
    "last_name": ("achternaam", "familienaam", "geslachtsnaam", "last name", "surname"),
    "phone": (
        "telefoon",
        "telefoonnummer",
        "telefoonnr",
        "tel",
        "mobiel",
        "mobielnummer",
        "mobiele telefoon",
        "mobiel nummer",
        "gsm",
        "phone",
        "phone number",
        "telephone",
        "mobile",
    ),
    "email": ("e-mail", "e-mailadres", "mail", "mailadres", "e-mail address"),
    "address": ("adres", "address", "straat", "straat en huisnummer", "straatnaam", "street"),
    "house_number": ("huisnummer", "huisnr", "house number"),
    "house_letter": ("huisletter",),
    "house_addition": ("toevoeging", "huisnummertoevoeging", "huisnr toevoeging"),
    "postcode": ("postcode", "postal code", "zip", "zipcode"),
    "city": ("plaats", "woonplaats", "city", "town"),
    "language": ("taal", "language"),
    "questionnaire": ("vragenlijst", "questionnaire", "formulier"),
    "channel": ("kanaal", "channel"),
    "contract": ("contract",),
    "start_date": (
        *("start", "startdatum", "datum start", "begin", "begindatum", "aanvang"),
        *("start date", "aanvangsdatum", "datum plaatsing", "plaatsing"),
    ),
    "end_date": (*("eind", "einde", "einddatum", "datum eind", "datum einde", "end", "end date"),),
    "date": ("datum", "date"),
}
# Read in a rolling wave only; what they hold is kept as the week of a window.
DATES = ("start_date", "end_date", "date")
# Numbers of persons at the municipality and the state: such a file may not even be opened.
FORBIDDEN = re.compile(
    r"bsn(nr|nummer)?|burgerservice(nr|nummer)|sofi(nr|nummer)?"
    r"|(klant|client|clienten|persoons|administratie|a)(nr|nummer|id)"
)

NOTHING_TOLD: Mapping[str, str] = MappingProxyType({})
LEAST_DIGITS = 6  # a telephone number, a day of birth


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file as its header says them.

    `names`: our name for each that is read, in the order of the file; `unread`: the others;
    `second`: what is only read where an earlier column for the same thing is empty.
    """

    names: Mapping[str, str]
    unread: tuple[str, ...]
    second: tuple[str, ...]


def columns_of(
    header: Collection[str], told: Mapping[str, str] = NOTHING_TOLD, with_dates: bool = False
) -> Columns:
    """What each column of the file is to us; `told`: what a person said of some of them.

    `with_dates`: the wave is rolling, so the days on which people started or ended are read.

    >>> columns_of(["Naam", "E-mail adres", "leeftijd"]).names
    {'Naam': 'name', 'E-mail adres': 'email'}
    """
    known = {_plain(alias): name for name, aliases in COLUMNS.items() for alias in aliases}
    named = [column for column in header if column]
    names = {column: told.get(column, known.get(_plain(column), "")) for column in named}
    names = {column: name for column, name in names.items() if is_read(name, with_dates)}
    found = list(names.values())
    return Columns(
        names=names,
        unread=tuple(column for column in named if column not in names),
        second=tuple(column for place, column in enumerate(names) if found[place] in found[:place]),
    )


def is_read(name: str, with_dates: bool) -> bool:
    """Whether a column of this name of ours is read at all."""
    return name in COLUMNS and (with_dates or name not in DATES)


def forbidden_columns(header: Collection[str]) -> Iterator[str]:
    """The columns that may not even be opened.

    >>> list(forbidden_columns(["naam", "Cliëntnummer", "BSN-nr."]))
    ['Cliëntnummer', 'BSN-nr.']
    """
    return (column for column in header if FORBIDDEN.fullmatch(_plain(column)))


def is_content(column: str) -> bool:
    """Whether this is no name of a column but details of somebody: the header is missing.

    >>> is_content("e-mail 2"), is_content("anna@example.org"), is_content("06-12345678")
    (False, True, True)
    """
    return "@" in column or sum(one.isdigit() for one in column) >= LEAST_DIGITS


def full_name(fields: Mapping[str, str]) -> str:
    """The whole name, however many columns it stands in.

    >>> full_name({"name": "", "first_name": "Bo", "infix": "van", "last_name": "Dijk"})
    'Bo van Dijk'
    """
    whole, first = fields["name"], fields["first_name"]
    parts = (first, fields["infix"], fields["last_name"] or whole)
    if whole and (fields["last_name"] or first.casefold() in whole.casefold().split()):
        return whole
    return " ".join(part for part in parts if part)


def full_address(fields: Mapping[str, str]) -> str:
    """Street with house number, and below it the postal code with the town."""
    addition = fields["house_letter"] + fields["house_addition"]
    glue = "-" if addition[:1].isdigit() else ""
    house = glue.join(part for part in (fields["house_number"], addition) if part)
    lines = ((fields["address"], house), (fields["postcode"], fields["city"]))
    return "\n".join(filter(None, (" ".join(filter(None, line)) for line in lines)))


def _plain(column: str) -> str:
    letters = unicodedata.normalize("NFKD", column.casefold())
    return "".join(one for one in letters if one.isalnum())
