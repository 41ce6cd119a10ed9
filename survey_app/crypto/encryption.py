"""Encryption at rest: AES-256-GCM under a key we hold, sealed boxes to the worker.

Every ciphertext is bound to the row it belongs to (additional data), so that a copy of one
row's ciphertext in another row is refused.
"""

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from survey_app.errors import CannotDecrypt

NONCE = 12


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return secrets.token_bytes(32)


def derive(key: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose from another key (HMAC-SHA-256)."""
    return hmac.digest(key, purpose.encode(), sha256)


def encrypt(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Nonce + ciphertext of `plain`, readable only with `key` and the same `bound_to`."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def decrypt(key: bytes, stored: bytes, bound_to: str) -> bytes:
    """What `encrypt` was given. Raises CannotDecrypt on another key, row or changed bytes."""
    try:
        return AESGCM(key).decrypt(stored[:NONCE], stored[NONCE:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt(
            "stored data of {bound_to} cannot be read", bound_to=bound_to.split(":", maxsplit=1)[0]
        ) from error


def seal(public: PublicKey, plain: bytes) -> bytes:
    """`plain` for the worker only (libsodium sealed box): we cannot read it back."""
    return _box(public).encrypt(plain)


def unseal(secret: PrivateKey, sealed: bytes) -> bytes:
    """What `seal` was given. Raises CannotDecrypt for another key or changed bytes."""
    try:
        return SealedBox(secret).decrypt(sealed)
    except (CryptoError, ValueError) as error:
        raise CannotDecrypt("an inbox row cannot be opened with this worker key") from error


@lru_cache(maxsize=4)
def _box(public: PublicKey) -> SealedBox[PublicKey]:
    return SealedBox(public)
