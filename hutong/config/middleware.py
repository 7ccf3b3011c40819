"""Built files, and headers on every answer: nothing personal is cached, nothing runs that we did not ship (design.md, Security)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

# Styles that Element Plus and ECharts set by program (element.style) need no permission; style attributes in texts do.
CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What an answer of the API may do when somebody opens it as a page: nothing, not even where it is a picture.
NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
# The phone's program makes a guess at its PIN dear in WebAssembly (docs/adr/0023-the-phones-key.md); no text becomes code.
FIELD = f"{CONTENT_SECURITY}; script-src 'self' 'wasm-unsafe-eval'"
OFF = ("accelerometer", "autoplay", "display-capture", "gyroscope", "magnetometer", "midi", "payment", "usb")
PHONE = ("camera", "geolocation", "microphone")
API = ("/api/", "/_allauth/")


class Files(WhiteNoiseMiddleware):
    """The built files of both apps: the office's at the root, the phone's under /m/; what pages of the open door look like."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.add_files(str(settings.FIELD_ROOT), prefix="m/")
        self.add_files(str(settings.OPEN_ROOT / "static"), prefix="open/")


class Headers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        api = request.path.startswith(API)
        response.headers.setdefault("Content-Security-Policy", _may_run(request.path, api))
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response["Permissions-Policy"] = _permissions(request.path)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Frame-Options"] = "DENY"  # browsers of offices that know no frame-ancestors
        if api:
            response["Cache-Control"] = "no-store"
        return response


def _may_run(path: str, api: bool) -> str:
    return NOTHING if api else FIELD if _is_phone(path) else CONTENT_SECURITY


def _is_phone(path: str) -> bool:
    return path == "/m" or path.startswith("/m/")


def _permissions(path: str) -> str:
    """The phone app takes photos, voice and, if its owner wishes, the place; the office needs none of them."""
    own = "(self)" if _is_phone(path) else "()"
    return ", ".join([*(f"{name}={own}" for name in PHONE), *(f"{name}=()" for name in OFF)])
