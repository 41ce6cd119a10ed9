"""What a fieldworker reads on the screen, made from what the database knows."""

import phonenumbers

from survey_app.fieldwork.paper.queries import KeyedTwice
from survey_app.texts.translations import LANGUAGES


def phone_words(phone: str) -> str:
    """The number as a person dials it: '06 12345678'; abroad with its country."""
    number = phonenumbers.parse(phone, "NL")
    national = number.country_code == 31
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if national else kind.INTERNATIONAL)


def language_words(language: str) -> str:
    """The name of somebody's language; empty for Dutch."""
    return "" if language == "nl" else LANGUAGES.get(language, (language, ""))[0]


def keyed_twice_words(checked: KeyedTwice | None) -> str:
    """How often two keyings of one sheet differed, or why that is not known yet."""
    if checked is None or not checked.items:
        return "Er is nog geen formulier twee keer ingevoerd. Er is dus nog geen foutpercentage."
    percent = f"{100 * checked.differing / checked.items:.1f}".replace(".", ",")
    sheets = "1 formulier is" if checked.sheets == 1 else f"{checked.sheets} formulieren zijn"
    return (
        f"{sheets} twee keer ingevoerd. Van de {checked.items} antwoorden "
        f"verschilden er {checked.differing} ({percent}%)."
    )
