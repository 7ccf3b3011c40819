"""Files as answers: to be saved under a name, or shown where they can do nothing."""

from io import BytesIO

from django.http import FileResponse

# What a browser shows without running anything that somebody sent.
SHOWN = {"image/jpeg", "image/png", "audio/webm", "audio/mp4", "audio/ogg", "audio/aac"}


def download(content: bytes, name: str, mime: str) -> FileResponse:
    """An answer that the browser saves. name: of the file, in any script, and never with a person in it."""
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=mime)


def shown(content: bytes, mime: str, name: str = "") -> FileResponse:
    """Pictures and sound as they are; anything else only to be saved, since a page must not run what somebody sent.

    name: what the file is called, for whoever saves it."""
    safe = mime in SHOWN
    return FileResponse(
        BytesIO(content),
        as_attachment=not safe,
        filename=name,
        content_type=mime if safe else "application/octet-stream",
    )
