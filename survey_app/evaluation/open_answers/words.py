"""What a class, theme, language and covered word are called on the screens.

The codes are those of `analysis.openanswers`, which no web page loads; a test compares them.
"""

from collections.abc import Mapping
from types import MappingProxyType

MINIMUM = 10  # answers before a count or a quote is shown (method.md D.4 rule 8)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "negatief": "Negatief",
        "gemengd": "Gemengd",
        "neutraal": "Neutraal",
        "positief": "Positief",
    }
)
THEMES: Mapping[str, str] = MappingProxyType(
    {
        "bejegening": "Bejegening",
        "maatwerk": "Maatwerk",
        "informatie": "Informatie",
        "wachttijd": "Wachttijd",
        "continuiteit": "Vaste contactpersoon",
        "bereikbaarheid": "Bereikbaarheid",
        "werkgever": "Werk en werkgever",
        "tegenprestatie": "Tegenprestatie",
        "nazorg": "Nazorg",
    }
)
COVERED: Mapping[str, str] = MappingProxyType(
    {
        "naam": "naam",
        "plaats": "plaats",
        "gezondheid": "gezondheid",
        "adres": "adres",
        "e-mail": "e-mailadres",
        "telefoon": "telefoonnummer",
        "geboortedatum": "datum",
        "bsn": "burgerservicenummer",
        "iban": "rekeningnummer",
    }
)
REASON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "meaning": "Zonder deze woorden begrijp ik het antwoord niet.",
        "too_much": "Ik denk dat er te veel is afgedekt.",
        "distress": "Misschien is iemand in nood.",
    }
)
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "nl": "Nederlands",
        "en": "Engels",
        "ar": "Arabisch",
        "uk": "Oekraïens",
        "ti": "Tigrinya",
        "tr": "Turks",
    }
)
