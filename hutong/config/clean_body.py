"""Refuses what PostgreSQL cannot keep, NUL and halves of surrogate pairs, in addresses and bodies; and what is too large."""

import re
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from hutong.config import sizes, unstorable
from hutong.config.refusals import answer, too_large

# NUL as itself or as %00; surrogates arrive only as JSON escapes, since UTF-8 cannot carry them.
ADDRESS = re.compile(r"\x00|%00", re.IGNORECASE)
# Everything but NUL and halves, as one expression that never goes back: two megabytes of escapes take 40 ms, not half a second.
STORABLE = re.compile(
    rb"""(?: [^\\\x00]++
           | \\ (?: [^u\x00] | \Z
                | u (?: (?![0-9a-f]{4}) | (?! 0000 | d[89a-f] ) [0-9a-f]{4} | d[89ab][0-9a-f]{2} \\u d[c-f][0-9a-f]{2} ) ) )*+""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
# What a phone sends: each operation is judged by itself, and one bad letter stops none of the others (sync/sent.py).
JUDGES_ITS_PARTS = frozenset({"/api/v1/sync/push"})


class CleanBody:
    """Middleware: such a request is answered 422, 413 before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > sizes.most(request.path):
            return answer(too_large())
        try:
            body = b"" if _uploads(request) else request.body
        except RequestDataTooBig:
            return answer(too_large())
        if _unclean_address(request) or not (request.path in JUDGES_ITS_PARTS or storable(body)):
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
    return STORABLE.fullmatch(body) is not None
