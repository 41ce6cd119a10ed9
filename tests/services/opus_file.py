"""Real Ogg files with Opus silence, as a recorder makes them."""

FRAMES_A_SECOND, SAMPLES = 50, 960
SILENCE = b"\xf8\xff\xfe"
SKIP = 312


def opus_file(seconds: float = 0.2, tag: bytes = b"proef") -> bytes:
    """A recording of so long; another tag makes another content."""
    head = b"OpusHead" + bytes([1, 1]) + SKIP.to_bytes(2, "little") + (48_000).to_bytes(4, "little")
    tags = b"OpusTags" + len(tag).to_bytes(4, "little") + tag + bytes(4)
    frames = max(1, round(seconds * FRAMES_A_SECOND))
    pages = [_page(0, 0, 2, [head + bytes(3)]), _page(1, 0, 0, [tags])]
    for number, start in enumerate(range(0, frames, FRAMES_A_SECOND), start=2):
        held = min(FRAMES_A_SECOND, frames - start)
        last = 4 if start + held == frames else 0
        pages.append(_page(number, SKIP + (start + held) * SAMPLES, last, [SILENCE] * held))
    return b"".join(pages)


def _page(number: int, position: int, flags: int, packets: list[bytes]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    header = b"OggS" + bytes([0, flags]) + position.to_bytes(8, "little")
    header += (7).to_bytes(4, "little") + number.to_bytes(4, "little")
    rest = bytes([len(sizes)]) + sizes + b"".join(packets)
    check = _checksum(header + bytes(4) + rest)
    return header + check.to_bytes(4, "little") + rest


def _checksum(content: bytes) -> int:
    found = 0
    for byte in content:
        found ^= byte << 24
        for _ in range(8):
            found = (found << 1) ^ (0x104C11DB7 if found & 0x80000000 else 0)
        found &= 0xFFFFFFFF
    return found
