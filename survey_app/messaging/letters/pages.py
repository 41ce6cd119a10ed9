"""Letters as one page each: address for a window envelope, QR, code in groups, and the words."""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

from survey_app.messaging.letters.window import WindowAddress
from survey_app.messaging.pages import message_templates
from survey_app.messaging.templates import FOLDER, Text
from survey_app.texts.translations import LANGUAGES, SOURCE

OPENING = 2  # paragraphs before the ways in: the greeting and the question


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as one path of unit squares, drawn by the template."""

    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the text of a letter in one language."""

    again: str
    qr: str
    phone: str
    camera: str
    computer: str
    code: str
    genuine: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything on one page."""

    address: WindowAddress
    subject: str
    opening: tuple[str, ...]
    rest: tuple[str, ...]
    code: str
    link: str
    qr: QrCode
    reminder: bool
    language: str
    direction: str
    words: Words
    dutch: tuple[str, ...]
    is_full: bool  # with words of the organisation's own: set smaller, so that it stays one page
    languages: tuple[tuple[str, str], ...]  # code and name of each in which one can answer


@dataclass(frozen=True, slots=True)
class Heading:
    """What all letters of one print have in common."""

    organisation: str
    wave: str
    page: str
    genuine: str
    synthetic: bool


def letter_page(
    text: Text,
    address: WindowAddress,
    ways: tuple[str, str],
    reminder: bool,
    offered: Collection[str] = (SOURCE,),
) -> Letter:
    """One letter. `ways` holds the link and the printed code; `offered` the languages behind it."""
    link, code = ways
    paragraphs = _paragraphs(text.body)
    return Letter(
        address=address,
        subject=text.subject,
        opening=paragraphs[:OPENING],
        rest=paragraphs[OPENING:],
        code=code,
        link=link,
        qr=qr_code(link),
        reminder=reminder,
        language=text.language,
        direction=text.direction,
        words=letter_words()[text.language],
        dutch=_paragraphs(text.dutch),
        is_full=text.has_own_words,
        languages=tuple((code, name) for code, (name, _) in LANGUAGES.items() if code in offered),
    )


@lru_cache(maxsize=1)
def letter_words() -> dict[str, Words]:
    """The words around a letter, by language."""
    tables = tomllib.loads((FOLDER / "letter.toml").read_text(encoding="utf-8"))
    return {language: Words(**table) for language, table in tables.items()}


def letters_html(heading: Heading, letters: Sequence[Letter]) -> str:
    """The letters as one document, ready to be typeset."""
    template = message_templates().get_template("messages/letters.html")
    return template.render(
        organisation=heading.organisation,
        wave=heading.wave,
        page=heading.page.partition("://")[2],
        genuine=heading.genuine.partition("://")[2],
        synthetic=heading.synthetic,
        letters=letters,
        dutch=letter_words()[SOURCE],
    )


def qr_code(link: str) -> QrCode:
    """The link as a QR code that survives a fold or stain (error correction M)."""
    matrix = segno.make(link, error="m", micro=False).matrix
    return QrCode(len(matrix), "".join(_dark_runs(matrix)))


def _paragraphs(body: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in body.split("\n\n") if part.strip())


def _dark_runs(matrix: Sequence[Sequence[int]]) -> Iterator[str]:
    for y, row in enumerate(matrix):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
