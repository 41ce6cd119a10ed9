"""Does a text seem to hold a number, an address or a name? The same steps as ``personal.js``.

Simple on purpose: it warns and never decides. No list of all Dutch words, no numbering plan; the
review of open answers looks with both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from survey_app.questionnaire.personal.rules import NameWords, PersonalRules, folded

Stretch = tuple[int, int]
NOT_TOLD = "datum"
SHORTEST_IBAN = 15
LONGEST_CUE = 2
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_GAP = re.compile(r"[ :]{1,2}")
_GAP_DOTTED = re.compile(r"\.? ?")
_NOT_DIGIT = re.compile(r"\D")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]")
_ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def personal_finds(rules: PersonalRules, text: str) -> tuple[str, ...]:
    """The pieces of a text that seem to be somebody's number, address or name, in order.

    Never raises. ``rules`` come from ``load_personal_rules``.
    """
    text = unicodedata.normalize("NFC", text)
    plain = _plain(text)
    taken: list[tuple[int, int, str]] = []
    for shape in rules.shapes:
        for match in shape.pattern.finditer(plain):
            start, end = match.span(1) if shape.pattern.groups and match.group(1) else match.span()
            if shape.kind == NOT_TOLD:
                start, end = match.span()
            checked = CHECKS[shape.check](rules, plain, start, end)
            if checked:
                _take(taken, *checked, shape.kind)
    for start, end in _names(rules.names, text):
        _take(taken, start, end, "naam")
    return tuple(text[start:end] for start, end, kind in sorted(taken) if kind != NOT_TOLD)


def _take(taken: list[tuple[int, int, str]], start: int, end: int, kind: str) -> None:
    if not any(start < other_end and other < end for other, other_end, _ in taken):
        taken.append((start, end, kind))


def _plain(text: str) -> str:
    """The text, as long as it was, with plain digits, spaces and dashes."""
    return "".join(_plain_sign(sign) for sign in text)


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return " " if sign.isspace() and sign != "\n" else sign
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.digit(sign))
    return "-" if category == "Pd" else " " if sign.isspace() else sign


def _any(rules: PersonalRules, text: str, start: int, end: int) -> Stretch | None:
    return start, end


def _citizen_number(rules: PersonalRules, text: str, start: int, end: int) -> Stretch | None:
    """Eight or nine digits whose weighted sum divides by eleven."""
    digits = _NOT_DIGIT.sub("", text[start:end]).rjust(9, "0")
    weighted = sum(int(one) * weight for one, weight in zip(digits, _ELEVEN, strict=True))
    return (start, end) if weighted % 11 == 0 and int(digits) > 0 else None


def _account(rules: PersonalRules, text: str, start: int, end: int) -> Stretch | None:
    """The piece that is an account number: the shape may run on into the next words."""
    for stop in range(end, start + SHORTEST_IBAN - 1, -1):
        if text[stop : stop + 1].isalnum() or not text[stop - 1].isalnum():
            continue
        number = _NOT_ALPHANUMERIC.sub("", text[start:stop]).upper()
        if len(number) == rules.iban_lengths.get(number[:2]) and _is_97(number):
            return start, stop
    return None


def _is_97(number: str) -> bool:
    turned = number[4:] + number[:4]
    return number.isascii() and int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


CHECKS: Mapping[str, Callable[[PersonalRules, str, int, int], Stretch | None]] = {
    "": _any,
    "elfproef": _citizen_number,
    "iban": _account,
}


def _names(rules: NameWords, text: str) -> Iterator[Stretch]:
    """Where a name follows a word such as "mevrouw"."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    forms = [folded(text[start:end]) for start, end in words]
    for at in range(len(words)):
        if _is_cue(rules, forms, at) and _goes_on(rules, text, words, forms, at):
            found = _name_after(rules, text, words, forms, at)
            if found is not None:
                yield found


def _is_cue(rules: NameWords, forms: list[str], at: int) -> bool:
    return any(
        at + 1 >= length and " ".join(forms[at + 1 - length : at + 1]) in rules.cues
        for length in range(1, LONGEST_CUE + 1)
    )


def _goes_on(rules: NameWords, text: str, words: list[Stretch], forms: list[str], at: int) -> bool:
    """Whether the next word stands in the same sentence as the cue."""
    if at + 1 == len(words):
        return False
    gap = text[words[at][1] : words[at + 1][0]]
    if forms[at] in rules.dotted and _GAP_DOTTED.fullmatch(gap):
        return True
    return _GAP.fullmatch(gap) is not None


def _name_after(
    rules: NameWords, text: str, words: list[Stretch], forms: list[str], cue: int
) -> Stretch | None:
    shouting = _in_capitals(text[slice(*words[cue])])
    last, at = cue, cue + 1
    while at < len(words):
        while at < len(words) and forms[at] in rules.particles:
            at += 1
        if at == len(words) or not _may_be_name(rules, text[slice(*words[at])], forms[at]):
            break
        if shouting and _in_capitals(text[slice(*words[at])]):
            break
        # Only a capital tells that the next word still belongs to the name.
        follows = text[words[at - 1][1] : words[at][0]] == " " and text[words[at][0]].isupper()
        if last > cue and not follows:
            break
        last, at = at, at + 1
    return (words[cue + 1][0], words[last][1]) if last > cue else None


def _may_be_name(rules: NameWords, word: str, form: str) -> bool:
    starts = word[0].isalpha() and not word[0].islower()
    return starts and len(word) > 1 and form not in rules.companies | rules.no_name


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word == word.upper() and word != word.lower()
