"""What arrives must be what it says; and a picture tells nothing of where and with what it was taken."""

import struct

JPEG, PNG = "image/jpeg", "image/png"
# kind: (types, most bytes)
ALLOWED = {
    "photo": ({JPEG}, 600 * 1024),
    "voice": ({"audio/webm", "audio/mp4", "audio/ogg", "audio/aac"}, 3 * 1024**2),
    "signature": ({PNG}, 200 * 1024),
}
SOUND = {
    "audio/webm": (0, b"\x1aE\xdf\xa3"),
    "audio/mp4": (4, b"ftyp"),
    "audio/ogg": (0, b"OggS"),
    "audio/aac": (0, b"\xff"),
}
# Markers that stay: the frame's own, JFIF (E0), colour (E2, EE). EXIF with its place, XMP, IPTC and comments go.
GONE = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
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
    at, magic = SOUND[mime]
    if content[at : at + len(magic)] != magic:
        raise NotThat(mime)
    return content


def _jpeg(content: bytes) -> bytes:
    if content[:2] != b"\xff\xd8":
        raise NotThat(JPEG)
    kept, at = [content[:2]], 2
    while content[at : at + 2] != b"\xff\xda":
        if content[at] != 0xFF:
            raise NotThat(JPEG)
        marker, [length] = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])
        if marker not in GONE:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    end = content.rfind(b"\xff\xd9")
    if end < at:
        raise NotThat(JPEG)
    # What stands behind the picture's end is no picture: some cameras hang a second one there, with all its data.
    return b"".join([*kept, content[at : end + 2]])


def _png(content: bytes) -> bytes:
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        raise NotThat(PNG)
    kept, at, name = [content[:8]], 8, b""
    while name != b"IEND":
        [length] = struct.unpack(">I", content[at : at + 4])
        name = content[at + 4 : at + 8]
        if len(content) < at + 12 + length:
            raise NotThat(PNG)
        if name in CHUNKS:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)
