"""How many parts a text message takes: each is charged, and languages differ a lot.

A message in the GSM 03.38 alphabet (3GPP TS 23.038) holds 160 characters, one with any other
character 70 (UCS-2). A longer one goes in parts of 153 or 67.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

ONCE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = "\f^{}\\[~]|€"  # an escape and the character
COSTS = dict.fromkeys(ONCE, 1) | dict.fromkeys(TWICE, 2)
PLAIN_SIGNS = str.maketrans(
    dict.fromkeys("‘’‚‛´`", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | {"…": "..."}
)
Encoding = Literal["GSM-7", "UCS-2"]
ALONE = {"GSM-7": 160, "UCS-2": 70}
JOINED = {"GSM-7": 153, "UCS-2": 67}


@dataclass(frozen=True, slots=True)
class Length:
    """How a text travels: its encoding, its length in that encoding, and the parts it takes."""

    encoding: Encoding
    units: int
    parts: int


def plain_signs(text: str) -> str:
    """The text with straight quotation marks and the like, where that keeps it in GSM-7.

    One curly quotation mark in the name of an organisation would double what a message costs.

    >>> plain_signs("Gemeente ’s-Hertogenbosch – vragen…")
    "Gemeente 's-Hertogenbosch - vragen..."
    >>> plain_signs("Вас’ запрошено")
    'Вас’ запрошено'
    """
    plain = text.translate(PLAIN_SIGNS)
    return plain if all(character in COSTS for character in plain) else text


def sms_length(text: str) -> Length:
    """The length of a text as SMS; no part ends in the middle of a character.

    >>> sms_length("Hoe vindt u de hulp?")
    Length(encoding='GSM-7', units=20, parts=1)
    >>> sms_length("ما رأيكم في المساعدة؟").encoding
    'UCS-2'
    """
    if all(character in COSTS for character in text):
        return _length("GSM-7", [COSTS[character] for character in text])
    return _length("UCS-2", [1 if character <= "\uffff" else 2 for character in text])


def _length(encoding: Encoding, costs: Iterable[int]) -> Length:
    costs = list(costs)
    units = sum(costs)
    if units <= ALONE[encoding]:
        return Length(encoding, units, 1)
    parts, room = 1, JOINED[encoding]
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, JOINED[encoding]
        room -= cost
    return Length(encoding, units, parts)
