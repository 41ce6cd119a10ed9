"""The small pattern language of the Dutch word lists.

A pattern is one or more words. `luister*` is a stem, `*vriendelijk` an ending, and `...` stands for
at most three words in between: `steeds ... ander*`. `ik|wij` means either word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.openanswers.words.tokens import fold

GAP = "..."
LONGEST_GAP = 3


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern: `source` as written, `parts` with one word or gap each."""

    source: str
    parts: tuple[str, ...]


def compile_pattern(source: str) -> Pattern:
    """Return the pattern for one line of a word list.

    Raises ValueError when the pattern is empty or starts or ends with a gap.

    Example:
        >>> compile_pattern("Steeds ... ander*").parts
        ('steeds', '...', 'ander*')

    """
    parts = tuple(part if part == GAP else fold(part) for part in source.split())
    if not parts or GAP in (parts[0], parts[-1]):
        raise ValueError(f"not a pattern: {source!r}")
    return Pattern(source, parts)


def word_fits(part: str, form: str) -> bool:
    """Tell whether the folded word `form` fits one part of a pattern.

    Example:
        >>> word_fits("luister*", "luistert"), word_fits("ik|wij", "wij"), word_fits("ik", "wij")
        (True, True, False)

    """
    if "|" in part:
        return any(word_fits(choice, form) for choice in part.split("|"))
    if part.startswith("*"):
        bare = part.strip("*")
        return bare in form if part.endswith("*") else form.endswith(bare)
    return form.startswith(part[:-1]) if part.endswith("*") else form == part


def match_at(pattern: Pattern, forms: Sequence[str], start: int) -> int | None:
    """Return the position after the match of `pattern` at `start`, or None.

    Example:
        >>> match_at(compile_pattern("steeds ... ander*"), ["steeds", "een", "andere"], 0)
        3

    """
    return _match(pattern.parts, forms, start)


def _match(parts: Sequence[str], forms: Sequence[str], at: int) -> int | None:
    if not parts:
        return at
    if parts[0] == GAP:
        ends = (_match(parts[1:], forms, at + skip) for skip in range(LONGEST_GAP + 1))
        return next((end for end in ends if end is not None), None)
    if at < len(forms) and word_fits(parts[0], forms[at]):
        return _match(parts[1:], forms, at + 1)
    return None


def longest_match(
    patterns: Iterable[Pattern], forms: Sequence[str], start: int
) -> tuple[Pattern, int] | None:
    """Return the pattern that reaches furthest from `start` with its end, or None.

    Of patterns that reach equally far, the one with most words of its own says most.

    Example:
        >>> both = [compile_pattern("op"), compile_pattern("op tijd")]
        >>> longest_match(both, ["op", "tijd"], 0)[1]
        2

    """
    found = [(end, p) for p in patterns if (end := match_at(p, forms, start)) is not None]
    if not found:
        return None
    end, pattern = max(found, key=lambda pair: (pair[0], len(pair[1].parts) - gaps(pair[1])))
    return pattern, end


def gaps(pattern: Pattern) -> int:
    """Return how many gaps a pattern has.

    Example:
        >>> gaps(compile_pattern("steeds ... ander*"))
        1

    """
    return pattern.parts.count(GAP)
