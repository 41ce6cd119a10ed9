"""The list of who was wiped on request: HOME/erasures.txt, beside the database and not in it.

A line holds keyed hashes and random ids, never a name. It is written before anything is wiped, and
its digest goes into the database with the wiping: a line without that digest is still to be done,
also after somebody put back an older database.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

FILE = "erasures.txt"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody to wipe: in which organisation, found by which hashes, and other rows by id."""

    organisation_id: str
    hashes: tuple[bytes, ...]
    interviews: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As it stands in the file."""
        hashes = ",".join(one.hex() for one in self.hashes)
        return f"{self.organisation_id} {hashes} {','.join(self.interviews) or '-'}"

    @property
    def digest(self) -> str:
        """What the database knows of it once it is done."""
        return hashlib.sha256(self.line.encode()).hexdigest()


def write_down(home: Path, erasure: Erasure) -> None:
    """Add it to the list, on the disk before this returns; again adds nothing."""
    if erasure in listed(home):
        return
    handle = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as file:
        file.write(f"{erasure.line}\n")
        file.flush()
        os.fsync(file.fileno())


def listed(home: Path) -> list[Erasure]:
    """Everybody on the list; a line that was cut off half-way counts for nothing."""
    path = home / FILE
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    found = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3:
            continue
        try:
            hashes = tuple(bytes.fromhex(one) for one in parts[1].split(","))
        except ValueError:
            continue
        others = () if parts[2] == "-" else tuple(parts[2].split(","))
        found.append(Erasure(parts[0], hashes, others))
    return found
