"""Encryption at rest: nothing opens with another key, in another row, or when changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from survey_app.crypto.encryption import NONCE, decrypt, derive, encrypt, new_key, seal, unseal
from survey_app.errors import CannotDecrypt


@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_was_encrypted_comes_back(plain: bytes, row: str) -> None:
    key = new_key()
    assert decrypt(key, encrypt(key, plain, row), row) == plain


@given(st.binary(min_size=1, max_size=60), st.data())
def test_every_changed_bit_is_refused(plain: bytes, data: st.DataObject) -> None:
    key = new_key()
    stored = bytearray(encrypt(key, plain, "draft:1"))
    place = data.draw(st.integers(0, len(stored) * 8 - 1))
    stored[place // 8] ^= 1 << (place % 8)
    with pytest.raises(CannotDecrypt):
        decrypt(key, bytes(stored), "draft:1")


def test_a_ciphertext_of_another_row_or_key_is_refused() -> None:
    key = new_key()
    stored = encrypt(key, b"antwoord", "draft:1")
    for wrong in (
        lambda: decrypt(key, stored, "draft:2"),
        lambda: decrypt(new_key(), stored, "draft:1"),
    ):
        with pytest.raises(CannotDecrypt, match="draft"):
            wrong()
    with pytest.raises(CannotDecrypt):
        decrypt(key, b"", "draft:1")


def test_no_nonce_comes_twice() -> None:
    key = new_key()
    nonces = {encrypt(key, b"", "x")[:NONCE] for _ in range(50_000)}
    assert len(nonces) == 50_000


def test_only_the_worker_opens_what_was_sealed() -> None:
    worker = PrivateKey.generate()
    sealed = seal(worker.public_key, b"antwoorden")
    assert sealed != seal(worker.public_key, b"antwoorden")
    assert unseal(worker, sealed) == b"antwoorden"
    for wrong in (
        lambda: unseal(PrivateKey.generate(), sealed),
        lambda: unseal(worker, sealed[:-1]),
    ):
        with pytest.raises(CannotDecrypt):
            wrong()


def test_a_derived_key_serves_one_purpose() -> None:
    key = new_key()
    assert derive(key, "draft") == derive(key, "draft") != derive(key, "cookie")
    assert len(derive(key, "draft")) == 32
