"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from shramsetu.web import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
application = get_wsgi_application()
environment.refuse_default_secret()
