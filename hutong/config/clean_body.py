"""Refuses what PostgreSQL cannot keep, NUL and halves of surrogate pairs, in addresses and bodies; and what is too large."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from hutong.config import unstorable
from hutong.config.refusals import answer, too_large

# NUL as itself or as %00; surrogates arrive only as JSON escapes, since UTF-8 cannot carry them.
ADDRESS = re.compile(r"\x00|%00", re.IGNORECASE)
ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


class CleanBody:
    """Middleware: such a request is answered 422, 413 before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.UPLOAD_LIMIT_BYTES:
            return answer(too_large())
        try:
            body = b"" if _uploads(request) else request.body
        except RequestDataTooBig:
            return answer(too_large())
        if _unclean_address(request) or not storable(body):
            return answer(unstorable.refusal(body, request.META.get("QUERY_STRING", "")))
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or ""
    return int(told) if told.isdecimal() else 0


def _unclean_address(request: HttpRequest) -> bool:
    return bool(ADDRESS.search(request.path) or ADDRESS.search(request.META.get("QUERY_STRING", "")))


def _uploads(request: HttpRequest) -> bool:
    # Pieces of photos and voice notes from phones (sync/attachments.py): bytes, which nothing reads as JSON.
    if request.path.startswith("/api/v1/sync/attachments/") and request.content_type == "application/octet-stream":
        return True
    # Sign-in reads JSON whatever a body calls itself, and takes no files.
    return request.content_type == "multipart/form-data" and not request.path.startswith("/_allauth/")


def storable(body: bytes) -> bool:
    """Whether a JSON text decodes to characters that PostgreSQL keeps."""
    if b"\x00" in body:
        return False
    high = False
    end = 0
    for found in ESCAPE.finditer(body):
        code = int(found[1], 16) if found[1] else 0x20
        paired = high and found.start() == end
        low = 0xDC00 <= code < 0xE000
        if code == 0 or low != paired or high != paired:
            return False
        high, end = 0xD800 <= code < 0xDC00, found.end()
    return not high
