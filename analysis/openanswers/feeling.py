"""What an answer feels like: the words that carry a judgement, and how they add up.

A value per word or expression (our own list first, then the general lexicon), turned by a negator,
made stronger or weaker by the word before it, left out of a wish. Positive and negative evidence
are kept apart, because their balance tells "gemengd" from "neutraal".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from analysis.openanswers.evidence import Evidence
from analysis.openanswers.standing import as_meant
from analysis.openanswers.words.clauses import Clause, clauses
from analysis.openanswers.words.lexicon import feelings, infinitives, past_forms
from analysis.openanswers.words.patterns import Pattern, longest_match, match_at
from analysis.openanswers.words.tokens import Token
from analysis.openanswers.words.wordlists import Valued, feeling_words

REACH_BEFORE = 5
REACH_AFTER = 4
TURNED = -0.8
TURNED_NEGATIVE = -0.6
STRONGER = 1.3
WEAKER = 0.7
LACK = -0.5
TOO_MUCH = -0.5
LEFTOVER = -0.4
LEFTOVER_NIET = -0.3
GENERAL_WEIGHT = 0.7
GENERAL_FLOOR = 0.15
# With a subject a clause tells something; "zij luisteren" is no wish, "beter luisteren" is.
_SUBJECTS = frozenset({"ik", "je", "jij", "u", "hij", "zij", "ze", "wij", "we", "men", "niemand"})


@dataclass
class _Reading:
    """The state while one clause is read: which negators were used, which tokens are taken."""

    clause: Clause
    number: int
    used: set[int] = field(default_factory=set)
    found: list[Evidence] = field(default_factory=list)
    consumed: set[int] = field(default_factory=set)

    def open_forms(self) -> list[str]:
        """The forms, with nothing where an expression already took the word."""
        return ["" if i in self.consumed else f for i, f in enumerate(self.clause.forms)]

    def add(self, first: int, last: int, weight: float, reason: str) -> None:
        tokens = self.clause.tokens[first : last + 1]
        text = " ".join(token.text for token in tokens)
        bounded = max(-1.0, min(1.0, weight))
        start, end = tokens[0].start, tokens[-1].end
        self.found.append(
            Evidence(text, start, end, bounded, reason, self.number, self.clause.sentence)
        )


def evidence(text: str) -> tuple[Evidence, ...]:
    """Return every stretch of `text` that carries a judgement, in reading order.

    Example:
        >>> [(e.text, e.weight > 0) for e in evidence("Niet goed. Wel aardig")]
        [('Niet goed', False), ('aardig', True)]

    """
    found: list[Evidence] = []
    parts = clauses(text)
    for number, clause in enumerate(parts):
        reading = _Reading(clause, number)
        _read_phrases(reading)
        _read_words(reading)
        _read_leftovers(reading)
        kept = _without_wishes(reading) if is_wish(clause) else reading.found
        found.extend(kept)
    weighty = sorted((e for e in found if e.weight), key=lambda e: e.start)
    return as_meant(parts, weighty)


def is_wish(clause: Clause) -> bool:
    """Tell whether a clause asks for something instead of judging what was.

    Example:
        >>> [is_wish(c) for text in ("Beter luisteren", "Ik vind het beter") for c in clauses(text)]
        [True, False]

    """
    lists = feeling_words()
    forms = clause.forms
    if lists.judging.intersection(forms):
        return False
    if any(form in lists.report or form in past_forms() for form in forms):
        return "zou" in forms or "zouden" in forms
    if not forms or _opens_as_wish(forms):
        return bool(forms)
    places = range(len(forms))
    return any(match_at(p, forms, at) is not None for p in lists.wish for at in places)


def _opens_as_wish(forms: tuple[str, ...]) -> bool:
    if any(match_at(p, forms, 0) is not None for p in feeling_words().wish_opening):
        return len(forms) > 1
    infinitive = forms[0] in infinitives() or forms[-1] in infinitives()
    return len(forms) > 1 and infinitive and not _SUBJECTS.intersection(forms)


def _without_wishes(reading: _Reading) -> list[Evidence]:
    return [
        e
        for e in reading.found
        if _is_verdict(reading.clause, e)
        or (e.weight < 0 and e.reason not in {"omgedraaid", "ontkend"})
    ]


def _is_verdict(clause: Clause, one: Evidence) -> bool:
    """Whether an expression holds the very words that make a clause sound like a wish.

    "Niks te klagen" ends in an infinitive and "zou niet weten wat er beter kan" has "zou", but
    neither asks for anything.
    """
    inside = [t.form for t in clause.tokens if one.start <= t.start and t.end <= one.end]
    whole = one.reason == "uitdrukking" and len(inside) > 2
    return whole and ("zou" in inside or inside[-1] == clause.forms[-1])


@cache
def _phrase_index() -> dict[str, list[tuple[Pattern, float]]]:
    index: dict[str, list[tuple[Pattern, float]]] = {}
    for entry in feeling_words().phrases:
        for choice in entry.pattern.parts[0].split("|"):
            index.setdefault(choice[0], []).append((entry.pattern, entry.value))
    return index


def _read_phrases(reading: _Reading) -> None:
    forms = reading.clause.forms
    at = 0
    while at < len(forms):
        values = dict(_phrase_index().get(forms[at][:1], ()))
        if match := longest_match(values, forms, at):
            pattern, end = match
            reading.add(at, end - 1, values[pattern], "uitdrukking")
            reading.consumed.update(range(at, end))
            at = end
        else:
            at += 1


@cache
def _word_index() -> dict[str, list[Valued]]:
    index: dict[str, list[Valued]] = {}
    for entry in feeling_words().words:
        index.setdefault(entry.pattern.parts[0][0], []).append(entry)
    return index


def _own_value(forms: Sequence[str], at: int) -> Valued | None:
    found = [e for e in _word_index().get(forms[at][:1], ()) if match_at(e.pattern, forms, at)]
    # The longest pattern says most: "onduidelijk*" before "on*", "goed" before "goed*".
    return max(found, key=lambda e: len(e.pattern.source), default=None)


def _value(forms: Sequence[str], at: int) -> tuple[float, bool]:
    """Return the value of the word at a position and whether it is a verb."""
    form = forms[at]
    if own := _own_value(forms, at):
        return own.value, own.verb
    if form in feeling_words().no_feeling or form not in feelings():
        return 0.0, False
    general = feelings()[form].polarity
    return (general * GENERAL_WEIGHT if abs(general) >= GENERAL_FLOOR else 0.0), False


def _read_words(reading: _Reading) -> None:
    lists = feeling_words()
    forms = reading.open_forms()
    for at, token in enumerate(reading.clause.tokens):
        if at in reading.consumed:
            continue
        if token.kind == "emoji":
            reading.add(
                at, at, lists.emoji.get(token.form[:1], lists.emoji.get(token.form, 0)), "emoji"
            )
            continue
        value, verb = _value(forms, at)
        if value and at and forms[at - 1] == "te":
            reading.add(at - 1, at, TOO_MUCH, "te veel van iets")
        elif value:
            _add_value(reading, at, value, verb)
        elif forms[at] in lists.wanted:
            _add_lack(reading, at)


def _add_value(reading: _Reading, at: int, value: float, verb: bool) -> None:
    lists = feeling_words()
    forms = reading.clause.forms
    before = forms[at - 1] if at else ""
    factor = STRONGER if before in lists.stronger else WEAKER if before in lists.weaker else 1.0
    negator = _negator(reading, at, verb)
    if negator is None:
        reading.add(at, at, value * factor, "woord")
        return
    reading.used.add(negator)
    turned = value * (TURNED if value > 0 else TURNED_NEGATIVE)
    first, last = min(at, negator), max(at, negator)
    reading.add(first, last, turned, "omgedraaid")


def _negator(reading: _Reading, at: int, verb: bool) -> int | None:
    forms = reading.clause.forms
    after = range(at + 1, min(len(forms), at + 1 + REACH_AFTER)) if verb else range(0)
    before = range(at - 1, max(-1, at - 1 - REACH_BEFORE), -1)
    places = (i for places in (before, after) for i in places)
    return next((i for i in places if _is_free_negator(reading, i)), None)


def _is_free_negator(reading: _Reading, at: int) -> bool:
    return reading.clause.forms[at] in feeling_words().negators and at not in reading.consumed


def _add_lack(reading: _Reading, at: int) -> None:
    for place in range(at - 1, max(-1, at - 4), -1):
        if _is_free_negator(reading, place):
            reading.used.add(place)
            reading.add(place, at, LACK, "ontkend")
            return


def _read_leftovers(reading: _Reading) -> None:
    lists = feeling_words()
    forms = reading.clause.forms
    if reading.found or len(forms) < 2:
        return
    for at in _free_complaints(reading):
        if at not in reading.used and forms[at] in lists.complaints:
            weight = LEFTOVER_NIET if forms[at] == "niet" else LEFTOVER
            reading.add(at, at, weight, "ontkend")
            return


def _free_complaints(reading: _Reading) -> Iterator[int]:
    return (i for i in range(len(reading.clause.forms)) if i not in reading.consumed)


def share_of_words(found: tuple[Evidence, ...], tokens: tuple[Token, ...]) -> float:
    """Return the share of the words that carry a judgement, 0 to 1: a rough subjectivity.

    Example:
        >>> from analysis.openanswers.words.tokens import tokens
        >>> share_of_words(evidence("Heel goed"), tokens("Heel goed"))
        0.5

    """
    words = [token for token in tokens if token.kind != "mark"]
    weighty = [t for t in words if any(e.start <= t.start and t.end <= e.end for e in found)]
    return len(weighty) / len(words) if words else 0.0
