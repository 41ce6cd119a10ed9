"""Files with personal data of a wave: one folder in the data directory, erased with the wave.

Only the owner may read them (mode 600, the folders 700): they hold names, addresses and codes.
"""

import datetime
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

FOLDER = "brieven"
_ID = re.compile(r"[0-9a-f]{32}")


def letters_folder(home: Path, wave_id: str, dispatch_id: str = "") -> Path:
    """Where the letters of a wave, or of one dispatch, are kept; perhaps not made yet.

    Raises ValueError for what is no id: it comes from an address.
    """
    if not all(_ID.fullmatch(one) for one in (wave_id, *filter(None, (dispatch_id,)))):
        raise ValueError("no id of a wave or dispatch")
    return home / FOLDER / wave_id / dispatch_id


def printed_files(
    home: Path, wave_id: str, dispatch_id: str | None, day: datetime.date | None
) -> list[Path]:
    """The files in which a letter may stand: all of its dispatch, and of `send` those of its day.

    A print that began before midnight is named after the day before. `day` None: not printed as far
    as is known, so half a file may lie in the folder of its dispatch.
    """
    folder = letters_folder(home, wave_id)
    days = () if day is None else (day, day - datetime.timedelta(days=1))
    found = [one for when in days for one in folder.glob(f"brieven-{when}-*")]
    if dispatch_id:
        found += letters_folder(home, wave_id, dispatch_id).glob("*")
    return sorted(one for one in found if one.is_file())


def write_private(path: Path, content: bytes) -> None:
    """The whole file, on the disk, or none; in place of an older one. Raises OSError."""
    make_private(path.parent)
    half = path.with_name(f".{path.name}.half")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


@contextmanager
def private_file(path: Path) -> Iterator[TextIO]:
    """A new file of text that only the owner may read. Raises FileExistsError, OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        yield file


def make_private(folder: Path) -> None:
    """The folder, and each above it that is not there: for the owner only. Raises OSError."""
    for one in [*reversed(folder.parents), folder]:
        one.mkdir(mode=0o700, exist_ok=True)  # `parents=True` would let others read those above


def erase_letters(home: Path, wave_id: str) -> None:
    """Take away every file of a wave; nothing there is well too."""
    shutil.rmtree(letters_folder(home, wave_id), ignore_errors=True)
