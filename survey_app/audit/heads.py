"""The ends of the logs in a file beside the database, so that cutting off a tail shows.

HOME/audit-heads.txt gets a line whenever a log has grown: organisation, number and hash. Who can
change everything in the database cannot change what an operator copied from here.
"""

import os
from pathlib import Path

from survey_app.audit.queries import heads
from survey_app.database import reading
from survey_app.installation import Installation

FILE = "audit-heads.txt"
Known = dict[str, list[tuple[int, bytes]]]  # organisation id -> (number, hash), oldest first


def keep_heads(installation: Installation) -> int:
    """Write down where each log ends now; returns how many had grown. Twice adds nothing."""
    path = installation.config.home / FILE
    known = known_heads(installation.config.home)
    with reading(installation.engine) as session:
        found = heads(session)
    grown = [
        (place, number, hashed)
        for place, _, number, hashed in found
        if not known.get(place) or known[place][-1][0] < number
    ]
    if grown:
        with path.open("a", encoding="ascii") as file:
            file.writelines(f"{place} {number} {hashed.hex()}\n" for place, number, hashed in grown)
            file.flush()
            os.fsync(file.fileno())
    return len(grown)


def known_heads(home: Path) -> Known:
    """What was written down; a line that was cut off half-way counts for nothing."""
    path = home / FILE
    known: Known = {}
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    for line in lines:
        place, number, hashed = (*line.split(" "), "", "")[:3]
        if number.isdigit() and len(hashed) == 64:
            known.setdefault(place, []).append((int(number), bytes.fromhex(hashed)))
    return known
