"""The addresses of sign-in: those of django-allauth's headless browser client that Hutong offers, and 统一身份认证."""

from allauth.headless.account.views import LoginView, SessionView
from allauth.headless.constants import Client
from django.urls import path

from hutong.accounts import sso
from hutong.accounts.second_factor import SecondStepView

urlpatterns = [
    path("session", SessionView.as_api_view(client=Client.BROWSER)),
    path("login", LoginView.as_api_view(client=Client.BROWSER)),
    path("2fa/authenticate", SecondStepView.as_api_view(client=Client.BROWSER)),
    path("sso", sso.about),
    path("sso/begin", sso.begin),
    path("sso/callback", sso.callback, name="sso_callback"),
]
