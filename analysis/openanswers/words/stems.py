"""Words brought back to a rough stem, so that what is learned of one form counts for the others."""

from analysis.openanswers.words.tokens import Token

SHORTEST_STEM = 4
# Longest first; "ge-" is left, because participles often judge where the infinitive does not.
_ENDINGS = ("enden", "heden", "ingen", "end", "ing", "en", "et", "e", "t", "s", "d")


def stem(form: str) -> str:
    """Return the folded word `form` without the first of our endings that leaves enough letters.

    Example:
        >>> [stem(form) for form in ("luisteren", "luistert", "brieven", "niet")]
        ['luister', 'luister', 'briev', 'niet']

    """
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= SHORTEST_STEM:
            return form[: -len(ending)]
    return form


def stems(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Return the stems of the words and emoji in `tokens`, each once, in their order.

    The order is fixed because sums of weights round differently in another order.

    Example:
        >>> from analysis.openanswers.words.tokens import tokens
        >>> stems(tokens("Wachten, wachten!"))
        ('wacht',)

    """
    return tuple(dict.fromkeys(stem(token.form) for token in tokens if token.kind != "mark"))
