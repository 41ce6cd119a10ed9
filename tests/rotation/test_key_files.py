"""The files of a key while it is replaced: whenever it stops, everything can be read."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from survey_app.crypto import replacing
from survey_app.crypto.encryption import decrypt, encrypt, seal, unseal
from survey_app.crypto.keys import Keys, load_keys
from survey_app.crypto.replacing import CONTACT, SECRET, Folders
from survey_app.errors import KeyMissing

STEPS = 40  # more file operations than there are


class Killed(BaseException):
    """The power went."""


@pytest.fixture
def folders(tmp_path: Path, keys_folder: Path) -> Folders:
    """A worker, and a web server with a copy of the keys without those of the worker."""
    home, web = tmp_path / "keys", tmp_path / "web"
    for folder in (home, web):
        shutil.copytree(keys_folder, folder)
    for name in ("sender", "worker_secret"):
        (web / name).unlink()
    return Folders(home, (web,))


@contextmanager
def killed_after(operations: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every change of a file counts as one."""
    left = [operations]

    def counted(real: object) -> object:
        def operation(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return real(*given, **named)

        return operation

    with monkeypatch.context() as patch:
        for owner, name in ((Path, "replace"), (Path, "unlink"), (Path, "touch"), (os, "fsync")):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        yield


def replaced(folders: Folders, name: str) -> None:
    replacing.begin(folders, name)
    replacing.switch(folders, name)


@pytest.mark.parametrize("name", [CONTACT, SECRET])
@pytest.mark.parametrize("operations", range(STEPS))
def test_killed_at_any_step_both_sides_read_what_the_other_writes(
    folders: Folders, name: str, operations: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, web = load_keys(folders.home, {}), load_keys(folders.copies[0], {})
    before = encrypt(worker.contact, b"an", "x"), seal(web.worker_public, b"blad")
    with killed_after(operations, monkeypatch), suppress(Killed):
        replaced(folders, name)
    fresh = load_keys(folders.home, {}), load_keys(folders.copies[0], {})
    check_all(before, (worker, fresh[0]), (web, fresh[1]))
    replaced(folders, name)  # goes on where it was
    check_all(before, (worker, fresh[0]), (web, fresh[1]))
    replacing.retire(folders, name, "2026-11-28")
    check_all(None, (worker, load_keys(folders.home, {})), (web, load_keys(folders.copies[0], {})))


def check_all(
    before: tuple[bytes, bytes] | None, worker: tuple[Keys, ...], web: tuple[Keys, ...]
) -> None:
    for one in (*worker, *web):
        mine = encrypt(one.contact, b"nieuw", "x")
        for other in (*worker, *web):
            assert decrypt(other.contact, mine, "x") == b"nieuw"
            if before is not None:
                assert decrypt(other.contact, before[0], "x") == b"an"
        for keys in worker:
            assert unseal(keys.need_worker(), seal(one.worker_public, b"nu")) == b"nu"
            if before is not None:
                assert unseal(keys.need_worker(), before[1]) == b"blad"


@pytest.mark.parametrize("name", [CONTACT, SECRET])
def test_a_replaced_key_is_another_and_the_old_one_is_kept_apart(
    folders: Folders, name: str
) -> None:
    old = (folders.home / name).read_text()
    for number in range(2):  # twice on one day
        replaced(folders, name)
        kept = replacing.retire(folders, name, "2026-11-28")
        assert kept.read_text() == old
        old, before = (folders.home / name).read_text(), old
        assert old != before
        assert len(list((folders.home / "replaced").iterdir())) == number + 1
    files = [path for folder in (folders.home, *folders.copies) for path in folder.iterdir()]
    assert not [path.name for path in files if "_" in path.name.replace("worker_", "")]
    assert not [path.name for path in files if path.name.startswith(".")]
    assert "worker_secret" not in {path.name for path in folders.copies[0].iterdir()}


def test_a_new_key_may_be_read_by_whom_the_old_one_was_for(folders: Folders) -> None:
    web = folders.copies[0] / CONTACT
    web.chmod(0o640)
    replaced(folders, CONTACT)
    assert stat.S_IMODE(web.stat().st_mode) == 0o640
    assert stat.S_IMODE((folders.home / CONTACT).stat().st_mode) == 0o600


def test_a_folder_without_keys_is_told_before_anything_changes(
    folders: Folders, tmp_path: Path
) -> None:
    before = (folders.home / CONTACT).read_text()
    with pytest.raises(KeyMissing, match=r"contact is not in .*elsewhere"):
        replaced(Folders(folders.home, (tmp_path / "elsewhere",)), CONTACT)
    assert (folders.home / CONTACT).read_text() == before
    assert not (folders.home / "contact_next").exists()


def test_two_commands_at_once_do_not_replace_the_same_key(folders: Folders) -> None:
    with (
        replacing.held(folders),
        pytest.raises(KeyMissing, match="another command"),
        replacing.held(folders),
    ):
        pass


def test_a_process_goes_on_with_its_keys_when_the_folder_cannot_be_read(folders: Folders) -> None:
    keys = load_keys(folders.home, {})
    stored = encrypt(keys.contact, b"an", "x")
    shutil.rmtree(folders.home)
    assert decrypt(keys.contact, stored, "x") == b"an"
    assert decrypt(keys.contact, encrypt(keys.contact, b"nu", "x"), "x") == b"nu"
