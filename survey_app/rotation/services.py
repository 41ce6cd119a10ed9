"""Writing anew, under the new key, what was kept under the old one.

In parts: read, decrypt and encrypt outside any transaction, then one short transaction in which a
row changes only when it still is what was read. Killed at any moment, every row is under one of
the two keys; a row that is under the new one already is passed over the next time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from nacl.public import PrivateKey
from sqlalchemy import CursorResult, Row, bindparam, select, tuple_, update

from survey_app.audit.recording import record
from survey_app.crypto.encryption import decrypt, derived_keys, encrypt, seal, unseal
from survey_app.crypto.keys import Keys
from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt
from survey_app.installation import Installation
from survey_app.models import Organisation
from survey_app.rotation.ciphertexts import KEPT_UNDER, Ciphertext

Again = Callable[[Row[Any], bytes], bytes | None]


@dataclass(frozen=True, slots=True)
class Pass:
    """What came of going through a column once; `unreadable` rows are under neither key."""

    name: str
    rows: int
    anew: int
    unreadable: int


def write_anew(installation: Installation, key: str) -> Iterator[Pass]:
    """Go through all that is kept under this key, one column after the other.

    Raises KeyMissing where the inbox cannot be opened.
    """
    for kept in KEPT_UNDER[key]:
        again = (
            _sealed_again(installation.keys) if kept.label is None else _again(kept, installation)
        )
        yield _column_anew(installation, kept, again)


def note_in_log(installation: Installation, what: str, about: str) -> None:
    """A line in the log of every organisation: a key is of all of them."""
    with session_of(installation.engine) as session:
        for place in session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
            record(session, place, what, about)
        session.commit()


def _column_anew(installation: Installation, kept: Ciphertext, again: Again) -> Pass:
    rows = anew = unreadable = 0
    for part in _parts(installation, kept):
        changes = []
        for row in part:
            rows += 1
            try:
                after = again(row, row[-1])
            except CannotDecrypt:
                unreadable += 1
                continue
            if after is not None:
                changes.append((row, after))
        anew += _stored(installation, kept, changes)
    return Pass(kept.name, rows, anew, unreadable)


def _parts(installation: Installation, kept: Ciphertext) -> Iterator[list[Any]]:
    """The rows in the order of their keys: (key..., organisation where it has one, ciphertext)."""
    keys, owner = kept.row_key, getattr(kept.column.class_, "organisation_id", None)
    others = () if owner is None or owner in keys else (owner,)
    wanted = select(*keys, *others, kept.column).order_by(*keys).limit(kept.part)
    after: tuple[Any, ...] | None = None
    while True:
        following = wanted if after is None else wanted.where(tuple_(*keys) > after)
        with reading(installation.engine) as session:
            rows = list(session.execute(following).all())
        if not rows:
            return
        yield [row for row in rows if row[-1] is not None]
        after = tuple(rows[-1][: len(keys)])


def _stored(
    installation: Installation, kept: Ciphertext, changes: list[tuple[Row[Any], bytes]]
) -> int:
    """How many rows changed; one that somebody changed meanwhile stays as they left it."""
    if not changes:
        return 0
    table, column = kept.column.class_.__table__, kept.column.key
    names = [one.key for one in kept.row_key]
    statement = (
        update(table)
        .where(*(table.c[name] == bindparam(f"key_{name}") for name in names))
        .where(table.c[column] == bindparam("before"))
        .values({column: bindparam("after")})
    )
    number = 0
    with session_of(installation.engine) as session:
        for row, after in changes:
            place = {f"key_{name}": row[at] for at, name in enumerate(names)}
            done = session.execute(statement, place | {"before": row[-1], "after": after})
            number += cast("CursorResult[Any]", done).rowcount
        session.commit()
    return number


def _again(kept: Ciphertext, installation: Installation) -> Again:
    """The same under the key that is written with; None for what is under it already."""
    keys = installation.keys.contact
    if kept.purpose:
        keys = derived_keys(keys, kept.purpose)
    new = keys.writing

    def again(row: Row[Any], stored: bytes) -> bytes | None:
        label = kept.label(row) if kept.label is not None else ""
        if _opens(lambda: decrypt(new, stored, label)):
            return None
        return encrypt(new, decrypt(keys, stored, label), label)

    return again


def _sealed_again(keys: Keys) -> Again:
    secrets, public = keys.need_worker(), keys.worker_public
    new: PrivateKey = secrets.writing

    def again(_row: Row[Any], stored: bytes) -> bytes | None:
        if _opens(lambda: unseal(new, stored)):
            return None
        return seal(public, unseal(secrets, stored))

    return again


def _opens(attempt: Callable[[], bytes]) -> bool:
    try:
        attempt()
    except CannotDecrypt:
        return False
    return True
