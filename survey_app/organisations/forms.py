"""The parts of an organisation's page as they are typed: each wrong field with a sentence.

What may be filled in and within which bounds stands in settings.py; here stand the words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from email_validator import EmailNotValidError, validate_email

from survey_app.errors import BadInput, EntryRefused
from survey_app.organisations.names import LONGEST_NAME
from survey_app.organisations.settings import (
    BOUNDS,
    KINDS,
    PART_PRICE,
    SMS_SENDER,
    OrganisationSettings,
)

LONGEST, MOST_LINES = 500, 60


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: the setting it is, and the words around it."""

    key: str
    words: str
    hint: str = ""
    kind: str = "text"  # text | email | number | lines
    unit: str = ""  # behind a number
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together on one page; `code` stands in its address."""

    code: str
    title: str
    intro: str
    fields: tuple[Field, ...]


SECTIONS = (
    Section(
        "contact",
        "Naam en contact",
        "Dit lezen mensen op elke pagina en in elk bericht.",
        (
            Field(
                "name",
                "Naam",
                "Zoals mensen u kennen, bijvoorbeeld: Gemeente Waddinxveen.",
                needed=True,
            ),
            Field("help_phone", "Telefoonnummer voor hulp", "Bijvoorbeeld: 14 0182."),
            Field(
                "help_hours",
                "Wanneer u bereikbaar bent",
                "Bijvoorbeeld: op werkdagen van 9 tot 17 uur.",
            ),
            Field("email", "E-mailadres", "Antwoorden op onze e-mail komen hier aan.", "email"),
            Field("address", "Postadres", "Hier gaan papieren vragenlijsten naartoe.", "lines"),
        ),
    ),
    Section(
        "privacy",
        "Privacy en toegankelijkheid",
        "Dit staat op de pagina’s Privacy en Toegankelijkheid.",
        (
            Field("privacy_contact", "Vragen over privacy", "Een e-mailadres of telefoonnummer."),
            Field("data_protection_officer", "Functionaris gegevensbescherming (FG)"),
            Field(
                "processor",
                "Wie de antwoorden verwerkt",
                "Alleen als een ander bureau dat voor u doet.",
            ),
            Field(
                "accessibility_contact",
                "Problemen met toegankelijkheid",
                "Een e-mailadres of telefoonnummer.",
            ),
            Field(
                "accessibility_checked_on", "Laatst onderzocht op", "Bijvoorbeeld: 1 oktober 2026."
            ),
        ),
    ),
    Section(
        "bewaren",
        "Bewaartermijnen",
        "Na deze tijd wissen wij het vanzelf. Korter mag, langer soms niet.",
        (
            Field(
                "retention_contacts_days",
                "Namen en adressen",
                "Na het einde van de laatste meting van deze persoon. Ten minste 8 weken: zo lang "
                "laten wij mensen met rust.",
                "number",
                "dagen",
            ),
            Field(
                "retention_messages_days",
                "Verstuurde berichten",
                "Welk bericht aan wie ging. Ten minste 8 weken na de meting: zo lang laten wij "
                "mensen met rust.",
                "number",
                "dagen",
            ),
            Field(
                "retention_drafts_days",
                "Begonnen en niet verstuurd",
                "Na het einde van de meting.",
                "number",
                "dagen",
            ),
            Field(
                "retention_links_months",
                "Koppelcodes",
                "De code tussen twee antwoorden van één persoon.",
                "number",
                "maanden",
            ),
            Field(
                "retention_open_text_months",
                "Open antwoorden zoals geschreven",
                "Daarna blijft alleen het goedgekeurde citaat.",
                "number",
                "maanden",
            ),
            Field(
                "retention_interviews_weeks", "Aanmeldingen voor een gesprek", "", "number", "weken"
            ),
            Field("retention_needs_months", "Halfjaarformulieren", "", "number", "maanden"),
            Field(
                "retention_months",
                "Week bij antwoorden",
                "Daarna staat er niet meer bij wanneer iemand antwoordde.",
                "number",
                "maanden",
            ),
            Field(
                "retention_audit_months",
                "Logboek",
                "Wie wat deed; nooit een antwoord of een naam van een klant.",
                "number",
                "maanden",
            ),
        ),
    ),
    Section(
        "aanbieders",
        "Aanbieders",
        "Mensen kiezen hieruit wie hen hielp. Een meting houdt de lijst van toen zij werd gepland.",
        (
            Field("providers", "Aanbieders", "Eén op elke regel.", "lines"),
            Field(
                "provider_example",
                "Voorbeeld in de vraag",
                "Een van de namen hierboven, precies zo geschreven.",
            ),
            Field(
                "keyed_twice",
                "Papier dat twee keer wordt ingevoerd",
                "Het lot kiest welke bladen.",
                "number",
                "van de honderd",
            ),
        ),
    ),
    Section(
        "afzenders",
        "Afzenders",
        "Aan deze naam zien mensen van wie een bericht komt.",
        (
            Field("sender_name", "Naam boven een e-mail", "Leeg: de naam van de organisatie."),
            Field(
                "sms_sender",
                "Naam boven een sms",
                "Ten hoogste 11 letters en cijfers, zonder tekens. Leeg: het nummer van de "
                "sms-dienst.",
            ),
            Field(
                "sms_part_price",
                "Prijs van één sms-deel",
                "In euro, bijvoorbeeld 0,08. Bij plan en verzending staat dan wat het kost.",
                unit="euro",
            ),
        ),
    ),
)
BY_CODE: Mapping[str, Section] = MappingProxyType({one.code: one for one in SECTIONS})


@dataclass(frozen=True, slots=True)
class SectionForm:
    """What stands in the fields of a section; `errors` says per field what is wrong."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


