"""Our gettext .po files, read and written by Babel: one text a key, the key is its msgctxt.

Babel reads on through what is not .po (a missing quote costs a letter, a second msgstr is left
out, of two entries alike one stays), so each line and key is looked at on the way.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, generate_po, normalize

from survey_app.errors import BadInput

MAX_BYTES = 4 * 1024 * 1024
_LINE = re.compile(r'(?:(\S+) +)?"(?:[^"\\]|\\[nrt"\\])*"')
# keyword -> what may stand before it in its entry
_BEFORE = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgstr", "msgctxt"), "msgstr": ("msgid",)}


@dataclass(frozen=True, slots=True)
class PoFile:
    """`texts` by key (msgctxt), the Dutch they were made from, and the header fields.

    `fuzzy` keys were marked as unsure; they stand in no other mapping.
    """

    texts: Mapping[str, str]
    sources: Mapping[str, str]
    header: Mapping[str, str]
    fuzzy: tuple[str, ...] = ()


class _Entries(Catalog):
    """Every entry as it stands, the header too: Babel's own catalog drops X-Status."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Message] = []

    def __setitem__(self, _: Any, message: Message) -> None:
        self.found.append(message)


def read_po(path: Path) -> PoFile:
    """One .po file. Raises BadInput with file and line for anything that is not .po."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise BadInput("{file}: larger than {max_bytes} bytes", file=path.name, max_bytes=MAX_BYTES)
    try:
        return parse_po(raw.decode("utf-8-sig"))
    except BadInput as error:
        raise BadInput("{file}, {error}", file=path.name, error=error) from error
    except UnicodeDecodeError as error:
        raise BadInput("{file}: not UTF-8", file=path.name) from error


def parse_po(content: str) -> PoFile:
    """The .po file in this text. Raises BadInput with the line.

    >>> parse_po('msgctxt "C1"\\nmsgid "Ja"\\nmsgstr "Yes"').texts
    {'C1': 'Yes'}
    """
    entries = _Entries()
    try:
        PoFileParser(entries, abort_invalid=True).parse(_checked(io.StringIO(content, None)))
    except PoFileError as error:
        raise BadInput(
            "line {lineno}: {args}", lineno=error.lineno + 1, args=error.args[0]
        ) from error
    texts: dict[str, str] = {}
    sources: dict[str, str] = {}
    header: dict[str, str] = {}
    unsure: list[str] = []
    for entry in entries.found:
        key = entry.context
        if key and entry.fuzzy:
            unsure.append(key)
        elif key in texts:
            raise BadInput("line {lineno}: {key} stands there twice", lineno=entry.lineno, key=key)
        elif key:
            texts[key], sources[key] = str(entry.string), str(entry.id)
        elif not entry.id:
            header = dict(message_from_string(str(entry.string)).items())
    return PoFile(texts, sources, header, tuple(unsure))


def format_po(
    header: Mapping[str, str], sources: Mapping[str, str], texts: Mapping[str, str]
) -> str:
    """A .po file with these keys in their order; a key without translation stays empty."""
    catalog = Catalog()
    for key, dutch in sources.items():
        catalog.add(dutch, texts.get(key, ""), context=key)
    fields = "".join(f"{name}: {value}\n" for name, value in header.items())
    first = f'msgid ""\nmsgstr {normalize(fields, width=0)}\n\n'
    return first + "".join(generate_po(catalog, width=0, omit_header=True))


def _checked(lines: Iterable[str]) -> Iterator[str]:
    """The lines as they come, without what is obsolete. Raises BadInput at one that is not .po."""
    last = ""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text.startswith("#") or not text:
            last = "" if last == "msgstr" else last
            yield "" if text.startswith("#~") else line
            continue
        whole = _LINE.fullmatch(text)
        word = whole[1] if whole else text.split('"')[0].strip()
        if word and last not in _BEFORE.get(word, ()):
            raise BadInput(
                "line {number}: {word!r} is not expected here", number=number, word=word[:20]
            )
        if not whole:
            raise BadInput(
                "line {number}: a text must stand between double quotes; only \\n, \\t, \\r, "
                '\\" and \\\\ may stand in it with a backslash',
                number=number,
            )
        last = word or last
        if not last:
            raise BadInput("line {number}: a text without msgctxt, msgid or msgstr", number=number)
        yield line
