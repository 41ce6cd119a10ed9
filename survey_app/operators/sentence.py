"""A sentence that remembers what it was made of, so that it can be said in another language."""

from collections.abc import Iterable
from typing import Any, Self, cast

# What the system says of a file or folder; anything else that it says is passed on as it is.
SYSTEM = (
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File exists",
    "No space left on device",
    "Read-only file system",
    "File name too long",
    "Address already in use",
    "Cannot assign requested address",
)


class Sentence(str):
    """Text for an operator, with the template and the values that it came from.

    A value may be a sentence or an error itself. With a plural, `n` is the number that is counted.
    The catalogue (catalogue.py) holds the Dutch.

    >>> Sentence("{n} row", "{n} rows", n=2)
    '2 rows'
    """

    written = "en"
    template: str
    plural: str | None
    values: dict[str, Any]

    def __new__(cls, template: str, plural: str | None = None, /, **values: Any) -> Self:
        if isinstance(template, Sentence):
            return cast(Self, template)
        values = {name: _kept(value) for name, value in values.items()}
        chosen = plural if plural is not None and values["n"] != 1 else template
        self = super().__new__(cls, chosen.format_map(values) if values else chosen)
        self.template, self.plural, self.values = template, plural, values
        return self

    @property
    def forms(self) -> tuple[str, ...]:
        """The template; two, for one and for more, where it counts something."""
        return (self.template,) if self.plural is None else (self.template, self.plural)

    def __str__(self) -> str:
        """Itself: `str(error)` keeps the template of a sentence that an error carries."""
        return self


class DutchSentence(Sentence):
    """The same, but a screen shows it too: written in Dutch, and the catalogue has the English."""

    written = "nl"


def joined(between: str, parts: Iterable[str]) -> Sentence:
    """Sentences one after the other, each still to be said in any language.

    >>> joined("; ", ["no name", "no date"])
    'no name; no date'
    """
    values = {f"part{number}": part for number, part in enumerate(parts)}
    between = between.replace("{", "{{").replace("}", "}}")
    return Sentence(between.join(f"{{{name}}}" for name in values), **values)


def system_words(error: OSError) -> Sentence:
    """What the system says is wrong with a file, folder or address."""
    return Sentence(error.strerror or type(error).__name__)


def _kept(value: object) -> object:
    """An error is kept as its sentence, so that nothing it holds lives on."""
    return str(value) if isinstance(value, BaseException) else value