def form_of(section: Section, settings: OrganisationSettings) -> SectionForm:
    """The section as it is filled in now."""
    return SectionForm({one.key: shown(one.key, settings) for one in section.fields})


def shown(key: str, settings: OrganisationSettings) -> str:
    """A setting as it stands in its field."""
    value = getattr(settings, key)
    if key == "help_phone" and value == settings.name:  # stands in for a number that is not given
        return ""
    if key == "sms_part_price":
        return str(value).replace(".", ",")
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def read_form(section: Section, sent: Mapping[str, str]) -> tuple[SectionForm, dict[str, Any]]:
    """(What was typed with what is wrong in it, the settings it would make)."""
    typed = {one.key: sent.get(one.key, "").strip() for one in section.fields}
    changes: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for one in section.fields:
        try:
            changes[one.key] = _value(one, typed[one.key])
        except BadInput as error:
            errors[one.key] = str(error)
    if "providers" in changes and "provider_example" in changes:
        errors.update(_provider_errors(changes["providers"], changes["provider_example"]))
    return SectionForm(typed, errors), changes


def _value(one: Field, text: str) -> Any:
    text = text.replace("\r\n", "\n")
    if one.needed and not text:
        raise EntryRefused("Vul dit in.")
    if any(not (character.isprintable() or character == "\n") for character in text):
        raise EntryRefused("Hier staat een teken dat niemand ziet. Typ de tekst opnieuw.")
    return READERS.get(one.key, BY_KIND[one.kind])(one, text)


def _line(one: Field, text: str) -> str:
    longest = LONGEST_NAME if one.key == "name" else LONGEST
    if len(text) > longest:
        raise EntryRefused("Gebruik ten hoogste {longest} tekens.", longest=longest)
    return " ".join(text.split())


def _email(one: Field, text: str) -> str:
    if text:
        try:
            validate_email(text, check_deliverability=False)
        except EmailNotValidError:
            raise EntryRefused("Dit is geen e-mailadres zoals naam@voorbeeld.nl.") from None
    return _line(one, text)


def _number(one: Field, text: str) -> int:
    smallest, largest = BOUNDS[one.key]
    if not (text.isascii() and text.isdigit()) or not smallest <= int(text[:6]) <= largest:
        raise EntryRefused(
            "Vul een getal in van {smallest} tot en met {largest}.",
            smallest=smallest,
            largest=largest,
        )
    return int(text)


def _lines(one: Field, text: str) -> str | list[str]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    if len(lines) > MOST_LINES or len(text) > MOST_LINES * LONGEST:
        raise EntryRefused("Gebruik ten hoogste {most_lines} regels.", most_lines=MOST_LINES)
    if KINDS[one.key] is tuple:
        return [line for line in lines if line]
    return "\n".join(lines).strip()


def _sms_sender(one: Field, text: str) -> str:
    if text and not SMS_SENDER.fullmatch(text):
        raise EntryRefused(
            "Gebruik 3 tot 11 letters, cijfers en spaties, met ten minste één letter."
        )
    return text


def _part_price(one: Field, text: str) -> str:
    price = text.removeprefix("€").strip().replace(",", ".")
    if price and not PART_PRICE.fullmatch(price):
        raise EntryRefused("Vul een bedrag in euro in, zoals 0,08. Meer dan 99 kan niet.")
    return price


BY_KIND: Mapping[str, Callable[[Field, str], Any]] = MappingProxyType(
    {"text": _line, "email": _email, "number": _number, "lines": _lines}
)
READERS: Mapping[str, Callable[[Field, str], Any]] = MappingProxyType(
    {"sms_sender": _sms_sender, "sms_part_price": _part_price}
)


def _provider_errors(providers: list[str], example: str) -> dict[str, str]:
    folded = [one.casefold() for one in providers]
    twice = next((one for one in providers if folded.count(one.casefold()) > 1), "")
    if twice:
        return {"providers": f"{twice} staat er twee keer."}
    if providers and example and example not in providers:
        return {"provider_example": "Deze naam staat niet in de lijst hierboven."}
    return {}
