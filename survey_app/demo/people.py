"""The contact file of Voorbeeldstad: invented people at addresses that cannot exist."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from survey_app.demo.municipality import DOMAIN, GROUPS, NAME, luck, size

FIRST = (
    *("Anneke", "Mohammed", "Sanne", "Yusuf", "Els", "Oksana", "Kees", "Fatima", "Pieter"),
    *("Aylin", "Joris", "Selam", "Marijke", "Dawit", "Hans", "Iryna", "Bram", "Zeynep"),
    *("Willem", "Hanan", "Lotte", "Tesfay", "Gerrit", "Olena", "Femke", "Omar", "Ria", "Rahel"),
)
LAST = (
    *("de Vries", "Yılmaz", "Jansen", "el Amrani", "van den Berg", "Kovalenko", "Bakker"),
    *("Tesfamariam", "Visser", "Demir", "Smit", "Shevchenko", "Mulder", "Haddad", "de Boer"),
    *("Gebremedhin", "Dijkstra", "Öztürk", "van Dam", "Bennani"),
)
# Language and weight; most people read Dutch.
LANGUAGES = {"nl": 80, "ar": 6, "ti": 4, "tr": 4, "uk": 4, "en": 2}
BY_LETTER = 0.15
HEADER = (
    *("naam", "e-mail", "adres", "postcode", "plaats", "taal", "vragenlijst", "kanaal"),
    *("contract", "telefoon"),
)
# American numbers that are kept free for stories: whoever is called by mistake does not exist.
AREAS_IN_STORIES, EVERY = (202, 212, 213, 214, 215), 4


def write_contacts(path: Path, clients: int, seed: int, codes: Iterable[str] = GROUPS) -> int:
    """Write the contact file of everybody who is asked one of these; returns the rows."""
    rows = [row for code in codes for row in _rows(code, size(code, clients).people, seed)]
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def _rows(code: str, number: int, seed: int) -> Iterator[tuple[str, ...]]:
    chance = luck("people", seed, code)
    for place in range(1, number + 1):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        language = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        letter = code.startswith("K") and chance.random() < BY_LETTER
        yield (
            name,
            "" if letter else f"{code.lower()}.{place}@{DOMAIN}",
            f"Verzonnenstraat {place}",
            "1234 AB",
            NAME,
            language if code.startswith("K") else "nl",
            code,
            "brief" if letter else "e-mail",
            contract_word(code, place),
            phone_number(code, place) if not letter else "",
        )


def contract_word(code: str, place: int) -> str:
    """One of the other bodies works without a contract, as UWV does."""
    if code != "O-JAAR":
        return ""
    return "nee" if place == 1 else "ja"


def phone_number(code: str, place: int) -> str:
    """One client in four gave a telephone number, so that there are people to call."""
    if not code.startswith("K") or place % EVERY:
        return ""
    area = AREAS_IN_STORIES[list(GROUPS).index(code)]
    return f"+1 {area} 555 01{place // EVERY % 100:02}"
