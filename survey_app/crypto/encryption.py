"""Encryption at rest: AES-256-GCM under a key we hold, sealed boxes to the worker.

Every ciphertext is bound to the row it belongs to (additional data), so that a copy of one
row's ciphertext in another row is refused.
"""

import hmac
import secrets
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from survey_app.crypto.key_sets import KeySet
from survey_app.errors import CannotDecrypt

NONCE = 12
Key = bytes | KeySet[bytes]
K = TypeVar("K")


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return secrets.token_bytes(32)


def derive(key: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose from another key (HMAC-SHA-256)."""
    return hmac.digest(key, purpose.encode(), sha256)


def derived_keys(keys: KeySet[bytes], purpose: str) -> KeySet[bytes]:
    """The keys for one purpose of a key that may be replaced."""
    return keys.changed(lambda key: derive(key, purpose))


def encrypt(key: Key, plain: bytes, bound_to: str) -> bytes:
    """Nonce + ciphertext of `plain`, readable only with `key` and the same `bound_to`."""
    nonce = secrets.token_bytes(NONCE)
    writing = key.writing if isinstance(key, KeySet) else key
    return nonce + AESGCM(writing).encrypt(nonce, plain, bound_to.encode())


def decrypt(key: Key, stored: bytes, bound_to: str) -> bytes:
    """What `encrypt` was given. Raises CannotDecrypt on another key, row or changed bytes."""
    for one in _tried(key):
        try:
            return AESGCM(one).decrypt(stored[:NONCE], stored[NONCE:], bound_to.encode())
        except (InvalidTag, ValueError):
            continue
    raise CannotDecrypt(
        "stored data of {bound_to} cannot be read", bound_to=bound_to.split(":", maxsplit=1)[0]
    )


def seal(public: PublicKey | KeySet[PublicKey], plain: bytes) -> bytes:
    """`plain` for the worker only (libsodium sealed box): we cannot read it back."""
    return _box(public.writing if isinstance(public, KeySet) else public).encrypt(plain)


def unseal(secret: PrivateKey | KeySet[PrivateKey], sealed: bytes) -> bytes:
    """What `seal` was given. Raises CannotDecrypt for another key or changed bytes."""
    for one in _tried(secret):
        try:
            return SealedBox(one).decrypt(sealed)
        except (CryptoError, ValueError):
            continue
    raise CannotDecrypt("an inbox row cannot be opened with this worker key")


def _tried(key: K | KeySet[K]) -> Iterable[K]:
    return key.tried() if isinstance(key, KeySet) else (key,)


@lru_cache(maxsize=4)
def _box(public: PublicKey) -> SealedBox[PublicKey]:
    return SealedBox(public)
