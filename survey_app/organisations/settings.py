"""An organisation's own words, looks and periods, with their defaults and the rules they keep.

Everything a municipality may fill in stands here once; every page takes it from here. What is
stored (`organisation.settings`) is what differs from the defaults, under these names; the TOML file
holds the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from survey_app.appearance.theme import check_theme
from survey_app.errors import BadInput
from survey_app.models import Organisation
from survey_app.texts.translations import LANGUAGES, SOURCE

# Digits as people group them: 14 0182, 0182-624 624, +31 182 624 624.
_DIALLED = re.compile(r"\+?\d[\d .-]+\d")
# What a telephone shows as the sender of a text message (GSM 03.40: at most 11 characters).
SMS_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{1,9}[A-Za-z0-9]")
# In euros, with at most four decimals: gateways charge parts of a cent.
PART_PRICE = re.compile(r"\d{1,2}(\.\d{1,4})?", re.ASCII)
# smallest and largest; the defaults are those of method.md E.1 and reliability.md, "Retention"
BOUNDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "keyed_twice": (0, 100),
        "retention_months": (1, 120),
        "retention_contacts_days": (1, 365),
        "retention_messages_days": (1, 90),
        "retention_drafts_days": (1, 90),
        "retention_links_months": (1, 24),
        "retention_open_text_months": (1, 6),
        "retention_interviews_weeks": (1, 8),
        "retention_needs_months": (1, 12),
        "retention_audit_months": (12, 120),
    }
)


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """What respondents read about the organisation that asks, and how it works."""

    slug: str
    name: str
    help_phone: str = ""  # without one, the name: "Bel Waddinxveen"
    help_hours: str = ""
    email: str = ""
    address: str = ""
    website: str = ""
    privacy_contact: str = ""
    data_protection_officer: str = ""
    processor: str = ""
    retention_months: int = 24  # raw answers, after the close of a wave
    retention_contacts_days: int = 30  # people who were approached, after the close
    retention_messages_days: int = 7  # which message went to whom, after it was sent
    retention_drafts_days: int = 7  # what was begun and never sent, after the close
    retention_links_months: int = 24  # the code that joins two answers of one person
    retention_open_text_months: int = 3  # the original of an open answer, after the close
    retention_interviews_weeks: int = 8  # who offered to be interviewed
    retention_needs_months: int = 6  # half-yearly needs forms, until the next
    retention_audit_months: int = 12
    accessibility_contact: str = ""
    accessibility_checked_on: str = ""
    logo: str = ""
    providers: tuple[str, ...] = ()
    provider_example: str = ""
    keyed_twice: int = 10  # of every hundred sheets of paper, how many are keyed in twice
    languages: tuple[str, ...] = ()  # that people may choose; none named: all that are checked
    sender_name: str = ""  # above an e-mail; without one, the name
    sms_sender: str = ""
    sms_part_price: str = ""  # in euros, as "0.08"; without one no amount is told
    theme: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    revision: int = 0  # counts the changes; 0 while nobody has filled in anything

    @property
    def help_dial(self) -> str:
        """The help number as a telephone dials it; empty when there is only a name.

        >>> OrganisationSettings("a", "A", help_phone="0182 - 624 624 (ma-vr)").help_dial
        '0182624624'
        """
        number = _DIALLED.match(self.help_phone)
        return re.sub(r"[^+\d]", "", number[0]) if number else ""

    @property
    def price_of_a_part(self) -> Decimal | None:
        """What one part of a text message costs, in euros; None when nobody filled that in."""
        return Decimal(self.sms_part_price) if self.sms_part_price else None

    def offers(self, language: str) -> bool:
        """Whether people may choose this language here; Dutch always."""
        return language == SOURCE or not self.languages or language in self.languages


_DEFAULTS = OrganisationSettings(slug="", name="")
_OWN = ("slug", "revision")  # said by the row itself
KINDS: Mapping[str, type] = MappingProxyType(
    {
        one.name: type(getattr(_DEFAULTS, one.name))
        for one in fields(OrganisationSettings)
        if one.name not in _OWN
    }
)


def settings_from(
    slug: str, name: str, revision: int, values: Mapping[str, Any]
) -> OrganisationSettings:
    """The settings from what is stored; a key that this program does not know is left alone."""
    known = {key: _frozen(value) for key, value in values.items() if key in KINDS}
    return OrganisationSettings(
        **{"slug": slug, "name": name, "help_phone": name, **known, "revision": revision}
    )


def settings_of(organisation: Organisation) -> OrganisationSettings:
    """The settings of an organisation whose row is at hand."""
    row = organisation
    return settings_from(row.slug, row.name, row.settings_revision, row.settings)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """These values as they are stored, those that equal the default left out.

    Raises BadInput naming the key that is wrong, or the contrast that falls short.
    """
    kept = {key: _checked(key, value) for key, value in values.items()}
    _check_providers(kept.get("providers", []), kept.get("provider_example", ""))
    return {key: value for key, value in kept.items() if _frozen(value) != getattr(_DEFAULTS, key)}


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType(value) if isinstance(value, dict) else value


def _checked(key: str, value: Any) -> Any:
    """The value of one key in the type its record wants."""
    if key not in KINDS:
        raise BadInput("unknown key {key!r}", key=key)
    if key == "theme":
        return _theme(value)
    if KINDS[key] is tuple:
        value = list(value) if isinstance(value, list | tuple) else value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadInput("{key} must be a list of names", key=key)
    elif type(value) is not KINDS[key]:
        raise BadInput("{key} must be a {kind}", key=key, kind=KINDS[key].__name__)
    if key in BOUNDS and not BOUNDS[key][0] <= value <= BOUNDS[key][1]:
        raise BadInput(
            "{key} is a number of {least} to {most}, not {value}",
            key=key,
            least=BOUNDS[key][0],
            most=BOUNDS[key][1],
            value=value,
        )
    if key == "languages" and set(value) - set(LANGUAGES):
        unknown = sorted(set(value) - set(LANGUAGES))[0]
        raise BadInput(
            "languages: unknown {unknown!r}; known: {languages}",
            unknown=unknown,
            languages=", ".join(LANGUAGES),
        )
    _check_shape(key, value)
    return value


def _check_shape(key: str, value: Any) -> None:
    if key == "sms_sender" and value and not SMS_SENDER.fullmatch(value):
        raise BadInput("sms_sender: 3 to 11 letters, digits and spaces, with a letter among them")
    if key == "sms_part_price" and value and not PART_PRICE.fullmatch(value):
        raise BadInput('sms_part_price: euros for one part of a text message, such as "0.08"')


def _check_providers(providers: list[str], example: str) -> None:
    names = [" ".join(one.split()) for one in providers]
    folded = [name.casefold() for name in names]
    for place, name in enumerate(names):
        if not name:
            raise BadInput("providers: a name is empty; leave it out")
        if folded[place] in folded[:place]:
            raise BadInput("providers: {name!r} stands there twice; leave one out", name=name)
    if names and example and " ".join(example.split()) not in names:
        raise BadInput(
            "provider_example {example!r} is none of the providers: name one of {names}",
            example=example,
            names=", ".join(names),
        )


def _theme(value: Any) -> dict[str, str]:
    if not isinstance(value, dict | MappingProxyType):
        raise BadInput("theme must be a table of design tokens")
    check_theme(value)
    return dict(value)
