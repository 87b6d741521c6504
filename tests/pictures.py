"""What is on a picture: where there is ink, and which colours."""

import struct
import zlib

import resvg_py

from app.charts.text import FAMILY, FONTS

Pixels = list[list[tuple[int, ...]]]
DARK = 100


def ink(svg: str) -> tuple[int, int, int, int]:
    """Return the box round all that is dark on an SVG, as left, top, right, bottom."""
    picture = resvg_py.svg_to_bytes(
        svg_string=svg,
        background="white",
        skip_system_fonts=True,
        font_files=[str(file) for file in FONTS.values()],
        font_family=FAMILY,
    )
    rows = pixels(picture)
    dark = [(x, y) for y, row in enumerate(rows) for x, colour in enumerate(row) if is_dark(colour)]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs), min(ys), max(xs), max(ys)


def is_dark(colour: tuple[int, ...]) -> bool:
    return max(colour[:3]) < DARK


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and the height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def pixels(png: bytes) -> Pixels:
    """Return the pixels of a PNG of eight bits a channel, line by line."""
    width, height = size_of(png)
    bits, kind, _, _, interlaced = png[24:29]
    assert (bits, interlaced) == (8, 0)
    channels = {2: 3, 6: 4}[kind]
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    raw = zlib.decompress(packed)
    before = bytes(width * channels)
    rows: Pixels = []
    for n in range(height):
        start = n * (width * channels + 1)
        line = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * channels], before, channels)
        rows.append([tuple(line[i : i + channels]) for i in range(0, len(line), channels)])
        before = line
    return rows


def _unfiltered(kind: int, line: bytes, above: bytes, channels: int) -> bytes:
    done = bytearray(line)
    for i, byte in enumerate(line):
        left = done[i - channels] if i >= channels else 0
        corner = above[i - channels] if i >= channels else 0
        up = above[i]
        predicted = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
        done[i] = (byte + predicted) % 256
    return bytes(done)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
