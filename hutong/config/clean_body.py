"""Refuses what PostgreSQL cannot keep: NUL and halves of surrogate pairs, in addresses and bodies."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hutong.accounts.http import Problem
from hutong.config.refusals import answer

# NUL as itself or as %00; surrogates arrive only as JSON escapes, since UTF-8 cannot carry them.
ADDRESS = re.compile(r"\x00|%00", re.IGNORECASE)
ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


class CleanBody:
    """Middleware: such a request is answered 422 before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        unclean = ADDRESS.search(request.path) or ADDRESS.search(request.META.get("QUERY_STRING", ""))
        if unclean or (not _uploads(request) and not storable(request.body)):
            return answer(Problem(422, "内容里有无法保存的字符，请删去后再提交。", "invalid"))
        return self.get_response(request)


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
