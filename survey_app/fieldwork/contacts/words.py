"""What our columns, channels and languages are called on the screen."""

from collections.abc import Mapping
from types import MappingProxyType

from survey_app.texts.translations import LANGUAGES

COLUMN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "Hele naam",
        "first_name": "Voornaam of voorletters",
        "infix": "Tussenvoegsel",
        "last_name": "Achternaam",
        "phone": "Telefoon",
        "email": "E-mail",
        "address": "Straat of adres",
        "house_number": "Huisnummer",
        "house_letter": "Huisletter",
        "house_addition": "Toevoeging",
        "postcode": "Postcode",
        "city": "Plaats",
        "language": "Taal",
        "questionnaire": "Vragenlijst",
        "channel": "Kanaal",
        "contract": "Contract",
        "start_date": "Startdatum",
        "end_date": "Einddatum",
        "date": "Start- of einddatum",
    }
)
CHANNEL_WORDS: Mapping[str, str] = MappingProxyType(
    {"email": "E-mail", "letter": "Brief", "phone": "Telefoon"}
)


def language_word(code: str) -> str:
    """'Nederlands' for 'nl'.

    >>> language_word("nl")
    'Nederlands'
    """
    return LANGUAGES.get(code, (code, ""))[0]


def people_words(number: int) -> str:
    """How many people, in words.

    >>> people_words(1), people_words(1200)
    ('1 persoon', '1.200 mensen')
    """
    return "1 persoon" if number == 1 else f"{number:,} mensen".replace(",", ".")


def rows_words(number: int) -> str:
    """How many rows, in words.

    >>> rows_words(1), rows_words(100000)
    ('1 rij', '100.000 rijen')
    """
    return "1 rij" if number == 1 else f"{number:,} rijen".replace(",", ".")
