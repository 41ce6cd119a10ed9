"""Another key for all that is kept, while others work on; killed at any moment (E8)."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import LargeBinary, select

from survey_app.cli import main
from survey_app.crypto.keys import load_keys
from survey_app.database import Base, reading, session_of
from survey_app.errors import KeyMissing
from survey_app.installation import Installation
from survey_app.models import Contact
from survey_app.models.life_cycle.audit import AuditEntry
from survey_app.rotation.ciphertexts import KEPT_UNDER
from survey_app.rotation.services_replacing import PATIENCE_SECONDS, replace_key
from survey_app.ways_in.contacts import Person, opened_person, sealed_person
from tests.conventions.source import ROOT
from tests.rotation.kept import fill_everything, opened_by, words
from tests.tenancy.conftest import Place, ours, theirs

__all__ = ["ours", "theirs"]
SECRETS = {"contact": "contact", "worker": "worker_secret"}
# Bytes that are under no key of the installation, with the reason.
UNDER_NO_KEY = {
    "_hash": "keyed hashes: they are compared and never opened",
    "hash_before": "the chain of the log",
    "hashed": "the chain of the log, and recovery codes",
    "bounced_": "keyed hashes of what came back",
    "key_by_": "draft keys: wrapped by the link or code that only the respondent has",
    "draft.ciphertext": "under its own key, wrapped by the link or code of the respondent",
    "logo": "public",
    "recording.content": "public",
    "content": "a published document",
    "totp_secret": "under the key `session`, which is not replaced",
    "passkey.": "public",
}


def old_enough(installation: Installation, name: str) -> None:
    """Nobody has been writing with the old key for longer than we wait."""
    path = installation.config.home / "keys" / f"{name}_old"
    long_ago = time.time() - PATIENCE_SECONDS - 5
    os.utime(path, (long_ago, long_ago))


def killed_after(commits: int, key: str, environment: dict[str, str]) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.rotation.dying", str(commits), "rotate-keys", key],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


@pytest.mark.parametrize("key", SECRETS)
def test_killed_again_and_again_every_row_is_read_and_the_old_key_opens_nothing_afterwards(
    installation: Installation, ours: Place, environment: dict[str, str], key: str
) -> None:
    fill_everything(installation, ours, people=450, sheets=330)
    secret = SECRETS[key]
    path = installation.config.home / "keys" / secret
    before, old = words(installation, secret), bytes.fromhex(path.read_text().strip())
    assert {name for name, _ in before} == {one.name for one in KEPT_UNDER[secret]}
    for commits in (0, 1, 2, 3):  # of the log, and then of the parts
        assert killed_after(commits, key, environment) == -signal.SIGKILL
        assert words(installation, secret) == before  # a process that was there before
        fresh = Installation(
            installation.config,
            load_keys(path.parent, {}),
            installation.engine,
            installation.catalogue,
        )
        assert words(fresh, secret) == before
    assert (path.parent / f"{secret}_old").exists()
    assert killed_after(10_000, key, environment) == 2  # somebody may still write
    assert words(installation, secret) == before
    assert (path.parent / f"{secret}_old").exists()
    old_enough(installation, secret)
    assert killed_after(10_000, key, environment) == 0
    assert not (path.parent / f"{secret}_old").exists()
    assert words(installation, secret) == before
    assert opened_by(installation, secret, old) == []


@pytest.mark.usefixtures("theirs")
def test_what_somebody_changes_meanwhile_stays_as_they_left_it(
    installation: Installation, ours: Place
) -> None:
    fill_everything(installation, ours, people=600, sheets=0)
    with reading(installation.engine) as session:
        rows = session.execute(select(Contact.id, Contact.organisation_id)).all()
    of_ours = [row for row in rows if row.organisation_id == ours.organisation_id]
    changed: dict[str, str] = {}
    over = Event()

    def correct() -> None:
        """Somebody who corrects names all the time, with the keys of a process that runs."""
        while not over.is_set():
            for number, row in enumerate(of_ours):
                name = f"{number}-{len(changed)}"
                sealed = sealed_person(
                    installation.keys.contact, row.organisation_id, row.id, Person(name=name)
                )
                with session_of(installation.engine) as session:
                    session.get_one(Contact, row.id).ciphertext = sealed
                    session.commit()
                changed[row.id] = name

    with ThreadPoolExecutor(1) as beside:
        correcting = beside.submit(correct)
        while len(changed) < 5:
            time.sleep(0.01)
        replace_key(installation, "contact")
        over.set()
        correcting.result()
    with reading(installation.engine) as session:
        for row in session.execute(select(Contact)).scalars():
            if row.id in changed:
                person = opened_person(
                    installation.keys.contact, row.organisation_id, row.id, row.ciphertext
                )
                assert person.name == changed[row.id]


def test_the_log_of_every_organisation_says_when_a_key_was_replaced(
    installation: Installation, ours: Place, theirs: Place
) -> None:
    replace_key(installation, "contact")
    replace_key(installation, "contact")  # goes on: begun once
    old_enough(installation, "contact")
    replace_key(installation, "contact")
    with reading(installation.engine) as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.what.like("key.%"))).all()
    assert sorted((one.organisation_id, one.what, one.about) for one in lines) == sorted(
        (place.organisation_id, what, "contactgegevens")
        for place in (ours, theirs)
        for what in ("key.replacing", "key.replaced")
    )


def test_a_row_that_no_key_opens_is_counted_and_left_as_it_is(
    installation: Installation, ours: Place
) -> None:
    lost = secrets.token_bytes(200)
    with session_of(installation.engine) as session:
        session.get_one(Contact, ours.contact_id).ciphertext = lost
        session.commit()
    done = replace_key(installation, "contact")
    assert done.unreadable == 1
    with reading(installation.engine) as session:
        assert session.get_one(Contact, ours.contact_id).ciphertext == lost


def test_a_key_in_the_environment_is_replaced_by_whoever_sets_it(
    installation: Installation, ours: Place
) -> None:
    fill_everything(installation, ours, people=5, sheets=0)
    before, folder = words(installation, "contact"), installation.config.home / "keys"
    old = (folder / "contact").read_text().strip()
    given = {"contact": secrets.token_hex(32)}
    alone = with_environment(installation, given)
    with pytest.raises(KeyMissing, match="TRAJECTSPIEGEL_KEY_CONTACT_OLD"):
        replace_key(alone, "contact")
    both = with_environment(installation, given | {"contact_old": old})
    done = replace_key(both, "contact")
    assert (done.anew, done.waits, done.kept) == (len(before), 0, None)
    assert words(with_environment(installation, given), "contact") == before
    assert (folder / "contact").read_text().strip() == old


def with_environment(installation: Installation, given: dict[str, str]) -> Installation:
    config = replace(installation.config, environment_keys=given)
    return replace(
        installation, config=config, keys=load_keys(config.home / "keys", config.environment_keys)
    )


def test_the_command_says_what_it_did_and_when_to_come_back(
    installation: Installation,
    ours: Place,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill_everything(installation, ours, people=5, sheets=0)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["rotate-keys", "contact"]) == 2
    said = capsys.readouterr().out
    assert "contact.ciphertext: 6 rows looked at, 6 written anew" in said
    assert re.search(r"again after (9|10) minutes", said)
    old_enough(installation, "contact")
    assert main(["rotate-keys", "contact"]) == 0
    assert "0 rows written under the new key" in (said := capsys.readouterr().out)
    assert "replaced/contact-until-" in said


def test_everything_that_holds_bytes_is_under_a_key_that_is_replaced_or_says_why_not() -> None:
    held = {
        f"{table.name}.{column.key}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    kept = {one.name for columns in KEPT_UNDER.values() for one in columns}
    assert kept <= held
    assert not [
        one for one in sorted(held - kept) if not any(reason in one for reason in UNDER_NO_KEY)
    ]
