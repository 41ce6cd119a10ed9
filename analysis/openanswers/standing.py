"""Whether a judging word is the writer's own, of now, and meant as it stands.

Three turns that a list of words alone reads wrongly. Hearsay: what others said, promised or went
through is no praise or blame of the writer. Then and now: what was counts for less beside what is,
and where only then was judged, now is its opposite. Irony: praise that opens a sentence and is
followed by a long wait or a complaint. The words that signal each stand under [wending] in
`gevoelswoorden.toml`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.openanswers.evidence import Evidence
from analysis.openanswers.words.clauses import Clause
from analysis.openanswers.words.patterns import Pattern, match_at
from analysis.openanswers.words.wordlists import turns

THEN, ONLY_THEN = 0.3, -0.6
MEANT = -0.9


def as_meant(parts: Sequence[Clause], found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return `found` with what is hearsay left out, and what is past or ironic weighed anew.

    `parts` are the clauses that `Evidence.clause` counts.
    """
    own = [e for e in found if not _is_hearsay(parts[e.clause], e)]
    return tuple(_ironic(parts, _past(parts, own)))


def _is_hearsay(part: Clause, one: Evidence) -> bool:
    """Praise after "ze zeiden dat", unless it is about the writer; all that others went through."""
    forms = part.forms
    lists = turns()
    if _somewhere(lists.others, forms) is not None:
        return True
    said = _somewhere(lists.hearsay, forms)
    if said is None or one.weight <= 0 or one.reason == "omgedraaid":
        return False
    first = next(i for i, token in enumerate(part.tokens) if token.start >= one.start)
    return first >= said and "ik" not in forms[said:first]


def _past(parts: Sequence[Clause], found: Sequence[Evidence]) -> list[Evidence]:
    """Then counts for less beside now; where only then was judged, now is the other way."""
    then = {i for i, part in enumerate(parts) if _somewhere(turns().then, part.forms) is not None}
    now = {i for i, part in enumerate(parts) if _somewhere(turns().now, part.forms) is not None}
    if not then - now or not now:
        return list(found)
    only_then = all(e.clause in then - now for e in found)
    factor = ONLY_THEN if only_then else THEN
    return [
        replace(e, weight=e.weight * factor, reason="vroeger") if e.clause in then - now else e
        for e in found
    ]


def _ironic(parts: Sequence[Clause], found: Sequence[Evidence]) -> Iterable[Evidence]:
    """Praise at the opening of a sentence that a wait or a complaint follows."""
    for one in found:
        opens = one.weight > 0 and _opens(parts, one)
        yield replace(one, weight=one.weight * MEANT, reason="ironie") if opens else one


def _opens(parts: Sequence[Clause], one: Evidence) -> bool:
    """Whether this praise is ironic: it stands first, it says so, and something sour follows."""
    here = parts[one.clause]
    first = one.clause == 0 or parts[one.clause - 1].sentence != here.sentence
    if not first or _somewhere(turns().irony, here.forms, 0) is None:
        return False
    after = [part for part in parts[one.clause :] if part.sentence == here.sentence]
    return any(_somewhere(turns().sour, part.forms) is not None for part in after)


def _somewhere(
    patterns: Sequence[Pattern], forms: Sequence[str], only: int | None = None
) -> int | None:
    """The place after the first match, or None; with `only` the match must begin there."""
    places = range(len(forms)) if only is None else (only,)
    ends = (match_at(pattern, forms, at) for at in places for pattern in patterns)
    return next((end for end in ends if end is not None), None)
