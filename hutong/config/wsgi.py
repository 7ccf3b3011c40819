"""The entry of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
# A page that writes beside a change of places is told so (refusals.py), before all threads of the server wait for it.
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=5s")
application = get_wsgi_application()
