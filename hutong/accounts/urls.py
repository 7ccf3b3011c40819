"""The addresses of django-allauth's headless browser client that Hutong offers; its others stay shut."""

from allauth.headless.account.views import LoginView, SessionView
from allauth.headless.constants import Client
from django.urls import path

from hutong.accounts.second_factor import SecondStepView

urlpatterns = [
    path("session", SessionView.as_api_view(client=Client.BROWSER)),
    path("login", LoginView.as_api_view(client=Client.BROWSER)),
    path("2fa/authenticate", SecondStepView.as_api_view(client=Client.BROWSER)),
]
