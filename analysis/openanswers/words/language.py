"""In which of our languages an answer is written.

Source of the model: py3langid (naive Bayes over byte n-grams), limited to our languages. It has no
Tigrinya; its Amharic label stands for the Ethiopic script, which among our languages only Tigrinya
uses.
"""

import re
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

DUTCH = "nl"
LANGUAGES = ("nl", "en", "ar", "uk", "tr", "ti")
# A short answer says too little for the model: it counts as Dutch, the language of the
# questionnaire, unless another language is clearly more likely.
SURE_OF_OTHER = 0.6
_AS_MODEL_KNOWS_IT = {"ti": "am"}
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Language:
    """A language code of ours with the model's probability, 0 to 1."""

    code: str
    probability: float


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([_AS_MODEL_KNOWS_IT.get(code, code) for code in LANGUAGES])
    return identifier


def detect_language(text: str, expected: str = DUTCH) -> Language:
    """Return the language of `text`, one of `LANGUAGES`.

    `expected` is the language of the questionnaire that was filled in, and is returned unless
    another language has a probability of at least `SURE_OF_OTHER`. An answer without a word of two
    letters is in the expected language. Raises ValueError for an expected language that is not
    ours.

    Example:
        >>> detect_language("Everything was good, thank you").code, detect_language("Prima").code
        ('en', 'nl')

    """
    if expected not in LANGUAGES:
        raise ValueError(f"not one of our languages: {expected!r}")
    if not _LETTERS.search(text):
        return Language(expected, 1.0)
    ranked = dict(_identifier().rank(text))
    ours = {code: float(ranked[_AS_MODEL_KNOWS_IT.get(code, code)]) for code in LANGUAGES}
    best = max(ours, key=lambda code: ours[code])
    code = best if ours[best] >= SURE_OF_OTHER else expected
    return Language(code, ours[code])
