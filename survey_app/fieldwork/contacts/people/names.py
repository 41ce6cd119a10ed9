"""Finding a name in a store that nobody can read: a blind index of 16 bits.

Each part of a name ("Sözen", "de", "Vries") becomes HMAC-SHA-256 under a key of its own (derived
from `lookup`), with the organisation, cut to 16 bits. Who searches gets the rows that have all
tags of what was typed; those are opened one by one, and what does not fit is dropped.

What a copied database tells, without the key: that two rows may share a part of a name. It cannot
say which part. Cutting to 65,536 values makes strangers share a tag (with 100,000 people every tag
stands for some four rows of other names), so a rare name cannot be recognised by being alone, and
one row cannot be matched with one row of another list. How common the commonest names are stays
visible as peaks. There are no tags of beginnings of names: those would give names away letter by
letter. The same key and organisation are needed to try a name, so nobody can try them all.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from survey_app.crypto.encryption import derive

PURPOSE = "parts of names"
MOST_PARTS = 12
_WORDS = re.compile(r"[^\W_]+")


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: small letters, no accents or punctuation.

    >>> name_parts("Zoë Öztürk-de Vries"), name_parts("Yıldız")
    (('de', 'ozturk', 'vries', 'zoe'), ('yildiz',))
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i").replace("ß", "ss"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(sorted(set(_WORDS.findall(letters))))[:MOST_PARTS]


def index_key(lookup: bytes) -> bytes:
    """The key of the index, from the key `lookup`."""
    return derive(lookup, PURPOSE)


def name_tags(key: bytes, organisation_id: str, parts: Iterable[str]) -> frozenset[int]:
    """The tags (0 to 65535) of these parts of a name."""
    return frozenset(
        int.from_bytes(hmac.digest(key, f"{organisation_id}|{part}".encode(), sha256)[:2], "big")
        for part in parts
    )
