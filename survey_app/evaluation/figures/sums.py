"""Whether the parts of a figure add up to the whole that the source gives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import isclose

from survey_app.evaluation.table1.queries import FigureLine
from survey_app.evaluation.wording import number_words
from survey_app.operators.sentence import DutchSentence

# Exit positions exclude each other (method.md C.7), so the parts add up to the whole.
PARTS_OF_A_WHOLE = ("F13",)


def sum_warnings(lines: Sequence[FigureLine]) -> list[str]:
    """Sentences about lines whose parts and wholes do not fit, in the order of the figures."""
    return sorted([*_too_large(lines), *_shares(lines), *_named_wholes(lines)])


def _too_large(lines: Iterable[FigureLine]) -> list[str]:
    return [
        DutchSentence(
            "{figure}: {numerator} is meer dan {denominator}.",
            figure=_about(line),
            numerator=number_words(line.numerator),
            denominator=number_words(line.denominator),
        )
        for line in lines
        if line.denominator is not None
        and line.numerator is not None
        and line.numerator > line.denominator
        and "per " not in line.unit
    ]


def _shares(lines: Iterable[FigureLine]) -> list[str]:
    groups: dict[tuple[str, str, float], list[FigureLine]] = defaultdict(list)
    for line in lines:
        if line.code in PARTS_OF_A_WHOLE and line.denominator is not None and not line.part_of:
            groups[line.code, line.period, line.denominator].append(line)
    return [
        _differs(f"{code} {period}".strip(), total, whole)
        for (code, period, whole), parts in groups.items()
        if not isclose(total := _total(parts), whole)
    ]


def _named_wholes(lines: Iterable[FigureLine]) -> list[str]:
    known = {(line.code, line.label, line.period): line for line in lines}
    groups: dict[tuple[str, str, str], list[FigureLine]] = defaultdict(list)
    for line in known.values():
        if line.part_of:
            groups[line.code, line.part_of, line.period].append(line)
    found: list[str] = []
    for key, parts in groups.items():
        whole = known.get(key)
        about = " ".join(part for part in key if part)
        counted = any(part.numerator is not None for part in parts)
        if whole is None or (counted and whole.numerator is None):
            found.append(
                DutchSentence(
                    "{figure}: er zijn delen, maar het totaal is niet ingevuld.", figure=about
                )
            )
        elif counted and not isclose(total := _total(parts), whole.numerator or 0):
            found.append(_differs(about, total, whole.numerator or 0))
        elif whole.target is not None and not isclose(aimed := _aimed(parts), whole.target):
            found.append(_differs(f"{about} (normen)", aimed, whole.target))
    return found


def _aimed(parts: Iterable[FigureLine]) -> float:
    return sum(part.target or 0 for part in parts)


def _total(parts: Iterable[FigureLine]) -> float:
    return sum(part.numerator or 0 for part in parts)


def _differs(about: str, total: float, whole: float) -> str:
    return DutchSentence(
        "{figure}: de delen zijn samen {parts}, het totaal is {whole}.",
        figure=about,
        parts=number_words(total),
        whole=number_words(whole),
    )


def _about(line: FigureLine) -> str:
    return " ".join(part for part in (line.code, line.label, line.period) if part)
