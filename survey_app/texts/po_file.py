"""A small reader and writer of gettext .po files: contexts, texts, header, comments.

No plural forms and no obsolete entries: our catalogues hold one text per key. Written by hand
because the usual readers cost a respondent's worker more memory than all the texts together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from survey_app.errors import BadInput

MAX_BYTES = 4 * 1024 * 1024
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class PoFile:
    """`texts` by key (msgctxt), the Dutch they were made from, and the header fields.

    `fuzzy` keys were marked as unsure; they stand in no other mapping.
    """

    texts: Mapping[str, str]
    sources: Mapping[str, str]
    header: Mapping[str, str]
    fuzzy: tuple[str, ...] = ()


def read_po(path: Path) -> PoFile:
    """One .po file. Raises BadInput with file and line for anything that is not .po."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{path.name}: larger than {MAX_BYTES} bytes")
    try:
        return parse_po(raw.decode("utf-8-sig"))
    except BadInput as error:
        raise BadInput(f"{path.name}, {error}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name}: not UTF-8") from error


def parse_po(content: str) -> PoFile:
    """The .po file in this text. Raises BadInput with the line.

    >>> parse_po('msgctxt "C1"\\nmsgid "Ja"\\nmsgstr "Yes"').texts
    {'C1': 'Yes'}
    """
    texts: dict[str, str] = {}
    sources: dict[str, str] = {}
    header: dict[str, str] = {}
    unsure: list[str] = []
    for entry in _entries(content):
        key, text = entry.get("msgctxt", ""), entry.get("msgstr", "")
        if "fuzzy" in entry and key:
            unsure.append(key)
        elif key:
            if key in texts:
                raise BadInput(f"line {entry['line']}: {key} stands there twice")
            texts[key], sources[key] = text, entry.get("msgid", "")
        elif entry.get("msgid") == "":
            header = _header(text)
    return PoFile(texts, sources, header, tuple(unsure))


def format_po(
    header: Mapping[str, str], sources: Mapping[str, str], texts: Mapping[str, str]
) -> str:
    """A .po file with these keys in their order; a key without translation stays empty."""
    first = "".join(f"{name}: {value}\n" for name, value in header.items())
    parts = [f'msgid ""\nmsgstr ""\n{_lines(first)}\n']
    for key, dutch in sources.items():
        text = _quoted(texts.get(key, ""))
        parts.append(f"msgctxt {_quoted(key)}\nmsgid {_quoted(dutch)}\nmsgstr {text}\n")
    return "\n".join(parts)


def _entries(content: str) -> list[dict[str, str]]:
    """Each entry as keyword -> text; `fuzzy` is a key when it was flagged so."""
    entries: list[dict[str, str]] = []
    current: dict[str, str] = {}
    keyword = ""
    for number, line in enumerate(content.splitlines(), start=1):
        text = line.strip()
        if text.startswith("#") or not text:
            if "msgstr" in current:
                entries.append(current)
                current, keyword = {}, ""
            if text.startswith("#,") and "fuzzy" in text:
                current["fuzzy"] = "yes"
            continue
        word, _, rest = text.partition(" ") if not text.startswith('"') else ("", "", text)
        if word:
            if word in ("msgctxt", "msgid") and "msgstr" in current:
                entries.append(current)
                current = {}
            if word not in ("msgctxt", "msgid", "msgstr") or word in current:
                raise BadInput(f"line {number}: {word[:20]!r} is not expected here")
            keyword = word
            current.setdefault("line", str(number))
        if not keyword:
            raise BadInput(f"line {number}: a text without msgctxt, msgid or msgstr")
        current[keyword] = current.get(keyword, "") + _unquoted(rest, number)
    return [*entries, current] if "msgstr" in current else entries


def _unquoted(text: str, line: int) -> str:
    text = text.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise BadInput(f"line {line}: a text must stand between double quotes")
    parts: list[str] = []
    characters = iter(text[1:-1])
    for character in characters:
        if character == '"':
            raise BadInput(f"line {line}: a double quote without backslash")
        if character == "\\":
            following = next(characters, "")
            if following not in _ESCAPES:
                raise BadInput(f"line {line}: unknown escape \\{following}")
            character = _ESCAPES[following]  # noqa: PLW2901 - the escape stands for this one
        parts.append(character)
    return "".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("\t", "\\t") + '"'


def _lines(text: str) -> str:
    return "".join(f"{_quoted(line)}\n" for line in text.splitlines(keepends=True))


def _header(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}
