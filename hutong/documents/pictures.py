"""What arrives must be what it says; and a picture tells nothing of where and with what it was taken."""

import re
import struct

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
# kind: (types, most bytes)
ALLOWED = {
    "photo": ({JPEG}, 600 * 1024),
    "voice": ({"audio/webm", "audio/mp4", "audio/ogg", "audio/aac"}, 3 * 1024**2),
    "signature": ({PNG}, 200 * 1024),
    "scan": ({JPEG, PNG, PDF}, 5 * 1024**2),
}
# Where what else is kept says what it is; nothing of it is run here, and a browser only saves a PDF (download.py).
MAGIC = {
    PDF: (0, b"%PDF-"),
    "audio/webm": (0, b"\x1aE\xdf\xa3"),
    "audio/mp4": (4, b"ftyp"),
    "audio/ogg": (0, b"OggS"),
    "audio/aac": (0, b"\xff"),
}
# Markers that stay: the frame's own, JFIF (E0), colour (E2, EE). EXIF with its place, XMP, IPTC and comments go.
GONE = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
# Markers that say how large the picture is; and where, in what the camera drew, the next marker stands.
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
# Two bytes and no repetition: of a row of FF that would try each beginning anew, and a small file would hold the server for hours.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# A small file may say that it is a picture of a billion points, and take the memory of whoever opens it.
MOST_POINTS = 50_000_000
CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND"}


class NotThat(ValueError):
    """The content is not of the type it was announced as."""


def cleaned(mime: str, content: bytes) -> bytes:
    """The content as it may be kept. Raises NotThat."""
    try:
        if mime == JPEG:
            return _jpeg(content)
        if mime == PNG:
            return _png(content)
    except (struct.error, IndexError):
        raise NotThat(mime) from None
    at, magic = MAGIC[mime]
    if content[at : at + len(magic)] != magic:
        raise NotThat(mime)
    return content


def _jpeg(content: bytes) -> bytes:
    if content[:2] != b"\xff\xd8":
        raise NotThat(JPEG)
    kept, at, drawn = [content[:2]], 2, False
    while (marker := content[at + 1]) != 0xD9:
        if content[at] != 0xFF:
            raise NotThat(JPEG)
        [length] = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        if marker in SIZES:
            _bearable(*struct.unpack(">HH", content[at + 5 : at + 9]), JPEG)
        if marker == 0xDA:
            drawn, end = True, _next(content, end)
        if marker not in GONE:
            kept.append(content[at:end])
        at = end
    if not drawn:
        raise NotThat(JPEG)
    # What stands behind the picture's end is no picture: a page, an archive, a second picture with all its data.
    return b"".join([*kept, b"\xff\xd9"])


def _next(content: bytes, at: int) -> int:
    found = MARKER.search(content, at)
    if found is None:
        raise NotThat(JPEG)
    return found.end() - 2


def _bearable(height: int, width: int, mime: str) -> None:
    if height * width > MOST_POINTS:
        raise NotThat(mime)


def _png(content: bytes) -> bytes:
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        raise NotThat(PNG)
    kept, at, name = [content[:8]], 8, b""
    while name != b"IEND":
        [length] = struct.unpack(">I", content[at : at + 4])
        name = content[at + 4 : at + 8]
        if len(content) < at + 12 + length:
            raise NotThat(PNG)
        if name == b"IHDR":
            _bearable(*struct.unpack(">II", content[at + 8 : at + 16]), PNG)
        if name in CHUNKS:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)
