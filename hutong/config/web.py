"""The entry of the web server."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
# A page that writes beside a change of places is told so (refusals.py), before all threads of the server wait for it.
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=5s")
django.setup()

from hutong.config.receiving import Receiver  # noqa: E402

application = Receiver(WSGIHandler())
