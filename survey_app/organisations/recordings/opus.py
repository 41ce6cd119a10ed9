"""Is a file a recording that browsers play? The pages of an Ogg file with Opus sound (RFC 7845)."""

from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.errors import ShownReason

LARGEST = 200_000  # bytes
LONGEST = 120  # seconds
_PAGE, _HEADER = b"OggS", 27
_LAST = 4
_PER_SECOND = 48_000
_HEAD, _TAGS = b"OpusHead", b"OpusTags"


class RecordingRefused(ShownReason):
    """Raised for a file that cannot be used; the words are Dutch, for who sent it."""


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    position: int
    serial: int
    body: bytes


def milliseconds_of(content: bytes) -> int:
    """How long a recording lasts. Raises RecordingRefused for anything but Ogg with Opus."""
    if len(content) > LARGEST:
        raise RecordingRefused(
            "is groter dan {largest} kB. Neem korter of zuiniger op.", largest=LARGEST // 1000
        )
    pages = list(_pages(content))
    if len(pages) < 3 or not pages[0].body.startswith(_HEAD) or len(pages[0].body) < 19:
        raise RecordingRefused("is geen Opus-opname. Sla het geluid op als Opus (.opus).")
    if not pages[1].body.startswith(_TAGS) or len({page.serial for page in pages}) > 1:
        raise RecordingRefused("is geen Opus-opname. Sla het geluid op als Opus (.opus).")
    if not pages[-1].flags & _LAST:
        raise RecordingRefused("houdt halverwege op. Sla de opname opnieuw op.")
    before = int.from_bytes(pages[0].body[10:12], "little")
    length = (pages[-1].position - before) * 1000 // _PER_SECOND
    if length <= 0:
        raise RecordingRefused("is leeg: er is geen geluid opgenomen.")
    if length > LONGEST * 1000:
        raise RecordingRefused(
            "duurt langer dan {longest} minuten. Neem korter op.", longest=LONGEST // 60
        )
    return length


def _pages(content: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(content):
        header = content[at : at + _HEADER]
        if len(header) < _HEADER or not header.startswith(_PAGE) or header[4] != 0:
            raise RecordingRefused("is geen Opus-opname. Sla het geluid op als Opus (.opus).")
        sizes = content[at + _HEADER : at + _HEADER + header[26]]
        start = at + _HEADER + header[26]
        at = start + sum(sizes)
        if len(sizes) < header[26] or at > len(content):
            raise RecordingRefused("houdt halverwege op. Sla de opname opnieuw op.")
        position = int.from_bytes(header[6:14], "little", signed=True)
        serial = int.from_bytes(header[14:18], "little")
        yield _Page(header[5], position, serial, content[start:at])
