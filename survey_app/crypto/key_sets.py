"""The keys of one purpose: one is written with, and those of before and after are read too.

While a key is replaced (`rotation/`), rows under the old and the new one stand side by side and
web and worker go on. A set notices by itself that the files of a key changed: before it writes,
and when nothing it knows opens a row.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from survey_app.errors import KeyMissing

K = TypeVar("K")
L = TypeVar("L")


class KeySet(Generic[K]):
    """Keys that may change while the process runs; `stamp` differs whenever `read` would."""

    def __init__(
        self,
        read: Callable[[], tuple[K, ...]],
        stamp: Callable[[], object],
        known: tuple[object, tuple[K, ...]] | None = None,
    ) -> None:
        """Read the keys. Raises KeyMissing when there are none or one is damaged."""
        self._read, self._stamp = read, stamp
        self._known = known or (stamp(), read())

    @property
    def writing(self) -> K:
        """The key of everything that is written from now on."""
        return self.current()[0]

    def current(self) -> tuple[K, ...]:
        """Every key that there is now, that of `writing` first.

        A process that runs goes on with the keys it has when their files cannot be read.
        """
        stamp = self._stamp()
        if stamp != self._known[0]:
            try:
                self._known = (stamp, self._read())
            except (KeyMissing, OSError):
                return self._known[1]
        return self._known[1]

    def tried(self) -> Iterator[K]:
        """The keys in the order in which to try them; the files are looked at when none fits."""
        known = self._known[1]
        yield from known
        yield from (key for key in self.current() if key not in known)

    def changed(self, change: Callable[[K], L]) -> "KeySet[L]":
        """What follows from each of these keys, such as a key for one purpose."""
        stamp, keys = self._known
        return KeySet(
            lambda: tuple(map(change, self._read())), self._stamp, (stamp, tuple(map(change, keys)))
        )
