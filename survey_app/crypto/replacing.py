"""The files of a key that is replaced: each step is whole, and leaves every row readable.

1. `begin`: NAME_next stands beside NAME wherever the key is, so that every process can read what
   will be written with it;
2. `switch`: the former key becomes NAME_old, and NAME is the new one;
3. `retire`: when nothing is under the old key any more, it leaves every folder. That of HOME keeps
   it under `replaced/`, which no process reads: a backup of before needs it.

Killed in between, the same steps again go on where they were. Files are replaced whole (renamed),
with the owner and rights of the key that they stand beside.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from survey_app.crypto.keys import NEXT, OLD
from survey_app.errors import KeyMissing

CONTACT, SECRET, PUBLIC = "contact", "worker_secret", "worker_public"
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Folders:
    """HOME/keys, and the folders with copies that web servers have: never with a secret."""

    home: Path
    copies: tuple[Path, ...] = ()

    def of(self, name: str) -> tuple[Path, ...]:
        """The copies in which this key stands too."""
        return () if name == SECRET else self.copies


@contextmanager
def held(folders: Folders) -> Iterator[None]:
    """Only one command replaces keys at a time. Raises KeyMissing while another does."""
    handle = os.open(folders.home, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise KeyMissing(
            "keys in {folder} are being replaced by another command: wait until it has ended",
            folder=folders.home,
        ) from error
    finally:
        os.close(handle)


def is_switched(folders: Folders, name: str) -> bool:
    """Whether this key has been replaced and its old one is still there."""
    return (folders.home / (name + OLD)).exists() and not (folders.home / (name + NEXT)).exists()


def switched_at(folders: Folders, name: str) -> float:
    """When the old key was last written with, in seconds since 1970."""
    return (folders.home / (name + OLD)).stat().st_mtime


def begin(folders: Folders, name: str) -> None:
    """Let every process read a new key. Raises KeyMissing for a copy without the key."""
    expected = PUBLIC if name == SECRET else name
    for folder in folders.copies:
        if not (folder / expected).exists():
            raise KeyMissing(
                "key {name} is not in {folder}: name the folder with keys of a web server",
                name=expected,
                folder=folder,
            )
    for folder in (folders.home, *folders.copies):
        for left in folder.glob(".*.half"):  # of a command that was killed
            left.unlink()
    if is_switched(folders, name):
        return
    following = folders.home / (name + NEXT)
    if not following.exists():
        new = PrivateKey.generate() if name == SECRET else secrets.token_bytes(32)
        _place(following, bytes(new).hex() + "\n", like=folders.home / name)
    for folder in folders.of(name):
        _place(folder / (name + NEXT), following.read_text(), like=folder / name)


def switch(folders: Folders, name: str) -> None:
    """Write with the new key from now on; the former one is still read."""
    here, following, old = (folders.home / (name + end) for end in ("", NEXT, OLD))
    if following.exists():
        _place(old, here.read_text(), like=here)
        following.replace(here)
        _keep(folders.home)
    for folder in folders.of(name):
        if (folder / name).read_text() != here.read_text():
            _place(folder / (name + OLD), old.read_text(), like=folder / name)
            _place(folder / name, here.read_text(), like=folder / name)
            old.touch()  # only now nobody writes with it any more
        (folder / (name + NEXT)).unlink(missing_ok=True)
    if name == SECRET:
        _publish(folders)


def retire(folders: Folders, name: str, day: str) -> Path:
    """Take the old key away and return where it is kept; last of all in HOME."""
    for folder in folders.of(name):
        (folder / (name + OLD)).unlink(missing_ok=True)
        _keep(folder)
    kept = folders.home / REPLACED
    kept.mkdir(mode=0o700, exist_ok=True)
    old = folders.home / (name + OLD)
    named = f"{name}-until-{day}"
    number = sum(path.name.startswith(named) for path in kept.iterdir())
    place = kept / (f"{named}-{number + 1}" if number else named)
    old.replace(place)
    _keep(kept)
    _keep(folders.home)
    return place


def _publish(folders: Folders) -> None:
    """The public half of the worker's key, wherever something is sealed."""
    secret = PrivateKey(bytes.fromhex((folders.home / SECRET).read_text().strip()))
    public = bytes(secret.public_key).hex() + "\n"
    for folder in (folders.home, *folders.copies):
        if (folder / PUBLIC).read_text() != public:
            _place(folder / PUBLIC, public, like=folder / PUBLIC)


def _place(path: Path, text: str, like: Path) -> None:
    """Put a whole file there, for who may read `like`; it stays when the power fails."""
    status = like.stat()
    made = path.with_name(f".{path.name}.half")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(handle, status.st_uid, status.st_gid)
        os.fchmod(handle, status.st_mode & 0o770)
        file.write(text)
        file.flush()
        os.fsync(handle)
    made.replace(path)
    _keep(path.parent)


def _keep(folder: Path) -> None:
    """What was renamed in this folder stays so when the power fails."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
