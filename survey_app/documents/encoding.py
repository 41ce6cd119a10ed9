"""The encoding of a text file that nobody wrote down: decided by rule, never by likelihood.

Dutch offices save UTF-8, UTF-16 and Windows-1252 (Excel's "CSV"), and a Mac its own Roman. A
statistical guess reads Müller as Mďller when a list is short; these rules do not.
"""

import codecs
import re
from typing import NamedTuple

from survey_app.errors import FileRefused

NO_TEXT = "this is not a text file; save it as CSV UTF-8"
UNDECIDED = "the letters with accents cannot be read with certainty; save the file as CSV UTF-8"
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


class Decoded(NamedTuple):
    """A text, and the encoding it was read in."""

    text: str
    encoding: str


def decoded(raw: bytes, name: str) -> Decoded:
    """The text of a file. Raises FileRefused for what is no text or cannot be decided."""
    found = _marked(raw, name) or _wide(raw) or _in_utf8(raw) or _of_one_byte(raw, name)
    if "\0" in found.text:
        raise FileRefused(f"{name}: {NO_TEXT}", NO_TEXT_DUTCH)
    return Decoded(found.text.removeprefix("\ufeff"), found.encoding)


def _marked(raw: bytes, name: str) -> Decoded | None:
    """What says itself which encoding it has."""
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            try:
                return Decoded(raw.decode(encoding), encoding)
            except UnicodeDecodeError:
                raise FileRefused(f"{name}: {NO_TEXT}", NO_TEXT_DUTCH) from None
    return None


def _wide(raw: bytes) -> Decoded | None:
    """UTF-16 without its mark: in the header every other byte is nothing."""
    even, odd = raw[:40:2], raw[1:40:2]
    if len(raw) >= 4 and len(raw) % 2 == 0 and any(even) != any(odd):
        encoding = "utf-16-le" if any(even) else "utf-16-be"
        try:
            return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            return None
    return None


def _in_utf8(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _of_one_byte(raw: bytes, name: str) -> Decoded:
    """Windows-1252 unless it makes words that nobody writes and the Mac's Roman does not."""
    for encoding in (WINDOWS, MAC):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:  # five codes mean nothing in Windows-1252
            continue
        if not STRANGE.search(text):
            return Decoded(text, encoding)
    raise FileRefused(f"{name}: {UNDECIDED}", UNDECIDED_DUTCH)
