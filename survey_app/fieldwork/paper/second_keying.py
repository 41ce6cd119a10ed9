"""Do two keyings of one sheet of paper say the same? Answered without reading the first one.

Of the first keying only digests are kept, one for each question, under a key that follows from
the number on the sheet. That number is written on the paper and stands nowhere else: without the
paper the digests tell nothing, and with the paper in hand they need not.

Guessing a number costs scrypt (2**14) and needs the pepper, which is outside the database:
2**40 numbers at 0.05 s each are seventeen centuries, for one sheet without a name.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from survey_app.crypto.encryption import derive
from survey_app.crypto.tokens import VALUES, base32, check_character, code_hash, normalise
from survey_app.questionnaire.answers import to_record
from survey_app.questionnaire.definition import Question, Questionnaire, Value

NUMBER_LENGTH = 9  # eight characters of 5 bits, and one to check them
GROUP = 3
DIGEST_BYTES = 16
LANGUAGE = "taal"  # is compared as well, and is no question


@dataclass(frozen=True, slots=True)
class Lock:
    """What follows from the number on a sheet: what finds its row, and the key to compare with."""

    number_hash: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which of the questions differ, in order, out of how many with something keyed in."""

    items: int
    differing: tuple[str, ...]


def is_drawn(secret: bytes, screen: str, percent: int) -> bool:
    """Whether the sheet of this screen is to be keyed twice; the same screen, the same answer."""
    drawn = hmac.digest(secret, f"drawn:{screen}".encode(), sha256)
    return int.from_bytes(drawn[:8], "big") % 100 < percent


def sheet_number(secret: bytes, screen: str) -> str:
    """The number of the sheet of this screen, check character last."""
    raw = hmac.digest(secret, f"sheet:{screen}".encode(), sha256)
    body = base32(raw, NUMBER_LENGTH - 1)
    return body + check_character(body)


def read_number(text: str) -> str | None:
    """The number as somebody copied it from paper, or None when that cannot be one.

    >>> read_number("7kq-2zb-0o") is None
    True
    """
    number = normalise(text)
    well_formed = len(number) == NUMBER_LENGTH and all(letter in VALUES for letter in number)
    return number if well_formed and check_character(number[:-1]) == number[-1] else None


def grouped_number(number: str) -> str:
    """The number as it is shown, in threes: 7KQ-2ZB-0M4."""
    return "-".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def lock_of(pepper: bytes, number: str) -> Lock:
    """The lock of a number; slow on purpose."""
    slow = code_hash(pepper, f"sheet:{number}")
    return Lock(derive(slow, "find"), derive(slow, "compare"))


def digests(
    key: bytes, questionnaire: Questionnaire, answers: Mapping[str, Value], language: str
) -> dict[str, str]:
    """What is kept of a first keying to compare a second one with."""
    said = {one.code: _said(one, answers.get(one.code)) for one in questionnaire.questions}
    return {name: _digest(key, name, text) for name, text in (said | {LANGUAGE: language}).items()}


def compare(
    key: bytes,
    first: Mapping[str, str],
    questionnaire: Questionnaire,
    answers: Mapping[str, Value],
    language: str,
) -> Comparison:
    """A second keying beside the digests of the first; a question left empty twice is no item."""
    second = digests(key, questionnaire, answers, language)
    items = sum(
        bool(_said(one, answers.get(one.code))) or first.get(one.code) != _digest(key, one.code, "")
        for one in questionnaire.questions
    )
    names = (*questionnaire.codes, LANGUAGE)
    return Comparison(items, tuple(name for name in names if first.get(name) != second[name]))


def _said(question: Question, value: Value) -> str:
    """What is compared. Of a text only that it is there: nobody copies one twice the same."""
    text = to_record(question, value)
    return "given" if text and question.kind == "open" else text


def _digest(key: bytes, name: str, text: str) -> str:
    return hmac.digest(key, f"{name}={text}".encode(), sha256)[:DIGEST_BYTES].hex()
