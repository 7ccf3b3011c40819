"""Addresses: the API, sign-in, health, the phone app under /m/, and the office app for everything else."""

from django.urls import include, path, re_path

from hutong.config import handbook, pages
from hutong.config.api import api
from hutong.documents.links.pages import page as answer_box
from hutong.documents.open_door.checking import page as check

urlpatterns = [
    path("api/v1/openapi.json", pages.description),
    path("api/v1/", api.urls),
    path("_allauth/browser/v1/auth/", include("hutong.accounts.urls")),
    path("healthz", pages.health),
    path("demo-accounts", pages.demo_accounts),
    path("open/answer", answer_box),
    path("open/check", check),
    path("open/handbook/at/<path:asked>", handbook.at),
    path("open/handbook/图/<str:name>", handbook.picture),
    path("open/handbook/<str:name>", handbook.page),
    re_path(r"^open(?:/.*)?$", handbook.missing),
    re_path(r"^(?:api|_allauth)(?:/.*)?$", pages.no_such_address),
    re_path(r"^m(?:/.*)?$", pages.field),
    # Addresses of the office app's own router (history mode).
    re_path(r"^.*$", pages.desk),
]
handler400 = "hutong.config.refusals.bad_request"
handler500 = "hutong.config.refusals.server_error"
