"""The watch over slow work sees what it is there for; a watch that sees nothing proves nothing."""

import threading

from sqlalchemy import text

from survey_app.accounts.passwords import hash_password, is_right
from survey_app.crypto.tokens import code_hash
from survey_app.database import reading, session_of
from survey_app.installation import Installation
from tests.services.slow_work import taken_note_of

PASSWORD = "een lange zin als wachtwoord"


def hash_all() -> None:
    code_hash(b"pepper", "0" * 14)
    is_right(hash_password(PASSWORD), PASSWORD)


def test_hashing_while_a_transaction_writes_is_seen(installation: Installation) -> None:
    with session_of(installation.engine) as session:
        session.execute(text("select 1"))
        hash_all()
    assert taken_note_of() == ["scrypt", "hash", "verify"]


def test_hashing_before_it_after_it_and_beside_it_is_not(installation: Installation) -> None:
    with session_of(installation.engine) as session:
        hash_all()  # nothing has begun yet
        session.execute(text("select 1"))
        beside = threading.Thread(target=hash_all)
        beside.start()
        beside.join()
        session.commit()
        hash_all()
    with reading(installation.engine) as session:
        session.execute(text("select 1"))
        hash_all()
    assert taken_note_of() == []
