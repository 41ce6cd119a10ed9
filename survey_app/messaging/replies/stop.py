"""STOP in the six languages: a message that asks for no more messages, and says nothing else."""

import re
import unicodedata

MOST_WORDS = 3  # "stop aub"; who writes more may mean something else, and a person reads it
_WORDS = {
    "nl": "stop stoppen afmelden uitschrijven",
    "en": "stop stopall unsubscribe",
    "ar": "قف توقف توقفوا إيقاف ايقاف أوقفوا اوقفوا الغاء إلغاء",
    "uk": "стоп зупинити припинити відписатися відписатись",
    "tr": "dur durdur iptal ret",
    "ti": "ደው ጠጠው ኣቋርጽ ኣቋርጹ",
}
_NOT_A_LETTER = re.compile(r"[\W_]+")


def asks_to_stop(text: str) -> bool:
    """Whether this message begins with STOP, in any of the languages, and ends soon after.

    >>> asks_to_stop("Stop!"), asks_to_stop("İPTAL"), asks_to_stop("Kunt u niet stoppen met bellen")
    (True, True, False)
    """
    words = _plain(text).split()
    return 0 < len(words) <= MOST_WORDS and words[0] in STOP


def _plain(text: str) -> str:
    """Small letters without marks above or between: keyboards differ."""
    apart = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i")
    kept = "".join(one for one in apart if not unicodedata.combining(one))
    return _NOT_A_LETTER.sub(" ", kept).strip()


STOP = frozenset(_plain(word) for words in _WORDS.values() for word in words.split())
