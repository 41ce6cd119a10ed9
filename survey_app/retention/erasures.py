"""The list of who was wiped on request: HOME/erasures.txt, beside the database and not in it.

A line holds keyed hashes and random ids, never a name. It is written before anything is wiped, and
its digest goes into the database with the wiping: a line without that digest is still to be done,
also after somebody put back an older database.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = "erasures.txt"
KEEPS, GOES = "afgemeld", "weg"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody to wipe: in which organisation, which contact, and other rows by id.

    `hashes` holds the reference of the contact, which finds it after it got another id. `number` is
    random: the same person, brought in and wiped again, stands on the list again. A line of before
    there were ids has neither `contact_id` nor `number`.
    """

    organisation_id: str
    hashes: tuple[bytes, ...]
    interviews: tuple[str, ...] = ()
    contact_id: str = ""
    number: str = ""
    keeps_opt_out: bool = False

    @property
    def line(self) -> str:
        """As it stands in the file."""
        hashes = ",".join(one.hex() for one in self.hashes)
        old = f"{self.organisation_id} {hashes} {','.join(self.interviews) or '-'}"
        if not self.contact_id:
            return old
        return f"{old} {self.contact_id} {KEEPS if self.keeps_opt_out else GOES} {self.number}"

    @property
    def digest(self) -> str:
        """What the database knows of it once it is done."""
        return hashlib.sha256(self.line.encode()).hexdigest()


def write_down(home: Path, erasure: Erasure) -> None:
    """Add it to the list, on the disk before this returns; again adds nothing."""
    if erasure in listed(home):
        return
    handle = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        if file.read(1) not in (b"", b"\n"):  # a line that was cut off spoils no other
            file.write(b"\n")
        file.write(f"{erasure.line}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def listed(home: Path) -> list[Erasure]:
    """Everybody on the list; a line that was cut off half-way counts for nothing."""
    path = home / FILE
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [one for one in map(_erasure, lines) if one is not None]


def _erasure(line: str) -> Erasure | None:
    match line.split(" "):
        case [place, hashes, others]:
            about: Sequence[str] = ()
        case [place, hashes, others, *about] if len(about) == 3 and about[1] in (KEEPS, GOES):
            pass
        case _:
            return None
    try:
        found = tuple(bytes.fromhex(one) for one in hashes.split(","))
    except ValueError:
        return None
    interviews = () if others == "-" else tuple(others.split(","))
    if not about:
        return Erasure(place, found, interviews)
    contact_id, stays, number = about
    return Erasure(place, found, interviews, contact_id, number, stays == KEEPS)
