"""From TOML text to checked values: every refusal names the file, the line and the reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from survey_app.operators.sentence import Sentence

Content = TypeVar("Content", str, int, bool, list[Any], dict[str, Any])

MAX_BYTES = 1_000_000
MAX_LINE = 1_000
# tomllib walks a dotted key part by part, again for every line: many parts cost many seconds.
_MANY_PARTS = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){12}""")


class DefinitionError(ValueError):
    """Raised when a file in ``questionnaires/`` cannot be used.

    ``file`` is its name, ``where`` the question or key, ``line`` the line (0 = the whole file);
    the reason is given as a template with its values (operators/).
    """

    def __init__(
        self, file: str, where: str, template: str, line: int = 0, /, **values: object
    ) -> None:
        place = f"{file}:{line}" if line else file
        self.file, self.where, self.line = file, where, line
        self.reason = Sentence(template, **values)
        place = f"{place}: {where}" if where else place
        super().__init__(Sentence("{place}: {reason}", place=place, reason=self.reason))


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with the place it came from."""

    file: str
    where: str
    line: int
    content: dict[str, Any]
    raw: bytes = b""

    def fail(self, template: str, /, **values: object) -> DefinitionError:
        """Return (not raise) the error for this table."""
        return DefinitionError(self.file, self.where, template, self.line, **values)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; an empty text is missing unless a default says that it may be."""
        value = self._typed(key, str, default)
        if not value.strip() and default is None:
            raise self.fail("{key} is empty", key=key)
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number of 0 or more."""
        value = self._typed(key, int, default)
        if isinstance(value, bool) or value < 0:
            raise self.fail("{key} must be a whole number of 0 or more", key=key)
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; absent is false."""
        return self._typed(key, bool, False)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them empty; absent is an empty list."""
        values = self._typed(key, list, [])
        for position, value in enumerate(values, start=1):
            if not isinstance(value, str) or not value.strip():
                raise self.fail("{key}: text {position} is missing", key=key, position=position)
        return tuple(values)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers; absent is an empty list."""
        values = self._typed(key, list, [])
        if any(type(value) is not int for value in values):
            raise self.fail("{key} must hold whole numbers", key=key)
        return tuple(values)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return a list of tables, each named after its own code and placed on its line."""
        values = self._typed(key, list, [])
        if any(not isinstance(value, dict) for value in values):
            raise self.fail("{key} must be a list of tables", key=key)
        lines = header_lines(self.raw, key)
        if len(lines) != len(values):
            lines = (self.line,) * len(values)
        return tuple(
            Table(self.file, str(value.get("code", f"{key} {position}")), line, value)
            for position, (line, value) in enumerate(zip(lines, values, strict=True), start=1)
        )

    def table(self, key: str) -> Table:
        """Return one table."""
        return Table(self.file, f"{self.where} {key}".strip(), self.line, self._typed(key, dict))

    def names(self) -> dict[str, str]:
        """Return the whole table as texts by key."""
        return {key: self.text(key) for key in self.content}

    def only(self, allowed: Collection[str]) -> None:
        """Refuse keys that nobody reads: they are spelling mistakes."""
        unknown = sorted(set(self.content) - set(allowed))
        if unknown:
            raise self.fail("unknown key {unknown!r}", unknown=unknown[0])

    def _typed(self, key: str, kind: type[Content], default: Content | None = None) -> Content:
        value = self.content.get(key, default)
        if value is None:
            raise self.fail("{key} is missing", key=key)
        if not isinstance(value, kind):
            raise self.fail("{key} must be {kind}", key=key, kind=_KIND_NAMES[kind])
        return value


_KIND_NAMES = {
    str: Sentence("a text"),
    int: Sentence("a whole number"),
    bool: Sentence("true or false"),
    list: Sentence("a list"),
    dict: Sentence("a table"),
}


def parse(file: str, raw: bytes) -> Table:
    """Return the top table of one file.

    Raises ``DefinitionError`` for a file that is too large, not UTF-8, not TOML (with the line
    that the reader names) or nested too deep. TOML has no aliases, so nothing can multiply.

    >>> parse("small.toml", b'code = "K1"').text("code")
    'K1'
    """
    if len(raw) > MAX_BYTES:
        raise DefinitionError(file, "", "larger than {max_bytes} bytes", max_bytes=MAX_BYTES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DefinitionError(file, "", "not UTF-8 text", line) from None
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MAX_LINE:
            raise DefinitionError(
                file, "", "longer than {max_line} characters", number, max_line=MAX_LINE
            )
        if _MANY_PARTS.search(line_text):
            raise DefinitionError(file, "", "a key of more than twelve parts", number)
    try:
        return Table(file, "", 0, tomllib.loads(text), raw)
    except ValueError as error:  # TOMLDecodeError, or a number or date that Python refuses
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise DefinitionError(file, "", "not TOML: {error}", line, error=error) from None
    except RecursionError:
        raise DefinitionError(file, "", "nested too deep") from None


def header_lines(raw: bytes, header: str) -> tuple[int, ...]:
    """Return the line numbers of ``[[header]]`` in a file, in order."""
    wanted = f"[[{header}]]".encode()
    return tuple(
        number for number, line in enumerate(raw.split(b"\n"), start=1) if line.strip() == wanted
    )
