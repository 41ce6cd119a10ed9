"""Ways in: link tokens (128 bits), letter codes (65 bits + check character), receipts.

A link token is HMAC(sender key, access id) cut to 128 bits, so it is stored nowhere; the
database keeps a keyed hash. A letter code is 13 Crockford base32 characters and one check
character over GF(32), which finds every single wrong character and every swap.
"""

import hmac
import re
import unicodedata
from hashlib import scrypt, sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
# Separators, control and invisible marks, punctuation and signs stand around a code, not in it.
AROUND = frozenset("ZCPS")
LOOKALIKES = str.maketrans("OIL", "011")
TOKEN_LENGTH = 26
LONGEST_TOKEN, LONGEST_TYPED = 64, 300
CODE_LENGTH = 14
RECEIPT_LENGTH = 10
POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def link_token(sender_key: bytes, access_id: str) -> str:
    """The 26-character link token of an access: always the same for the same key."""
    return base32(hmac.digest(sender_key, f"link:{access_id}".encode(), sha256), TOKEN_LENGTH)


def letter_code(sender_key: bytes, access_id: str) -> str:
    """The 14-character letter code of an access, check character last."""
    body = base32(hmac.digest(sender_key, f"code:{access_id}".encode(), sha256), CODE_LENGTH - 1)
    return body + check_character(body)


def receipt_code(draft_key: bytes) -> str:
    """The receipt a respondent gets: the same for every submit of the same draft."""
    return base32(hmac.digest(draft_key, b"receipt", sha256), RECEIPT_LENGTH)


def way_back_code(draft_key: bytes) -> str:
    """The code that brings somebody back to a draft: in the form of a letter code.

    It follows from the draft key, so only who has the draft open can be shown it, and nothing
    has to be kept to show it again.
    """
    body = base32(hmac.digest(draft_key, b"way back", sha256), CODE_LENGTH - 1)
    return body + check_character(body)


def normalise(text: str) -> str:
    """Upper case, O as 0 and I or L as 1; digits of any script, no spaces, dashes or marks.

    A code that is copied out of a message or a PDF brings dashes, quotation marks, spaces and
    (from Arabic) marks of direction of its own.

    >>> normalise("“ab-٣ o\u2011\u2069l”.")
    'AB301'
    """
    kept = (one for one in text[:LONGEST_TYPED] if unicodedata.category(one)[0] not in AROUND)
    digits = (str(unicodedata.decimal(one, one)) for one in kept)
    return "".join(digits).upper().translate(LOOKALIKES)


def typed_code(text: str) -> str:
    """The letter code in what somebody typed or pasted, also within a sentence; else all of it.

    >>> code = "0123456789ABC" + check_character("0123456789ABC")
    >>> typed_code(f"Uw code is {grouped(code)}.") == code
    True
    """
    whole = normalise(text)
    if is_code(whole):
        return whole
    words = [normalise(word) for word in re.split(r"[\s:=]+", text[:LONGEST_TYPED])]
    runs = ("".join(words[at : at + size]) for size in (1, 3) for at in range(len(words)))
    # A run of words can have the form of a code by chance; a code without any digit is rare.
    return next((run for run in runs if is_code(run) and re.search("[2-9]", run)), whole)


def typed_token(text: str) -> str:
    """The link token at the beginning of what stands in an address, whatever came along with it.

    Programs that make links of text take the full stop or bracket after it along, and some write
    all in small letters. A text without a token stays as it is, cut to what is looked up.

    >>> typed_token("0123456789abcdefghjkmnpqrs).")
    '0123456789ABCDEFGHJKMNPQRS'
    """
    found = "".join(one for one in text if unicodedata.category(one) != "Cf")[:TOKEN_LENGTH].upper()
    return found if is_token(found) else text[:LONGEST_TOKEN]


def token_in_link(text: str) -> str | None:
    """The token in a pasted link (.../v/TOKEN), or None."""
    _, path, rest = text.partition("/v/")
    token = typed_token(rest)
    return token if path and is_token(token) else None


def grouped(code: str) -> str:
    """A letter code as printed: XXXX-XXXXX-XXXXX."""
    return f"{code[:4]}-{code[4:9]}-{code[9:]}"


def is_token(text: str) -> bool:
    """Whether the text has the form of a link token (nothing is looked up)."""
    return len(text) == TOKEN_LENGTH and all(character in VALUES for character in text)


def is_code(text: str) -> bool:
    """Whether a normalised letter code has the right length, characters and check."""
    well_formed = len(text) == CODE_LENGTH and all(character in VALUES for character in text)
    return well_formed and check_character(text[:-1]) == text[-1]


def check_character(body: str) -> str:
    """The character that makes the weighted sum over GF(32) zero."""
    total = 0
    weight = 2
    for character in body:
        total ^= _times(VALUES[character], weight)
        weight = _times(weight, 2)
    return ALPHABET[total]


def token_hash(lookup_key: bytes, token: str) -> bytes:
    """What the database keeps of a link token: a keyed hash."""
    return hmac.digest(lookup_key, token.encode(), sha256)


def code_hash(pepper: bytes, code: str) -> bytes:
    """What the database keeps of a letter code: scrypt, since 65 bits deserve slowness."""
    return scrypt(code.encode(), salt=pepper, n=2**14, r=8, p=1, dklen=32)


def base32(raw: bytes, length: int) -> str:
    """The first `length` Crockford characters of `raw`, five bits each."""
    number = int.from_bytes(raw, "big")
    bits = len(raw) * 8
    return "".join(ALPHABET[(number >> (bits - 5 * (i + 1))) & 31] for i in range(length))


def _times(a: int, b: int) -> int:
    """The product of two elements of GF(32)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= POLYNOMIAL
        b >>= 1
    return product
