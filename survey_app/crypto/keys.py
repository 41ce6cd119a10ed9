"""The installation's keys: made once by `init`, read at start, never in the database.

Each key is a file in HOME/keys (hex, mode 600) or an environment variable
TRAJECTSPIEGEL_KEY_<NAME>. A web server needs `session`, `lookup`, `contact`, `pepper` and
`worker_public`; only the worker holds `worker_secret` and `sender`. While `contact` or the pair of
the worker is replaced, NAME_next and NAME_old stand beside it (replacing.py).
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey, PublicKey

from survey_app.crypto.key_sets import KeySet
from survey_app.errors import KeyMissing

NEXT, OLD = "_next", "_old"  # beside a key that is being replaced
SYMMETRIC = ("session", "lookup", "sender", "contact", "pepper", "link")


@dataclass(frozen=True, slots=True)
class Keys:
    """32-byte keys by purpose; `None` where this process may not hold one."""

    session: bytes
    lookup: bytes
    contact: KeySet[bytes]
    pepper: bytes
    link: bytes
    worker_public: KeySet[PublicKey]
    sender: bytes | None
    worker_secret: KeySet[PrivateKey] | None

    def need_sender(self) -> bytes:
        """The key that makes links. Raises KeyMissing on a machine that may not send."""
        if self.sender is None:
            raise KeyMissing("key sender is not here: run this on the machine that sends")
        return self.sender

    def need_worker(self) -> KeySet[PrivateKey]:
        """The keys that open the inbox. Raises KeyMissing on a web server."""
        if self.worker_secret is None:
            raise KeyMissing("key worker_secret is not here: run this on the worker's machine")
        return self.worker_secret

    def is_pair(self) -> bool:
        """Whether what is sealed now can be opened here; so it is where there is no secret."""
        if self.worker_secret is None:
            return True
        return self.worker_public.writing in {
            one.public_key for one in self.worker_secret.current()
        }


def make_keys(folder: Path) -> list[str]:
    """Write the missing keys into `folder`; returns the names made. Existing keys stay.

    A `worker_public` without its secret stays too: what was sealed to it needs the secret that
    is kept elsewhere. Only for an installation without data: a lost key is not made anew.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = [name for name in SYMMETRIC if _write_new(folder / name, secrets.token_bytes(32))]
    if (folder / "worker_public").exists():
        return made
    if _write_new(folder / "worker_secret", bytes(PrivateKey.generate())):
        made.append("worker_secret")
    secret = _read(folder, "worker_secret", {})
    _write_new(folder / "worker_public", bytes(PrivateKey(_present(secret)).public_key))
    return [*made, "worker_public"]


def load_keys(folder: Path, environment: Mapping[str, str]) -> Keys:
    """Every key this process may hold. Raises KeyMissing naming the file and the remedy."""
    found = {name: _read(folder, name, environment) for name in (*SYMMETRIC, "worker_public")}
    _refuse_missing(folder, found)
    secret = _read(folder, "worker_secret", environment)
    keys = Keys(
        session=_present(found["session"]),
        lookup=_present(found["lookup"]),
        contact=_set_of(folder, "contact", environment),
        pepper=_present(found["pepper"]),
        link=_present(found["link"]),
        worker_public=_set_of(folder, "worker_public", environment).changed(PublicKey),
        sender=found["sender"],
        worker_secret=_set_of(folder, "worker_secret", environment).changed(PrivateKey)
        if secret
        else None,
    )
    if not keys.is_pair():
        raise KeyMissing(
            "keys worker_public and worker_secret in {folder} are not a pair: put back "
            "those that were made together; answers sealed to one are opened by the other "
            "only",
            folder=folder,
        )
    return keys


def _refuse_missing(folder: Path, found: Mapping[str, bytes | None]) -> None:
    missing = [name for name, key in found.items() if key is None and name != "sender"]
    if missing:
        raise KeyMissing(
            "key {missing} not found in {folder}: run 'trajectspiegel init' for a new "
            "installation, or put back the keys from your backup; without them stored "
            "contacts and unsent answers cannot be read",
            missing=missing[0],
            folder=folder,
        )


def _set_of(folder: Path, name: str, environment: Mapping[str, str]) -> KeySet[bytes]:
    """A key with those that stand beside it while it is replaced; it itself must be there."""
    names = (name, name + NEXT, name + OLD)

    def read() -> tuple[bytes, ...]:
        others = (_read(folder, one, environment) for one in names[1:])
        first = _present(_read(folder, name, environment))
        return tuple(dict.fromkeys((first, *(one for one in others if one is not None))))

    return KeySet(read, lambda: tuple(_stamp(folder / one) for one in names))


def _stamp(path: Path) -> tuple[int, int] | None:
    """Differs for another file of this name; files of keys are replaced whole."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _present(key: bytes | None) -> bytes:
    if key is None:
        raise KeyMissing("a key is missing: run 'trajectspiegel init'")
    return key


def _read(folder: Path, name: str, environment: Mapping[str, str]) -> bytes | None:
    path = folder / name
    text = environment.get(name)
    place = f"TRAJECTSPIEGEL_KEY_{name.upper()}" if text is not None else str(path)
    if text is None:
        if not path.exists():
            return None
        _refuse_open(path)
        text = path.read_text(errors="replace")
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyMissing(
            "key {name} ({place}) is not 64 hexadecimal characters: put back a copy",
            name=name,
            place=place,
        )
    return key


def _refuse_open(path: Path) -> None:
    """Raises KeyMissing when every account of this machine may read or change the key."""
    if path.stat().st_mode & 0o007:
        raise KeyMissing(
            "key {path} can be read by everybody on this machine: run 'chmod 600 {path}'; "
            "if others have worked here, make a new installation",
            path=path,
        )


def _write_new(path: Path, key: bytes) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
    return True
