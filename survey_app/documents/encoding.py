"""The encoding of a text file that nobody wrote down: decided by rule, never by likelihood.

Dutch offices save UTF-8, UTF-16 and Windows-1252 (Excel's "CSV"), and a Mac its own Roman. A
statistical guess reads Müller as Mďller when a list is short; these rules do not.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from survey_app.errors import FileRefused

NO_TEXT = "{name}: this is not a text file; save it as CSV UTF-8"
UNDECIDED = (
    "{name}: the letters with accents cannot be read with certainty; save the file as CSV UTF-8"
)
NO_TEXT_DUTCH = (
    "Dit bestand is niet te lezen. Bewaar het in uw rekenblad als Excel-bestand (.xlsx) of als "
    "CSV UTF-8, en kies het dan opnieuw."
)
UNDECIDED_DUTCH = (
    "De letters met accenten zijn niet met zekerheid te lezen. Bewaar het bestand als "
    "Excel-bestand (.xlsx) of als CSV UTF-8, en kies het dan opnieuw."
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS, MAC = "cp1252", "mac_roman"
# What no text has: an accented capital within a word, a sign between two letters, an opening
# quotation mark after a letter.
STRANGE = re.compile(
    r"(?<=[^\W\d_])[À-ÖØ-ÞŠŽŒŸ](?=[a-zß-öø-ÿšžœ])"
    r"|(?<=[^\W\d_])[†‡ˆ‰‹›•˜™—…¢£¤¥¦§¨©ª«¬®¯°±²³¶¸¹º»¼½¾¿¡÷×√∂∆∑∏πΩ≈≠≤≥∞◊∫](?=[^\W\d_])"
    r"|(?<=[^\W\d_])[‘“‚„]"
)


Chunks = Callable[[], Iterable[bytes]]  # what stands in a file, from the first again each time


class Decoded(NamedTuple):
    """A text, and the encoding it was read in."""

    text: str
    encoding: str


def decoded(raw: bytes, name: str) -> Decoded:
    """The text of a file. Raises FileRefused for what is no text or cannot be decided."""
    encoding = encoding_of(lambda: (raw,), name)
    return Decoded(raw.decode(encoding).removeprefix("\ufeff"), encoding)


def encoding_of(chunks: Chunks, name: str) -> str:
    """How a file is written, chunk by chunk, none of them kept. Raises FileRefused as `decoded`."""
    head = next(iter(chunks()), b"")
    for bom, encoding in BOMS:
        if head.startswith(bom):
            if not _is_text(chunks, encoding, name):
                raise FileRefused(NO_TEXT, NO_TEXT_DUTCH, name=name)
            return encoding
    for encoding in (*_wide(head), "utf-8"):
        if _is_text(chunks, encoding, name):
            return encoding
    # Windows-1252 unless it makes words that nobody writes and the Mac's Roman does not.
    for encoding in (WINDOWS, MAC):
        if _is_text(chunks, encoding, name, STRANGE):
            return encoding
    raise FileRefused(UNDECIDED, UNDECIDED_DUTCH, name=name)


def _wide(head: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark: in the header every other byte is nothing."""
    even, odd = any(head[:40:2]), any(head[1:40:2])
    if len(head) < 4 or even == odd:
        return ()
    return ("utf-16-le" if even else "utf-16-be",)


def _is_text(
    chunks: Chunks, encoding: str, name: str, never: re.Pattern[str] | None = None
) -> bool:
    """Whether all of it can be read so, and makes nothing of what is never written."""
    before = ""  # a word may go on in the next chunk
    try:
        for piece in codecs.iterdecode(chunks(), encoding):
            if "\0" in piece:
                raise FileRefused(NO_TEXT, NO_TEXT_DUTCH, name=name)
            if never and never.search(before + piece):
                return False
            before = piece[-2:]
    except UnicodeDecodeError:  # also: five codes mean nothing in Windows-1252
        return False
    return True
