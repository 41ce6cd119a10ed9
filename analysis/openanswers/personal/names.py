"""Probable names of people, by capital letters and by what stands before them.

A list of names would know Dutch names only; a capital in the middle of a sentence works for every
origin. At the start of a sentence, where every word has a capital, a word counts as a name when it
is no Dutch word as far as we know. A name without a capital is found only after "mevrouw" and the
like. Another finder (the optional `deduce` package, say) can stand behind the same interface: a
`NameFinder` takes a text and returns stretches of it.
"""

from collections.abc import Callable, Iterator, Sequence

from analysis.openanswers.words.lexicon import dutch_words
from analysis.openanswers.words.spelling import corrected, vocabulary
from analysis.openanswers.words.tokens import Span, Token, fold, sentences, tokens
from analysis.openanswers.words.wordlists import name_rules

NameFinder = Callable[[str], tuple[Span, ...]]

_ENDINGS = ("en", "e", "s", "t", "d", "de", "te", "den", "ten", "er", "je", "tje", "jes")
_SHORTEST_PART = 3
_LETTERS_NOT_DUTCH = frozenset("üäışçğâłśćńżźąęøåõýščžřůñì")
# A writer who gives half of the words a capital tells nothing with a capital.
_CAPITALS_MEAN_NOTHING = 0.5


def find_names(text: str) -> tuple[Span, ...]:
    """Return the stretches of `text` that are probably the name of a person.

    Particles belong to the name ("van den Berg", "El Amrani"). Never raises.

    Example:
        >>> text = "Gelukkig hielp Fatima El Amrani mij bij de gemeente."
        >>> [text[name.start : name.end] for name in find_names(text)]
        ['Fatima El Amrani']

    """
    found: list[Span] = []
    shouting = _capitals_mean_nothing(text)
    for span in sentences(text):
        words = [t for t in tokens(text[span.start : span.end]) if t.kind == "word"]
        for first, last in _name_ranges(words, shouting):
            found.append(Span(span.start + words[first].start, span.start + words[last].end))
    return tuple(found)


def is_dutch(form: str) -> bool:
    """Tell whether the folded `form` is a Dutch word, an inflected one or a compound of two.

    Example:
        >>> is_dutch("taalcursus"), is_dutch("begeleidster"), is_dutch("oleksandr")
        (True, True, False)

    """
    if form in dutch_words() or form in vocabulary() or corrected(form) != form:
        return True
    if any(_stem(form, ending) in dutch_words() for ending in _ENDINGS):
        return True
    splits = range(_SHORTEST_PART, len(form) - _SHORTEST_PART + 1)
    return any(_is_part(form[:i]) and _is_part(form[i:]) for i in splits)


def _stem(form: str, ending: str) -> str:
    return form.removesuffix(ending) if len(form) - len(ending) >= _SHORTEST_PART else ""


def _is_part(piece: str) -> bool:
    # Three letters make a word too easily: "tes-fay", "yon-as".
    bare = piece.removesuffix("s") if len(piece) > _SHORTEST_PART + 1 else piece
    return len(piece) > _SHORTEST_PART and (piece in dutch_words() or bare in dutch_words())


def _capitals_mean_nothing(text: str) -> bool:
    inside = [
        word
        for span in sentences(text)
        for word in [t for t in tokens(text[span.start : span.end]) if t.kind == "word"][1:]
    ]
    capitals = sum(word.text[0].isupper() for word in inside)
    common = sum(word.text[0].isupper() and is_dutch(word.form) for word in inside)
    return len(inside) > 2 and capitals / len(inside) > _CAPITALS_MEAN_NOTHING and common > 1


def _name_ranges(words: Sequence[Token], shouting: bool) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        end = _name_end(words, at, shouting)
        if end is None:
            at += 1
        else:
            last = _before_company(words, at, end)
            if last >= at:
                yield at, last
            at = end + 1


def _before_company(words: Sequence[Token], at: int, end: int) -> int:
    """Return the last word of the name before a company begins: "Peter van Bouwbedrijf X".

    What follows the word for a company is the name of that company, not of a person.
    """
    rules = name_rules()
    first = max(at - 1, 0)
    company = next((i for i in range(first, end + 1) if words[i].form in rules.companies), None)
    if company is None:
        return end
    last = company - 1
    while last >= at and words[last].form in rules.particles:
        last -= 1
    return last


def _name_end(words: Sequence[Token], at: int, shouting: bool) -> int | None:
    """Return the position of the last word of the name that starts at `at`, or None."""
    rules = name_rules()
    start = _skip_particles(words, at)
    if start == len(words):
        return None
    titled = at > 0 and words[at - 1].form in rules.titles
    if start > at and not titled and not _particle_counts(words, at):
        return None
    if not (_is_name(words, start, shouting) or (titled and _is_foreign_word(words[start]))):
        return None
    return _extended(words, start)


def _skip_particles(words: Sequence[Token], at: int) -> int:
    while at < len(words) and words[at].form in name_rules().particles:
        at += 1
    return at


def _particle_counts(words: Sequence[Token], at: int) -> bool:
    # "de Vries" in the middle is an article and a name; only "De Vries" takes the article along,
    # and at the start of a sentence the article has its capital anyway.
    return words[at].text[0].isupper()


def _is_name(words: Sequence[Token], at: int, shouting: bool) -> bool:
    word = words[at]
    rules = name_rules()
    titled = at > 0 and words[at - 1].form in rules.titles | rules.particles
    if not _has_capital(word) or len(word.text) < 2 or not _may_be_name(word):
        return False
    if shouting or (word.text.isupper() and not titled):
        return titled and not is_dutch(word.form)
    foreign = not _LETTERS_NOT_DUTCH.isdisjoint(word.text.lower())
    return at > 0 or foreign or not is_dutch(word.form)


def _has_capital(word: Token) -> bool:
    # "al-Hassan": the particle is tied to the name that has the capital.
    first, _, tied = word.text.partition("-")
    is_tied = tied and fold(first) in name_rules().particles
    return (tied if is_tied else word.text)[0].isupper()


def _is_foreign_word(word: Token) -> bool:
    # Not a number: "mevrouw 1 zei dit, mevrouw 2 zei dat".
    return word.form[0].isalpha() and not is_dutch(word.form)


def _may_be_name(word: Token) -> bool:
    rules = name_rules()
    form = word.form.removesuffix("'s")
    return form not in rules.no_name and form not in rules.places


def _extended(words: Sequence[Token], last: int) -> int:
    while (after := _skip_particles(words, last + 1)) < len(words):
        apart = words[after].start - words[after - 1].end
        if not _has_capital(words[after]) or not _may_be_name(words[after]) or apart != 1:
            break
        last = after
    return last
