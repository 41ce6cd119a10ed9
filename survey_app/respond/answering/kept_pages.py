"""Question pages that are the same for everybody, rendered and packed once.

Only what is a person's own (proof, revision, page key) is filled in per request. Rendering a
page costs more than everything else that a request does, and packing it comes next; a page with
typed text or an error is never kept.
"""

import re
import zlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

MOST_PAGES = 500  # about 4 MB
OWN = ("proof", "revision", "key")
MARKS = {name: f"@@{name}@@" for name in OWN}
MARK = re.compile("@@({})@@".format("|".join(OWN)))
GZIP_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255))  # RFC 1952: deflate, no name, no time
DENSEST = 9


class KeptPage:
    """One page: the words that everybody gets, and between them places for what is one's own."""

    def __init__(self, rendered: str) -> None:
        parts = MARK.split(rendered)
        self._words = [text.encode() for text in parts[::2]]
        self._names = parts[1::2]
        self._packed: dict[tuple[int, ...], list[bytes]] = {}

    def plain(self, own: Mapping[str, str]) -> bytes:
        """The page for one person, UTF-8."""
        return _woven(self._words, self._own(own))

    def packed(self, own: Mapping[str, str]) -> bytes:
        """The same in gzip: the words were packed before, what is one's own goes in as it is."""
        values = self._own(own)
        sizes = tuple(map(len, values))
        words = self._packed.get(sizes)
        if words is None:
            words = self._packed[sizes] = packed_words(self._words, sizes)
        page = _woven(self._words, values)
        ends = (zlib.crc32(page).to_bytes(4, "little"), len(page).to_bytes(4, "little"))
        return b"".join((GZIP_HEAD, _woven(words, values), *ends))

    def _own(self, own: Mapping[str, str]) -> list[bytes]:
        encoded = {name: text.encode() for name, text in own.items()}
        return [encoded[name] for name in self._names]


@dataclass(frozen=True, slots=True)
class KeptPages:
    """Rendered pages by what they depend on; one per process."""

    _pages: dict[Hashable, tuple[KeptPage, object]] = field(default_factory=dict)

    def page(
        self, what: Hashable, depends_on: object, render: Callable[[Mapping[str, str]], str]
    ) -> KeptPage:
        """The page. `depends_on` is kept with it, so that its identity stays its own."""
        found = self._pages.get(what)
        if found is None:
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            found = self._pages[what] = (KeptPage(render(MARKS)), depends_on)
        return found[0]


def packed_words(words: Sequence[bytes], sizes: Sequence[int]) -> list[bytes]:
    """These parts of one text as deflate (RFC 1951), with room between them for stored bytes.

    `sizes` are the numbers of bytes that come between each two parts, below 65,536. A part may
    point back over them, never into them: where they will stand, the packer sees zeros, which no
    text holds. Each part but the last ends with the head of the stored block that follows.
    """
    before, packed = b"", []
    for part, size in zip_longest(words, sizes):
        packer = zlib.compressobj(DENSEST, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before[-32768:])
        done = packer.compress(part)
        if size is None:
            packed.append(done + packer.flush())
        else:
            stored = size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little")
            packed.append(done + packer.flush(zlib.Z_SYNC_FLUSH) + b"\x00" + stored)
            before += part + bytes(size)
    return packed


def _woven(words: Sequence[bytes], between: Sequence[bytes]) -> bytes:
    return b"".join(chain.from_iterable(zip_longest(words, between, fillvalue=b"")))
