"""Rows set aside on the disk while a long file is read, readable by this process alone.

They hold what people answered, so they are encrypted with a key that is written down nowhere, in a
file without a name: killed at any moment, nothing is left that anybody can find or read.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from survey_app.crypto.encryption import decrypt, encrypt, new_key

ROWS_PER_BLOCK = 128  # of each heap, in memory until they are written together


class Spool:
    """Numbered heaps of rows, each read back in the order in which it was filled."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed when we are)
        self._key = new_key()
        self._held: dict[int, list[Sequence[Any]]] = defaultdict(list)
        self._blocks: dict[int, list[tuple[int, int]]] = defaultdict(list)  # (offset, bytes)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, heap: int, row: Sequence[Any]) -> None:
        """Lay a row of numbers and texts on a heap."""
        held = self._held[heap]
        held.append(row)
        if len(held) == ROWS_PER_BLOCK:
            plain = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
            written = encrypt(self._key, plain, _label(heap))
            self._blocks[heap].append((self._file.seek(0, 2), len(written)))
            self._file.write(written)
            held.clear()

    def rows(self, heap: int) -> Iterator[Sequence[Any]]:
        """What lies on a heap."""
        for offset, size in self._blocks[heap]:
            self._file.seek(offset)
            yield from json.loads(decrypt(self._key, self._file.read(size), _label(heap)))
        yield from self._held[heap]

    @property
    def heaps(self) -> list[int]:
        """The heaps that hold anything."""
        return sorted(self._held)


def _label(heap: int) -> str:
    return f"spool:{heap}"
