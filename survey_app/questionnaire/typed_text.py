"""What people type, paste or save, without the marks that nobody sees: the one place for it.

The same words come in many codes: é as one sign or as two, a space that does not break, a mark
of direction, a line break of a word processor, digits of another script. Whoever reads text from
outside reads it through one of these functions.
"""

import re
import unicodedata

# Line breaks of word processors and other systems.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
# Nothing to see and nothing to mean. Joiners (200C, 200D) and marks of direction stay in prose:
# they change how Persian words, emoji and mixed lines look.
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def readable(text: str) -> str:
    r"""Return the text as it looks: one code per sign, line breaks as ``\n``, nothing unseen.

    >>> readable("Zoe\u0308\u200b\u00a0Smit\x0btwee")
    'Zoë Smit\ntwee'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text))


def one_line(text: str) -> str:
    """Return the text on one line, with single spaces and none around it.

    >>> one_line(" Anna\\n  Bakker ")
    'Anna Bakker'
    """
    return " ".join(_DIRECTIONS.sub("", readable(text)).split())


def bare(text: str) -> str:
    """Return a code, number, date or column name as if typed on a plain keyboard.

    Full-width letters become common ones, digits of any script ours, joiners go too.

    >>> bare(" Ｋ３\u200d-٣ ")
    'K3-3'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(_digit(one) for one in text if unicodedata.category(one) != "Cf")
    return one_line(text)


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))
